"""Notes on what is missing: platforms, episodes and days without figures. Missing is not zero."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date as Date

from pipeline.messages import tr, trn
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import clauses, platform_title, series_title
from pipeline.reach.report.data import Fact
from pipeline.reach.report.notes.context import Note, NoteContext
from pipeline.wording import runs

STALE = 7
"""Days that a platform's figures may be older than the report before there is a note."""


def _missing_platforms(context: NoteContext) -> Iterator[Note]:
    reporting = {work.platform for work in context.counted if context.facts[work.id]}
    for platform in sorted(context.data.expected - reporting, key=platform_order):
        text = tr("no figures from {platform}; nothing of it is in the totals", platform=platform_title(platform))
        yield Note(code="missing-platform", text=text)


def _missing_series(context: NoteContext) -> Iterator[Note]:
    for one in context.series:
        if not one.platforms:
            text = tr(
                "{series}: no figures from any platform, which does not mean zero",
                series=series_title(one.series.title),
            )
            yield Note(code="missing-series", text=text)


def _missing_episodes(context: NoteContext) -> Iterator[Note]:
    """Episodes without figures from a platform that has figures of their series."""
    for one in context.series:
        gaps = {}
        for platform in one.platforms.keys() - one.choice.compared - {"classroom"}:
            missing = [found.episode.number for found in one.episodes if platform not in found.platforms]
            if 0 < len(missing) < len(one.episodes):
                gaps[platform] = ", ".join(runs(missing))
        if gaps:
            named = clauses(
                tr("{platform}: {episodes}", platform=platform_title(name), episodes=gaps[name])
                for name in sorted(gaps, key=platform_order)
            )
            text = tr(
                "{series}: episodes without figures, which does not mean zero: {episodes}",
                series=series_title(one.series.title),
                episodes=named,
            )
            yield Note(code="missing-episodes", text=text)


def _stale(context: NoteContext) -> Iterator[Note]:
    """Platforms that were last counted long before; not of events, which may simply not have happened."""
    newest: dict[str, Date] = {}
    counted = {(platform, fact.as_of) for platform, fact in context.figures if not _is_event(context, fact)}
    for platform, as_of in counted:
        newest[platform] = max(newest.get(platform, as_of.date()), as_of.date())
    for platform in sorted(newest, key=platform_order):
        days = (context.data.as_of - newest[platform]).days
        if days > STALE:
            text = trn(
                "the newest figures from {platform} are of {day}, {count} day before {as_of}",
                "the newest figures from {platform} are of {day}, {count} days before {as_of}",
                days,
                platform=platform_title(platform),
                day=newest[platform],
                as_of=context.data.as_of,
            )
            yield Note(code="missing-days", text=text)


def _is_event(context: NoteContext, fact: Fact) -> bool:
    return fact.daily and context.data.days[fact.work, fact.metric, fact.definition].grain == "event"


def _not_listed(context: NoteContext) -> Iterator[Note]:
    """Works whose figures no longer change because lists do not reach back to them."""
    old: dict[str, list[Date]] = defaultdict(list)
    for work in context.counted:
        if work.out_of_reach and context.facts[work.id]:
            old[work.platform].append(max(fact.as_of for fact in context.facts[work.id]).date())
    for platform in sorted(old, key=platform_order):
        days = old[platform]
        text = trn(
            "the newest list from {platform} lacks {count} older work, counted last between {first} and {last}",
            "the newest list from {platform} lacks {count} older works, counted last between {first} and {last}",
            len(days),
            platform=platform_title(platform),
            first=min(days),
            last=max(days),
        )
        yield Note(code="not-listed", text=text)


def _missing_days(context: NoteContext) -> Iterator[Note]:
    """Sums of days of which a day between the first and the last has no figure."""
    gaps: dict[str, int] = defaultdict(int)
    for platform, fact in context.figures:
        days = context.data.days.get((fact.work, fact.metric, fact.definition)) if fact.daily else None
        if days is not None and days.grain == "work-daily":
            gaps[platform] += (days.last - days.first).days + 1 - days.days > 0
    for platform in sorted(gaps, key=platform_order):
        if gaps[platform]:
            text = trn(
                "{platform}: {count} sum of days lacks days between its first and last",
                "{platform}: {count} sums of days lack days between their first and last",
                gaps[platform],
                platform=platform_title(platform),
            )
            yield Note(code="missing-days", text=text)


MISSING = (_missing_platforms, _missing_series, _missing_episodes, _stale, _not_listed, _missing_days)
