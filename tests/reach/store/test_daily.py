"""Figures by day: they add up over a period, apart from the cumulative ones."""

from datetime import date as Date
from datetime import datetime

from pipeline.reach.observation import Figure
from pipeline.reach.store import Store
from tests.reach.parsed_files import JULY, JUNE, entry, parsed, work


def test_days_count_what_the_platform_counted_on_them(store: Store):
    """An export of later spans the day on which the platform changed its mind, and overlaps one of before."""
    days = [Date(2026, 8, 23), Date(2026, 8, 24)]
    before = [entry(2, work(), {"plays": 7}, days[0])]
    after = [entry(place, work(), {"plays": 10}, day) for place, day in enumerate(days, 2)]
    store.add(parsed(after, JULY.replace(month=9), grain="work-daily", platform="youtube"))
    store.add(parsed(before, JULY.replace(month=8, day=24), grain="work-daily", platform="youtube"))

    assert {(one.definition, one.value) for one in store.day_sums()} == {
        ("youtube/views-2025-03-31", 10),
        ("youtube/views-2026-08-24", 10),
    }


def daily(counts: dict[int, int], as_of: datetime, grain: str = "work-daily"):
    rows = [entry(day + 1, work(), {"plays": count}, Date(2026, 5, day)) for day, count in counts.items()]
    return parsed(rows, as_of, grain=grain, format="douyin-daily")


def test_days_add_up_over_a_period_and_never_reach_the_cumulative_figures(store: Store):
    store.add(daily({1: 10, 2: 20, 4: 40}, JUNE))

    [whole], [part] = store.day_sums(), store.day_sums(Date(2026, 5, 2), Date(2026, 5, 3))

    assert (whole.value, whole.greatest, whole.days) == (70, 40, 3)
    assert (whole.first, whole.last) == (Date(2026, 5, 1), Date(2026, 5, 4))
    assert (part.value, part.days) == (20, 1)
    assert store.latest() == []


def test_the_newest_file_tells_a_day(store: Store):
    store.add(daily({2: 25, 3: 30}, JULY))
    store.add(daily({1: 10, 2: 20}, JUNE))

    assert store.day_sums()[0].value == 10 + 25 + 30


def test_bounds_add_up(store: Store):
    rounded = Figure("plays", 10_000, 9_500, 10_500)
    endless = Figure("plays", 100_000, 100_000, None)
    store.add(parsed([entry(2, work(), {"plays": rounded}, Date(2026, 5, 1))], grain="work-daily"))
    store.add(parsed([entry(2, work(), {"plays": 5}, Date(2026, 5, 2))], grain="work-daily"))
    assert store.day_sums()[0][4:7] == (10_005, 9_505, 10_505)

    store.add(parsed([entry(2, work(), {"plays": endless}, Date(2026, 5, 3))], grain="work-daily"))
    assert store.day_sums()[0][4:7] == (110_005, 109_505, None)


def test_events_add_up_within_a_file(store: Store):
    rows = [
        entry(2, work(), {"attendance": 40}, Date(2026, 5, 1)),
        entry(3, work(), {"attendance": 35}, Date(2026, 5, 1)),
        entry(4, work(), {"attendance": 20}),
    ]
    file = store.add(parsed(rows, grain="event", platform="classroom"))

    [found] = store.day_sums()
    assert (found.value, found.greatest, found.days) == (95, 95, 1), "a row without its day is of the file's"
    assert file.works == {1: 3}


def test_figures_of_a_whole_account_are_told_apart(store: Store):
    rows = [entry(2, None, {"plays": 500}, Date(2026, 5, 1)), entry(3, None, {"plays": 700}, Date(2026, 5, 2))]
    store.add(parsed(rows, grain="account-daily", format="douyin-indicators"))
    store.add(parsed([entry(2, None, {"plays": 12_000})], grain="summary", format="douyin-summary"))

    assert [(one.grain, one.value, one.days) for one in store.account_sums()] == [
        ("account-daily", 1200, 2),
        ("summary", 12_000, 1),
    ]
    assert store.account_sums(last=Date(2026, 4, 1)) == []
    assert (store.works(), store.latest(), store.day_sums()) == ([], [], [])
