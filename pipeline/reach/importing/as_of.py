"""As of when a file's figures are: by the option, else its title, its name, or its last change."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date as Date
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from pipeline.messages import NOTHING, Message, tr
from pipeline.reach.importing.cells import Moment, days_in
from pipeline.reach.observation import AsOfSource

_SPAN = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/._年]?)(?P<month>\d{1,2})(?P<end>[-/._月]?)(?P<day>\d{1,2})日?"
    r"\s*(?P<until>至|到|~|-{1,2}|[—–]{1,2}|_{1,2}|to)\s*"
    r"(?:(?P<to_year>\d{4})(?P=mark))?(?:(?P<to_month>\d{1,2})(?P=end))?(?P<to_day>\d{1,2})日?(?![\d:时点])",
    re.ASCII | re.IGNORECASE,
)
"""Two days as those between which something is."""
_UNTIL = ("至", "到", "~", "to")
_YEARS = range(1990, 2100)


class Span(NamedTuple):
    """Days that a text names as the first and the last of a stretch of time."""

    text: str
    first: Date
    last: Date


class AsOf(NamedTuple):
    """A moment, how it is known, and a warning where that is not sure."""

    when: datetime
    source: AsOfSource
    warning: Message = NOTHING


def as_of_file(
    path: Path, above: Sequence[str], *, option: Date | datetime | None, zone: tzinfo, now: datetime
) -> AsOf:
    """By the most trusted source that is not in the future; of a day, its end. `above`: the cells above the table."""
    if option is not None:
        return AsOf(_end(option), "option")
    if when := _latest(" ".join(above), zone, now):
        return AsOf(when, "title")
    if when := _latest(path.name, zone, now):
        return AsOf(when, "name")
    if when := _latest(path.parent.name, zone, now):
        return AsOf(when, "name", tr("its day is taken from the name of its folder: {day}", day=f"{when:%Y-%m-%d}"))
    changed = min(datetime.fromtimestamp(path.stat().st_mtime, zone).replace(tzinfo=None, microsecond=0), now)
    warning = tr(
        "nothing says of which day its figures are; its last change is taken, {time}; better give the day with --as-of",
        time=f"{changed:%Y-%m-%d %H:%M}",
    )
    return AsOf(changed, "mtime", warning)


def _latest(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The last date in a text; of a span, its end, also where that leaves out its year (`2026年3月1日至31日`)."""
    ends = " ".join(str(span.last) for span in _spans(text))
    return max(_past(days_in(f"{text} {ends}", zone), now), default=None)


def span_of(path: Path, above: Sequence[str]) -> Span | None:
    """The stretch of time that the table's title, its name or its folder names."""
    for text in (*above, path.stem, path.parent.name):
        for span in _spans(text):
            if span.first < span.last:
                return span
    return None


def _spans(text: str) -> Iterator[Span]:
    for found in _SPAN.finditer(normalize("NFKC", text)):
        part = found.groupdict()
        year, month, day = (int(part[name]) for name in ("year", "month", "day"))
        worded = part["until"].lower() in _UNTIL or part["end"] == "月"
        # `20260301_1030` is a day and a time.
        if not part["to_year"] and not worded and (not part["to_month"] or part["end"] not in (".", "/")):
            continue
        with suppress(ValueError):
            first = Date(year, month, day)
            last = Date(int(part["to_year"] or year), int(part["to_month"] or month), int(part["to_day"]))
            if last < first and not part["to_year"] and part["to_month"]:
                last = last.replace(year=year + 1)
            if {first.year, last.year} <= {*_YEARS}:
                yield Span(found[0], first, last)


def _past(moments: Iterator[Moment], now: datetime) -> Iterator[datetime]:
    for one in moments:
        if one.when <= now:
            yield _end(one.when.date()) if one.day_only else one.when


def _end(day: Date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(23, 59, 59))
