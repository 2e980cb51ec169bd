"""The values that keys about publishing take: addresses, paces, days and moments."""

import re
from datetime import datetime, time
from typing import Annotated
from unicodedata import normalize
from uuid import UUID

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Mistake, OneOrMany, Scalar
from pipeline.errors import did_you_mean
from pipeline.masking import has_secret
from pipeline.messages import listed, tr
from pipeline.model.publishing.platform import KIT_PLATFORMS, PLATFORM_ID, platform_named
from pipeline.model.publishing.podcast import APPLE_CATEGORIES
from pipeline.model.publishing.schedule import DAYS
from pipeline.model.publishing.target import Pace


def _target_url(value: str) -> str:
    if has_secret(value):
        hint = tr("name an environment variable in 'password-env' instead")
        raise Mistake("password-in-file", tr("a password must not be in this address"), hint)
    found = re.fullmatch(r"([a-z][a-z0-9+.-]*)://(.+)", value)
    if found is None or found[1] not in _SCHEMES:
        schemes = listed(f"{name}://" for name in _SCHEMES)
        message = tr("'{value}' is not an address where files can be put", value=shown(value))
        raise Mistake("bad-url", message, tr("it begins with one of: {schemes}", schemes=schemes))
    return value.rstrip("/")


def _address(value: str) -> str:
    if has_secret(value):
        hint = tr("everybody will see it: write it as visitors type it")
        raise Mistake("password-in-file", tr("a password must not be in this address"), hint)
    if not re.fullmatch(r"https?://[^\s/?#\[\]]+(/[^\s?#]*)?", value):
        message = tr("'{value}' is not a web address", value=shown(value))
        raise Mistake("bad-url", message, tr("it begins with https:// and has no '?' or '#'"))
    return value


def _link(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\S*", value):
        message = tr("'{value}' is not a web address", value=shown(value))
        raise Mistake("bad-url", message, tr("it begins with https://"))
    return value


def _public_url(value: str) -> str:
    return f"{_address(value).rstrip('/')}/"


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*", value, re.ASCII):
        # Some write the password itself here, which nobody else may read in a message.
        message = tr("this is not the name of an environment variable")
        raise Mistake("bad-name", message, tr("write a name such as NAS_PASSWORD, never the password itself"))
    return value


def _category(value: str) -> str:
    name, _, below = (part.strip() for part in value.partition(">"))
    if name not in APPLE_CATEGORIES:
        hint = did_you_mean(shown(name), APPLE_CATEGORIES)
        message = tr("podcast directories have no category '{category}'", category=shown(name))
        raise Mistake("unknown-category", message, hint)
    if below and below not in APPLE_CATEGORIES[name]:
        hint = did_you_mean(shown(below), APPLE_CATEGORIES[name])
        message = tr("podcast directories have no '{below}' under '{category}'", below=shown(below), category=name)
        raise Mistake("unknown-category", message, hint)
    return f"{name} > {below}" if below else name


def _email(value: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value):
        raise Mistake("bad-email", tr("'{value}' is not an e-mail address", value=shown(value)))
    return value


def _feed_guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        hint = tr("copy the value of 'podcast:guid' from the old feed, or leave the key out")
        raise Mistake("bad-guid", tr("'{value}' is not the identity of a feed", value=shown(value)), hint) from None


def _pace(value: str) -> Pace:
    found = re.fullmatch(r"([1-9]\d{0,4})\s*/\s*(minute|hour|day|week)", value, re.ASCII)
    if found is None:
        message = tr("'{value}' is not a pace", value=shown(value))
        raise Mistake("bad-pace", message, tr("write '20/hour', or another number per minute, hour, day or week"))
    return Pace(count=int(found[1]), seconds=_PERIODS[found[2]])


def _bandwidth(value: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,5})\s*(kB|MB)(?:/s)?", value, re.ASCII)
    if found is None:
        message = tr("'{value}' is not a number of bytes a second", value=shown(value))
        raise Mistake("bad-bandwidth", message, tr("write '500kB' or '2MB'"))
    return int(found[1]) * (1_000_000 if found[2] == "MB" else 1_000)


def _icp(value: str) -> str:
    plain = "".join(normalize("NFKC", value).split()).replace("icp", "ICP")
    if not re.fullmatch(r"[\u4e00-\u9fff]ICP[备证]\d{6,12}号(-\d{1,4})?", plain):
        message = tr("'{value}' is not the number of an ICP filing", value=shown(value))
        raise Mistake("bad-icp", message, tr("write it as the ministry gave it: {example}", example=_ICP))
    return plain


def _police(value: str) -> str:
    plain = "".join(normalize("NFKC", value).split())
    found = re.fullmatch(r"([\u4e00-\u9fff]公网安备)(\d{8,14})号?", plain)
    if found is None:
        message = tr("'{value}' is not the number of a filing with the police", value=shown(value))
        raise Mistake("bad-police", message, tr("write it as the police gave it: {example}", example=_POLICE))
    return f"{found[1]}{found[2]}号"


_ICP, _POLICE = "湘ICP备2022000001号-1", "湘公网安备43010502000001号"
_SCHEMES = ("file", "sftp", "s3", "webdav+http", "webdav+https")
_PERIODS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def _datetime(value: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", value, re.ASCII):
        message = tr("'{value}' is not a date with a time", value=shown(value))
        raise Mistake("bad-date", message, tr("write it like this: 2026-12-01 19:30"))
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise Mistake("bad-date", tr("the calendar has no '{date}'", date=value)) from None


def _time(value: str) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", value, re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        message = tr("'{value}' is not a time of day", value=shown(value))
        raise Mistake("bad-time", message, tr('write "19:30", in quotes'))
    return time(int(found[1]), int(found[2]))


def _day(value: str) -> int:
    name = value.lower().removeprefix("每")
    known = {name: number for number, name in enumerate(DAYS)} | {
        f"{word}{sign}": number
        for word in ("周", "星期", "礼拜")
        for sign, number in {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}.items()
    }
    if name not in known:
        message = tr("'{value}' is not a day of the week", value=shown(value))
        raise Mistake("unknown-day", message, did_you_mean(shown(name), DAYS))
    return known[name]


def _platform(value: str) -> str:
    if not PLATFORM_ID.fullmatch(value):
        known = platform_named(value)
        hint = tr("write '{example}'", example=known) if known else did_you_mean(shown(value), KIT_PLATFORMS)
        message = tr("'{name}' cannot be the name of a platform", name=shown(value))
        raise Mistake("bad-platform", message, hint)
    return value


TargetUrl = Annotated[str, Scalar(_target_url, type="string", pattern=rf"^({'|'.join(map(re.escape, _SCHEMES))})://.")]
PublicUrl = Annotated[str, Scalar(_public_url, type="string", pattern="^https?://")]
PaceName = Annotated[
    Pace, Scalar(_pace, type="string", pattern=r"^[1-9][0-9]{0,4}\s*/\s*(minute|hour|day|week)$", examples=["20/hour"])
]
Bandwidth = Annotated[int, Scalar(_bandwidth, type="string", pattern=r"^[1-9][0-9]{0,5}\s*(kB|MB)(/s)?$")]
Category = Annotated[str, Scalar(_category, type="string", examples=["Education", "Education > Courses", "History"])]
Categories = Annotated[tuple[Category, ...], OneOrMany(least=1)]
Email = Annotated[str, Scalar(_email, type="string", pattern="^[^ @]+@[^ @]+$", examples=["studio@example.org"])]
FeedGuid = Annotated[
    str,
    Scalar(_feed_guid, type="string", pattern="^[0-9a-fA-F-]{36}$", examples=["917393e3-1b1e-5cef-ace4-edaa54e1f810"]),
]
Link = Annotated[str, Scalar(_link, type="string", pattern="^https?://", examples=["https://example.org/?id=1"])]
Address = Annotated[str, Scalar(_address, type="string", pattern="^https?://")]
IcpNumber = Annotated[str, Scalar(_icp, type="string", pattern="ICP|icp|ＩＣＰ", examples=[_ICP])]
PoliceNumber = Annotated[str, Scalar(_police, type="string", pattern="公网安备", examples=[_POLICE])]
Variable = Annotated[str, Scalar(_variable, type="string", pattern="^[A-Za-z_][A-Za-z0-9_]*$")]
DateTime = Annotated[
    datetime,
    Scalar(
        _datetime,
        tr("a date with a time such as 2026-12-01 19:30"),
        type="string",
        pattern=r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$",
        examples=["2026-12-01 19:30"],
    ),
]
TimeOfDay = Annotated[
    time, Scalar(_time, tr("a time of day"), type="string", pattern="^[0-9]{1,2}:[0-9]{2}$", examples=["19:30"])
]
Day = Annotated[int, Scalar(_day, tr("a day of the week"), type="string", examples=["wednesday", "周三"])]
Days = Annotated[tuple[Day, ...], OneOrMany(least=1)]
Platform = Annotated[
    str,
    Scalar(
        _platform, tr("a platform"), type="string", pattern=f"^{PLATFORM_ID.pattern}$", examples=list(KIT_PLATFORMS)
    ),
]
"""`studio` checks that its rules are known: a workspace may have rules of its own."""
Platforms = Annotated[tuple[Platform, ...], OneOrMany()]
