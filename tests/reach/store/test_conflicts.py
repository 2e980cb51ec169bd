"""Rows and files that tell of one moment: repeated they count once, contradictions are told."""

from datetime import date as Date

from pipeline.reach.store import Store
from tests.reach.parsed_files import entry, listing, parsed, plays, work


def test_the_same_row_twice_counts_once(store: Store):
    file = store.add(parsed([entry(2, work(), {"plays": 5}), entry(3, work(), {"plays": 5})]))

    assert (file.stored, file.skipped, file.warnings) == (1, {"repeated": 1}, ())


def test_of_different_figures_the_later_row_counts_and_it_is_said(store: Store):
    file = store.add(parsed([entry(2, work(), {"plays": 5, "likes": 1}), entry(9, work(), {"plays": 6})]))

    assert {(one.metric, one.value, one.row) for one in store.latest()} == {("plays", 6, 9), ("likes", 1, 2)}
    assert file.warnings == ("row 9: '毛泽建' has 6 plays, but 5 in row 2; the later row counts",)


def test_two_files_of_one_moment(store: Store):
    first = store.add(listing({"w1": 5, "w2": 1}, sha256="a" * 64))
    second = store.add(listing({"w1": 6, "w2": 1}, sha256="b" * 64))

    assert plays(store)["w1"] == 6
    [conflict] = store.conflicts()
    assert (conflict.value, conflict.file, conflict.other, conflict.other_file) == (6, second.id, 5, first.id)
    assert second.warnings == (
        "'《w1》' has 6 plays here and 5 in '作品列表.xlsx', both as of 2026-05-01 10:00; 6 counts",
    )
    assert store.decreases() == []


def test_a_third_file_of_one_moment_is_held_against_both_and_told_once(store: Store):
    for digest, count in (("c", 5), ("b", 5), ("a", 6)):
        file = store.add(listing({"w1": count}, sha256=digest * 64))

    assert file.warnings == (
        "'《w1》' has 6 plays here and 5 in '作品列表.xlsx', both as of 2026-05-01 10:00; 5 counts",
    )


def test_tables_side_by_side_tell_of_the_same_day_and_repeat_nothing(store: Store):
    day = Date(2026, 5, 1)
    beside = [entry(2, None, {"readers": 5}, day), entry(2, None, {"sharers": 1}, day)]
    again = [*beside, entry(3, None, {"sharers": 1}, day)]
    traffic = {"grain": "account-daily", "format": "wechat-article-traffic"}

    assert store.add(parsed(beside, **traffic)).skipped == {}
    assert store.add(parsed(again, **traffic)).skipped == {"repeated": 1}
