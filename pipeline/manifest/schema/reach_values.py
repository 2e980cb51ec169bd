"""The values that keys about reach take: time zones, addresses of databases, platforms and accounts."""

import re
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Mistake, Scalar
from pipeline.masking import has_secret
from pipeline.messages import tr
from pipeline.model.publishing.platform import is_platform

_STORE = re.compile(r"(sqlite|postgresql)(\+[a-z0-9]+)?://\S+")


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(value[:60], available_timezones(), n=1)
        hint = tr("did you mean '{name}'?", name=near[0]) if near else tr("write a place such as Asia/Shanghai")
        raise Mistake("unknown-timezone", tr("there is no time zone '{name}'", name=shown(value)), hint) from None
    return value


def _store(value: str) -> str:
    if has_secret(value):
        hint = tr("leave it out; PostgreSQL takes it from ~/.pgpass or the environment variable PGPASSWORD")
        raise Mistake("password-in-manifest", tr("a password must not be in this file"), hint)
    if not _STORE.fullmatch(value):
        hint = tr("write 'sqlite:///path/to/reach.sqlite' or 'postgresql://user@host/database'")
        raise Mistake("bad-store", tr("'{value}' is not the address of a database", value=shown(value)), hint)
    return value


def _platform(value: str) -> str:
    if not is_platform(value):
        message = tr("'{name}' cannot be the name of a platform", name=shown(value))
        raise Mistake("bad-platform", message, tr("write douyin, wechat-article, web-log ..."))
    return value


TimeZone = Annotated[str, Scalar(_timezone, type="string", examples=["Asia/Shanghai"])]
StoreUrl = Annotated[
    str,
    Scalar(
        _store, type="string", pattern="^(sqlite|postgresql)", examples=["postgresql://studio@nas/reach"]
    ),
]  # fmt: skip
PlatformName = Annotated[str, Scalar(_platform, type="string", examples=["web-log"])]
