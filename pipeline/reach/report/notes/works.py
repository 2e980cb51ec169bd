"""Notes on single works: decreased, gone, private, or not (yet) an episode."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.messages import tr, trn
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import metric_name, platform_title, series_title
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.data import Fact, ReportWork
from pipeline.reach.report.metrics import GAINED
from pipeline.reach.report.notes.context import Note, NoteContext, figures_text, named
from pipeline.wording import runs

SHOWN_METRICS = (*GAINED, "attendance")
"""Metrics that are named of works that do not count."""
LISTED = 20
"""Works that are named one by one under one code; of more there is only the number."""


def _decreases(context: NoteContext) -> Iterator[Note]:
    works = context.data.works
    fallen = [(works[fact.work], fact) for _, fact in context.figures if fact.fell_from is not None]
    fallen.sort(key=lambda pair: _loss(pair[1]), reverse=True)
    for work, fact in fallen[:LISTED]:
        text = tr(
            "{work}: {metric} fell from {before} ({then}) to {value} ({day}); the platform's correction counts",
            work=named(work),
            metric=metric_name(fact.metric),
            before=fact.fell_from,
            then=fact.fell_at.date() if fact.fell_at else "",
            value=fact.value,
            day=fact.as_of.date(),
        )
        yield Note(code="fall", text=text)
    if (more := len(fallen) - LISTED) > 0:
        yield Note(code="fall", text=trn("{count} more figure fell", "{count} more figures fell", more))


def _loss(fact: Fact) -> float:
    return float((fact.fell_from or 0) - fact.value)


def _gone(context: NoteContext) -> Iterator[Note]:
    gone = [(work, work.gone_since) for work in context.counted if work.gone_since is not None]
    for work, since in gone[:LISTED]:
        text = tr(
            "{work} is missing from the platform's list since {day}; {last}, and that still counts",
            work=named(work),
            day=since.date(),
            last=context.last(work),
        )
        yield Note(code="gone", text=text)
    if (more := len(gone) - LISTED) > 0:
        text = trn(
            "{count} more work is missing from its platform's list",
            "{count} more works are missing from their platforms' lists",
            more,
        )
        yield Note(code="gone", text=text)


def _private(context: NoteContext) -> Iterator[Note]:
    private = [
        work for work in context.works if work.state == "private" and (work.series in context.ids or not work.series)
    ]
    for work in private[:LISTED]:
        text = tr("{work} is private and not counted; {last}", work=named(work), last=context.last(work))
        yield Note(code="private", text=text)
    if (more := len(private) - LISTED) > 0:
        text = trn(
            "{count} more work is private and not counted", "{count} more works are private and not counted", more
        )
        yield Note(code="private", text=text)


def _unmatched(context: NoteContext) -> Iterator[Note]:
    open_works = [work for work in context.works if not work.decided and work.state == "public"]
    for platform, works in _by_platform(open_works):
        values = {"platform": platform_title(platform), "figures": _figures(context, works)}
        if values["figures"]:
            text = trn(
                "{count} work on {platform} is matched to no episode yet and not counted ({figures}); "
                "see 'voicehall reach match'",
                "{count} works on {platform} are matched to no episode yet and not counted ({figures}); "
                "see 'voicehall reach match'",
                len(works),
                **values,
            )
        else:
            text = trn(
                "{count} work on {platform} is matched to no episode yet and not counted; see 'voicehall reach match'",
                "{count} works on {platform} are matched to no episode yet and not counted; "
                "see 'voicehall reach match'",
                len(works),
                **values,
            )
        yield Note(code="unmatched", text=text)


def _no_episode(context: NoteContext) -> Iterator[Note]:
    others = [work for work in context.works if work.decided and not work.series and work.state == "public"]
    for platform, works in _by_platform(others):
        values = {"platform": platform_title(platform), "figures": _figures(context, works)}
        if values["figures"]:
            text = trn(
                "{count} work on {platform} is no episode and not counted ({figures})",
                "{count} works on {platform} are no episodes and not counted ({figures})",
                len(works),
                **values,
            )
        else:
            text = trn(
                "{count} work on {platform} is no episode and not counted",
                "{count} works on {platform} are no episodes and not counted",
                len(works),
                **values,
            )
        yield Note(code="no-episode", text=text)


def _unlisted(context: NoteContext) -> Iterator[Note]:
    for one in context.series:
        known = {episode.number for episode in one.series.episodes}
        counted = {work.number for work in context.counted if work.series == one.series.id and work.number is not None}
        if numbers := ", ".join(runs(counted - known)):
            text = tr(
                "{series}: works of episodes without a manifest count for the series: {numbers}",
                series=series_title(one.series.title),
                numbers=numbers,
            )
            yield Note(code="unlisted", text=text)


def _by_platform(works: Iterable[ReportWork]) -> Iterator[tuple[str, list[ReportWork]]]:
    found: dict[str, list[ReportWork]] = defaultdict(list)
    for work in works:
        found[work.platform].append(work)
    for platform in sorted(found, key=platform_order):
        yield platform, found[platform]


def _figures(context: NoteContext, works: Iterable[ReportWork]) -> str:
    """What works that do not count would have added: `120 plays, 3 likes`."""
    sums: dict[str, int | float] = {}
    for work in works:
        for fact in context.facts[work.id]:
            if fact.metric in SHOWN_METRICS:
                sums[fact.metric] = sums.get(fact.metric, 0) + fact.value
    return figures_text({metric: Amount.of(value) for metric, value in sums.items()}, SHOWN_METRICS)


WORKS = (_decreases, _gone, _private, _unmatched, _no_episode, _unlisted)
