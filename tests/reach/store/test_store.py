"""The store: what was read stays as it was read; what is newest stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.reach.observation import Entry, Figure
from pipeline.reach.store import Placement, Store
from tests.reach.parsed_files import JULY, JUNE, MAY, entry, listing, parsed, plays, work


def test_a_file_is_told_with_what_was_taken_from_it(store: Store):
    file = store.add(listing({"w1": 100, "w2": 50}))

    assert (file.stored, file.rows, file.platform, file.as_of) == (2, 2, "douyin", MAY)
    assert file.works == {1: 1, 2: 1}
    assert store.imported(file.sha256) == replace(file, works={})
    assert store.files() == store.files([file.id]) == [replace(file, works={})]
    assert store.files([]) == []
    assert store.imported("0" * 64) is None


def test_the_same_file_twice_changes_nothing(store: Store):
    first = store.add(listing({"w1": 100}))
    before = store.latest(), store.works(), store.files()

    again = store.add(listing({"w1": 100}))

    assert again.id == first.id
    assert (store.latest(), store.works(), store.files()) == before


def test_a_figure_is_traced_to_its_file_and_row(store: Store):
    file = store.add(listing({"w1": 100, "w2": 50}))

    [_, second] = store.latest()

    assert (second.value, second.file, second.row, second.as_of) == (50, file.id, 3, MAY)


def test_the_newest_figure_stands_and_older_ones_stay_known(store: Store):
    store.add(listing({"w1": 300}, JULY))
    store.add(listing({"w1": 100}, MAY))
    store.add(listing({"w1": 200}, JUNE))

    assert plays(store) == {"w1": 300}
    assert plays(store, Date(2026, 6, 15)) == {"w1": 200}
    assert plays(store, Date(2026, 6, 1)) == {"w1": 200}, "known in the course of a day, known at its end"
    assert plays(store, Date(2026, 5, 31)) == {"w1": 100}
    assert plays(store, Date(2026, 4, 30)) == {}
    assert [seen.value for seen in store.history([1])] == [100, 200, 300]
    assert store.history([1], ["likes"]) == []


def test_counts_are_whole_rates_are_not(store: Store):
    store.add(parsed([entry(2, work(), {"plays": 7, "completion_rate": 0.0245, "average_play_seconds": 14.0})]))

    values = {one.metric: one.value for one in store.latest()}

    assert values == {"plays": 7, "completion_rate": 0.0245, "average_play_seconds": 14.0}
    assert isinstance(values["plays"], int)


def test_rounded_figures_keep_their_bounds(store: Store):
    rounded = Figure("plays", 12_000, 11_500, 12_500)
    endless = Figure("likes", 100_000, 100_000, None)
    store.add(parsed([entry(2, work(), {"plays": rounded, "likes": endless, "shares": 3})]))

    assert [one[1:5] for one in store.latest()] == [
        ("likes", 100_000, 100_000, None),
        ("plays", 12_000, 11_500, 12_500),
        ("shares", 3, 3, 3),
    ]


def test_a_metric_of_an_older_file_stands_while_newer_ones_do_not_tell_it(store: Store):
    store.add(parsed([entry(2, work(), {"plays": 10, "likes": 4})], MAY))
    store.add(parsed([entry(2, work(), {"plays": 20})], JUNE))

    assert {(one.metric, one.value, one.as_of) for one in store.latest()} == {("plays", 20, JUNE), ("likes", 4, MAY)}


def test_another_definition_is_another_figure(store: Store):
    store.add(listing({"w1": 900}, MAY, definitions={"plays": "youtube/views"}))
    store.add(listing({"w1": 500}, JUNE, definitions={"plays": "youtube/engaged"}))

    [now] = store.latest()

    assert (now.value, now.definition) == (500, "youtube/engaged")
    assert store.decreases() == [], "what is counted otherwise has not fallen"


def test_accounts_and_platforms_are_apart(store: Store):
    store.add(listing({"w1": 1}))
    store.add(listing({"w1": 2}, account="第二"))
    store.add(listing({"w1": 3}, platform="bilibili"))

    assert [(known.platform, known.account, known.plays) for known in store.works()] == [
        ("bilibili", "", 3),
        ("douyin", "", 1),
        ("douyin", "第二", 2),
    ]


def test_a_table_may_name_the_platform_and_the_day_of_each_row(store: Store):
    rows = [
        entry(2, work("1", platform="douyin"), {"plays": 10}, Date(2026, 5, 31)),
        entry(3, work("1", platform="bilibili"), {"plays": 7}, Date(2026, 5, 31)),
        entry(4, work("1", platform="douyin"), {"plays": 30}, Date(2026, 6, 30)),
    ]
    store.add(parsed(rows, JULY, platform="", format="table"))

    platforms = {known.id: known.platform for known in store.works()}
    assert [(platforms[one.work], one.value, one.as_of.date()) for one in store.latest()] == [
        ("douyin", 30, Date(2026, 6, 30)),
        ("bilibili", 7, Date(2026, 5, 31)),
    ]
    assert [one.value for one in store.latest(Date(2026, 6, 1))] == [10, 7]


def test_the_newest_stands_and_may_be_taken_back(store: Store):
    store.add(listing({"w1": 1, "w2": 1}))
    assert [known.placed for known in store.works()] == [None, None]

    store.place(
        {
            1: Placement(series="lieshita", number=11, how="guess"),
            2: Placement(series="", number=None, how="person"),
        }
    )
    store.place({1: Placement(series="lieshita", number=12, how="person")})
    [first, second] = [known.placed for known in store.works()]
    assert (first.series, first.number, first.how) == ("lieshita", 12, "person")
    assert (second.series, second.number) == ("", None)

    store.place({1: None})
    assert store.works()[0].placed is None


def test_an_error_far_down_in_a_file_leaves_nothing(store: Store):
    def rows() -> Iterator[Entry]:
        for number in range(30_000):
            yield entry(number + 2, work(str(number)), {"plays": 1})
        raise PipelineError("row 30002: broken")

    broken = listing({})
    broken.entries = rows()
    with pytest.raises(PipelineError, match="row 30002"):
        store.add(broken)

    assert (store.works(), store.latest(), store.files()) == ([], [], [])
    assert store.add(listing({"w1": 1})).works == {1: 1}


def test_a_work_that_nothing_names_is_refused(store: Store):
    with pytest.raises(PipelineError, match="is about a work without id, date of publication and title"):
        store.add(listing({"": 1}))


def test_an_empty_file_is_a_file(store: Store):
    assert store.add(listing({})).stored == 0
    assert store.latest() == []


def test_questions_in_a_snapshot_have_one_answer(store: Store, tmp_path: Path):
    store.add(listing({"w1": 1}))
    with store.snapshot():
        before = store.latest()
        with Store.open(tmp_path / "声音 100%" / "reach.sqlite") as other:
            other.add(listing({"w1": 2}, JUNE))
        assert store.latest() == before
    assert store.latest()[0].value == 2
