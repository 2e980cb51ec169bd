"""The values that keys about publishing take: addresses, paces, days and moments."""

import re
from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Leaf, Mistake, OneOrMany
from pipeline.errors import did_you_mean
from pipeline.model.platform import KIT_PLATFORMS, PLATFORM_ID
from pipeline.model.podcast import APPLE_CATEGORIES
from pipeline.model.schedule import DAYS
from pipeline.model.target import Pace


def _target_url(value: str) -> str:
    found = re.fullmatch(r"([a-z][a-z0-9+.-]*)://(.+)", value)
    if found is None or found[1] not in _PLACES:
        schemes = ", ".join(f"{name}://" for name in _PLACES)
        raise Mistake(
            "bad-url", f"'{shown(value)}' is no address of a place to put files", f"it begins with: {schemes}"
        )
    if re.match(r"[^/@]*:[^/@]*@", found[2]):
        raise Mistake(
            "password-in-file", "a password stands in this address", "name an environment variable in 'password-env'"
        )
    return value.rstrip("/")


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#\[\]]+(/[^\s?#]*)?", value):
        raise Mistake("bad-url", f"'{shown(value)}' is no web address", "it begins with https:// and has no ? or #")
    return value


def _public_url(value: str) -> str:
    return f"{_address(value).rstrip('/')}/"


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*", value, re.ASCII):
        raise Mistake("bad-name", f"'{shown(value)}' is no name of an environment variable", "such as NAS_PASSWORD")
    return value


def _category(value: str) -> str:
    name, _, below = (part.strip() for part in value.partition(">"))
    if name not in APPLE_CATEGORIES:
        hint = did_you_mean(shown(name), APPLE_CATEGORIES)
        raise Mistake("unknown-category", f"'{shown(name)}' is none of the categories of podcast directories", hint)
    if below and below not in APPLE_CATEGORIES[name]:
        hint = did_you_mean(shown(below), APPLE_CATEGORIES[name])
        raise Mistake("unknown-category", f"podcast directories have no '{shown(below)}' under '{name}'", hint)
    return f"{name} > {below}" if below else name


def _email(value: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value):
        raise Mistake("bad-email", f"'{shown(value)}' is no e-mail address")
    return value


def _feed_guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        hint = "copy what stands under 'podcast:guid' in the old feed, or leave the key out"
        raise Mistake("bad-guid", f"'{shown(value)}' is not the identity of a feed", hint) from None


def _pace(value: str) -> Pace:
    found = re.fullmatch(r"([1-9]\d{0,4})\s*/\s*(minute|hour|day|week)", value, re.ASCII)
    if found is None:
        raise Mistake("bad-pace", f"'{shown(value)}' is no pace", "write '20/hour'; a minute, hour, day or week")
    return Pace(count=int(found[1]), seconds=_PERIODS[found[2]])


def _bandwidth(value: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,5})\s*(kB|MB)(?:/s)?", value, re.ASCII)
    if found is None:
        raise Mistake("bad-bandwidth", f"'{shown(value)}' is no amount of bytes a second", "write '500kB' or '2MB'")
    return int(found[1]) * (1_000_000 if found[2] == "MB" else 1_000)


_PLACES = ("file", "sftp", "s3", "webdav+http", "webdav+https")
_PERIODS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def _datetime(value: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", value, re.ASCII):
        raise Mistake("bad-date", f"'{shown(value)}' is not a day with its time", "write 2026-12-01 19:30")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise Mistake("bad-date", f"there is no '{value}' in the calendar") from None


def _time(value: str) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", value, re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Mistake("bad-time", f"'{shown(value)}' is not a time of day", 'write "19:30", in quotes')
    return time(int(found[1]), int(found[2]))


def _day(value: str) -> int:
    name = value.lower()
    known = {name: number for number, name in enumerate(DAYS)} | {
        f"{word}{sign}": number
        for word in ("周", "星期", "礼拜")
        for sign, number in {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}.items()
    }
    if name not in known:
        raise Mistake("unknown-day", f"'{shown(value)}' is no day of the week", did_you_mean(shown(name), DAYS))
    return known[name]


def _platform(value: str) -> str:
    if not PLATFORM_ID.fullmatch(value):
        hint = did_you_mean(shown(value), KIT_PLATFORMS)
        raise Mistake("bad-platform", f"'{shown(value)}' cannot be the name of a platform", hint)
    return value


TargetUrl = Annotated[str, Leaf(_target_url, type="string", pattern=rf"^({'|'.join(map(re.escape, _PLACES))})://.")]
PublicUrl = Annotated[str, Leaf(_public_url, type="string", pattern="^https?://")]
PaceName = Annotated[
    Pace, Leaf(_pace, type="string", pattern=r"^[1-9][0-9]{0,4}\s*/\s*(minute|hour|day|week)$", examples=["20/hour"])
]
Bandwidth = Annotated[int, Leaf(_bandwidth, type="string", pattern=r"^[1-9][0-9]{0,5}\s*(kB|MB)(/s)?$")]
Category = Annotated[str, Leaf(_category, type="string", examples=["Education", "Education > Courses", "History"])]
Email = Annotated[str, Leaf(_email, type="string", pattern="^[^ @]+@[^ @]+$", examples=["studio@example.org"])]
FeedGuid = Annotated[
    str,
    Leaf(_feed_guid, type="string", pattern="^[0-9a-fA-F-]{36}$", examples=["917393e3-1b1e-5cef-ace4-edaa54e1f810"]),
]
Address = Annotated[str, Leaf(_address, type="string", pattern="^https?://")]
Variable = Annotated[str, Leaf(_variable, type="string", pattern="^[A-Za-z_][A-Za-z0-9_]*$")]
DateTime = Annotated[
    datetime,
    Leaf(
        _datetime,
        "a day with its time such as 2026-12-01 19:30",
        type="string",
        pattern=r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$",
        examples=["2026-12-01 19:30"],
    ),
]
TimeOfDay = Annotated[
    time, Leaf(_time, "a time of day", type="string", pattern="^[0-9]{1,2}:[0-9]{2}$", examples=["19:30"])
]
Day = Annotated[int, Leaf(_day, "a day of the week", type="string", examples=["wednesday", "周三"])]
Days = Annotated[tuple[Day, ...], OneOrMany(least=1)]
Platform = Annotated[
    str, Leaf(_platform, "a platform", type="string", pattern=f"^{PLATFORM_ID.pattern}$", examples=list(KIT_PLATFORMS))
]
"""Whether its rules are known is for whoever knows the workspace to say."""
Platforms = Annotated[tuple[Platform, ...], OneOrMany()]
