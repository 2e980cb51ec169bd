"""Moments and ages: many questions to the past answered in one walk, as if each were asked alone."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.reach.store import LatestFigure, Store
from pipeline.reach.store.columns import Counts
from pipeline.reach.store.newest_within import TRIES
from tests.reach.parsed_files import listing
from tests.reach.postgres import postgres, server

__all__ = ["postgres", "server"]

FIRST = datetime(2026, 1, 1, 12)
LISTS = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from(["douyin", "bilibili"]),
        st.dictionaries(st.sampled_from(["w1", "w2", "w3"]), st.integers(0, 99), min_size=1),
        st.sampled_from(["", "new"]),
    ),
    max_size=8,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    place = request.getfixturevalue("postgres") if request.param == "postgresql" else tmp_path / "reach.sqlite"
    with Store.open(place) as opened:
        yield opened


def bare(standing: list[LatestFigure]) -> list[tuple[object, ...]]:
    return sorted(Counts.of(standing, ["plays"]).figures())


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LISTS, st.lists(st.integers(-2, 95), min_size=1, max_size=5, unique=True).map(sorted))
def test_ends_of_days_together_are_as_each_alone(
    tmp_path_factory: pytest.TempPathFactory,
    lists: list[tuple[int, str, dict[str, int], str]],
    ends: list[int],
):
    with Store.open(tmp_path_factory.mktemp("store") / "reach.sqlite") as store:
        for day, platform, plays, definition in lists:
            as_of = FIRST + timedelta(days=day)
            store.add(listing(plays, as_of, platform=platform, definitions={"plays": definition}))
        days = [FIRST.date() + timedelta(days=end) for end in ends]

        assert [sorted(one.figures()) for one in store.latest_at(days, ["plays"])] == [
            bare(store.latest(day)) for day in days
        ]


def test_what_stood_at_ends_of_months(store: Store):
    for day, plays in ((1, 10), (5, 50), (40, 70)):
        store.add(listing({"w1": plays}, FIRST + timedelta(days=day)))
    ends = [Date(2025, 12, 31), Date(2026, 1, 31), Date(2026, 2, 28)]

    assert [known.value.tolist() for known in store.latest_at(ends, ["plays"])] == [[], [50], [70]]


def test_the_newest_count_of_some_days(store: Store):
    for day, plays in ((1, 10), (5, 50), (7, 70), (9, 90)):
        store.add(listing({"w1": plays}, datetime(2026, 1, day, 12)))
    days = [
        (Date(2026, 1, 4), Date(2026, 1, 7)),
        (Date(2026, 1, 8), Date(2026, 1, 8)),
        (Date(2025, 1, 1), FIRST.date()),
    ]
    found = store.newest_within([(1, first, last) for first, last in days], ["plays"])

    assert [[seen.value for seen in one] for one in found] == [[70], [], [10]]


def test_a_work_is_looked_for_in_older_files_where_the_newest_lacks_it(store: Store):
    store.add(listing({"w1": 10, "w2": 1}, datetime(2026, 1, 1, 12)))
    for day in range(2, TRIES + 3):
        store.add(listing({"w2": day}, datetime(2026, 1, day, 12)))
    found = store.newest_within([(1, FIRST.date(), Date(2026, 1, day)) for day in (TRIES, TRIES + 1)], ["plays"])

    assert [[seen.value for seen in one] for one in found] == [[10], []]


def test_only_the_metrics_that_are_asked_for(store: Store):
    store.add(listing({"w1": 10}))
    window = [(1, Date(2026, 1, 1), Date(2026, 12, 1))]

    assert store.newest_within(window, ["reads"]) == [[]]
    assert store.newest_within([], ["plays"]) == []
