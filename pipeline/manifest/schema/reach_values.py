"""The values that keys about reach take: time zones, addresses of databases, platforms and accounts."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Leaf, Mistake
from pipeline.errors import did_you_mean
from pipeline.model.platform import PLATFORM_ID

_STORE = re.compile(r"(sqlite|postgresql)(\+[a-z0-9]+)?://\S+")


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(shown(value), available_timezones()).partition(" Known: ")[0]
        hint = near if near.startswith("did") else "write a place such as Asia/Shanghai"
        raise Mistake("unknown-timezone", f"there is no time zone '{shown(value)}'", hint) from None
    return value


def _store(value: str) -> str:
    if not _STORE.fullmatch(value):
        hint = "write 'sqlite:///path/to/reach.sqlite' or 'postgresql://user@host/database'"
        raise Mistake("bad-store", f"'{shown(value)}' is no address of a database", hint)
    if re.match(r"[^/]+://[^/@]*:[^/@]*@", value):
        hint = "leave it out; PostgreSQL takes it from ~/.pgpass or the environment variable PGPASSWORD"
        raise Mistake("password-in-manifest", "a password does not belong into this file", hint)
    return value


def _platform(value: str) -> str:
    if not PLATFORM_ID.fullmatch(value):
        raise Mistake("bad-platform", f"'{shown(value)}' is no platform", "write douyin, wechat-article, web-log ...")
    return value


TimeZone = Annotated[str, Leaf(_timezone, type="string", examples=["Asia/Shanghai"])]
StoreUrl = Annotated[
    str,
    Leaf(
        _store, type="string", pattern="^(sqlite|postgresql)", examples=["postgresql://studio@nas/reach"]
    ),
]  # fmt: skip
PlatformName = Annotated[str, Leaf(_platform, type="string", examples=["web-log"])]
