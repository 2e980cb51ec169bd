"""Figures by episode, series and platform, and their totals: what may be added, and whose listening counts."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pipeline.model.platform import platform_order
from pipeline.model.reach import CHANNEL
from pipeline.reach.observation import Listed, ListedSeries
from pipeline.reach.report.bounds import Amount, people, total
from pipeline.reach.report.data import Fact, Known, WorkFact
from pipeline.reach.report.metrics import (
    ADDED,
    APPS,
    AVERAGED,
    JOINED,
    LISTENING,
    METRIC_ORDER,
    PEOPLE,
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
    """The one that the studio named, where it reports nothing."""


@dataclass(frozen=True)
class Place:
    """What is known of one platform: of an episode's works there, or of a series'."""

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
    def known(self) -> tuple[datetime, datetime] | None:
        """The oldest and the newest day of its figures."""
        days = [fact.as_of for fact in self.facts]
        return (min(days), max(days)) if days else None

    @property
    def works(self) -> int:
        return len({fact.work for fact in self.facts})


@dataclass(frozen=True)
class EpisodeFigures:
    """An episode on every platform that reports on it."""

    episode: Listed
    places: Mapping[str, Place]
    choice: Choice

    @cached_property
    def totals(self) -> Figures:
        return totals(self.places.values(), self.choice)


@dataclass(frozen=True)
class SeriesFigures:
    """A series on every platform that reports on it."""

    series: ListedSeries
    episodes: tuple[EpisodeFigures, ...]
    places: Mapping[str, Place]
    choice: Choice = field(default_factory=Choice)
    whole: tuple[Fact, ...] = ()
    """Of works that hold several episodes; part of the series' figures and of no episode's."""

    @cached_property
    def totals(self) -> Figures:
        return totals(self.places.values(), self.choice)


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


def totals(places: Iterable[Place], choice: Choice) -> Figures:
    """Over platforms: each kind to its own, the same listening once, people never."""
    known = [place for place in places if place.figures]
    found: dict[str, Amount] = {}
    for metric in ADDED:
        counted = [
            place.figures[metric]
            for place in known
            if metric in place.figures
            and not (metric in LISTENING and place.platform in choice.compared)
            and not is_told_twice(place.platform, metric, place.figures)
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


def counts(work: WorkFact) -> bool:
    """Whether a work's figures are part of a report: it is public, and known to be an episode."""
    return work.state == "public" and bool(work.series)


def gather(known: Known) -> tuple[SeriesFigures, ...]:
    """The figures of every series of `known`, in its order."""
    by_place: dict[tuple[str, int | None], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in known.facts:
        work = known.works.get(fact.work)
        if work is not None and counts(work):
            by_place[work.series, work.number][work.platform].append(fact)
    return tuple(_series(series, by_place, known) for series in known.series)


def is_told_twice(platform: str, metric: str, metrics: Container[str]) -> bool:
    """Whether a player that tells these metrics tells the same listening by another already: streams are plays."""
    return platform in APPS and metric == "downloads" and "plays" in metrics


def choose(present: Set[str], series: str, primary: Mapping[str, str]) -> Choice:
    """Whose listening counts among the platforms that report listening on a series."""
    seen = present & {*TOOLS, *APPS}
    named = primary.get(series) or primary.get(CHANNEL) or ""
    if named in seen:
        return Choice(counted=frozenset([named]), compared=frozenset(seen - {named}))
    missing = named if seen else ""
    first = next((tool for tool in TOOLS if tool in seen), None)
    if first is None:
        return Choice(counted=frozenset(seen), missing=missing)
    return Choice(counted=frozenset([first]), compared=frozenset(seen - {first}), missing=missing)


def _series(
    series: ListedSeries, by_place: Mapping[tuple[str, int | None], Mapping[str, list[Fact]]], known: Known
) -> SeriesFigures:
    own = {number: places for (name, number), places in by_place.items() if name == series.id}
    facts: dict[str, list[Fact]] = defaultdict(list)
    for places in own.values():
        for platform, found in places.items():
            facts[platform] += found
    listening = {name for name, found in facts.items() if any(fact.metric in LISTENING for fact in found)}
    choice = choose(listening, series.id, known.primary)
    return SeriesFigures(
        series=series,
        episodes=tuple(
            EpisodeFigures(episode=episode, places=_places(own.get(episode.number, {})), choice=choice)
            for episode in series.episodes
        ),
        places=_places(facts),
        choice=choice,
        whole=tuple(fact for found in own.get(None, {}).values() for fact in found),
    )


def _places(facts: Mapping[str, list[Fact]]) -> dict[str, Place]:
    return {
        platform: Place(platform=platform, facts=tuple(facts[platform]))
        for platform in sorted(facts, key=platform_order)
    }
