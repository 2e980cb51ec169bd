"""Counts that fell: told with what they were, as long as they have not come back."""

from datetime import timedelta

from pipeline.reach.observation import Figure
from pipeline.reach.store import Store
from tests.reach.parsed_files import JULY, JUNE, MAY, entry, listing, parsed, work


def test_a_lower_count_is_told_with_the_one_before(store: Store):
    first = store.add(listing({"w1": 100, "w2": 5}, MAY))
    second = store.add(listing({"w1": 90, "w2": 6}, JUNE))

    [fall] = store.decreases()
    [now, _] = store.latest()

    assert (fall.value, fall.as_of, fall.file) == (90, JUNE, second.id)
    assert (fall.before, fall.before_as_of, fall.before_file) == (100, MAY, first.id)
    assert (now.value, now.fell_from, now.fell_at) == (90, 100, MAY)
    assert store.decreases(since=JUNE) == store.decreases(until=MAY) == []


def test_it_is_told_until_the_old_count_is_reached_again(store: Store):
    store.add(listing({"w1": 100}, MAY))
    store.add(listing({"w1": 90}, JUNE))
    store.add(listing({"w1": 99}, JULY))
    assert store.latest()[0].fell_from == 100

    store.add(listing({"w1": 100}, JULY + timedelta(days=1)))
    assert store.latest()[0].fell_from is None
    assert len(store.decreases()) == 1, "it did fall once"


def test_rounding_is_no_fall(store: Store):
    store.add(listing({"w1": 12_345}, MAY))
    store.add(listing({"w1": Figure("plays", 12_000, 11_500, 12_500)}, JUNE))
    store.add(listing({"w1": Figure("plays", 10_000, 10_000, None)}, JULY))

    assert store.decreases() == []


def test_rates_may_fall(store: Store):
    store.add(parsed([entry(2, work(), {"completion_rate": 0.5})], MAY))
    store.add(parsed([entry(2, work(), {"completion_rate": 0.4})], JUNE))

    assert store.decreases() == []


def test_a_file_that_comes_late_parts_what_stood_side_by_side(store: Store):
    store.add(listing({"w1": 100, "w2": 10}, MAY))
    store.add(listing({"w1": 90, "w2": 20}, JULY))
    store.add(listing({"w1": 80, "w2": 30}, JUNE))

    assert [(one.work, one.before, one.value) for one in store.decreases()] == [(1, 100, 80), (2, 30, 20)]
