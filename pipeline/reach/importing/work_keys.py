"""Works: which work a row is about, and the key by which it is recognised in every later file."""

import html
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import parse_qs, urlsplit

from pipeline.messages import NOTHING, Message, tr
from pipeline.reach.importing.cells import (
    BrokenCell,
    Cell,
    Moment,
    as_written,
    identity,
    is_missing,
    moment,
    plain_text,
    quoted,
)
from pipeline.reach.importing.formats import Column
from pipeline.reach.observation import Work
from pipeline.reach.platforms import Platforms

_LIMIT = 2_000
"""Characters kept of a title or an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableRow:
    """A row that is about no work that can be counted."""

    reason: str
    """Its code in JSON."""
    problem: Message = NOTHING
    """For a warning; nothing for what is quite usual."""
    word: str = ""
    """Of a row of totals: what it calls them."""


def made_work(
    cells: Mapping[str, Cell],
    columns: Mapping[str, Column],
    *,
    zone: tzinfo,
    now: datetime,
    shared_minutes: Collection[str],
    platforms: Platforms,
    lettered: bool = False,
) -> Work | UnusableRow:
    """The work that a row's cells name, by their role; a broken id or date makes the row unusable.

    `shared_minutes` are the minutes in which several works came out; `lettered` whether the table's ids have letters.
    """
    for role in ("url-id", "id"):
        try:
            if key := _address(cells[role]) if role == "url-id" else identity(cells[role], lettered=lettered):
                break
        except KeyError:
            key = ""
        except BrokenCell as cause:
            return _broken(cells[role], columns[role], cause)
    try:
        when = moment(cells.get("published"), zone)
    except BrokenCell as cause:
        return _broken(cells["published"], columns["published"], cause)
    if when and when.when > now:
        problem = tr("its day of publication, {day}, is in the future", day=f"{when.when:%Y-%m-%d}")
        return UnusableRow(reason="broken", problem=problem)
    named = "" if is_missing(cells.get("platform")) else plain_text(cells["platform"])
    platform = platforms.named(named) if named else ""
    if platform is None:
        if problem := platforms.problem(named):
            return UnusableRow(reason="unknown-platform", problem=problem)
        platform = platforms.spelled(named)
    episode = _episode(cells)
    own_key = key or _key(plain_text(cells.get("title"))[:_LIMIT], when, episode, shared_minutes)
    if not own_key:
        return UnusableRow(reason="unidentified", problem=tr("nothing in it says which work it is about"))
    state = columns.get("state")
    return Work(
        key=own_key[:_LIMIT],
        title=as_written(cells.get("title"))[:_LIMIT],
        published=when.when if when else None,
        url=_url(cells),
        state="private" if state and plain_text(cells["state"]).casefold() in state.private else "public",
        named=bool(key),
        episode=episode,
        platform=platform,
    )


def _broken(cell: Cell, column: Column, cause: BrokenCell) -> UnusableRow:
    problem = tr("{cell} under '{header}': {reason}", cell=quoted(cell), header=column.header, reason=cause.reason)
    return UnusableRow(reason="broken", problem=problem)


def minute(when: Moment) -> str:
    return f"{when.when:%Y-%m-%dT%H:%M}"


def _key(title: str, when: Moment | None, episode: str, shared_minutes: Collection[str]) -> str:
    """Where the platform gives no id: the minute of publication, the episode that the table names, else the title.

    Several works may come out on one day, so that a day alone needs the title beside it; a shared minute likewise.
    """
    if when and not when.day_only:
        return f"{minute(when)} {title}".strip() if minute(when) in shared_minutes else minute(when)
    if episode:
        return f"episode {episode}"
    return f"{when.when:%Y-%m-%d} {title}" if when and title else title


def _episode(cells: Mapping[str, Cell]) -> str:
    """`lieshita/12`, `12`, or as the table says it."""
    number, series = ("" if is_missing(cells.get(role)) else plain_text(cells[role]) for role in ("episode", "series"))
    return f"{series}/{number}" if series and number and "/" not in number else number


def _url(cells: Mapping[str, Cell]) -> str:
    url = html.unescape(plain_text(cells.get("url-id") or cells.get("url")))
    return url[:_LIMIT] if url.startswith(("http://", "https://")) else ""


def _address(cell: Cell) -> str:
    """What of an article's address stays the same: its account, message and place in it, or its short path."""
    text = html.unescape(identity(cell))
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    query = parse_qs(parts.query)
    if mid := query.get("mid"):
        return "/".join([*query.get("__biz", []), *mid, *query.get("idx", ["1"])])
    return parts.path.strip("/").removeprefix("s/") or text
