"""As of when a file's figures stood: the option, else its title, its name, or when it was last changed."""

from collections.abc import Iterator, Sequence
from datetime import date as Date
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import NamedTuple

from pipeline.reach.importing.cells import Moment, days_in
from pipeline.reach.observation import AsOfSource


class AsOf(NamedTuple):
    """When, how that is known, and what there is to say about it."""

    when: datetime
    source: AsOfSource
    warning: str = ""


def as_of_file(
    path: Path, above: Sequence[str], *, option: Date | datetime | None, zone: tzinfo, now: datetime
) -> AsOf:
    """The most trusted word on it that is not yet to come; a day is told as its end."""
    if option is not None:
        return AsOf(_end(option), "option")
    if told := _latest(" ".join(above), zone, now):
        return AsOf(told, "title")
    if told := _latest(path.name, zone, now):
        return AsOf(told, "name")
    if told := _latest(path.parent.name, zone, now):
        return AsOf(told, "name", f"its day is taken from the name of its folder: {told:%Y-%m-%d}")
    changed = min(datetime.fromtimestamp(path.stat().st_mtime, zone).replace(tzinfo=None, microsecond=0), now)
    words = f"nothing says as of when its figures stood: taken as of its last change, {changed:%Y-%m-%d %H:%M}"
    return AsOf(changed, "mtime", f"{words}; --as-of says it better")


def _latest(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The last date in a text; of a span, its end."""
    return max(_past(days_in(text, zone), now), default=None)


def _past(moments: Iterator[Moment], now: datetime) -> Iterator[datetime]:
    for told in moments:
        if told.when <= now:
            yield _end(told.when.date()) if told.day_only else told.when


def _end(day: Date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(23, 59, 59))
