"""Notes on single works: what fell, is gone, private, or not (yet) an episode."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.model.platform import platform_name, platform_order
from pipeline.reach.report.data import Fact, WorkFact
from pipeline.reach.report.metrics import GAINED, METRIC_NAMES
from pipeline.reach.report.notes.view import Note, View, called, named
from pipeline.wording import count, runs

TOLD = (*GAINED, "attendance")
"""What is told of works that do not count."""
LISTED = 20
"""Works told one by one under one code; of more the rest is counted."""


def _falls(view: View) -> Iterator[Note]:
    works = view.known.works
    fallen = [(works[fact.work], fact) for _, fact in view.told if fact.fell_from is not None]
    fallen.sort(key=lambda pair: _weight(pair[1]), reverse=True)
    for work, fact in fallen[:LISTED]:
        then = fact.fell_at.date() if fact.fell_at else "before"
        metric = METRIC_NAMES.get(fact.metric, fact.metric)
        yield Note(
            code="fall",
            text=f"{named(work)}: {fact.metric} fell from {fact.fell_from} ({then}) to {fact.value}"
            f" ({fact.as_of.date()}); the platform's correction is taken as it is",
            chinese=f"{called(work)}：{metric}由{fact.fell_from}（{then}）降为{fact.value}（{fact.as_of.date()}），"
            "按平台更正后的数据计",
        )
    yield from _rest("fall", len(fallen), "more figures fell", "项数据下降")


def _weight(fact: Fact) -> float:
    return float((fact.fell_from or 0) - fact.value)


def _gone(view: View) -> Iterator[Note]:
    gone = [work for work in view.counted if work.gone_since is not None]
    for work in gone[:LISTED]:
        since = work.gone_since.date() if work.gone_since else ""
        last, zuihou = view.last(work)
        yield Note(
            code="gone",
            text=f"{named(work)} is gone since {since}; {last}, and that still counts",
            chinese=f"{called(work)}自{since}起已不在平台导出的作品列表中；{zuihou}，仍计入",
        )
    yield from _rest("gone", len(gone), "more works are gone", "件作品已不在列表中")


def _private(view: View) -> Iterator[Note]:
    private = [
        work for work in view.known_works if work.state == "private" and (work.series in view.ids or not work.series)
    ]
    for work in private[:LISTED]:
        last, zuihou = view.last(work)
        yield Note(
            code="private",
            text=f"{named(work)} is private and not counted; {last}",
            chinese=f"{called(work)}为非公开作品，不计入；{zuihou}",
        )
    yield from _rest("private", len(private), "more works are private and not counted", "件作品为非公开，不计入")


def _unmatched(view: View) -> Iterator[Note]:
    lost = [work for work in view.known_works if not work.decided and work.state == "public"]
    for platform, works in _by_platform(lost):
        figures, shuju = _told(view, works)
        yield Note(
            code="unmatched",
            text=f"{count(len(works), 'work')} on {platform} matched to no episode yet and not counted{figures}; "
            "see 'voicehall reach match'",
            chinese=f"{platform_name(platform)}有{len(works)}件作品尚未对应到期，未计入{shuju}",
        )


def _no_episode(view: View) -> Iterator[Note]:
    others = [work for work in view.known_works if work.decided and not work.series and work.state == "public"]
    for platform, works in _by_platform(others):
        figures, shuju = _told(view, works)
        yield Note(
            code="no-episode",
            text=f"{count(len(works), 'work')} on {platform} that are no episode are not counted{figures}",
            chinese=f"{platform_name(platform)}有{len(works)}件作品不属于任何一期，不计入{shuju}",
        )


def _unlisted(view: View) -> Iterator[Note]:
    for one in view.series:
        listed = {episode.number for episode in one.series.episodes}
        counted = {work.number for work in view.counted if work.series == one.series.id and work.number is not None}
        if numbers := ", ".join(runs(counted - listed)):
            yield Note(
                code="unlisted",
                text=f"{one.series.id}: works of episodes that have no manifest count for the series: {numbers}",
                chinese=f"《{one.series.title}》第{numbers}期没有脚本，其作品计入系列合计",
            )


def _by_platform(works: Iterable[WorkFact]) -> Iterator[tuple[str, list[WorkFact]]]:
    found: dict[str, list[WorkFact]] = defaultdict(list)
    for work in works:
        found[work.platform].append(work)
    for platform in sorted(found, key=platform_order):
        yield platform, found[platform]


def _told(view: View, works: Iterable[WorkFact]) -> tuple[str, str]:
    """What works that do not count would have added: ` (120 plays, 3 likes)`."""
    found: dict[str, int | float] = {}
    for work in works:
        for fact in view.facts[work.id]:
            if fact.metric in TOLD:
                found[fact.metric] = found.get(fact.metric, 0) + fact.value
    if not found:
        return "", ""
    english = ", ".join(f"{found[name]} {name}" for name in TOLD if name in found)
    chinese = "、".join(f"{METRIC_NAMES[name]}{found[name]}" for name in TOLD if name in found)
    return f" ({english})", f"（{chinese}）"


def _rest(code: str, found: int, english: str, chinese: str) -> Iterator[Note]:
    if found > LISTED:
        left = found - LISTED
        yield Note(code=code, text=f"{left} {english}", chinese=f"另有{left}{chinese}")


WORKS = (_falls, _gone, _private, _unmatched, _no_episode, _unlisted)
