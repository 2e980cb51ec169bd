"""The store: what was read stays as it was read; what is newest stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.reach.observation import Entry, Figure
from pipeline.reach.store import Placement, Store
from tests.reach.parsed_files import JULY, JUNE, MAY, entry, listing, parsed, work


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "声音 100%" / "reach.sqlite") as opened:
        yield opened


def plays(store: Store, as_of: Date | None = None) -> dict[str, float]:
    keys = {known.id: known.key for known in store.works()}
    return {keys[one.work]: one.value for one in store.latest(as_of) if one.metric == "plays"}


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


class TestFalls:
    def test_a_lower_count_is_told_with_the_one_before(self, store: Store):
        first = store.add(listing({"w1": 100, "w2": 5}, MAY))
        second = store.add(listing({"w1": 90, "w2": 6}, JUNE))

        [decrease] = store.decreases()
        [now, _] = store.latest()

        assert (decrease.value, decrease.as_of, decrease.file) == (90, JUNE, second.id)
        assert (decrease.before, decrease.before_as_of, decrease.before_file) == (100, MAY, first.id)
        assert (now.value, now.fell_from, now.fell_at) == (90, 100, MAY)
        assert store.decreases(since=JUNE) == store.decreases(until=MAY) == []

    def test_it_is_told_until_the_old_count_is_reached_again(self, store: Store):
        store.add(listing({"w1": 100}, MAY))
        store.add(listing({"w1": 90}, JUNE))
        store.add(listing({"w1": 99}, JULY))
        assert store.latest()[0].fell_from == 100

        store.add(listing({"w1": 100}, JULY + timedelta(days=1)))
        assert store.latest()[0].fell_from is None
        assert len(store.decreases()) == 1, "it did decrease once"

    def test_rounding_is_no_fall(self, store: Store):
        store.add(listing({"w1": 12_345}, MAY))
        store.add(listing({"w1": Figure("plays", 12_000, 11_500, 12_500)}, JUNE))
        store.add(listing({"w1": Figure("plays", 10_000, 10_000, None)}, JULY))

        assert store.decreases() == []

    def test_rates_may_fall(self, store: Store):
        store.add(parsed([entry(2, work(), {"completion_rate": 0.5})], MAY))
        store.add(parsed([entry(2, work(), {"completion_rate": 0.4})], JUNE))

        assert store.decreases() == []

    def test_a_file_that_comes_late_parts_what_stood_side_by_side(self, store: Store):
        store.add(listing({"w1": 100, "w2": 10}, MAY))
        store.add(listing({"w1": 90, "w2": 20}, JULY))
        store.add(listing({"w1": 80, "w2": 30}, JUNE))

        assert [(one.work, one.before, one.value) for one in store.decreases()] == [(1, 100, 80), (2, 30, 20)]


class TestGone:
    def test_a_work_missing_from_a_later_list_is_gone_and_its_figures_stay(self, store: Store):
        store.add(listing({"w1": 100, "w2": 50, "w3": 7}, MAY))
        store.add(listing({"w1": 110, "w3": 8}, JUNE))
        store.add(listing({"w1": 120, "w3": 9}, JULY))

        gone = {known.key: (known.gone_since, known.beyond) for known in store.works()}

        assert gone == {"w1": (None, False), "w2": (JUNE, False), "w3": (None, False)}
        assert plays(store) == {"w1": 120, "w2": 50, "w3": 9}

    def test_a_list_may_not_reach_back_so_far(self, store: Store):
        store.add(listing({"new": 100, "old": 50}, MAY))
        store.add(listing({"new": 110}, JUNE))

        [new, old] = store.works()

        assert (old.gone_since, old.beyond) == (JUNE, True)
        assert new.gone_since is None

    def test_a_work_that_comes_back_is_not_gone(self, store: Store):
        store.add(listing({"w1": 1, "w2": 1}, MAY))
        store.add(listing({"w1": 2}, JUNE))
        store.add(listing({"w1": 3, "w2": 1}, JULY))

        assert all(known.gone_since is None for known in store.works())

    def test_parts_of_a_list_exported_on_one_day_belong_together(self, store: Store):
        store.add(listing({"w1": 1}, MAY))
        store.add(listing({"w2": 1}, MAY + timedelta(minutes=3)))

        assert all(known.gone_since is None for known in store.works())

    def test_lists_of_other_formats_and_accounts_tell_nothing(self, store: Store):
        store.add(listing({"w1": 1}, MAY))
        store.add(listing({"w9": 1}, JUNE, format="douyin-indicators"))
        store.add(listing({"w9": 1}, JUNE, account="第二"))

        assert all(known.gone_since is None for known in store.works())

    def test_a_row_without_figures_is_still_listed(self, store: Store):
        store.add(listing({"w1": 1, "w2": 1}, MAY))
        file = store.add(listing({"w1": 2, "w2": None}, JUNE))

        assert file.stored == 1
        assert [(known.seen, known.gone_since) for known in store.works()] == [(JUNE, None), (JUNE, None)]


class TestLooks:
    def test_the_newest_title_stands_whenever_it_came_in(self, store: Store):
        for as_of, title in ((JULY, "第三"), (MAY, "第一"), (JUNE, "第二")):
            store.add(parsed([entry(2, work(title=title), {"plays": 1})], as_of))

        [known] = store.works()

        assert (known.title, known.titles) == ("第三", ("第三", "第二", "第一"))

    def test_an_old_title_that_returns_is_the_newest(self, store: Store):
        for as_of, title in ((MAY, "第一"), (JULY, "第一"), (JUNE, "第二")):
            store.add(parsed([entry(2, work(title=title), {"plays": 1})], as_of))

        assert store.works()[0].titles == ("第一", "第二")

    def test_a_row_that_does_not_say_takes_nothing_away(self, store: Store):
        store.add(parsed([entry(2, work(url="https://v/1", named=True, episode="12"), {"plays": 1})], MAY))
        store.add(parsed([entry(2, work(title="", published=None), {"plays": 2})], JUNE))

        [known] = store.works()

        assert (known.title, known.url, known.episode, known.named) == ("毛泽建", "https://v/1", "12", True)
        assert known.published == datetime(2026, 1, 7, 8)

    def test_a_private_work_is_known_as_such_and_keeps_its_last_figures(self, store: Store):
        store.add(listing({"w1": 100}, MAY))
        file = store.add(parsed([entry(2, work("w1", state="private"), {})], JUNE, skipped={"private": 1}))

        [known] = store.works()

        assert (known.state, known.gone_since, known.plays) == ("private", None, 100)
        assert (file.works, file.skipped) == ({}, {"private": 1})

    def test_what_a_work_is_counted_by_first(self, store: Store):
        store.add(parsed([entry(2, work("a"), {"reads": 5, "likes": 9}), entry(3, work("b"), {"likes": 9})]))

        assert [known.plays for known in store.works()] == [5, None]


class TestRepeats:
    def test_the_same_row_twice_counts_once(self, store: Store):
        file = store.add(parsed([entry(2, work(), {"plays": 5}), entry(3, work(), {"plays": 5})]))

        assert (file.stored, file.skipped, file.warnings) == (1, {"repeated": 1}, ())

    def test_of_different_figures_the_later_row_counts_and_it_is_said(self, store: Store):
        file = store.add(parsed([entry(2, work(), {"plays": 5, "likes": 1}), entry(9, work(), {"plays": 6})]))

        assert {(one.metric, one.value, one.row) for one in store.latest()} == {("plays", 6, 9), ("likes", 1, 2)}
        assert file.warnings == ("row 9: '毛泽建' has 6 plays, but 5 in row 2; the later row counts",)

    def test_two_files_of_one_moment(self, store: Store):
        first = store.add(listing({"w1": 5, "w2": 1}, sha256="a" * 64))
        second = store.add(listing({"w1": 6, "w2": 1}, sha256="b" * 64))

        assert plays(store)["w1"] == 6
        [conflict] = store.conflicts()
        assert (conflict.value, conflict.file, conflict.other, conflict.other_file) == (6, second.id, 5, first.id)
        assert second.warnings == (
            "'《w1》' has 6 plays here and 5 in '作品列表.xlsx', both as of 2026-05-01 10:00; 6 counts",
        )
        assert store.decreases() == []

    def test_a_third_file_of_one_moment_is_held_against_both_and_told_once(self, store: Store):
        for digest, count in (("c", 5), ("b", 5), ("a", 6)):
            file = store.add(listing({"w1": count}, sha256=digest * 64))

        assert file.warnings == (
            "'《w1》' has 6 plays here and 5 in '作品列表.xlsx', both as of 2026-05-01 10:00; 5 counts",
        )

    def test_tables_side_by_side_tell_of_the_same_day_and_repeat_nothing(self, store: Store):
        day = Date(2026, 5, 1)
        beside = [entry(2, None, {"readers": 5}, day), entry(2, None, {"sharers": 1}, day)]
        again = [*beside, entry(3, None, {"sharers": 1}, day)]
        traffic = {"grain": "account-daily", "format": "wechat-article-traffic"}

        assert store.add(parsed(beside, **traffic)).skipped == {}
        assert store.add(parsed(again, **traffic)).skipped == {"repeated": 1}


class TestDays:
    def daily(self, counts: dict[int, int], as_of: datetime, grain: str = "work-daily"):
        rows = [entry(day + 1, work(), {"plays": count}, Date(2026, 5, day)) for day, count in counts.items()]
        return parsed(rows, as_of, grain=grain, format="douyin-daily")

    def test_days_add_up_over_a_period_and_never_reach_the_cumulative_figures(self, store: Store):
        store.add(self.daily({1: 10, 2: 20, 4: 40}, JUNE))

        [whole], [part] = store.day_sums(), store.day_sums(Date(2026, 5, 2), Date(2026, 5, 3))

        assert (whole.value, whole.greatest, whole.days) == (70, 40, 3)
        assert (whole.first, whole.last) == (Date(2026, 5, 1), Date(2026, 5, 4))
        assert (part.value, part.days) == (20, 1)
        assert store.latest() == []

    def test_the_newest_file_tells_a_day(self, store: Store):
        store.add(self.daily({2: 25, 3: 30}, JULY))
        store.add(self.daily({1: 10, 2: 20}, JUNE))

        assert store.day_sums()[0].value == 10 + 25 + 30

    def test_bounds_add_up(self, store: Store):
        rounded = Figure("plays", 10_000, 9_500, 10_500)
        endless = Figure("plays", 100_000, 100_000, None)
        store.add(parsed([entry(2, work(), {"plays": rounded}, Date(2026, 5, 1))], grain="work-daily"))
        store.add(parsed([entry(2, work(), {"plays": 5}, Date(2026, 5, 2))], grain="work-daily"))
        assert store.day_sums()[0][4:7] == (10_005, 9_505, 10_505)

        store.add(parsed([entry(2, work(), {"plays": endless}, Date(2026, 5, 3))], grain="work-daily"))
        assert store.day_sums()[0][4:7] == (110_005, 109_505, None)

    def test_events_add_up_within_a_file(self, store: Store):
        rows = [
            entry(2, work(), {"attendance": 40}, Date(2026, 5, 1)),
            entry(3, work(), {"attendance": 35}, Date(2026, 5, 1)),
            entry(4, work(), {"attendance": 20}),
        ]
        file = store.add(parsed(rows, grain="event", platform="classroom"))

        [found] = store.day_sums()
        assert (found.value, found.greatest, found.days) == (95, 95, 1), "a row without its day is of the file's"
        assert file.works == {1: 3}

    def test_figures_of_a_whole_account_are_told_apart(self, store: Store):
        rows = [entry(2, None, {"plays": 500}, Date(2026, 5, 1)), entry(3, None, {"plays": 700}, Date(2026, 5, 2))]
        store.add(parsed(rows, grain="account-daily", format="douyin-indicators"))
        store.add(parsed([entry(2, None, {"plays": 12_000})], grain="summary", format="douyin-summary"))

        assert [(one.grain, one.value, one.days) for one in store.account_sums()] == [
            ("account-daily", 1200, 2),
            ("summary", 12_000, 1),
        ]
        assert store.account_sums(last=Date(2026, 4, 1)) == []
        assert (store.works(), store.latest(), store.day_sums()) == ([], [], [])


class TestDecisions:
    def test_the_newest_stands_and_may_be_taken_back(self, store: Store):
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


class TestTrouble:
    def test_an_error_far_down_in_a_file_leaves_nothing(self, store: Store):
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

    def test_a_work_that_nothing_names_is_refused(self, store: Store):
        with pytest.raises(PipelineError, match="row 2 of 'exports/作品列表.xlsx' is about a work without id"):
            store.add(listing({"": 1}))

    def test_an_empty_file_is_a_file(self, store: Store):
        assert store.add(listing({})).stored == 0
        assert store.latest() == []

    def test_questions_in_a_snapshot_have_one_answer(self, store: Store, tmp_path: Path):
        store.add(listing({"w1": 1}))
        with store.snapshot():
            before = store.latest()
            with Store.open(tmp_path / "声音 100%" / "reach.sqlite") as other:
                other.add(listing({"w1": 2}, JUNE))
            assert store.latest() == before
        assert store.latest()[0].value == 2
