"""What a chart shows: bars with their words, columns over time, and axes whose steps are round numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from pipeline.messages import spoken

STEPS = 4
"""Of an axis, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its words."""

    label: str
    kind: str
    """What it counts, a metric: bars of one kind have one colour."""
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
