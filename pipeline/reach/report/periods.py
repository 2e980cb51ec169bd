"""Periods of a report: what `2026-03` means, and which period came before one."""

import re
from datetime import date as Date
from datetime import timedelta
from typing import NamedTuple

_PERIOD = re.compile(r"(?P<year>\d{4})(?:-?[Qq](?P<quarter>[1-4])|-(?P<month>0?[1-9]|1[0-2]))?")
DAY = timedelta(days=1)


class Period(NamedTuple):
    """What is counted from the end of a day to the end of another one."""

    start: Date
    """The day before the first one."""
    stop: Date
    """The last day."""

    @property
    def first(self) -> Date:
        return self.start + DAY

    @property
    def before(self) -> "Period":
        """The one before it: as many whole months where it is whole months itself, else as many days."""
        if self.first.day == 1 and (self.stop + DAY).day == 1:
            months = _months(self.stop + DAY) - _months(self.first)
            return Period(_first_of(_months(self.first) - months) - DAY, self.start)
        return Period(self.start - (self.stop - self.start), self.start)


def period_of(text: str) -> Period | None:
    """A month `2026-03`, a quarter `2026-Q1` or a year `2026`; None for anything else."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None or not int(found["year"]):
        return None
    year, quarter, month = (int(value) if value else None for value in found.groups())
    assert year is not None
    first = year * 12 + (month - 1 if month else (quarter - 1) * 3 if quarter else 0)
    last = first + (1 if month else 3 if quarter else 12)
    if first <= 12 or last > 9999 * 12:
        return None
    return Period(_first_of(first) - DAY, _first_of(last) - DAY)


def is_whole_month(first: Date, last: Date) -> bool:
    return first.day == 1 and (last + DAY).day == 1 and _months(first) == _months(last)


def _months(day: Date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(months: int) -> Date:
    return Date(months // 12, months % 12 + 1, 1)
