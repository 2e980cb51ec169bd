"""Schedules: when the episodes of a series come out."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The days of the week on which one episode comes out, and the time of day."""

    days: tuple[int, ...] = ()
    """0 is Monday; ascending. Empty where only the time is given."""
    time: time = time()
    start: Date | None = None
    """Episode 1 comes out on the first of the days from this date on; None where episodes have their own dates."""

    def release(self, *, number: int, date: Date | None, zone: ZoneInfo) -> datetime | None:
        """When an episode comes out: on its own date, else by its number; None for any time."""
        day = date or self._turn(number)
        return datetime.combine(day, self.time, zone) if day else None

    def _turn(self, number: int) -> Date | None:
        if self.start is None or not self.days:
            return None
        first = min(self.start + timedelta(days=(day - self.start.weekday()) % WEEK) for day in self.days)
        place = self.days.index(first.weekday()) + number - 1
        weeks, day = divmod(place, len(self.days))
        return first + timedelta(days=weeks * WEEK + self.days[day] - first.weekday())
