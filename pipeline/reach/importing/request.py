"""Requests: what the user says about some files, and what is known for all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime, tzinfo
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.reach.importing.cache import ImportCache
from pipeline.reach.importing.formats import Format, library
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.platforms import Platforms, is_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user says about some files, and what is the same for all of them."""

    platform: str | None
    as_of: Date | datetime | None
    account: str
    zone: tzinfo
    now: datetime
    """In the studio's zone, without zone."""
    formats: tuple[Format, ...]
    platforms: Platforms
    """Those that are known."""
    answers: Mapping[str, str]
    """What a person said of columns, by plain header."""
    known: ImportCache
    """Works and times of the files that were read so far."""


def make_request(
    *,
    platform: str | None = None,
    as_of: Date | datetime | None = None,
    account: str = "",
    zone: tzinfo,
    now: datetime,
    root: Path | None = None,
    answers: Mapping[str, str] | None = None,
    platforms: Iterable[str] = (),
) -> Request:
    """What is the same for every file of a call; `root` is the workspace, whose own formats are known as well; by
    header, `answers` say what columns mean; `platforms` are those that figures are from already.

    Raises DiagnosedError for mistakes in the studio's own formats, PipelineError for an `as_of` that is yet to come.
    """
    here = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    if as_of is not None and (as_of.date() if isinstance(as_of, datetime) else as_of) > here.date():
        message = tr("--as-of {day} is in the future", day=f"{as_of:%Y-%m-%d}")
        raise PipelineError(message, hint=tr("give the day on which the file was exported"))
    formats = library(root)
    known = Platforms.of([*platforms, *(one.platform for one in formats)])
    return Request(
        platform=platform,
        as_of=as_of,
        account=account,
        zone=zone,
        now=here,
        formats=tuple(
            replace(one, platform=known.spelled(one.platform)) if is_own(one.platform) and one.platform else one
            for one in formats
        ),
        platforms=known,
        answers={plain_header(name): means for name, means in (answers or {}).items()},
        known=ImportCache(zone),
    )
