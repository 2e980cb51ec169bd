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
        # What says no season belongs to that of its elder neighbour.
        (((2, 1), "花絮", (1, 1)), [1, 2, 3]),
        (((2, 1), 2, (1, 1)), [1, 2, 3]),
        # Where that one has the number already, to the next.
        (((2, 2), 1, (1, 2), (1, 1)), [1, 2, 3, 4]),
        # A season of which the first are missing; a trailer before the first takes no number away.
        (((2, 3), (2, 2), (1, 3), (1, 2), (1, 1), "预告"), [6, 1, 2, 3, 4, 5]),
        # A mistake in a podcast that counts through makes no seasons.
        (((2, 5), (2, 2), (2, 4), (1, 3), (1, 2), (1, 1)), [1, 2, 3, 4, 6, 5]),
        # No season and two rounds: who came later comes later.
        ((2, 1, 2, 1), [1, 2, 3, 4]),
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


def some_of(*said: tuple[str, int | None, int | None, str, int]) -> list[IncomingItem]:
    """Guid, season, number, kind and day of the year, in the feed's order."""
    return [
        IncomingItem(
            guid=guid, title="题", season=season, number=number, kind=kind,
            moment=datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=day),
        )
        for guid, season, number, kind, day in said
    ]  # fmt: skip


def numbers_of(items: list[IncomingItem]) -> dict[str, int]:
    return {one.item.guid: one.number for one in numbered(items, fixed={})}


@pytest.mark.parametrize("turned", [False, True], ids=["oldest first", "newest first"])
def test_an_item_without_a_season_stands_where_its_date_is(turned: bool):
    some = some_of(("A", 1, 1, "full", 0), ("B", None, 2, "full", 31), ("C", 2, 1, "full", 60))

    assert numbers_of(some[::-1] if turned else some) == {"A": 1, "B": 2, "C": 3}


def test_items_of_one_day_stand_by_their_numbers():
    some = some_of(("C", 2, 1, "full", 0), ("B", None, 2, "full", 0), ("A", 1, 1, "full", 0))

    assert numbers_of(some) == {"A": 1, "B": 2, "C": 3}


def test_a_bonus_takes_no_number_from_its_episode():
    some = some_of(("T", None, 1, "trailer", 0), ("A", None, 1, "full", 1), ("B", None, 2, "full", 2))
    seasons = some_of(("A", 1, 1, "full", 0), ("X", 1, 1, "bonus", 1), ("B", 1, 2, "full", 2), ("C", 2, 1, "full", 3))

    assert numbers_of(some) == {"A": 1, "B": 2, "T": 3}
    assert numbers_of(seasons) == {"A": 1, "X": 2, "B": 3, "C": 4}


def test_an_old_item_that_is_kept_at_the_top_does_not_turn_the_feed_round():
    some = some_of(("T", None, None, "trailer", 0), ("C", None, None, "full", 3), ("B", None, None, "full", 2))

    assert numbers_of(some) == {"T": 1, "B": 2, "C": 3}


@pytest.mark.parametrize("refused", ["0", "-3", "3.5", "99999999999999999999", "第三"])
def test_a_number_that_is_none_says_what_became_of_it(refused: str):
    some = [IncomingItem(guid="a", title="题", refused_number=refused), IncomingItem(guid="b", title="题", number=1)]

    (last,) = (one for one in numbered(some, fixed={}) if one.item.guid == "a")

    assert last.number == 2
    assert last.note == (
        f"the feed says number {refused}: numbers begin with 1 and go up to 99999; it is number 2 here"
    )


def test_a_title_that_says_zero_says_no_number():
    (one,) = numbered([IncomingItem(guid="a", title="第0期 试播")], fixed={})

    assert one.number == 1
    assert one.note == "the feed says number 0: numbers begin with 1 and go up to 99999; it is number 1 here"


def test_a_number_that_differs_says_why():
    notes = {one.item.guid: one.note for one in numbered(items(2, 1, 1, "预告"), fixed={})}

    assert notes["g2"] == "the feed gives number 1 to other items too"
    assert notes["g0"] == "the feed says no number; it is counted by its date"
    assert notes["g1"] == notes["g3"] == ""
