"""Storing downloads: daily figures of the works of `web-log`, of the days on which they differ from those stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.digest import digest, file_digest
from pipeline.reach.downloads.count import DownloadResult
from pipeline.reach.downloads.media import label
from pipeline.reach.downloads.windows import Rule
from pipeline.reach.observation import Entry, Figure, ParsedFile, Work

if TYPE_CHECKING:
    from pipeline.reach.store import KnownWork, Store

PLATFORM = "web-log"
METRIC = "downloads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What was stored."""

    figures: int = 0
    instead: str = ""
    """The definition of the figures that these replace, where another rule counted before."""


def store_downloads(
    found: DownloadResult,
    store: "Store",
    logs: Sequence[Path],
    *,
    rule: Rule,
    zone: ZoneInfo,
    titles: Mapping[str, str],
) -> Stored:
    """Store what is new; `titles` are those of episodes by `lieshita/12`.

    Raises PipelineError where the store fails.
    """
    if found.touched is None:
        return Stored()
    definition = f"{PLATFORM}/{METRIC}-{rule}"
    works = {work.id: work for work in store.works() if work.platform == PLATFORM}
    instead = _another_rule(store, works, definition)
    now, before = _figures(found, store, works, definition, anew=bool(instead))
    changed = [(key, day) for key, day in sorted({*now, *before}) if before.get((key, day)) != now.get((key, day), 0)]
    entries = [
        Entry(row=row, work=_work(key, found, titles), figures=(_figure(now.get((key, day), 0)),), day=day)
        for row, (key, day) in enumerate(changed, start=1)
    ]
    for key in sorted(_renumbered(found, works) - {key for key, _ in changed}):
        entries.append(Entry(row=len(entries) + 1, work=_work(key, found, titles), figures=()))
    if entries:
        store.add(_parsed_file(entries, found, store, logs, definition, zone))
    return Stored(figures=len(changed), instead=instead)


def _another_rule(store: "Store", works: "Mapping[int, KnownWork]", definition: str) -> str:
    """The definition that the store's figures were counted by last, if that is not `definition`."""
    sums = [one for one in store.day_sums() if one.work in works and one.metric == METRIC]
    newest = max(sums, key=lambda one: (one.as_of, one.definition == definition), default=None)
    return newest.definition if newest and newest.definition != definition else ""


def _figures(
    found: DownloadResult, store: "Store", works: "Mapping[int, KnownWork]", definition: str, *, anew: bool
) -> tuple[dict[tuple[str, Date], int], dict[tuple[str, Date], int]]:
    """Figures as counted now and as stored, by episode and day, of the days on which something may have changed.

    With `anew`, of all days, as if nothing were stored: no total must be made of two rules.
    """
    if anew:
        return found.days, {}
    assert found.touched is not None
    first, last = found.touched
    now = {(key, day): value for (key, day), value in found.days.items() if first <= day <= last}
    before = {
        (works[one.work].key, day): int(one.value)
        for day in (first + timedelta(days=i) for i in range((last - first).days + 1))
        for one in store.day_sums(day, day)
        if one.work in works and one.metric == METRIC and one.definition == definition
    }
    return now, before


def _renumbered(found: DownloadResult, works: "Mapping[int, KnownWork]") -> set[str]:
    """Works that are stored under another number than they have now."""
    current = {key: _stated(*episode) for key, episode in found.episodes.items()}
    return {work.key for work in works.values() if work.episode != current.get(work.key, work.episode)}


def _work(key: str, found: DownloadResult, titles: Mapping[str, str]) -> Work:
    series, number = found.episodes.get(key, ("", None))
    title = titles.get(label(series, number), "") if number is not None else key.removeprefix(f"{series}: ")
    return Work(key=key, title=title, named=True, episode=_stated(series, number) if series or number else key)


def _stated(series: str, number: int | None) -> str:
    """As matching reads it: `lieshita/12`, and `lieshita/*` for what is of the series and of no episode."""
    return f"{series}/*" if number is None else label(series, number)


def _figure(value: int) -> Figure:
    return Figure(METRIC, value, value, value)


def _parsed_file(
    entries: Sequence[Entry],
    found: DownloadResult,
    store: "Store",
    logs: Sequence[Path],
    definition: str,
    zone: ZoneInfo,
) -> ParsedFile:
    # These figures are newer than all that were stored before, also where no newer request was counted.
    last = datetime.fromtimestamp(found.latest, zone).replace(tzinfo=None)
    before = [file.as_of for file in store.files() if file.platform == PLATFORM]
    as_of = max([last, *(moment + timedelta(seconds=1) for moment in before)])
    return ParsedFile(
        path=", ".join(map(str, logs)),
        name=logs[0].name if len(logs) == 1 else f"{logs[0].name} and {len(logs) - 1} more",
        sha256=_digest(logs, store, [definition, as_of.isoformat()]),
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


def _digest(logs: Sequence[Path], store: "Store", occasion: list[str]) -> str:
    """By what the source of figures is known: the log's own SHA-256; of several logs, and of figures of the same log
    that are stored again after others, a digest of all that they come from."""
    found = [file_digest(log) for log in logs if log.is_file()]
    return found[0] if len(found) == 1 and store.imported(found[0]) is None else digest([found, occasion])
