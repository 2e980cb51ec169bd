from pathlib import Path
from uuid import UUID

from pipeline.packaging.guid import Identities

NAME = "lieshita/001-mao-zejian.yaml"


def test_an_identity_follows_from_the_name(tmp_path: Path):
    first = Identities.read(tmp_path / "a").of(NAME)

    assert first == Identities.read(tmp_path / "b").of(NAME)
    assert first != Identities.read(tmp_path / "b").of("lieshita/002.yaml")
    assert UUID(first).version == 5


def test_a_name_from_a_mac_is_the_same_name(tmp_path: Path):
    known = Identities.read(tmp_path / "a")

    assert known.of("s/caf\u00e9.yaml") == known.of("s/cafe\u0301.yaml")


def test_what_is_kept_wins_over_the_name(tmp_path: Path):
    Identities.read(tmp_path / "x/ids").keep({NAME: "kept"})

    assert Identities.read(tmp_path / "x/ids").of(NAME) == "kept"
    assert Identities.read(tmp_path / "x/ids").of(NAME, stated="stated") == "stated"


def test_a_name_that_was_given_up_is_born_again_as_another(tmp_path: Path):
    path = tmp_path / "ids"
    first = Identities.read(path).of(NAME)
    Identities.read(path).keep({NAME: None, "lieshita/002.yaml": first})

    second = Identities.read(path).of(NAME)

    assert second != first
    assert second == Identities.read(tmp_path / "none").of(NAME, others=lambda: [first])


def test_a_line_that_was_cut_short_costs_nothing_else(tmp_path: Path):
    path = tmp_path / "ids"
    Identities.read(path).keep({"a": "1", "b": "2"})
    with path.open("ab") as file:
        file.write(b'\n{"a": "9", "c"')

    Identities.read(path).keep({"d": "4"})

    found = Identities.read(path)
    assert [found.of(name) for name in "abd"] == ["1", "2", "4"]


def test_nothing_new_writes_nothing(tmp_path: Path):
    path = tmp_path / "ids"
    Identities.read(path).keep({"a": "1"})
    before = path.read_bytes()

    Identities.read(path).keep({"a": "1"})

    assert path.read_bytes() == before
