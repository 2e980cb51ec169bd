"""A whole report: figures, gains, growth, notes and sources as one value, and as JSON."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipeline.messages import speaking
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.comparison import Comparison
from pipeline.reach.report.data import AccountFigure, Fact, ReportData, SourceFile
from pipeline.reach.report.gains import Gains, gains_json
from pipeline.reach.report.growth import Curves, Growth
from pipeline.reach.report.metrics import AVERAGED, PEOPLE
from pipeline.reach.report.notes import Note, NoteContext, notes
from pipeline.reach.report.press import Press, press
from pipeline.reach.report.totals import (
    EpisodeFigures,
    Figures,
    PlatformFigures,
    SeriesFigures,
    gather,
    together,
)


@dataclass(frozen=True, kw_only=True)
class ReachReport:
    """Figures of some series with all that follows from them."""

    data: ReportData
    since: Gains | None = None
    """What was gained since the day that was asked for."""
    before: Gains | None = None
    """What was gained in the period before, where that is asked for."""
    months: tuple[Gains, ...] = ()
    curves: Mapping[tuple[str, str], Curves] = field(default_factory=dict)
    """By series and platform."""
    gathered: tuple[SeriesFigures, ...] | None = None
    """The figures of the series, where they are known already."""

    @cached_property
    def series(self) -> tuple[SeriesFigures, ...]:
        return gather(self.data) if self.gathered is None else self.gathered

    def with_more(self, **parts: Any) -> "ReachReport":
        """The same with further parts; what was gathered stays."""
        return replace(self, gathered=self.series, **parts)

    @cached_property
    def totals(self) -> Figures:
        return together(self.series)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """In the language that is spoken when they are asked for first."""
        return notes(self._context, (*self._since, *self.months))

    @cached_property
    def press(self) -> Press:
        """Always in Chinese."""
        with speaking("zh"):
            # What is not known of single months does not concern a sentence on all of them.
            return press(self.data, self.series, notes(self._context, self._since), self.since)

    @cached_property
    def comparison(self) -> Comparison | None:
        """The period beside the one before it."""
        if self.since is None or self.before is None:
            return None
        return Comparison(now=self.since, before=self.before, data=self.data)

    @cached_property
    def _context(self) -> NoteContext:
        return NoteContext(self.data, self.series)

    @property
    def _since(self) -> tuple[Gains, ...]:
        return (self.since,) if self.since else ()

    @cached_property
    def counted(self) -> tuple[Fact, ...]:
        """Every figure that the report is made from, in the order of series and episodes."""
        works = self.data.works
        order = {one.series.id: place for place, one in enumerate(self.series)}
        found = [
            fact for fact in self.data.facts if (work := works.get(fact.work)) and work.counts and work.series in order
        ]
        found.sort(
            key=lambda fact: (
                order[works[fact.work].series], works[fact.work].number or 0, works[fact.work].platform, fact.work,
                fact.metric,
            )
        )  # fmt: skip
        return tuple(found)

    @cached_property
    def sources(self) -> tuple[SourceFile, ...]:
        """The files that its figures were read from, oldest first; a table that dates its rows is as of the newest."""
        works, files = self.data.works, self.data.files
        counted = [fact for one in self.series for platform in one.platforms.values() for fact in platform.facts]
        found = {id: files[id] for id in {fact.file for fact in counted} if id in files}
        dated = {(fact.file, fact.as_of) for fact in counted if not fact.daily}
        for id, as_of in sorted(dated):
            if id in found:
                found[id] = replace(found[id], as_of=as_of)
        unnamed = {id for id, file in found.items() if not file.platform}
        named = {(fact.file, works[fact.work].platform) for fact in counted if fact.file in unnamed}
        for id in unnamed:
            platforms = sorted((platform for file, platform in named if file == id), key=platform_order)
            found[id] = replace(found[id], platform=", ".join(platforms))
        return tuple(sorted(found.values(), key=_age))

    def growth(self, found: EpisodeFigures) -> dict[str, Growth]:
        """An episode's growth by platform."""
        episode = found.episode
        grown = {
            platform: self.curves[episode.series, platform].of(episode.number)
            for platform in found.platforms
            if (episode.series, platform) in self.curves
        }
        return {platform: growth for platform, growth in grown.items() if growth is not None}

    def as_json(self, *, sources: bool) -> dict[str, object]:
        """The document; `sources` traces every figure to its row."""
        document: dict[str, object] = {
            "ok": True,
            "as_of": self.data.as_of.isoformat(),
            "series": [self._series_json(one) for one in self.series],
            "totals": plain(self.totals),
            "account": self.account_json(),
            "notes": [note.as_json() for note in self.notes],
            "sources": [_source_json(file) for file in self.sources],
        }
        if self.since is not None:
            document["gains"] = self.since.as_json()
        if self.comparison is not None:
            document["before"] = self.comparison.as_json()
        if self.months:
            document["months"] = [month.as_json() for month in self.months]
        if sources:
            document["figures"] = list(self._traced())
        return document

    def _series_json(self, one: SeriesFigures) -> dict[str, object]:
        found: dict[str, object] = {
            "series": one.series.id,
            "title": one.series.title,
            "episodes": [self._episode_json(episode) for episode in one.episodes],
            **_figures_json(one.platforms, one.totals),
        }
        if one.choice.compared:
            found["compared"] = sorted(one.choice.compared)
        if self.since is not None:
            found["gains"] = gains_json(self.since.by_series.get(one.series.id, {}))
        return found

    def _episode_json(self, one: EpisodeFigures) -> dict[str, object]:
        found: dict[str, object] = {
            "number": one.episode.number,
            "title": one.episode.title,
            **_figures_json(one.platforms, one.totals),
        }
        growth = self.growth(one)
        return found | ({"growth": {name: grown.as_json() for name, grown in growth.items()}} if growth else {})

    def account_json(self) -> dict[str, object]:
        """By platform, over its accounts; without people of several accounts."""
        found: dict[str, dict[str, list[AccountFigure]]] = defaultdict(lambda: defaultdict(list))
        for fact in self.data.accounts:
            found[fact.platform][fact.metric].append(fact)
        return {platform: _account(by_metric) for platform, by_metric in found.items()}

    def _traced(self) -> Iterator[dict[str, object]]:
        for fact in self.counted:
            work, file = self.data.works[fact.work], self.data.files.get(fact.file)
            found: dict[str, object] = {
                "series": work.series,
                "number": work.number,
                "platform": work.platform,
                "account": work.account,
                "work": work.title,
                "metric": fact.metric,
                "value": fact.value,
                "as_of": fact.as_of.isoformat(),
                "definition": fact.definition,
                "path": file.path if file else None,
                "sha256": file.sha256 if file else None,
                "row": fact.row,
            }
            if fact.low != fact.high:
                found |= {"low": fact.low, "high": fact.high}
            days = self.data.days.get((fact.work, fact.metric, fact.definition)) if fact.daily else None
            yield found | ({"from": days.first.isoformat(), "days": days.days} if days else {})


def _account(by_metric: Mapping[str, list[AccountFigure]]) -> dict[str, object]:
    facts = [fact for several in by_metric.values() for fact in several]
    sums = {
        metric: sum(fact.value for fact in several)
        for metric, several in by_metric.items()
        if len(several) == 1 or metric not in PEOPLE
    }
    span = {"from": min(fact.first for fact in facts).isoformat(), "to": max(fact.last for fact in facts).isoformat()}
    return {**sums, **span}


def plain(figures: Figures) -> dict[str, int | float]:
    """Figures as JSON, without those that nobody reported or that are only known within bounds."""
    return {
        metric: round(amount.value, 6) if metric in AVERAGED else amount.value
        for metric, amount in figures.items()
        if amount.value is not None
    }


def _figures_json(platforms: Mapping[str, PlatformFigures], totals: Figures) -> dict[str, object]:
    """What is known on each platform and in all, and within which bounds, of what is not known exactly."""
    figures = {name: one.figures for name, one in platforms.items()}
    found = {
        name: {metric: _bound(amount) for metric, amount in known.items() if not amount.exact}
        for name, known in (*figures.items(), ("totals", totals))
    }
    bounds = {name: bounds for name, bounds in found.items() if bounds}
    document = {"platforms": {name: plain(known) for name, known in figures.items()}, "totals": plain(totals)}
    return document | ({"bounds": bounds} if bounds else {})


def _bound(amount: Amount) -> dict[str, object]:
    return {"low": amount.low, "high": amount.high}


def _source_json(file: SourceFile) -> dict[str, object]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "as_of": file.as_of.isoformat(),
        "platform": file.platform,
    }


def _age(file: SourceFile) -> tuple[object, str]:
    return (file.as_of, file.path)
