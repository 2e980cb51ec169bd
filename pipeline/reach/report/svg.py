"""Small charts of the page, as numbers for its SVG: bars by month, and growth compared with the usual."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.growth import AGES, Curves, Growth
from pipeline.reach.report.tables import month_name

WIDE, HIGH = 1000.0, 240.0
"""Of a chart, in its own units."""
FOOT = 26.0
"""Room below for words."""
HEAD = 22.0
KINDS = ("plays", "reads", "downloads")
MONTHS = 24
"""The newest that are drawn; the table has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its figure."""

    x: float
    y: float
    width: float
    height: float
    metric: str
    figure: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Gains by month; `gaps` are months of which nothing is known."""

    bars: tuple[Bar, ...]
    kinds: tuple[str, ...]
    labels: tuple[tuple[float, str], ...]
    gaps: tuple[float, ...]
    zero: float
    figures: bool
    """Whether there is room for the figures."""


def month_bars(months: Sequence[Gains]) -> Months | None:
    """The newest months as bars; None where nothing was gained that is known."""
    newest = months[-MONTHS:]
    gained = [{name: gain.amount for name, gain in month.whole.items()} for month in newest]
    kinds = tuple(kind for kind in KINDS if any(kind in amounts for amounts in gained))
    values = [_value(amounts[kind]) for amounts in gained for kind in kinds if kind in amounts]
    if not values:
        return None
    top, bottom = max(0.0, *values), min(0.0, *values)
    scale = (HIGH - FOOT - HEAD) / ((top - bottom) or 1.0)
    zero = HEAD + top * scale
    step = WIDE / len(newest)
    width = min(step * 0.8 / len(kinds), 70.0)
    bars = []
    for place, amounts in enumerate(gained):
        for shift, kind in enumerate(kinds):
            if kind in amounts:
                height = abs(_value(amounts[kind])) * scale
                left = (place + 0.5) * step + (shift - len(kinds) / 2) * width
                bars.append(
                    Bar(
                        x=round(left + width * 0.04, 2),
                        y=round(zero - height if _value(amounts[kind]) >= 0 else zero, 2),
                        width=round(width * 0.92, 2),
                        height=round(max(height, 0.6), 2),
                        metric=kind,
                        figure=shown(amounts[kind]),
                        month=month_name(newest[place]),
                    )
                )
    every = max(1, -(-len(newest) // 12))
    return Months(
        bars=tuple(bars),
        kinds=kinds,
        labels=tuple(
            (round((place + 0.5) * step, 2), month_name(month))
            for place, month in enumerate(newest)
            if place % every == 0
        ),
        gaps=tuple(round((place + 0.5) * step, 2) for place, amounts in enumerate(gained) if not amounts),
        zero=round(zero, 2),
        figures=len(newest) * len(kinds) <= 24,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The usual growth on a platform, and the newest count of each episode."""

    metric: str
    points: str
    """Of the usual curve, for a polyline."""
    ages: tuple[tuple[float, int], ...]
    top: str
    dots: tuple[tuple[float, float, str], ...]
    """PlatformFigures and words of each episode's count at its greatest age."""


def growth_line(curves: Curves) -> Line | None:
    """The usual curve with every episode's newest count; None where too few were counted at two ages or more."""
    usual = curves.typical
    if len(usual) < 2:
        return None
    grown = [(number, found) for number in sorted(curves.by_episode) if (found := curves.of(number)) is not None]
    # One lesson that was seen by very many must not make the others invisible.
    top = max(1.0, max(usual.values()) * 3)
    ages = sorted(usual.keys() | {found.age for _, found in grown})
    dots = tuple(
        (_across(found.age, ages), _up(float(found.value), top), _dot(number, found)) for number, found in grown
    )
    return Line(
        metric=curves.metric,
        points=" ".join(f"{_across(age, ages)},{_up(value, top)}" for age, value in usual.items()),
        ages=tuple((_across(age, ages), age) for age in AGES if ages[0] <= age <= ages[-1]),
        top=f"{top:,.0f}",
        dots=dots,
    )


def _dot(number: int, found: Growth) -> str:
    return f"{number}: {'' if found.exact else '≥'}{found.value:,} ({found.age})"


def _across(age: int, ages: Sequence[int]) -> float:
    """Ages grow apart evenly as they double, from the first to the last."""
    return round(30 + (WIDE - 60) * log(age / ages[0]) / log(ages[-1] / ages[0]), 2)


def _up(value: float, top: float) -> float:
    return round(HIGH - FOOT - min(1.0, max(0.0, value / top)) * (HIGH - FOOT - HEAD), 2)


def _value(amount: Amount) -> float:
    return amount.drawn
