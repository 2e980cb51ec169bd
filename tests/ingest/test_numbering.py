"""Numbers for the items of a feed, as a person would give them."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.ingest.feed import IncomingItem
from pipeline.ingest.numbering import numbered


def items(*said: object) -> list[IncomingItem]:
    """Newest first, as feeds have them: each a number, a title, or (season, number); the last came out first."""
    made = []
    for age, one in enumerate(reversed(said)):
        season, number = one if isinstance(one, tuple) else (None, one if isinstance(one, int) else None)
        made.append(
            IncomingItem(
                guid=f"g{age}", title=one if isinstance(one, str) else "题", number=number, season=season,
                moment=datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=age),
            )
        )  # fmt: skip
    return made[::-1]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ((3, 2, 1), [1, 2, 3]),
        (("丙", "乙", "甲"), [1, 2, 3]),
        (("第30期 丙", "EP20 乙", "10. 甲"), [10, 20, 30]),
        ((4, "三", 2, 1), [1, 2, 3, 4]),
        # A trailer before the first takes no number away.
        ((2, 1, "预告"), [3, 1, 2]),
        ((2, "花絮", "花絮", 1), [1, 3, 4, 2]),
        # Who came first keeps the number.
        ((2, 1, 1), [1, 3, 2]),
        (((2, 2), (2, 1), (1, 2), (1, 1)), [1, 2, 3, 4]),
        # What belongs to no season comes before all of them.
        (((2, 1), "花絮", (1, 1)), [2, 1, 3]),
    ],
)
def test_every_item_gets_a_number_of_its_own(said: tuple[object, ...], numbers: list[int]):
    found = {one.item.guid: one.number for one in numbered(items(*said), fixed={})}

    assert [found[f"g{age}"] for age in range(len(said))] == numbers


def test_what_is_here_already_keeps_its_number_and_the_others_theirs():
    some = items("丙", "乙", "甲")
    first = {one.item.guid: one.number for one in numbered(some, fixed={})}

    again = {one.item.guid: one.number for one in numbered(some, fixed={"g0": first["g0"], "g2": first["g2"]})}

    assert again == first


def test_an_item_without_a_number_takes_none_that_the_series_has():
    assert [one.number for one in numbered(items("乙", "甲"), fixed={}, taken={1, 2})] == [3, 4]


def test_items_without_dates_stand_as_in_the_feed():
    some = [IncomingItem(guid=guid, title="题") for guid in ("c", "b", "a")]

    assert [one.item.guid for one in numbered(some, fixed={})] == ["a", "b", "c"]


def test_a_feed_that_begins_with_the_oldest_is_not_turned_round():
    some = items("乙", "甲")[::-1]

    assert [(one.item.title, one.number) for one in numbered(some, fixed={})] == [("甲", 1), ("乙", 2)]


def test_a_number_that_differs_says_why():
    notes = {one.item.guid: one.note for one in numbered(items(2, 1, 1, "预告"), fixed={})}

    assert notes["g2"] == "the feed gives number 1 to other items too"
    assert notes["g0"] == "the feed says no number; it is counted by its date"
    assert notes["g1"] == notes["g3"] == ""
