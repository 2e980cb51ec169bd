"""Notes on what is not there: platforms, episodes and days without figures. Missing is not zero."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date as Date

from pipeline.model.platform import platform_name, platform_order
from pipeline.reach.report.data import Fact
from pipeline.reach.report.notes.view import Note, View
from pipeline.wording import count, runs

STALE = 7
"""Days that a platform's figures may be older than the newest before that is told."""


def _missing_platforms(view: View) -> Iterator[Note]:
    reporting = {work.platform for work in view.counted if view.facts[work.id]}
    for platform in sorted(view.known.expected - reporting, key=platform_order):
        yield Note(
            code="missing-platform",
            text=f"no figures from {platform}; nothing of it is in the totals",
            chinese=f"缺少{platform_name(platform)}的数据，未计入",
        )


def _missing_series(view: View) -> Iterator[Note]:
    for one in view.series:
        if not one.places:
            yield Note(
                code="missing-series",
                text=f"{one.series.id}: no figures from any platform, which is not zero",
                chinese=f"《{one.series.title}》没有任何平台的数据（不等于零）",
            )


def _missing_episodes(view: View) -> Iterator[Note]:
    """Episodes of which a platform that reports on their series says nothing."""
    for one in view.series:
        gaps = {}
        for platform in one.places.keys() - one.choice.compared - {"classroom"}:
            missing = [found.episode.number for found in one.episodes if platform not in found.places]
            if 0 < len(missing) < len(one.episodes):
                gaps[platform] = ", ".join(runs(missing))
        if gaps:
            names = sorted(gaps, key=platform_order)
            english = "; ".join(f"{name}: {gaps[name]}" for name in names)
            chinese = "；".join(f"{platform_name(name)}第{gaps[name]}期" for name in names)
            yield Note(
                code="missing-episodes",
                text=f"{one.series.id}: episodes without figures, which is not zero: {english}",
                chinese=f"《{one.series.title}》缺少数据（不等于零）：{chinese}",
            )


def _stale(view: View) -> Iterator[Note]:
    """Platforms that were last counted long before; events are no counts, and may simply not have happened."""
    newest: dict[str, Date] = {}
    for platform, as_of in {(platform, fact.as_of) for platform, fact in view.told if not _is_event(view, fact)}:
        newest[platform] = max(newest.get(platform, as_of.date()), as_of.date())
    for platform in sorted(newest, key=platform_order):
        days = (view.known.as_of - newest[platform]).days
        if days > STALE:
            yield Note(
                code="missing-days",
                text=f"the newest figures from {platform} are of {newest[platform]}, {days} days before "
                f"{view.known.as_of}",
                chinese=f"{platform_name(platform)}的最新数据为{newest[platform]}，距{view.known.as_of}已{days}天",
            )


def _is_event(view: View, fact: Fact) -> bool:
    return fact.daily and view.known.days[fact.work, fact.metric, fact.definition].grain == "event"


def _not_listed(view: View) -> Iterator[Note]:
    """Works whose figures stand still because lists no longer reach back to them."""
    old: dict[str, list[Date]] = defaultdict(list)
    for work in view.counted:
        if work.out_of_reach and view.facts[work.id]:
            old[work.platform].append(max(fact.as_of for fact in view.facts[work.id]).date())
    for platform in sorted(old, key=platform_order):
        days = old[platform]
        yield Note(
            code="not-listed",
            text=f"the newest list from {platform} does not reach back to {count(len(days), 'work')}, "
            f"counted last between {min(days)} and {max(days)}",
            chinese=f"{platform_name(platform)}的最新导出未包含{len(days)}件较早作品，沿用{min(days)}至{max(days)}的数据",
        )


def _missing_days(view: View) -> Iterator[Note]:
    """Days between the first and the last of which a sum of days has no figure."""
    gaps: dict[str, int] = defaultdict(int)
    for platform, fact in view.told:
        days = view.known.days.get((fact.work, fact.metric, fact.definition)) if fact.daily else None
        if days is not None and days.grain == "work-daily":
            gaps[platform] += (days.last - days.first).days + 1 - days.days > 0
    for platform in sorted(gaps, key=platform_order):
        if gaps[platform]:
            yield Note(
                code="missing-days",
                text=f"{platform}: {gaps[platform]} sums of days lack days between their first and last",
                chinese=f"{platform_name(platform)}有{gaps[platform]}项逐日合计中间缺少日期",
            )


MISSING = (_missing_platforms, _missing_series, _missing_episodes, _stale, _not_listed, _missing_days)
