"""The filter: lines of a log become requests; what is no person's request for a known file is dropped and counted."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

import numpy as np

from pipeline.reach.downloads.agents.user_agents import Agents, agents
from pipeline.reach.downloads.byte_ranges import received
from pipeline.reach.downloads.logs.clients import Network, is_private, unbelieved
from pipeline.reach.downloads.logs.clients import client as client_of
from pipeline.reach.downloads.logs.formats import PLAIN, PROXIED, LogFormat, Row, w3c_format
from pipeline.reach.downloads.logs.written_format import written_format
from pipeline.reach.downloads.media import UNKNOWN, Address, MediaFinder, unescaped
from pipeline.reach.downloads.requests import REQUEST, Requests
from pipeline.reach.downloads.visitors import DAY, Month, Networks, Salts, network_of, visitor

Client = bytes
COUNTED = frozenset((b"200", b"206", b"000", b"499"))
"""000 and 499: the client went away; what it got until then counts."""
LONGEST = 1024
"""Bytes of an agent; longer ones are not kept at hand."""
SAMPLE = 200
"""Lines of a piece by which proxies are noticed that nobody said to believe."""
SAID = -1
"""The format of lines that are written as the user says."""
ROOM = 100_000
"""Agents and visitors that are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRules:
    """What a filter decides by; plain values, so that it can be sent to other processes."""

    addresses: tuple[Address, ...]
    sizes: tuple[int, ...]
    """Of the media, in bytes."""
    salts: Salts
    now: int
    """Seconds since 1970; what lies a day later has not happened."""
    run: bytes
    """Salt of this run, by which visitors are counted over all months of it."""
    agents_kept: tuple[str, ...] = ()
    agents_dropped: tuple[str, ...] = ()
    agents_named: tuple[str, ...] = ()
    """Robots of a list that the studio brought."""
    networks: Networks = field(default_factory=Networks)
    proxies: tuple[Network, ...] = ()
    """Networks of proxies that are believed whom they serve."""
    log_format: str = ""
    """How the user says that lines are written, in the words of a server's settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPiece:
    """Some lines of one log."""

    block: bytes
    """Whole lines, without the last line break."""
    format: int | bytes
    """Place in the list of plain formats, the `#Fields:` line that names its columns, or SAID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredPiece:
    """The requests of a piece, and how many lines were dropped for which reason."""

    lines: int
    bytes: int
    dropped: Counter[str]
    requests: Requests
    people: np.ndarray[tuple[int], np.dtype[np.int64]]
    """For each request, its visitor's number in this run."""
    previous: dict[int, int]
    """Of visitors of a month's first day: from their number to the one under the salt of the month before."""
    formats: Counter[str]
    """Requests by the format they were written in."""
    clients: "frozenset[Client]"
    """Private addresses that kept requests came from; the empty one stands for all others."""
    sampled: int = 0
    """Requests that were looked at for what they say of proxies."""
    unbelieved: tuple[tuple[str, str], ...] = ()
    """For those of them that say whom their client serves, without being believed: the client, and whom."""


class LineFilter:
    """Filters pieces of logs; remembers agents and visitors from one to the next."""

    def __init__(self, rules: FilterRules) -> None:
        self._rules = rules
        self._finder = MediaFinder.of(rules.addresses)
        self._agents: Agents = agents(kept=rules.agents_kept, dropped=rules.agents_dropped, names=rules.agents_named)
        self._judged: dict[tuple[bytes, bytes, bytes], str] = {}
        """Why requests of a method, status and agent are dropped."""
        self._verdicts: dict[bytes, str] = {}
        """What agents are, whatever they ask for."""
        self._visitors: dict[tuple[bytes, bytes], tuple[int, int]] = {}
        self._private: dict[int, bytes] = {}
        """Addresses of visitors that have a private one, by their number in this run."""
        self._month = Month(name="", start=0, stop=0, salt=b"", before=b"")
        self._months: list[Month] = []
        self._first_day = 0
        """When the month's first day ends."""

    def filter(self, piece: LogPiece) -> FilteredPiece:
        """The requests of a piece, and what was dropped."""
        layouts = PROXIED if self._rules.proxies else PLAIN
        said = piece.format == SAID
        format = written_format(self._rules.log_format) if said else _log_format(piece.format, layouts)
        dropped: Counter[str] = Counter()
        formats: Counter[str] = Counter()
        found = array("q")
        previous: dict[int, int] = {}
        odd = self._filter(format, format.rows(piece.block), found, previous, dropped)
        lines = piece.block.count(b"\n") + 1
        formats[format.id] = lines - len(odd)
        for line in odd:
            if (other := _other(line, format, layouts)) is None:
                dropped["comment" if line.startswith(b"#") else "unreadable"] += 1
            else:
                formats[other.id] += 1
                self._filter(other, other.rows(line), found, previous, dropped)
        sampled, told = self._unbelieved(piece, format)
        table = np.frombuffer(found, np.int64).reshape(-1, 6)
        requests = np.empty(len(table), REQUEST)
        for column, name in enumerate(("visitor", "time", "medium", "start", "stop")):
            requests[name] = table[:, column]
        return FilteredPiece(
            lines=lines,
            bytes=len(piece.block),
            dropped=dropped,
            requests=requests,
            people=table[:, 5].copy(),
            previous=previous,
            formats=+formats,
            clients=self._clients(table[:, 5]),
            sampled=sampled,
            unbelieved=told,
        )

    def _filter(
        self,
        format: LogFormat,
        rows: Iterable[Row],
        found: "array[int]",
        previous: dict[int, int],
        dropped: Counter[str],
    ) -> list[bytes]:
        """Adds to `found` and `dropped`; returns the lines that are no requests in this format."""
        odd = []
        targets, find = self._finder.known, self._finder.find
        judged, visitors, sizes, head = self._judged, self._visitors, self._rules.sizes, format.head
        last, time, untimely = b"", 0, ""
        for client, when, method, target, status, sent, agent, span, length, line in rows:
            if not client:
                odd.append(line)
                continue
            medium = targets.get(target)
            if medium is None:
                medium = find(target)
            if medium < 0:
                dropped["other-file" if medium == UNKNOWN else "ambiguous-path"] += 1
                continue
            reason = judged.get((method, status, agent))
            if reason is None:
                reason = self._judge(method, status, agent, format)
            if not reason:
                if when != last:
                    last, (time, untimely) = when, self._at(when, format)
                reason = untimely
            if reason:
                dropped[reason] += 1
                continue
            start, stop = received(span, status, sent, sizes[medium], length, head)
            if stop <= 0:
                dropped["nothing-sent" if stop == 0 else "probe"] += 1
                continue
            known = visitors.get((client, agent))
            if known is None:
                known = self._visitor(client, agent, format)
            number, person = known
            if not number:
                dropped["network"] += 1
                continue
            if time < self._first_day and number not in previous:
                previous[number] = self._before(client, agent, format)
            found.extend((number, time, medium, start, stop, person))
        return odd

    def _unbelieved(self, piece: LogPiece, format: LogFormat) -> tuple[int, tuple[tuple[str, str], ...]]:
        if isinstance(piece.format, int) and piece.format != SAID:
            format = PROXIED[piece.format]
        sample = b"\n".join(piece.block.split(b"\n", SAMPLE)[:SAMPLE])
        clients = [row[0] for row in format.rows(sample) if row[0]]
        found = (unbelieved(client, self._rules.proxies) for client in clients)
        return len(clients), tuple(pair for pair in found if pair)

    def _clients(self, people: np.ndarray[tuple[int], np.dtype[np.int64]]) -> "frozenset[Client]":
        """Their addresses, as far as shows whether all have the same private one."""
        found: set[Client] = set()
        for person in people:
            found.add(self._private.get(int(person), b""))
            if b"" in found or len(found) > 1:
                break
        return frozenset(found)

    def _judge(self, method: bytes, status: bytes, agent: bytes, format: LogFormat) -> str:
        """Why such requests are dropped; empty for those that may count."""
        if method != b"GET":
            reason = "method"
        elif status not in COUNTED:
            reason = "not-modified" if status == b"304" else "status"
        else:
            reason = self._verdict(_plain(agent, format))
        if len(self._judged) > ROOM:
            self._judged.clear()
        if len(agent) <= LONGEST:
            self._judged[method, status, agent] = reason
        return reason

    def _verdict(self, agent: bytes) -> str:
        known = self._verdicts.get(agent)
        if known is None:
            if len(self._verdicts) > ROOM:
                self._verdicts.clear()
            known = self._agents.verdict(agent.decode("utf-8", "replace"))
            if len(agent) <= LONGEST:
                self._verdicts[agent] = known
        return known

    def _at(self, when: bytes, format: LogFormat) -> tuple[int, str]:
        """The moment of a request, and why nothing then is counted; goes to its month."""
        try:
            time = format.time(when)
        except ValueError:
            return 0, "unreadable"
        if time > self._rules.now + DAY:
            return 0, "future"
        if not self._month.start <= time < self._month.stop:
            self._turn(time)
        return time, "" if self._month.salt else "closed-month"

    def _visitor(self, client: bytes, agent: bytes, format: LogFormat) -> tuple[int, int]:
        """The visitor's numbers in the month at hand and in this run; zeros for a network of programs."""
        known = (0, 0)
        found = client_of(client, self._rules.proxies)
        if not self._rules.networks.drops(found):
            address, plain = network_of(found), _plain(agent, format)
            known = visitor(address, plain, self._month.salt), visitor(address, plain, self._rules.run)
            if is_private(found) and len(self._private) < ROOM:
                self._private[known[1]] = found
        if len(self._visitors) > ROOM:
            self._visitors.clear()
        if len(agent) <= LONGEST:
            self._visitors[client, agent] = known
        return known

    def _before(self, client: bytes, agent: bytes, format: LogFormat) -> int:
        """The visitor's number under the salt of the month before; 0 where that month is closed."""
        salt = self._month.before
        found = network_of(client_of(client, self._rules.proxies))
        return visitor(found, _plain(agent, format), salt) if salt else 0

    def _turn(self, time: int) -> None:
        """Go to the month of a moment."""
        known = (month for month in self._months if month.start <= time < month.stop)
        month = next(known, None)
        if month is None:
            month = self._rules.salts.month(time)
            self._months.append(month)
        self._month, self._first_day = month, month.start + DAY
        self._visitors.clear()


def _log_format(given: int | bytes, layouts: Sequence[LogFormat]) -> LogFormat:
    if isinstance(given, int):
        return layouts[given]
    format = w3c_format(given)
    assert format is not None, "the reader only hands on fields that make a format"
    return format


def _other(line: bytes, tried: LogFormat, layouts: Sequence[LogFormat]) -> LogFormat | None:
    """Another format that the line can be read in: logs get mixed when formats change or files are put together."""
    others = (format for format in layouts if format is not tried)
    return next((format for format in others if any(row[0] for row in format.rows(line))), None)


def _plain(agent: bytes, format: LogFormat) -> bytes:
    """The agent as the visitor sent it, so that one visitor is one in logs of all kinds."""
    if format.id == "cloudfront":
        # Older logs encode it twice.
        return unquote_to_bytes(unquote_to_bytes(agent))
    return unescaped(agent)
