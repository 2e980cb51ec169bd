"""Gains between two dates: differences of known counts, with the days on which these were counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from pipeline.reach.report.bounds import Amount, total
from pipeline.reach.report.data import Fact, ReportData, ReportWork
from pipeline.reach.report.metrics import GAINED, JOINED, METRIC_ORDER
from pipeline.reach.report.totals import SeriesFigures, counts, is_counted_twice

UNKNOWN = ("no-baseline", "definition", "not-counted-again")
"""Why the gain of a work is not known: it had no figures at the start, what is counted changed meanwhile, or it was not
counted since."""


class Gain(NamedTuple):
    """What was gained by some works, and between which counts."""

    amount: Amount
    first: Date
    """Of the earliest count that a difference starts from."""
    last: Date

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {"value": self.amount.value, "from": str(self.first), "to": str(self.last)}
        return found if self.amount.exact else found | {"low": self.amount.low, "high": self.amount.high}


@dataclass(frozen=True, kw_only=True)
class Gains:
    """Gains of one period."""

    start: Date
    """Counts up to the end of this day are before it."""
    stop: Date
    """The last day."""
    by_series: Mapping[str, Mapping[str, Gain]] = field(default_factory=dict)
    """By series, then metric."""
    by_platform: Mapping[str, Mapping[str, Gain]] = field(default_factory=dict)
    counted: Mapping[str, Mapping[str, Gain]] = field(default_factory=dict)
    """By platform, then metric, of what is part of the sums: the same listening once."""
    by_place: Mapping[tuple[str, str], Mapping[str, Gain]] = field(default_factory=dict)
    """By series and platform, then metric."""
    by_episode: Mapping[tuple[str, int], Mapping[str, Gain]] = field(default_factory=dict)
    """By series and number, then metric; the same listening once."""
    blank: frozenset[tuple[int, str]] = frozenset()
    """Works and metrics whose gain is not known."""
    known: frozenset[tuple[int, str]] = frozenset()
    """Works and metrics whose gain is part of a sum."""
    unknown: Mapping[str, Set[int]] = field(default_factory=dict)
    """Works whose gain of some metric is not known, by why."""

    @cached_property
    def whole(self) -> dict[str, Gain]:
        """Over all series."""
        found: dict[str, list[Gain]] = defaultdict(list)
        for gains in self.by_series.values():
            for metric, gain in gains.items():
                found[metric].append(gain)
        return {metric: _sum(gains) for metric, gains in found.items()}

    def as_json(self) -> dict[str, object]:
        return {
            "from": str(self.start),
            "to": str(self.stop),
            "series": {name: gains_json(gains) for name, gains in self.by_series.items()},
            "platforms": {name: gains_json(gains) for name, gains in self.by_platform.items()},
            "totals": gains_json(self.whole),
            "unknown": {why: len(works) for why, works in self.unknown.items()},
        }


def gains_json(gains: Mapping[str, Gain]) -> dict[str, object]:
    return {metric: gain.as_json() for metric, gain in gains.items()}


def gains(
    before: Iterable[Fact],
    after: Iterable[Fact],
    data: ReportData,
    series: Sequence[SeriesFigures],
    *,
    start: Date,
    stop: Date,
    without: Set[tuple[int, str]] = frozenset(),
    origin: Date | None = None,
) -> Gains:
    """What the works of `series` gained from the end of `start` to the end of `stop`.

    A count since publication starts from the count that was known at the start, or from nothing where the work came
    out later; a sum of days needs no such count. Nothing is guessed in between. What came out after `origin`,
    the start of a longer period that this is a part of, began with nothing also where it was first counted now: so
    the parts add up to the whole.
    """
    earlier = {_continuity(fact): fact for fact in before}
    choices = {one.series.id: one.choice for one in series}
    by_series: dict[str, dict[str, list[Gain]]] = defaultdict(lambda: defaultdict(list))
    by_platform: dict[str, dict[str, list[Gain]]] = defaultdict(lambda: defaultdict(list))
    counted: dict[str, dict[str, list[Gain]]] = defaultdict(lambda: defaultdict(list))
    by_place: dict[tuple[str, str], dict[str, list[Gain]]] = defaultdict(lambda: defaultdict(list))
    by_episode: dict[tuple[str, int], dict[str, list[Gain]]] = defaultdict(lambda: defaultdict(list))
    unknown: dict[str, set[int]] = defaultdict(set)
    blank: set[tuple[int, str]] = set()
    known: set[tuple[int, str]] = set()
    now = list(after)
    metrics: dict[int, set[str]] = defaultdict(set)
    for fact in now:
        metrics[fact.work].add(fact.metric)
    for fact in now:
        work = data.works.get(fact.work)
        if fact.metric not in GAINED or work is None or not counts(work) or work.series not in choices:
            continue
        if (fact.work, fact.metric) in without:
            continue
        gain = difference(earlier.get(_continuity(fact)), fact, work, start, origin or start)
        if isinstance(gain, str):
            unknown[gain].add(fact.work)
            blank.add((fact.work, fact.metric))
            continue
        by_platform[work.platform][fact.metric].append(gain)
        by_place[work.series, work.platform][fact.metric].append(gain)
        left_out = choices[work.series].leaves_out(work.platform, fact.metric)
        if not left_out and not is_counted_twice(work.platform, fact.metric, metrics[fact.work]):
            known.add((fact.work, fact.metric))
            counted[work.platform][fact.metric].append(gain)
            by_series[work.series][fact.metric].append(gain)
            if work.number is not None:
                by_episode[work.series, work.number][fact.metric].append(gain)
    for parts in (*by_series.values(), *by_place.values(), *by_episode.values()):
        for name, joined in JOINED.items():
            if both := [gain for part in joined for gain in parts.get(part, ())]:
                parts[name] = both
    return Gains(
        start=start,
        stop=stop,
        by_series={name: _sums(parts) for name, parts in by_series.items()},
        by_platform={name: _sums(parts) for name, parts in by_platform.items()},
        counted={name: _sums(parts) for name, parts in counted.items()},
        by_place={place: _sums(parts) for place, parts in by_place.items()},
        by_episode={place: _sums(parts) for place, parts in by_episode.items()},
        blank=frozenset(blank),
        known=frozenset(known),
        unknown=unknown,
    )


def _continuity(fact: Fact) -> tuple[int, str, str]:
    """A key that is the same for figures that continue each other: for daily ones only those of one definition."""
    return (fact.work, fact.metric, fact.definition if fact.daily else "")


def difference(before: Fact | None, after: Fact, work: ReportWork, start: Date, origin: Date) -> Gain | str:
    """A work's gain, or why it is not known."""
    now = Amount(after.value, after.low, after.high)
    last = after.as_of.date()
    if before is None:
        if after.daily:
            return Gain(now, start, last)
        if work.published is None or work.published.date() <= origin:
            return "no-baseline"
        return Gain(now, work.published.date(), last)
    if before.definition != after.definition:
        return "definition"
    if after.as_of <= before.as_of:
        return "not-counted-again"
    first = before.as_of.date()
    return Gain(now.minus(Amount(before.value, before.low, before.high)), first, last)


def months(first: Date, last: Date) -> tuple[Date, ...]:
    """The ends of the months with gains: the day before the first month, each month's last day, `last`."""
    day = Date(first.year, first.month, 1)
    ends = [day - timedelta(days=1)]
    while True:
        day = Date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day - timedelta(days=1) >= last:
            return (*ends, last)
        ends.append(day - timedelta(days=1))


def _sums(parts: Mapping[str, list[Gain]]) -> dict[str, Gain]:
    return {metric: _sum(parts[metric]) for metric in METRIC_ORDER if metric in parts}


def _sum(gains: Sequence[Gain]) -> Gain:
    if len(gains) == 1:
        return gains[0]
    amount = total(gain.amount for gain in gains)
    assert amount is not None
    return Gain(amount, min(gain.first for gain in gains), max(gain.last for gain in gains))
