"""Dates: days and times as platforms write them, kept in the studio's own time.

A day without a time of day is that day everywhere: it is never converted between zones.
"""

import re
from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from pipeline.messages import tr
from pipeline.reach.importing.cells.text import BrokenCell, Cell, checked_text, is_missing

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_CLOCK = (
    r"(?P<hour>\d{1,2})\s*(?:[:时時点_-])\s*(?P<minute>\d{1,2})"
    r"(?:\s*[:分_-]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?\s*(?P<half>[ap]m)?"
)
_ZONE = r"(?P<zone>z|utc|[+-]\d{2}:?\d{2})?"
_DAYS = (
    r"(?P<year>\d{4})\s*(?P<mark>[-/.年_])\s*(?P<number>\d{1,2})\s*(?:(?P=mark)|月)\s*(?P<day>\d{1,2})\s*日?",
    r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})",
    rf"{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})\s+{_MONTH},?\s+(?P<year>\d{{4}})",
)
_STYLES = tuple(
    re.compile(rf"{day}(?:(?:\s*[t,]\s*|\s*){_CLOCK}\s*{_ZONE})?", re.IGNORECASE | re.ASCII) for day in _DAYS
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})", re.ASCII)
_SEARCHED = tuple(
    re.compile(rf"(?<![\d.]){day}(?!\d)(?:[\st_,]*{_CLOCK}(?!\d))?", re.IGNORECASE | re.ASCII) for day in _DAYS
)
_MONTH_ALONE = re.compile(r"\d{4}\s*[-/.年_]\s*(?:0?[1-9]|1[0-2])\s*(?:月份?)?|\d{4}(?:0[1-9]|1[0-2])", re.ASCII)
_SERIAL_START = datetime(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days since 1899-12-30 that Excel means as a date from 1954 to 2119."""
_YEARS = range(1990, 2100)
_UNIX = ((10**9, 1), (10**12, 10**3), (10**15, 10**6))
"""From which number on one may be seconds, thousandths and millionths of them since 1970, and how many make a second:
ten digits, thirteen, sixteen."""


class Moment(NamedTuple):
    """A point in the studio's own time, without zone; at midnight where `day_only`."""

    when: datetime
    day_only: bool = False


def moment(cell: Cell, zone: tzinfo) -> Moment | None:
    """The time in a cell; None where it is missing.

    A time with a zone is converted to the studio's `zone`; every other is the studio's own already. Raises BrokenCell
    for what is no date, for days that no calendar has, and for years outside 1990 to 2099.
    """
    if isinstance(cell, datetime):
        return _within(cell.astimezone(zone).replace(tzinfo=None) if cell.tzinfo else cell, day_only=False)
    if isinstance(cell, Date):
        return _within(datetime(cell.year, cell.month, cell.day), day_only=True)
    if isinstance(cell, int | float):
        return _numbered(cell, zone)
    if is_missing(cell):
        return None
    text = checked_text(cell)
    if compact := _COMPACT.fullmatch(text):
        return _within(_made(*map(int, compact.groups())), day_only=False)
    for style in _STYLES:
        if found := style.fullmatch(text):
            return _moment(found, zone)
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        return _numbered(float(text), zone)
    if re.fullmatch(r"\d{10}(\.\d+)?|\d{13}|\d{16}", text, re.ASCII):
        return _numbered(float(text) if "." in text else int(text), zone)
    if _MONTH_ALONE.fullmatch(text):
        raise BrokenCell(tr("a month, not a day; write its last day where the figures are all until then"))
    raise BrokenCell(tr("not a date with its year"))


def days_in(text: str, zone: tzinfo) -> Iterator[Moment]:
    """Every date in a text such as a file's name or a table's title, those that no calendar has left out."""
    taken: list[tuple[int, int]] = []
    for style in _SEARCHED:
        for found in style.finditer(text):
            if all(found.end() <= start or stop <= found.start() for start, stop in taken):
                taken.append(found.span())
                try:
                    yield _moment(found, zone)
                except BrokenCell:
                    continue


def _numbered(number: int | float, zone: tzinfo) -> Moment:
    """A number that means a date: 20260305, days since the end of 1899 as Excel counts them, or seconds since 1970."""
    if number == number and int(number) in _SERIALS:
        when = _SERIAL_START + timedelta(days=number)
        when = (when + timedelta(microseconds=500_000)).replace(microsecond=0)
        return Moment(when, day_only=number == int(number))
    if number == number and abs(number) < 1e9 and number == int(number) and 10**7 <= number < 10**8:
        whole = int(number)
        return _within(_made(whole // 10_000, whole // 100 % 100, whole % 100), day_only=True)
    for least, parts in _UNIX:
        if least <= number < 10 * least:
            return _within(datetime.fromtimestamp(number // parts, zone).replace(tzinfo=None), day_only=False)
    raise BrokenCell(tr("not a date with its year"))


def _moment(found: re.Match[str], zone: tzinfo) -> Moment:
    part = found.groupdict()
    month = int(part["number"]) if part.get("number") else _MONTHS.index(part["month"][:3].lower()) + 1
    day = int(part["year"]), month, int(part["day"])
    if part["hour"] is None:
        return _within(_made(*day), day_only=True)
    hour = int(part["hour"])
    if part["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if part["half"].lower() == "pm" else 0)
    when = _made(*day, hour, int(part["minute"]), int(part["second"] or 0))
    if named := part.get("zone"):
        named = "+0000" if named.lower() in ("z", "utc") else named.replace(":", "")
        aware = when.replace(tzinfo=datetime.strptime(named, "%z").tzinfo)
        when = aware.astimezone(zone).replace(tzinfo=None)
    return _within(when, day_only=False)


def _made(*parts: int) -> datetime:
    try:
        return datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        raise BrokenCell(tr("a day or time that does not exist")) from None


def _within(when: datetime, *, day_only: bool) -> Moment:
    if when.year not in _YEARS:
        raise BrokenCell(tr("not a date from 1990 to 2099"))
    return Moment(when, day_only)
