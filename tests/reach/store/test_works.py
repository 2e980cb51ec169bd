"""Works: what is known of them from file to file, and that they are gone."""

from datetime import datetime, timedelta

from pipeline.reach.store import Store
from tests.reach.parsed_files import JULY, JUNE, MAY, entry, listing, parsed, plays, work


def test_a_work_missing_from_a_later_list_is_gone_and_its_figures_stay(store: Store):
    store.add(listing({"w1": 100, "w2": 50, "w3": 7}, MAY))
    store.add(listing({"w1": 110, "w3": 8}, JUNE))
    store.add(listing({"w1": 120, "w3": 9}, JULY))

    gone = {known.key: (known.gone_since, known.beyond) for known in store.works()}

    assert gone == {"w1": (None, False), "w2": (JUNE, False), "w3": (None, False)}
    assert plays(store) == {"w1": 120, "w2": 50, "w3": 9}


def test_a_list_may_not_reach_back_so_far(store: Store):
    store.add(listing({"new": 100, "old": 50}, MAY))
    store.add(listing({"new": 110}, JUNE))

    [new, old] = store.works()

    assert (old.gone_since, old.beyond) == (JUNE, True)
    assert new.gone_since is None


def test_a_work_that_comes_back_is_not_gone(store: Store):
    store.add(listing({"w1": 1, "w2": 1}, MAY))
    store.add(listing({"w1": 2}, JUNE))
    store.add(listing({"w1": 3, "w2": 1}, JULY))

    assert all(known.gone_since is None for known in store.works())


def test_parts_of_a_list_exported_on_one_day_belong_together(store: Store):
    store.add(listing({"w1": 1}, MAY))
    store.add(listing({"w2": 1}, MAY + timedelta(minutes=3)))

    assert all(known.gone_since is None for known in store.works())


def test_lists_of_other_formats_and_accounts_tell_nothing(store: Store):
    store.add(listing({"w1": 1}, MAY))
    store.add(listing({"w9": 1}, JUNE, format="douyin-indicators"))
    store.add(listing({"w9": 1}, JUNE, account="第二"))

    assert all(known.gone_since is None for known in store.works())


def test_a_row_without_figures_is_still_listed(store: Store):
    store.add(listing({"w1": 1, "w2": 1}, MAY))
    file = store.add(listing({"w1": 2, "w2": None}, JUNE))

    assert file.stored == 1
    assert [(known.seen, known.gone_since) for known in store.works()] == [(JUNE, None), (JUNE, None)]


def test_the_newest_title_stands_whenever_it_came_in(store: Store):
    for as_of, title in ((JULY, "第三"), (MAY, "第一"), (JUNE, "第二")):
        store.add(parsed([entry(2, work(title=title), {"plays": 1})], as_of))

    [known] = store.works()

    assert (known.title, known.titles) == ("第三", ("第三", "第二", "第一"))


def test_an_old_title_that_returns_is_the_newest(store: Store):
    for as_of, title in ((MAY, "第一"), (JULY, "第一"), (JUNE, "第二")):
        store.add(parsed([entry(2, work(title=title), {"plays": 1})], as_of))

    assert store.works()[0].titles == ("第一", "第二")


def test_a_row_that_does_not_say_takes_nothing_away(store: Store):
    store.add(parsed([entry(2, work(url="https://v/1", named=True, episode="12"), {"plays": 1})], MAY))
    store.add(parsed([entry(2, work(title="", published=None), {"plays": 2})], JUNE))

    [known] = store.works()

    assert (known.title, known.url, known.episode, known.named) == ("毛泽建", "https://v/1", "12", True)
    assert known.published == datetime(2026, 1, 7, 8)


def test_a_private_work_is_known_as_such_and_keeps_its_last_figures(store: Store):
    store.add(listing({"w1": 100}, MAY))
    file = store.add(parsed([entry(2, work("w1", state="private"), {})], JUNE, skipped={"private": 1}))

    [known] = store.works()

    assert (known.state, known.gone_since, known.plays) == ("private", None, 100)
    assert (file.works, file.skipped) == ({}, {"private": 1})


def test_what_a_work_is_counted_by_first(store: Store):
    store.add(parsed([entry(2, work("a"), {"reads": 5, "likes": 9}), entry(3, work("b"), {"likes": 9})]))

    assert [known.plays for known in store.works()] == [5, None]
