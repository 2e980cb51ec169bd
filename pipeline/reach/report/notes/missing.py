"""Notes on what is not there: platforms, episodes and days without figures. Missing is not zero."""

from collections.abc import Iterator
from datetime import date as Date

from pipeline.reach.report.notes.view import Note, View, runs
from pipeline.reach.report.words import platform_name, platform_order

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


def _missing_episodes(view: View) -> Iterator[Note]:
    """Episodes of which a platform that reports on their series says nothing."""
    for one in view.series:
        gaps = {}
        for platform in one.places.keys() - one.choice.compared - {"classroom"}:
            missing = [found.episode.number for found in one.episodes if platform not in found.places]
            if 0 < len(missing) < len(one.episodes):
                gaps[platform] = runs(missing)
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
    newest: dict[str, Date] = {}
    for work in view.counted:
        for fact in view.facts[work.id]:
            newest[work.platform] = max(newest.get(work.platform, fact.as_of.date()), fact.as_of.date())
    for platform in sorted(newest, key=platform_order):
        days = (view.known.as_of - newest[platform]).days
        if days > STALE:
            yield Note(
                code="missing-days",
                text=f"the newest figures from {platform} are of {newest[platform]}, {days} days before "
                f"{view.known.as_of}",
                chinese=f"{platform_name(platform)}的最新数据为{newest[platform]}，距{view.known.as_of}已{days}天",
            )


MISSING = (_missing_platforms, _missing_episodes, _stale)
