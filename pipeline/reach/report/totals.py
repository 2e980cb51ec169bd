"""Figures by episode, series and platform, and their totals: what may be added, and whose listening counts."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pipeline.model.publishing.platform import platform_order
from pipeline.model.reach import CHANNEL
from pipeline.reach.observation import KnownEpisode, KnownSeries
from pipeline.reach.platforms import is_own
from pipeline.reach.report.bounds import Amount, people, total
from pipeline.reach.report.data import Fact, ReportData
from pipeline.reach.report.metrics import (
    ADDED,
    APPS,
    AVERAGED,
    COUNTED,
    JOINED,
    LISTENING,
    METRIC_ORDER,
    PEOPLE,
    REACTIONS,
    TOOLS,
    WEIGHTS,
    metric_order,
)

Figures = Mapping[str, Amount]
"""Amounts by metric; a metric that nobody reported is absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Of the tools that report on a series: whose listening counts."""

    counted: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()
    missing: str = ""
    """The tool that studio.yaml names, where it reports nothing."""

    def leaves_out(self, platform: str, metric: str) -> bool:
        """Whether what a platform counted is, or may be, listening that counts already.

        Nobody knows whether the downloads of a platform that voicehall does not know are those that a tool saw as well.
        """
        if metric == "downloads" and self.counted and is_own(platform):
            return platform not in self.counted
        return metric in LISTENING and platform in self.compared


@dataclass(frozen=True)
class PlatformFigures:
    """The figures of one platform: of an episode's works there, or of a series'."""

    platform: str
    facts: tuple[Fact, ...]

    @cached_property
    def figures(self) -> Figures:
        """Counts added over works, people bounded, rates and lengths averaged."""
        by_metric: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            by_metric[fact.metric].append(fact)
        found: dict[str, Amount] = {}
        for metric in sorted(by_metric, key=metric_order):
            facts = by_metric[metric]
            amount = only(facts[0]) if len(facts) == 1 else None
            amount = amount or (average(facts, by_metric) if metric in AVERAGED else added(metric, facts))
            if amount is not None:
                found[metric] = amount
        return found

    @cached_property
    def dates(self) -> tuple[datetime, datetime] | None:
        """The oldest and the newest moment of its figures."""
        days = [fact.as_of for fact in self.facts]
        return (min(days), max(days)) if days else None

    @property
    def works(self) -> int:
        return len({fact.work for fact in self.facts})


@dataclass(frozen=True)
class EpisodeFigures:
    """An episode on every platform that reports on it."""

    episode: KnownEpisode
    platforms: Mapping[str, PlatformFigures]
    choice: Choice

    @cached_property
    def totals(self) -> Figures:
        return totals(self.platforms.values(), self.choice)

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the episodes that a report speaks of: figures of people alone are in no sum."""
        metrics = {metric for platform in self.platforms.values() for metric in platform.figures}
        return not metrics.isdisjoint((*COUNTED, *REACTIONS, "attendance"))


@dataclass(frozen=True)
class SeriesFigures:
    """A series on every platform that reports on it."""

    series: KnownSeries
    episodes: tuple[EpisodeFigures, ...]
    platforms: Mapping[str, PlatformFigures]
    choice: Choice = field(default_factory=Choice)
    whole: tuple[Fact, ...] = ()
    """Facts of works that hold several episodes; part of the series' figures and of no episode's."""

    @cached_property
    def totals(self) -> Figures:
        return totals(self.platforms.values(), self.choice)


def only(fact: Fact) -> Amount | None:
    """The figure of one work by itself; None where it is not exact. Most figures of most reports are such."""
    return Amount(fact.value, fact.low, fact.high) if fact.low == fact.value == fact.high else None


def added(metric: str, facts: Iterable[Fact]) -> Amount | None:
    """Works taken together: counts are added, people only bounded."""
    amounts = (Amount(fact.value, fact.low, fact.high) for fact in facts)
    if metric not in PEOPLE:
        return total(amounts)
    # The people of several days are only known within bounds.
    return people(amount if amount.exact else amount._replace(value=None) for amount in amounts)


def average(facts: Iterable[Fact], by_metric: Mapping[str, Iterable[Fact]]) -> Amount | None:
    """The mean over works that have the figure, weighted by their plays, or by what most of them have; None where no
    work has both. A work's own figure needs no weight.
    """
    known = list(facts)
    if len(known) == 1:
        return Amount.of(known[0].value)
    works = {fact.work for fact in known}
    weights = [{fact.work: fact.value for fact in by_metric[name]} for name in WEIGHTS if name in by_metric]
    weight = max(weights, key=lambda weight: len(works & weight.keys()), default={})
    parts = [(fact.value, weight.get(fact.work, 0)) for fact in known]
    whole = sum(share for _, share in parts)
    return Amount.of(sum(value * share for value, share in parts) / whole) if whole else None


def totals(platforms: Iterable[PlatformFigures], choice: Choice) -> Figures:
    """Over platforms: each metric added to its own kind, the same listening once, people never."""
    reporting = [one for one in platforms if one.figures]
    found: dict[str, Amount] = {}
    for metric in ADDED:
        counted = [
            one.figures[metric]
            for one in reporting
            if metric in one.figures
            and not choice.leaves_out(one.platform, metric)
            and not is_counted_twice(one.platform, metric, one.figures)
        ]
        if (amount := total(counted)) is not None:
            found[metric] = amount
    return joined(found)


def joined(figures: Figures) -> Figures:
    """The figures with the sums of two kinds that may be added, in the order of reports."""
    found = dict(figures)
    for name, parts in JOINED.items():
        if (amount := total(figures[part] for part in parts if part in figures)) is not None:
            found[name] = amount
    return {metric: found[metric] for metric in METRIC_ORDER if metric in found}


def together(series: Iterable[SeriesFigures]) -> Figures:
    """Totals over several series; a work is of one series only, so these add up."""
    found: dict[str, list[Amount]] = defaultdict(list)
    for one in series:
        for metric, amount in one.totals.items():
            found[metric].append(amount)
    sums = {metric: total(found[metric]) for metric in METRIC_ORDER if metric in found}
    return {metric: amount for metric, amount in sums.items() if amount is not None}


def gather(data: ReportData) -> tuple[SeriesFigures, ...]:
    """The figures of every series of `data`, in its order."""
    by_episode: dict[tuple[str, int | None], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in data.facts:
        work = data.works.get(fact.work)
        if work is not None and work.counts:
            by_episode[work.series, work.number][work.platform].append(fact)
    return tuple(_series(series, by_episode, data) for series in data.series)


def is_counted_twice(platform: str, metric: str, metrics: Container[str]) -> bool:
    """Whether a player with these metrics counts the same listening by another one already: streams are plays."""
    return platform in APPS and metric == "downloads" and "plays" in metrics


def choose(present: Set[str], series: str, primary: Mapping[str, str]) -> Choice:
    """Whose listening counts among the platforms that report listening on a series."""
    named = primary.get(series) or primary.get(CHANNEL) or ""
    seen = present & {*TOOLS, *APPS, *([named] if is_own(named) else [])}
    if named in seen:
        return Choice(counted=frozenset([named]), compared=frozenset(seen - {named}))
    missing = named if seen else ""
    first = next((tool for tool in TOOLS if tool in seen), None)
    if first is None:
        return Choice(counted=frozenset(seen), missing=missing)
    return Choice(counted=frozenset([first]), compared=frozenset(seen - {first}), missing=missing)


def _series(
    series: KnownSeries, by_episode: Mapping[tuple[str, int | None], Mapping[str, list[Fact]]], data: ReportData
) -> SeriesFigures:
    own = {number: by_platform for (name, number), by_platform in by_episode.items() if name == series.id}
    facts: dict[str, list[Fact]] = defaultdict(list)
    for by_platform in own.values():
        for platform, found in by_platform.items():
            facts[platform] += found
    listening = {name for name, found in facts.items() if any(fact.metric in LISTENING for fact in found)}
    choice = choose(listening, series.id, data.primary)
    return SeriesFigures(
        series=series,
        episodes=tuple(
            EpisodeFigures(episode=episode, platforms=_platforms(own.get(episode.number, {})), choice=choice)
            for episode in series.episodes
        ),
        platforms=_platforms(facts),
        choice=choice,
        whole=tuple(fact for found in own.get(None, {}).values() for fact in found),
    )


def _platforms(facts: Mapping[str, list[Fact]]) -> dict[str, PlatformFigures]:
    return {
        platform: PlatformFigures(platform=platform, facts=tuple(facts[platform]))
        for platform in sorted(facts, key=platform_order)
    }
