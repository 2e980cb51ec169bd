"""Formats of log lines: nginx and Apache combined, CloudFront, Alibaba CDN; every line gives the same ten fields."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Protocol

from pipeline.reach.downloads.timestamps import clf, unix, w3c

Row = tuple[bytes, ...]
"""client, when, method, target, status, bytes sent, agent, range, length of the body, and the line itself where it is
no request; a field that the log does not have is empty. Tuples and not a class: there are millions of them."""

FIELDS = b"#Fields:"

_QUOTED = rb'[^"\\\n]*(?:\\.[^"\\\n]*)*'


def _ordered(*places: int) -> Callable[[Row], Row]:
    return itemgetter(*places)


class LogFormat(Protocol):
    """How one kind of log writes a request."""

    @property
    def id(self) -> str: ...

    @property
    def head(self) -> bool:
        """Whether the bytes sent include the head of the response."""

    def rows(self, block: bytes) -> Iterable[Row]:
        """One row for each line of the block, which does not end with a line break."""

    def time(self, when: bytes) -> int:
        """Seconds since 1970. Raises ValueError where that is no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat:
    """A format that one regular expression reads; its last group takes the lines that are no requests."""

    id: str
    pattern: re.Pattern[bytes]
    order: Callable[[Row], Row] | None = None
    """Puts the groups in the order of a row, where they have another one."""
    clock: Callable[[bytes], int] = clf
    head: bool = False

    def rows(self, block: bytes) -> Iterable[Row]:
        found: list[Row] = self.pattern.findall(block)
        return found if self.order is None else map(self.order, found)

    def time(self, when: bytes) -> int:
        return self.clock(when)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFormat:
    """Alibaba CDN's real-time log as it is shipped: one JSON object a line."""

    id: str = "alibaba-cdn-realtime"
    head: bool = False

    def rows(self, block: bytes) -> Iterable[Row]:
        return map(_json_row, block.split(b"\n"))

    def time(self, when: bytes) -> int:
        return unix(when)


COMBINED = TextFormat(
    id="combined",
    # The first text behind the agent that looks like a range is one: nginx's own 'main' format has another field there.
    pattern=re.compile(
        rb'^(?:(\S+) \S+ [^\[\n]*\[([^\]\n]+)\] "([A-Z]+) ([^\s"]+)[^"\n]*" (\d+) (\d+|-) '
        rb'"%(quoted)b" "(%(quoted)b)"(?:[^\n]*?"(bytes=[^"\n]*|-)")?()[^\n]*|([^\n]*))$' % {b"quoted": _QUOTED},
        re.MULTILINE,
    ),
)
ALIBABA = TextFormat(
    id="alibaba-cdn",
    # [end] client proxy milliseconds "referer" "GET url" status request-size response-size HIT "agent" "type"
    pattern=re.compile(
        rb'^(?:\[([^\]\n]+)\] (\S+) \S+ \S+ "%(quoted)b" "([A-Z]+) ([^\s"]+)[^"\n]*" (\d+) \S+ (\d+|-) \S+ '
        rb'"(%(quoted)b)"(?:[^\n]*?"(bytes=[^"\n]*|-)")?()[^\n]*|([^\n]*))$' % {b"quoted": _QUOTED},
        re.MULTILINE,
    ),
    order=_ordered(1, 0, *range(2, 10)),
)
PLAIN = (COMBINED, ALIBABA, JsonFormat())
"""Layouts that a line shows by itself."""

_W3C = {
    "client": ("c-ip",),
    "method": ("cs-method",),
    "target": ("cs-uri-stem",),
    "status": ("sc-status",),
    "sent": ("sc-bytes",),
    "agent": ("cs(User-Agent)",),
    "length": ("sc-content-len",),
}
_ORDER = ("client", "when", "method", "target", "status", "sent", "agent", "range", "length", "line")


@lru_cache(maxsize=64)
def w3c_format(header: bytes) -> TextFormat | None:
    """CloudFront's format from its '#Fields:' line; None where a needed column is missing."""
    names = header.removeprefix(FIELDS).decode("utf-8", "replace").split()
    columns = {names[i]: i for i in reversed(range(len(names)))}
    if not {"date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status", "sc-bytes"} <= columns.keys():
        return None
    groups = {kind: columns[name] for kind, (name,) in _W3C.items() if name in columns}
    # Two neighbouring columns make one field.
    pairs = {"when": ("date", "time"), "range": ("sc-range-start", "sc-range-end")}
    for kind, (first, second) in pairs.items():
        if columns.get(second, 0) == columns.get(first, -2) + 1:
            groups[kind] = columns[first]
    if "when" not in groups:
        return None
    return _w3c(groups)


def _w3c(groups: dict[str, int]) -> TextFormat:
    at = {column: kind for kind, column in groups.items()}
    parts, column, found = [], 0, []
    last = max(groups.values())
    while column <= last:
        kind = at.get(column)
        wide = kind in ("when", "range")
        cell = rb"[^\t\r\n]*\t[^\t\r\n]*" if wide else rb"[^\t\r\n]*"
        parts.append(b"(" + cell + b")" if kind else cell)
        if kind:
            found.append(kind)
        column += 2 if wide else 1
    missing = [kind for kind in _ORDER[:-1] if kind not in found]
    places = {kind: i for i, kind in enumerate([*found, *missing, "line"])}
    text = rb"^(?:(?!#)" + rb"\t".join(parts) + b"()" * len(missing) + rb"(?:[\t\r][^\n]*)?|([^\n]*))$"
    return TextFormat(
        id="cloudfront",
        pattern=re.compile(text, re.MULTILINE),
        order=_ordered(*(places[kind] for kind in _ORDER)),
        clock=w3c,
        head=True,
    )


def _json_row(line: bytes) -> Row:
    empty = (b"",) * 9
    if not line.startswith(b"{"):
        return (*empty, line)
    try:
        found = json.loads(line)
        whole = [str(found[name]).encode() for name in ("client_ip", "unixtime", "method", "uri", "return_code")]
    except (ValueError, KeyError, TypeError, RecursionError):
        return (*empty, line)
    body = found.get("body_bytes_sent")
    sent = str(found.get("response_size", "") if body in (None, "", "-") else body).encode()
    reply, asked = (str(found.get(name) or "-") for name in ("sent_http_content_range", "http_range"))
    return (
        *whole,
        sent,
        str(found.get("user_agent", "")).encode(errors="replace"),
        (reply if reply != "-" else asked).encode(errors="replace"),
        b"",
        b"",
    )
