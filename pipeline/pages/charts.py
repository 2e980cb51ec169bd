"""Charts of all pages: bars with their words, columns over time, dots about a line, on axes with round numbers.

They are drawn by the macros of `house/charts.html`: inline SVG with words beside it, so that no word shrinks with the
screen. What a chart shows stands in a table near it, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from pipeline.messages import spoken

STEPS = 4
"""Of an axis, about."""
CROWD = 300
"""Dots up to which each tells its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its words."""

    label: str
    kind: str
    """Bars of one kind have one colour: a class of the page."""
    unit: str = ""
    """What is counted, in words."""
    value: float
    text: str
    """The figure in full, as the tables have it."""
    open: bool = False
    """Whether it is a lower bound, so that its end is not drawn as one."""
    pale: bool = False
    """Shown for comparison only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From `low` to `high`, with round numbers on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def labels(self) -> list[tuple[float, str]]:
        """What stands beside it, and at which share of the height from the top."""
        return [(1 - self.share(one), tick_text(one)) for one in self.ticks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars from left to right, the longest on top."""

    bars: tuple[Bar, ...]
    axis: Axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Groups of columns side by side, in order of time; a group of nothing is a gap."""

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    kinds: tuple[str, ...]
    axis: Axis

    @property
    def units(self) -> dict[str, str]:
        """What the bars of each kind count, in words."""
        known = {one.kind: one.unit for _, several in self.groups for one in several}
        return {kind: known[kind] for kind in self.kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One of many things, by two figures."""

    x: float
    y: float
    """Shares of the width and, from below, of the height."""
    text: str
    open: bool = False
    """Whether its figure is a lower bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, and dots about it."""

    points: tuple[tuple[float, float], ...]
    """As shares, like the dots'."""
    dots: tuple[Dot, ...]
    xs: tuple[tuple[float, str], ...]
    """What stands below, at which shares of the width."""
    axis: Axis

    @property
    def crowded(self) -> bool:
        """Whether there are so many dots that none can be pointed at."""
        return len(self.dots) > CROWD

    def path(self, *, open: bool) -> str:
        """The dots that are, or are not, lower bounds as one path in a box of 1000 by 1000; equal ones once."""
        places = {(round(dot.x * 1000), round(1000 - dot.y * 1000)) for dot in self.dots if dot.open == open}
        return "".join(f"M{x} {y}h0" for x, y in sorted(places))


def bars(several: Iterable[Bar]) -> Bars | None:
    """Sorted, those that are for comparison only last; None where there are none."""
    ordered = sorted(several, key=lambda one: (one.pale, -one.value))
    return Bars(bars=tuple(ordered), axis=axis(one.value for one in ordered)) if ordered else None


def columns(groups: Sequence[tuple[str, Sequence[Bar]]], kinds: Sequence[str]) -> Columns | None:
    """None where nothing is known of any."""
    found = tuple((name, tuple(several)) for name, several in groups)
    values = [one.value for _, several in found for one in several]
    if not values:
        return None
    there = {one.kind for _, several in found for one in several}
    return Columns(groups=found, kinds=tuple(kind for kind in kinds if kind in there), axis=axis(values))


def axis(values: Iterable[float]) -> Axis:
    """From nothing, or the lowest value where that is less, to a round number that no value touches."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    # Counts are whole: no step is less than one.
    step = max(1.0, _round(((high - low) or 1.0) / STEPS))
    first, last = floor(low / step), ceil(high * 1.02 / step) or (0 if low < 0 else 1)
    return Axis(low=first * step, high=last * step, ticks=tuple(place * step for place in range(first, last + 1)))


def tick_text(value: float) -> str:
    """`15k`, in Chinese `1.5万`: steps are round, so that nothing is lost."""
    units = ((10**8, "亿"), (10**4, "万")) if spoken() == "zh" else ((10**6, "M"), (10**3, "k"))
    for unit, name in units:
        if abs(value) >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:,.0f}"


def _round(least: float) -> float:
    """1, 2 or 5 with zeros, not less than `least`."""
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999999)


def percent(share: float) -> str:
    return f"{share * 100:.2f}%"
