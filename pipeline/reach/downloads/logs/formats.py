"""Formats of log lines (nginx, Apache, CloudFront, Alibaba CDN, Caddy); every line gives the same ten fields."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Protocol

from pipeline.reach.downloads.logs.clients import BEHIND, forwarded
from pipeline.reach.downloads.logs.json_formats import JsonFormat, alibaba, caddy
from pipeline.reach.downloads.logs.timestamps import clf, w3c

Row = tuple[bytes, ...]
"""What stands before the time, with the client in it (`clients.py`); when, method, target, status, bytes sent, agent,
range, length of the body, and the line itself where it is no request; a field that the log does not have is empty.
Tuples and not a class: there are millions of them."""

FIELDS = b"#Fields:"

TARGET = rb'([^\s"]+(?: +(?!HTTP/)[^\s"]+)*)'
"""May have blanks in it: some players do not encode them."""
QUOTED = rb'[^"\\\n]*(?:\\.[^"\\\n]*)*'
_HEAD = rb"(\S+ [^\[\n]*(?:\[\d+\]: [^\[\n]*)?)"
"""A line that came by syslog has the number of a process before the client: `web1 nginx[812]: `."""
_PARTS = {b"head": _HEAD, b"quoted": QUOTED, b"target": TARGET}


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


COMBINED = TextFormat(
    id="combined",
    # The first text behind the agent that looks like a range is one: nginx's own 'main' format has another field there.
    pattern=re.compile(
        rb'^(?:%(head)b\[([^\]\n]+)\] "([A-Z]+) %(target)b[^"\n]*" (\d+) (\d+|-) '
        rb'"%(quoted)b" "(%(quoted)b)"(?:[^\n]*?"(bytes=[^"\n]*|-)")?()[^\n]*|([^\n]*))$' % _PARTS,
        re.MULTILINE,
    ),
)
ALIBABA = TextFormat(
    id="alibaba-cdn",
    # [end] client proxy milliseconds "referer" "GET url" status request-size response-size HIT "agent" "type"
    pattern=re.compile(
        rb'^(?:\[([^\]\n]+)\] (\S+) \S+ \S+ "%(quoted)b" "([A-Z]+) %(target)b[^"\n]*" (\d+) \S+ (\d+|-) \S+ '
        rb'"(%(quoted)b)"(?:[^\n]*?"(bytes=[^"\n]*|-)")?()[^\n]*|([^\n]*))$' % _PARTS,
        re.MULTILINE,
    ),
    order=_ordered(1, 0, *range(2, 10)),
)
PLAIN = (
    COMBINED,
    ALIBABA,
    JsonFormat(id="alibaba-cdn-realtime", read=alibaba),
    JsonFormat(id="caddy", read=caddy),
)
"""Layouts that a line shows by itself."""

_RANGE = re.compile(rb'"(bytes=[^"\n]*)"')


def _proxied_row(row: Row) -> Row:
    """A row of the combined format with all that follows the agent as its range: looked through for what is in it."""
    head, tail = row[0], row[7]
    if not head:
        return row
    told, span = forwarded(tail), _RANGE.search(tail)
    asked = span[1] if span else b"-" if b'"-"' in tail else b""
    return (head + BEHIND + told if told else head, *row[1:7], asked, *row[8:])


PROXIED = (
    TextFormat(
        id="combined",
        pattern=re.compile(
            rb'^(?:%(head)b\[([^\]\n]+)\] "([A-Z]+) %(target)b[^"\n]*" (\d+) (\d+|-) '
            rb'"%(quoted)b" "(%(quoted)b)"([^\n]*)()|([^\n]*))$' % _PARTS,
            re.MULTILINE,
        ),
        order=_proxied_row,
    ),
    *(replace(one, proxied=True) if isinstance(one, JsonFormat) else one for one in PLAIN[1:]),
)
"""The same, with the addresses that proxies have added."""

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
