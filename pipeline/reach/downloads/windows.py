"""Windows: the stretch of time in which one visitor's requests for one episode are one download at most.

IAB Tech Lab Podcast Technical Measurement Guidelines 2.3, 5.5.1: a studio chooses one rule, keeps to it and names it.
"""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.reach.downloads.requests import Flags, Integers

Rule = Literal["first-touch-24h", "last-touch-24h", "calendar-day"]
RULES: tuple[Rule, ...] = ("first-touch-24h", "last-touch-24h", "calendar-day")
DAY = 86_400
QUARTER = 900
"""Seconds; offsets of time zones change at quarters of an hour only."""


def starts(rule: Rule, times: Integers, fresh: Flags, zone: ZoneInfo) -> Flags:
    """Where windows begin in requests ordered by visitor, episode and time.

    `fresh` says where another visitor or episode begins.
    """
    if rule == "first-touch-24h":
        return _first_touch(times, fresh)
    found = fresh.copy()
    days = local_days(times, zone) if rule == "calendar-day" else None
    found[1:] |= times[1:] - times[:-1] >= DAY if days is None else days[1:] != days[:-1]
    return found


def _first_touch(times: Integers, fresh: Flags) -> Flags:
    found = fresh.copy()
    places = np.arange(len(times))
    while True:
        begun = times[np.maximum.accumulate(np.where(found, places, 0))]
        late = times - begun >= DAY
        # The first that comes too late for its window begins the next one, which the next round looks at.
        late[1:] &= ~late[:-1]
        if not late.any():
            return found
        found |= late


def closed(rule: Rule, first: Integers, last: Integers, until: int, zone: ZoneInfo) -> Flags:
    """Whether windows from `first` to `last` can hold nothing from `until` on."""
    if rule == "calendar-day":
        return local_days(first, zone) < local_days(np.array([until]), zone)
    return (first if rule == "first-touch-24h" else last) + DAY <= until


def local_days(times: Integers, zone: ZoneInfo) -> Integers:
    """Days since 1970 in a time zone."""
    quarters, which = np.unique(times // QUARTER, return_inverse=True)
    offsets = np.array([_offset(int(quarter) * QUARTER, zone) for quarter in quarters], np.int64)
    return (times + offsets[which]) // DAY


def _offset(moment: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(moment, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
