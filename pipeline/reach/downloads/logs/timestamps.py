"""Times as logs write them, in seconds since 1970."""

from calendar import timegm
from datetime import datetime
from functools import lru_cache

_MONTHS = {name: i for i, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}


def clf(when: bytes) -> int:
    """`10/Oct/2000:13:55:36 -0700`. Raises ValueError where that is no time."""
    moment, _, zone = when.partition(b" ")
    minute, _, second = moment.rpartition(b":")
    return _clf_minute(minute, zone) + _second(second)


def w3c(when: bytes) -> int:
    """`2026-03-31`, a tab, `13:55:36`; always UTC. Raises ValueError where that is no time."""
    minute, _, second = when.rpartition(b":")
    return _w3c_minute(minute) + _second(second)


def unix(when: bytes) -> int:
    """Seconds or milliseconds since 1970. Raises ValueError where that is no time."""
    number = float(when)
    if not 0 <= number < 1e14:
        raise ValueError("no time")
    return int(number / 1000 if number > 1e11 else number)


def _second(text: bytes) -> int:
    # 60 is a leap second.
    if len(text) != 2 or not text.isdigit() or (second := int(text)) > 60:
        raise ValueError("no second")
    return second


# Lines follow each other in time: the same minute is asked for again and again.
@lru_cache(maxsize=1024)
def _clf_minute(minute: bytes, zone: bytes) -> int:
    day, hours, minutes = minute.split(b":")
    number, month, year = day.split(b"/")
    if month not in _MONTHS or len(zone) != 5 or zone[:1] not in b"+-" or not zone[1:].isdigit():
        raise ValueError("no time")
    found = datetime(int(year), _MONTHS[month], int(number), int(hours), int(minutes))
    offset = (int(zone[1:3]) * 60 + int(zone[3:])) * 60
    return _seconds(found) - (offset if zone[:1] == b"+" else -offset)


@lru_cache(maxsize=1024)
def _w3c_minute(minute: bytes) -> int:
    return _seconds(datetime.strptime(minute.decode("ascii"), "%Y-%m-%d\t%H:%M"))


def _seconds(found: datetime) -> int:
    seconds = timegm(found.timetuple())
    if not 0 <= seconds < 1 << 32:
        raise ValueError("out of range")
    return seconds
