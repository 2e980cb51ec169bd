"""A period beside the one before it: by how much it grew, and when nobody can say."""

from datetime import date as Date
from datetime import datetime

import pytest

from pipeline.messages import speaking
from pipeline.reach.report.comparison import Comparison
from pipeline.reach.report.data import Fact
from pipeline.reach.report.gains import gains
from tests.reach.stage import Stage, march

ENDS = {"jan": datetime(2026, 1, 31, 20), "feb": datetime(2026, 2, 28, 20), "mar": datetime(2026, 3, 31, 20)}
OLD = {"published": datetime(2025, 6, 1)}


def compared(stage: Stage, *counts: dict[int, object], metric: str = "plays") -> Comparison:
    """March beside February; `counts` by work at the ends of January, February and March: a number, bounds, or
    bounds with a definition."""
    facts = [
        [
            Fact(work, metric, value, low, high, moment, definition, 1, 2)
            for work, count in found.items()
            for value, low, high, definition in [_fact(count)]
        ]
        for found, moment in zip(counts, ENDS.values(), strict=True)
    ]
    stage.facts = list(facts[2])
    report = stage.report
    before = gains(facts[0], facts[1], report.data, report.series, start=Date(2026, 1, 31), stop=Date(2026, 2, 28))
    now = gains(facts[1], facts[2], report.data, report.series, start=Date(2026, 2, 28), stop=march(31))
    return Comparison(now=now, before=before, data=report.data)


def _fact(count: object) -> tuple[int, int, int | None, str]:
    if isinstance(count, int):
        return count, count, count, ""
    assert isinstance(count, tuple)
    return count if len(count) == 4 else (*count, "")


def test_what_was_gained_is_compared():
    stage = Stage()
    one, two = stage.work("douyin", 1, about=OLD), stage.work("bilibili", 2, about=OLD)
    change = compared(stage, {one: 100, two: 10}, {one: 180, two: 30}, {one: 300, two: 50}).changes["plays"]

    assert (change.now.value, change.before.value, change.difference, change.rate) == (140, 100, 40, 0.4)
    assert change.as_json() == {"difference": 40, "rate": 0.4}


def test_less_is_less_and_a_correction_may_be_less_than_nothing():
    stage = Stage()
    work = stage.work("douyin", 1, about=OLD)

    assert compared(stage, {work: 100}, {work: 200}, {work: 250}).changes["plays"].rate == -0.5
    fallen = compared(stage, {work: 100}, {work: 200}, {work: 150}).changes["plays"]
    assert (fallen.difference, fallen.rate) == (-150, -1.5)


@pytest.mark.parametrize("earlier", [100, 120])
def test_of_nothing_or_a_loss_before_there_is_no_rate(earlier: int):
    stage = Stage()
    work = stage.work("douyin", 1, about=OLD)
    change = compared(stage, {work: earlier}, {work: 100}, {work: 150}).changes["plays"]

    assert (change.difference, change.rate) == (50 - (100 - earlier), None)


def test_what_came_out_in_this_period_counts_as_more():
    stage = Stage()
    old = stage.work("douyin", 1, about=OLD)
    new = stage.work("douyin", 2, about={"published": datetime(2026, 3, 10)})
    change = compared(stage, {old: 100}, {old: 200}, {old: 300, new: 50}).changes["plays"]

    assert (change.difference, change.why) == (50, {})


def test_a_work_of_which_nothing_is_known_in_either_period_disturbs_nothing():
    stage = Stage()
    old, dead = stage.work("douyin", 1, about=OLD), stage.work("bilibili", 2, about=OLD)
    # Counted in March for the first time: its gain is in neither.
    change = compared(stage, {old: 100}, {old: 200}, {old: 350, dead: 9000}).changes["plays"]

    assert (change.now.value, change.difference) == (150, 50)


def test_a_platform_that_began_to_be_counted_between_them_prevents_it():
    stage = Stage()
    old, late = stage.work("douyin", 1, about=OLD), stage.work("kuaishou", 2, about=OLD)
    found = compared(stage, {old: 100}, {old: 200, late: 5000}, {old: 300, late: 9000})
    change = found.changes["plays"]

    assert (change.now.value, change.before.value) == (4100, 100)
    assert (change.difference, change.rate, dict(change.why)) == (None, None, {"no-baseline": ("kuaishou",)})
    with speaking("zh"):
        assert change.reason == "快手有作品在上期开始时没有数据"
    assert found.of(["plays", "reads"]).difference is None


def test_a_platform_that_is_not_counted_any_more_prevents_it():
    stage = Stage()
    old, gone = stage.work("douyin", 1, about=OLD), stage.work("bilibili", 2, about=OLD)
    report = compared(stage, {old: 100, gone: 10}, {old: 200, gone: 20}, {old: 300})
    stage.facts.append(Fact(gone, "plays", 20, 20, 20, ENDS["feb"], "", 1, 2))
    again = gains(
        [Fact(gone, "plays", 20, 20, 20, ENDS["feb"], "", 1, 2)], stage.facts, stage.data, stage.report.series,
        start=Date(2026, 2, 28), stop=march(31),
    )  # fmt: skip
    found = Comparison(now=again, before=report.before, data=stage.data)

    assert dict(found.changes["plays"].why)["not-counted-again"] == ("bilibili",)
    assert found.changes["plays"].difference is None


def test_a_definition_that_changed_prevents_it():
    stage = Stage()
    work = stage.work("youtube", 1, about=OLD)
    other = stage.work("douyin", 1, about=OLD)
    found = compared(
        stage,
        {work: (100, 100, 100, "a"), other: 5},
        {work: (200, 200, 200, "a"), other: 10},
        {work: (9000, 9000, 9000, "b"), other: 15},
    )

    assert dict(found.changes["plays"].why) == {"definition": ("youtube",)}


@pytest.mark.parametrize("count", [(12_000, 11_500, 12_499), (100_000, 100_000, None)])
def test_rounded_figures_prevent_it(count: object):
    stage = Stage()
    work = stage.work("kuaishou", 1, about=OLD)
    change = compared(stage, {work: 100}, {work: 200}, {work: count}).changes["plays"]

    assert (change.difference, dict(change.why)) == (None, {"rounded": ("kuaishou",)})


def test_counts_that_lie_too_far_apart_prevent_it():
    stage = Stage()
    work = stage.work("douyin", 1, about=OLD)
    found = compared(stage, {work: 100}, {work: 200}, {work: 300})
    early = Fact(work, "plays", 100, 100, 100, datetime(2026, 1, 3), "", 1, 2)
    before = gains(
        [early], [Fact(work, "plays", 200, 200, 200, ENDS["feb"], "", 1, 2)], stage.data, stage.report.series,
        start=Date(2026, 1, 31), stop=Date(2026, 2, 28),
    )  # fmt: skip

    assert dict(Comparison(now=found.now, before=before, data=stage.data).changes["plays"].why) == {"spans": ()}


def test_a_kind_that_was_not_counted_before_prevents_the_sum_of_kinds():
    stage = Stage()
    film, text = stage.work("douyin", 1, about=OLD), stage.work("wechat-article", 2, about=OLD)
    found = compared(stage, {film: 100}, {film: 200}, {film: 300})
    stage.facts.append(Fact(text, "reads", 70, 70, 70, ENDS["mar"], "", 1, 2))
    began = Fact(text, "reads", 50, 50, 50, ENDS["feb"], "", 1, 2)
    before = [Fact(film, "plays", 200, 200, 200, ENDS["feb"], "", 1, 2), began]
    now = gains(before, stage.facts, stage.data, stage.report.series, start=Date(2026, 2, 28), stop=march(31))
    both = Comparison(now=now, before=found.before, data=stage.data)

    assert both.of(["plays"]).difference == 0
    assert both.of(["plays", "reads"]).difference is None
    assert dict(both.changes["reads"].why) == {"no-baseline": ("wechat-article",)}
