"""Gains between two dates, their spans, and what is not known of them; growth against the usual."""

from datetime import date as Date
from datetime import datetime
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.data import Fact
from pipeline.reach.report.gains import Gains, gains, months
from pipeline.reach.report.growth import Curves, Point, curves, due
from tests.reach.stage import LAST, ROUNDED, Stage, march

FEBRUARY = datetime(2026, 2, 27, 23, 59, 59)


def since_february(stage: Stage, *before: Fact) -> Gains:
    report = stage.report
    return gains(before, report.data.facts, report.data, report.series, start=Date(2026, 2, 28), stop=march(31))


def earlier(work: int, metric: str, value: int, **other: object) -> Fact:
    return Fact(work, metric, value, value, value, FEBRUARY, "", 1, 2)._replace(**other)


def test_a_gain_lies_between_two_counts_and_says_which():
    stage = Stage()
    work = stage.work("douyin", 1, plays=1500)

    assert since_february(stage, earlier(work, "plays", 1000)).as_json()["totals"] == {
        "plays": {"value": 500, "from": "2026-02-27", "to": "2026-03-31"},
        "plays_and_reads": {"value": 500, "from": "2026-02-27", "to": "2026-03-31"},
    }


def test_a_correction_makes_it_negative():
    stage = Stage()
    work = stage.work("douyin", 1, plays=900)

    assert since_february(stage, earlier(work, "plays", 1000)).whole["plays"].amount.value == -100


def test_a_work_that_came_out_meanwhile_began_with_nothing():
    stage = Stage()
    stage.work("douyin", 1, plays=700, about={"published": datetime(2026, 3, 10, 8)})
    gain = since_february(stage).whole["plays"]

    assert (gain.amount.value, gain.first, gain.last) == (700, march(10), march(31))


def test_an_older_work_of_which_nothing_was_known_has_no_known_gain():
    stage = Stage()
    old = stage.work("douyin", 1, plays=700, about={"published": datetime(2025, 3, 10)})
    undated = stage.work("douyin", 2, plays=700)
    found = since_february(stage)

    assert (found.whole, found.unknown) == ({}, {"no-baseline": {old, undated}})


def test_no_gain_across_a_change_of_definition():
    stage = Stage()
    work = stage.work("youtube", 1, plays=9000, definition="views-2026-08-24")
    found = since_february(stage, earlier(work, "plays", 1000, definition="views"))

    assert (found.whole, found.unknown) == ({}, {"definition": {work}})


def test_a_work_that_was_not_counted_again_has_no_known_gain():
    stage = Stage()
    work = stage.work("douyin", 1, plays=1000, as_of=FEBRUARY)

    assert since_february(stage, earlier(work, "plays", 1000)).unknown == {"not-counted-again": {work}}


def test_days_need_no_count_at_the_start():
    stage = Stage()
    work = stage.work("web-log", 1)
    stage.facts.append(Fact(work, "downloads", 30, 30, 30, LAST, "iab", 1, 2, True))

    assert since_february(stage).whole["downloads"].amount.value == 30


def test_rounded_counts_leave_bounds():
    stage = Stage()
    work = stage.work("douyin", 1, plays=12_000, bounds={"plays": ROUNDED})
    amount = since_february(stage, earlier(work, "plays", 1000)).whole["plays"].amount

    assert (amount.value, amount.low, amount.high) == (11_000, 10_500, 11_499)


def test_the_same_listening_is_gained_once():
    stage = Stage()
    host = stage.work("podcast-host", 1, downloads=100)
    op3 = stage.work("op3", 1, downloads=140)
    found = since_february(stage, earlier(host, "downloads", 60), earlier(op3, "downloads", 90))

    assert found.whole["downloads"].amount.value == 40
    assert found.by_platform["op3"]["downloads"].amount.value == 50


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2026, 1, 15), (2026, 3, 31), ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]),
        ((2025, 12, 1), (2026, 1, 10), ["2025-11-30", "2025-12-31", "2026-01-10"]),
        ((2026, 3, 31), (2026, 3, 31), ["2026-02-28", "2026-03-31"]),
        ((2026, 3, 1), (2026, 4, 1), ["2026-02-28", "2026-03-31", "2026-04-01"]),
    ],
)
def test_months_end_on_their_last_days(first: tuple[int, int, int], last: tuple[int, int, int], expected: list[str]):
    assert [str(day) for day in months(Date(*first), Date(*last))] == expected


class TestGrowth:
    def test_an_age_is_spoken_for_by_counts_of_at_most_a_fifth_before(self):
        assert due(march(1), march(31)) == [
            (1, march(2), march(2)),
            (3, march(4), march(4)),
            (7, march(7), march(8)),
            (14, march(13), march(15)),
            (30, march(25), march(31)),
        ]

    def test_an_episode_is_compared_at_its_greatest_age_with_the_others(self):
        found = Curves(metric="plays", by_episode={1: {7: 100, 30: 300}, 2: {7: 50}, 3: {7: 80}, 4: {7: 70, 30: 90}})
        growth = found.of(1)

        assert growth is not None
        # At 30 days there is one other only.
        assert growth.as_json() == {"metric": "plays", "age_days": 7, "value": 100, "typical": 70.0, "others": 3}
        assert found.typical == {7: 75.0}

    def test_alone_there_is_nothing_to_compare(self):
        assert Curves(metric="plays", by_episode={1: {7: 100}, 2: {7: 50}}).of(1) is None

    def test_works_of_an_episode_are_taken_together_where_all_were_counted(self):
        stage = Stage()
        one, again, other = (stage.work("douyin", number, plays=1) for number in (1, 1, 2))
        points = [Point(one, "plays", 7, 10, ""), Point(again, "plays", 7, 5, ""), Point(one, "plays", 14, 30, "")]
        found = curves([*points, Point(other, "plays", 7, 8, "")], stage.data)

        assert found["lieshita", "douyin"].by_episode == {1: {7: 15}, 2: {7: 8}}

    def test_counts_of_another_definition_are_left_out(self):
        stage = Stage()
        works = [stage.work("youtube", number, plays=1) for number in (1, 2, 3)]
        points = [Point(work, "plays", 7, 10, "new" if work == works[0] else "old") for work in works]

        assert set(curves(points, stage.data)["lieshita", "youtube"].by_episode) == {2, 3}

    @given(st.lists(st.integers(0, 9), min_size=3, max_size=9))
    def test_the_usual_is_the_median_of_the_others(self, counts: list[int]):
        found = Curves(metric="plays", by_episode={number: {1: value} for number, value in enumerate(counts)})

        for number in range(len(counts)):
            growth = found.of(number)
            assert growth is not None
            assert growth.typical == median(counts[:number] + counts[number + 1 :])


def test_what_was_counted_late_gained_in_the_month_of_its_first_count():
    """Published in February, first counted in March: months of a report since January add up to its gain."""
    stage = Stage()
    stage.work("douyin", 1, plays=700, about={"published": datetime(2026, 2, 10, 8)})
    report = stage.report
    days = {"start": Date(2026, 2, 28), "stop": march(31)}
    month = gains((), report.data.facts, report.data, report.series, origin=Date(2026, 1, 31), **days)

    assert month.whole["plays"] == (Amount.of(700), Date(2026, 2, 10), march(31))
    assert since_february(stage).whole == {}
