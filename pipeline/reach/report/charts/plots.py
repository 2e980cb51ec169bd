"""The charts of a report: platforms, months and growth, from the same amounts as its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from pipeline.messages import tr
from pipeline.pages.charts import Axis, Bar, Bars, Columns, Dot, Line, axis, bars, columns
from pipeline.reach.names import metric_name, platform_title
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.comparison import Comparison
from pipeline.reach.report.counted import counted_by_platform
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.growth import AGES, Curves, Growth
from pipeline.reach.report.metrics import COUNTED
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import main_metric, month_name
from pipeline.reach.report.totals import SeriesFigures

MONTHS = 24
"""The newest that are drawn; the table has all."""


def bar(label: str, kind: str, amount: Amount, *, pale: bool = False) -> Bar:
    """A bar as long as what is said beside it."""
    opened = amount.by_lower_bound or (amount.value is None and amount.high is None)
    unit = metric_name(kind)
    return Bar(label=label, kind=kind, unit=unit, value=amount.drawn, text=shown(amount), open=opened, pale=pale)


def platform_bars(one: SeriesFigures) -> Bars | None:
    """Of each platform of a series its main metric."""
    return bars(
        bar(platform_title(name), metric, platform.figures[metric], pale=name in one.choice.compared)
        for name, platform in one.platforms.items()
        if (metric := main_metric(platform.figures)) is not None
    )


def all_platforms(report: ReachReport) -> Bars | None:
    """What each platform adds to the sums: the bars of a kind add up to its tile."""
    return bars(
        bar(platform_title(platform), metric, amount)
        for platform, figures in counted_by_platform(report).items()
        for metric, amount in figures.items()
    )


def series_bars(report: ReachReport) -> Bars | None:
    """What each series reached, by kind."""
    return bars(
        bar(one.series.title, metric, one.totals[metric])
        for one in report.series
        for metric in COUNTED
        if metric in one.totals
    )


def month_columns(months: Sequence[Gains], *, most: int = MONTHS) -> Columns | None:
    """Gains of the newest months; a month of which nothing is known is a gap."""
    groups = []
    for month in months[-most:]:
        gained = month.whole
        several = [bar(metric_name(kind), kind, gained[kind].amount) for kind in COUNTED if kind in gained]
        groups.append((month_name(month), several))
    return columns(groups, COUNTED)


def period_columns(comparison: Comparison) -> Columns | None:
    """What was gained in a period and in the one before it."""
    groups = [
        (name, [bar(metric_name(kind), kind, gains.whole[kind].amount) for kind in COUNTED if kind in gains.whole])
        for name, gains in ((tr("period before"), comparison.before), (tr("this period"), comparison.now))
    ]
    return columns(groups, COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthChart:
    """The usual growth on a platform as a line, and the newest count of each episode."""

    metric: str
    line: Line
    usual: tuple[tuple[int, str], ...]
    """Ages with the usual count."""


def growth_line(curves: Curves) -> GrowthChart | None:
    """The usual curve with every episode's newest count; None where too few were counted at two ages or more."""
    usual = curves.typical
    if len(usual) < 2:
        return None
    grown = [(number, found) for number in sorted(curves.by_episode) if (found := curves.of(number)) is not None]
    ages = sorted(usual.keys() | {found.age for _, found in grown})
    # One lesson that was seen by very many must not make the others invisible.
    most = max(1.0, max(usual.values()) * 3)
    scale = axis([min(most, max([*usual.values(), *(float(found.value) for _, found in grown)]))])
    return GrowthChart(
        metric=curves.metric,
        line=Line(
            points=tuple((_across(age, ages), _share(value, scale)) for age, value in usual.items()),
            xs=tuple((_across(age, ages), str(age)) for age in AGES if ages[0] <= age <= ages[-1]),
            axis=scale,
            dots=tuple(
                Dot(
                    x=_across(found.age, ages),
                    y=_share(float(found.value), scale),
                    text=f"{number}: {_count(found)} ({found.age}){' ↑' if found.value > scale.high else ''}",
                    open=not found.exact,
                )
                for number, found in grown
            ),
        ),
        usual=tuple((age, f"{value:,.0f}") for age, value in usual.items()),
    )


def _count(found: Growth) -> str:
    return f"{'' if found.exact else '≥'}{found.value:,}"


def _across(age: int, ages: Sequence[int]) -> float:
    """Ages grow apart evenly as they double, from the first to the last."""
    return 0.03 + 0.94 * log(age / ages[0]) / log(ages[-1] / ages[0])


def _share(value: float, scale: Axis) -> float:
    return min(1.0, max(0.0, scale.share(value)))
