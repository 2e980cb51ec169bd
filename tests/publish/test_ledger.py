"""The ledger: the last word on each episode, whatever became of the file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.publish.ledger import Ledger, Note, State
from pipeline.state import StateFolder

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def note(guid: str, state: State, *, target: str = "site", number: int = 1, content: str = "", hour: int = 0) -> Note:
    at = NOON + timedelta(hours=hour)
    return Note(at=at, target=target, guid=guid, series="s", number=number, state=state, content=content)


def written(folder: Path, *notes: Note) -> Ledger:
    ledger = Ledger.read(StateFolder(folder))
    for one in notes:
        ledger.write(one)
    return Ledger.read(StateFolder(folder))


def test_the_last_word_counts_and_a_failed_try_takes_nothing_down(tmp_path: Path):
    ledger = written(
        tmp_path,
        note("a", "live"),
        note("b", "live"),
        note("b", "retracted"),
        note("c", "live", target="other"),
        note("a", "planned"),
        note("a", "rejected"),
    )

    assert set(ledger.live("site")) == {"a"}
    assert [one.state for one in ledger.standing()["a"]] == ["rejected"]
    assert set(ledger.standing()) == {"a", "c"}


@pytest.mark.parametrize(
    "damage",
    [b'{"at": "2026-01-0', b"\xff\xfe\x00", b"[]", b'{"at": 3}', b"[" * 5000, b'{"at":"2026-01-01T00:00:00+00:00"}'],
)
def test_a_damaged_line_is_passed_over_and_swallows_no_other(tmp_path: Path, damage: bytes):
    written(tmp_path, note("a", "live"))
    with (tmp_path / "ledger.jsonl").open("ab") as file:
        file.write(damage)

    assert set(written(tmp_path, note("b", "live")).live("site")) == {"a", "b"}


def test_an_approval_is_of_just_that_content(tmp_path: Path):
    ledger = written(tmp_path, note("a", "approved", target="", content="one"))

    assert ledger.approved("a", "one")
    assert not ledger.approved("a", "two")
    assert not ledger.approved("b", "one")


def test_numbers_that_an_episode_has_had_are_known(tmp_path: Path):
    ledger = written(tmp_path, note("a", "live", number=1), note("a", "live", number=7), note("b", "live", number=2))

    assert ledger.numbers("site") == {"a": {1, 7}, "b": {2}}
