"""A store behind a URL, met by two machines that have nothing else in common."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.build import Action, File, Store, make, open_store
from pipeline.build.mirror import Mirror
from pipeline.digest import file_digest
from pipeline.errors import PassingError, PipelineError
from pipeline.extras import MissingExtra

DOUGH = Action(kind="dough", recipe="flour", suffix=".txt", label="Monday: dough")
PANCAKE = Action(kind="pancake", recipe="pan", inputs=(DOUGH,), suffix=".txt")


def bake(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    to.write_text(f"{action.kind} of {[path.read_text() for path in inputs]}")


@pytest.fixture
def far(tmp_path: Path) -> Path:
    return tmp_path / "far 远"


def machine(far: Path, name: str) -> Store:
    return open_store(f"file://{far}", local=far.parent / name)


def test_what_one_machine_makes_the_other_goes_on_from(far: Path):
    make(DOUGH, machine(far, "one"), bake)
    other = machine(far, "other")

    make(PANCAKE, other, bake)

    assert other.path(PANCAKE).read_text() == "pancake of ['dough of []']"
    assert other.keeps(DOUGH)
    assert other.recipe(DOUGH.key) == machine(far, "third").recipe(DOUGH.key)


def test_artefacts_are_fetched_to_be_read_and_only_then(far: Path):
    make(DOUGH, machine(far, "one"), bake)
    other = machine(far, "other")

    assert other.keeps(DOUGH)
    assert not other.path(DOUGH).exists()
    other.bring([DOUGH])
    assert other.path(DOUGH).read_text() == "dough of []"


def test_intact_is_what_arrives_whole(far: Path):
    make(DOUGH, machine(far, "one"), bake)
    assert machine(far, "other").intact(DOUGH)

    (held,) = far.rglob("*.txt")
    held.write_text("dough of mice")

    assert not machine(far, "third").intact(DOUGH)
    with pytest.raises(PassingError, match=r"Monday: dough: the file in the store .* is damaged"):
        machine(far, "fourth").bring([DOUGH])


def test_what_nobody_made_is_not_kept(far: Path):
    store = machine(far, "one")

    assert not store.keeps(DOUGH)
    assert not store.intact(DOUGH)
    assert store.recipe(DOUGH.key) is None
    with pytest.raises(PassingError, match="failed while fetching"):
        store.bring([DOUGH])


def test_files_travel_by_content(far: Path, tmp_path: Path):
    path = tmp_path / "面粉.bin"
    path.write_bytes(b"wheat")
    file = File(content=file_digest(path), path=path)
    machine(far, "one").send(file)
    path.unlink()

    found = machine(far, "other").find(file)

    assert found.read_bytes() == b"wheat"
    assert found.is_relative_to(tmp_path / "other")


def test_a_file_that_was_damaged_far_away_is_refused_and_sent_anew_by_the_next_run(far: Path, tmp_path: Path):
    path = tmp_path / "面粉.bin"
    path.write_bytes(b"wheat")
    file = File(content=file_digest(path), path=path)
    machine(far, "one").send(file)
    (held,) = far.rglob("*.bin")
    held.write_bytes(b"bread")

    with pytest.raises(PipelineError, match="damaged"):
        machine(far, "other").find(file)
    machine(far, "one").send(file)

    assert machine(far, "other").find(file).read_bytes() == b"wheat"


def test_the_identity_is_the_same_from_everywhere(far: Path):
    identity = machine(far, "one").identity(make=True)

    assert identity
    assert machine(far, "other").identity() == identity


def test_a_protocol_that_nobody_knows_is_said_plainly(tmp_path: Path):
    with pytest.raises(PipelineError, match="the store 'pancake://oven' cannot be opened"):
        open_store("pancake://oven", local=tmp_path)


@pytest.mark.parametrize(
    ("module", "url", "extra"), [("s3fs", "s3://bucket/x", "remote"), ("fsspec", "file:///x", "cluster")]
)
def test_a_library_that_is_missing_is_one_of_an_extra(
    tmp_path: Path, module: str, url: str, extra: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtra, match=f"the store '{url}' needs the extra '{extra}'"):
        Mirror(url, tmp_path)


def test_a_library_that_no_extra_has_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)

    with pytest.raises(PipelineError, match=r"the store 'gs://b' cannot be opened: .*gcsfs"):
        Mirror("gs://b", tmp_path)


@pytest.mark.parametrize("address", ["", "folder 夹", "C:cache"])
def test_what_is_no_url_is_a_folder(tmp_path: Path, address: str):
    store = open_store(address, local=tmp_path)

    assert not isinstance(store, Mirror)
    assert store.folder == (Path(address) if address else tmp_path)
