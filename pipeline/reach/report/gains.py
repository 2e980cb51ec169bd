"""Gains between two dates: differences of known counts, with the days on which these were counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np

from pipeline.reach.report.bounds import total
from pipeline.reach.report.data import NO_NUMBER, Fact, ReportData, WorkColumns
from pipeline.reach.report.differences import Differences, Gain, differences
from pipeline.reach.report.metrics import APPS, GAINED, JOINED, METRIC_ORDER
from pipeline.reach.report.totals import SeriesFigures
from pipeline.reach.store.columns import Counts


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
    before: Iterable[Fact] | Counts,
    after: Iterable[Fact] | Counts,
    data: ReportData,
    series: Sequence[SeriesFigures],
    *,
    start: Date,
    stop: Date,
    without: Set[tuple[int, str]] = frozenset(),
    origin: Date | None = None,
    apart: bool = True,
) -> Gains:
    """What the works of `series` gained from the end of `start` to the end of `stop`.

    A count since publication starts from the count that was known at the start, or from nothing where the work came
    out later; a sum of days needs no such count. Nothing is guessed in between. What came out after `origin`,
    the start of a longer period that this is a part of, began with nothing also where it was first counted now: so
    the parts add up to the whole. Where not `apart`, only series and platforms are told apart, and no works.
    """
    earlier, now = (one if isinstance(one, Counts) else Counts.of(one, GAINED) for one in (before, after))
    with_plays = np.unique(now.work[now.metric == GAINED.index("plays")])
    works = data.columns
    now = now.at(np.flatnonzero(np.isin(works.series[now.work], works.known(one.series.id for one in series))))
    if without:
        left_out = [work * len(GAINED) + GAINED.index(metric) for work, metric in without]
        now = now.at(np.flatnonzero(~np.isin(now.pair, left_out)))
    found = differences(earlier, now, works.published[now.work], start=start, origin=origin or start)
    unknown = {why: now.at(rows) for why, rows in found.unknown.items()}
    now, series_of, platform_of = (
        now.at(found.rows),
        works.series[now.work[found.rows]],
        works.platform[now.work[found.rows]],
    )
    once = ~_left_out(series, works)[series_of, platform_of, now.metric]
    apps = np.isin(platform_of, works.platforms_named(APPS)) & (now.metric == GAINED.index("downloads"))
    once &= ~(apps & np.isin(now.work, with_plays))
    number = works.number[now.work]
    of_episode: Any = np.flatnonzero(once & (number != NO_NUMBER)) if apart else []
    once = np.flatnonzero(once)
    everything = np.arange(len(now))
    by_series = _told_apart(found, once, now.metric, [series_of], joined=True)
    by_platform = _told_apart(found, everything, now.metric, [platform_of])
    counted = _told_apart(found, once, now.metric, [platform_of])
    by_place = _told_apart(found, everything if apart else [], now.metric, [series_of, platform_of], joined=True)
    by_episode = _told_apart(found, of_episode, now.metric, [series_of, number], joined=True)
    names, titles = works.series_ids, works.platform_ids
    return Gains(
        start=start,
        stop=stop,
        by_series={names[one]: parts for (one,), parts in by_series.items()},
        by_platform={titles[one]: parts for (one,), parts in by_platform.items()},
        counted={titles[one]: parts for (one,), parts in counted.items()},
        by_place={(names[one], titles[other]): parts for (one, other), parts in by_place.items()},
        by_episode={(names[one], other): parts for (one, other), parts in by_episode.items()},
        blank=frozenset(pair for rows in unknown.values() for pair in _pairs(rows)) if apart else frozenset(),
        known=frozenset(_pairs(now.at(once))) if apart else frozenset(),
        unknown={why: set(rows.work.tolist()) for why, rows in unknown.items()},
    )


def _pairs(rows: Counts) -> Iterable[tuple[int, str]]:
    names = [rows.metrics[metric] for metric in rows.metric.tolist()]
    return zip(rows.work.tolist(), names, strict=True)


def _left_out(series: Sequence[SeriesFigures], works: WorkColumns) -> Any:
    """By numbers of series, platform and metric: whether it is listening that another tool counts already."""
    found = np.zeros((len(works.series_ids), len(works.platform_ids), len(GAINED)), np.bool_)
    for one in series:
        place = works.series_ids.index(one.series.id)
        for platform, name in enumerate(works.platform_ids):
            for metric, kind in enumerate(GAINED):
                found[place, platform, metric] = one.choice.leaves_out(name, kind)
    return found


def _told_apart(
    found: Differences, rows: Any, metric: Any, kinds: Sequence[Any], *, joined: bool = False
) -> dict[tuple[int, ...], dict[str, Gain]]:
    """The gains of some rows by kinds - numbers of series, say - and metric, added up; `joined` with sums of two."""
    parts: dict[tuple[int, ...], dict[str, Gain]] = defaultdict(dict)
    for (*place, kind), gain in found.added(rows, [*kinds, metric]):
        parts[tuple(place)][GAINED[kind]] = gain
    for known in parts.values() if joined else ():
        for name, several in JOINED.items():
            if together := [known[part] for part in several if part in known]:
                known[name] = _sum(together)
    return {place: {name: known[name] for name in METRIC_ORDER if name in known} for place, known in parts.items()}


def months(first: Date, last: Date) -> tuple[Date, ...]:
    """The ends of the months with gains: the day before the first month, each month's last day, `last`."""
    day = Date(first.year, first.month, 1)
    ends = [day - timedelta(days=1)]
    while True:
        day = Date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day - timedelta(days=1) >= last:
            return (*ends, last)
        ends.append(day - timedelta(days=1))


def _sum(gains: Sequence[Gain]) -> Gain:
    if len(gains) == 1:
        return gains[0]
    amount = total(gain.amount for gain in gains)
    assert amount is not None
    return Gain(amount, min(gain.first for gain in gains), max(gain.last for gain in gains))
