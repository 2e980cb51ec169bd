"""As of when a file's figures are: by the option, else its title, its name, or its last change."""

from collections.abc import Iterator, Sequence
from datetime import date as Date
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import NamedTuple

from pipeline.messages import NOTHING, Message, tr
from pipeline.reach.importing.cells import Moment, days_in
from pipeline.reach.observation import AsOfSource


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
    """The last date in a text; of a span, its end."""
    return max(_past(days_in(text, zone), now), default=None)


def _past(moments: Iterator[Moment], now: datetime) -> Iterator[datetime]:
    for one in moments:
        if one.when <= now:
            yield _end(one.when.date()) if one.day_only else one.when


def _end(day: Date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(23, 59, 59))
