"""Counting downloads: the studio's own server logs read, their figures told and stored."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pipeline.digest import digest, file_digest
from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest import read_counting
from pipeline.reach.downloads.agents import edition
from pipeline.reach.downloads.count import Counted, count
from pipeline.reach.downloads.house import read_rules
from pipeline.reach.downloads.ledger import Ledger
from pipeline.reach.downloads.windows import Rule
from pipeline.reach.observation import Entry, Figure, Reading, Work
from pipeline.reach.store import Store
from pipeline.workflow.console import Console
from pipeline.workflow.cores import cores
from pipeline.workflow.counted import CountReport
from pipeline.workflow.reach_desk import listed_series, open_desk
from pipeline.workflow.served import served_by_list, served_by_records

PLATFORM = "web-log"
METRIC = "downloads"
FOLDER = "downloads"
"""Of the ledger, in `.voicehall`."""
RULES_FILE = "assets/reach-visitors.txt"
PACKED = 8
"""Times that a packed log grows, about; only the progress bar goes by it."""


def downloads(
    root: Path,
    logs: Sequence[Path],
    *,
    rule: Rule,
    tz: str | None,
    media: Path | None,
    dry_run: bool,
    console: Console,
) -> CountReport:
    """Count the downloads in `logs`; their figures are stored, except in a dry run.

    Raises PipelineError for an unknown time zone or a list of media that says too little, and where the store fails.
    """
    zone = _zone(tz or read_counting(root)[1])
    series = listed_series(root)
    served = list(served_by_records(root))
    if media is not None:
        served += served_by_list(media, [one.id for one in series])
    if not served:
        raise PipelineError(
            "there is nothing whose downloads could be counted: no programme stands in 'out/'",
            hint="render first, or name media made elsewhere with --media FILE",
        )
    ledger = Ledger(folder=root / ".voicehall" / FOLDER)
    house = read_rules(root / RULES_FILE)
    console.begin(sum(_size(log) for log in logs))

    def counted(*, keep: bool) -> Counted:
        return count(
            logs, served, ledger, rule=rule, zone=zone, house=house, now=int(time.time()), processes=cores(),
            keep=keep, tick=console.sent,
        )  # fmt: skip

    titles = {one.label: one.title for listed in series for one in listed.episodes}
    report = CountReport(counted=Counted(logs=()), rule=rule, tz=zone.key, robots=edition(), titles=titles)
    if dry_run:
        return replace(report, counted=counted(keep=False))
    with open_desk(root) as desk, ledger.alone():
        found = counted(keep=True)
        definition = f"{PLATFORM}/{METRIC}-{rule}"
        news = _store(found, desk.store, logs, definition=definition, zone=zone, titles=titles)
        ledger.close()
    return replace(report, counted=found, stored=len(news.days), instead=news.instead)


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise PipelineError(f"unknown time zone '{name}'", hint=did_you_mean(name, ("Asia/Shanghai", "UTC")))
    return ZoneInfo(name)


def _size(log: Path) -> float:
    try:
        return log.stat().st_size * (PACKED if log.suffix == ".gz" else 1)
    except OSError:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What the store does not say yet."""

    days: tuple[tuple[str, Date, int], ...]
    """Work, day, downloads."""
    instead: str = ""
    """The definition of the figures that these stand in for, where another rule counted before."""


def _store(
    found: Counted, store: Store, logs: Sequence[Path], *, definition: str, zone: ZoneInfo, titles: Mapping[str, str]
) -> _News:
    """Store the days whose figures are not what the store says."""
    news = _news(found, store, definition)
    if news.days:
        # Of figures of the same moment chance would choose: these were found out after all that were stored before.
        last = datetime.fromtimestamp(found.latest, zone).replace(tzinfo=None)
        before = [file.as_of for file in store.files() if file.platform == PLATFORM]
        as_of = max([last, *(moment + timedelta(seconds=1) for moment in before)])
        sha256 = _digest(logs, store, [definition, as_of.isoformat()])
        store.add(_reading(news, logs, definition, as_of, titles, sha256))
    return news


def _news(found: Counted, store: Store, definition: str) -> _News:
    if found.touched is None:
        return _News(days=())
    first, last = found.touched
    works = {work.id: work.key for work in store.works() if work.platform == PLATFORM}
    sums = [one for one in store.day_sums() if one.work in works and one.metric == METRIC]
    newest = max(sums, key=lambda one: (one.as_of, one.definition == definition), default=None)
    # Where another rule counted last, every day is told anew, so that no total is made of two rules.
    instead = newest.definition if newest and newest.definition != definition else ""
    told: dict[tuple[str, Date], int] = {}
    if instead:
        first, last = min(day for *_, day in found.days), max(day for *_, day in found.days)
    else:
        for day in (first + timedelta(days=i) for i in range((last - first).days + 1)):
            for one in store.day_sums(day, day):
                if one.work in works and one.metric == METRIC and one.definition == definition:
                    told[works[one.work], day] = int(one.value)
    now = {
        (_key(series, number), day): value
        for (series, number, day), value in found.days.items()
        if first <= day <= last
    }
    changed = ((key, day) for key, day in sorted({*now, *told}) if told.get((key, day)) != now.get((key, day), 0))
    return _News(days=tuple((key, day, now.get((key, day), 0)) for key, day in changed), instead=instead)


def _digest(logs: Sequence[Path], store: Store, occasion: list[str]) -> str:
    """What the source of figures is known by: the log's own SHA-256; with several logs, and where a log's figures are
    told once more after others, a digest of all that they come from."""
    found = [file_digest(log) for log in logs if log.is_file()]
    return found[0] if len(found) == 1 and store.imported(found[0]) is None else digest([found, occasion])


def _key(series: str, number: int) -> str:
    return f"{series}/{number}" if series else str(number)


def _reading(
    news: _News, logs: Sequence[Path], definition: str, as_of: datetime, titles: Mapping[str, str], sha256: str
) -> Reading:
    entries = tuple(
        Entry(
            row=row,
            work=Work(key=key, title=titles.get(key, ""), named=True, episode=key),
            figures=(Figure(METRIC, value, value, value),),
            day=day,
        )
        for row, (key, day, value) in enumerate(news.days, start=1)
    )
    return Reading(
        path=", ".join(map(str, logs)),
        name=logs[0].name if len(logs) == 1 else f"{logs[0].name} and {len(logs) - 1} more",
        sha256=digest(
            [definition, as_of.isoformat(), [[key, day.isoformat(), value] for key, day, value in news.days]]
        ),
        platform=PLATFORM,
        account="",
        format=PLATFORM,
        grain="work-daily",
        as_of=as_of,
        as_of_from="title",
        encoding=None,
        rows=len(entries),
        entries=entries,
        definitions={METRIC: definition},
    )
