"""The sieve: lines of a log become facts; what is no request of a person for a known file is dropped for a reason."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

import numpy as np

from pipeline.reach.downloads.agents import Agents, agents
from pipeline.reach.downloads.facts import FACT, Facts
from pipeline.reach.downloads.layouts import PLAIN, Layout, Row, w3c_layout
from pipeline.reach.downloads.media import AMBIGUOUS, Address, Finder, unescaped
from pipeline.reach.downloads.ranges import is_probe, received
from pipeline.reach.downloads.visitors import DAY, Month, Networks, Salts, house, visitor

LONGEST = 1024
"""Bytes of an agent that are looked at."""
ROOM = 100_000
"""Agents and visitors that are kept at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a sieve goes by; plain values, so that it can go to other processes."""

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
    networks: Networks = field(default_factory=Networks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Lines of one log."""

    block: bytes
    """Whole lines, without the last line break."""
    layout: int | bytes
    """Place in the list of plain layouts, or the `#Fields:` line that is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What a piece came to."""

    lines: int
    bytes: int
    dropped: Counter[str]
    facts: Facts
    people: np.ndarray[tuple[int], np.dtype[np.int64]]
    """For each fact, its visitor's number in this run."""
    ties: dict[int, int]
    """Numbers of visitors of a month's first day, to what they would be under the salt of the month before."""
    layouts: Counter[str]
    """Requests by the layout they were written in."""


class Sieve:
    """Sifts pieces; remembers agents and visitors from one to the next."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._finder = Finder.of(rules.addresses)
        self._agents: Agents = agents(kept=rules.agents_kept, dropped=rules.agents_dropped)
        self._verdicts: dict[bytes, str] = {}
        self._visitors: dict[tuple[bytes, bytes], tuple[int, int]] = {}
        self._month = Month(name="", start=0, stop=0, salt=b"", before=b"")
        self._months: dict[str, Month] = {}

    def sift(self, piece: Piece) -> Sifted:
        """The facts of a piece."""
        layout = _layout(piece.layout)
        dropped: Counter[str] = Counter()
        layouts: Counter[str] = Counter()
        found = array("q")
        ties: dict[int, int] = {}
        odd = self._sift(layout, layout.rows(piece.block), found, ties, dropped)
        lines = piece.block.count(b"\n") + 1
        layouts[layout.id] = lines - len(odd)
        for line in odd:
            if (other := _other(line, layout)) is None:
                dropped["comment" if line.startswith(b"#") else "unreadable"] += 1
            else:
                layouts[other.id] += 1
                self._sift(other, other.rows(line), found, ties, dropped)
        table = np.frombuffer(found, np.int64).reshape(-1, 6)
        facts = np.empty(len(table), FACT)
        for column, name in enumerate(("visitor", "time", "medium", "start", "stop")):
            facts[name] = table[:, column]
        return Sifted(
            lines=lines,
            bytes=len(piece.block),
            dropped=dropped,
            facts=facts,
            people=table[:, 5].copy(),
            ties=ties,
            layouts=+layouts,
        )

    def _sift(
        self,
        layout: Layout,
        rows: Iterable[Row],
        found: "array[int]",
        ties: dict[int, int],
        dropped: Counter[str],
    ) -> list[bytes]:
        """Adds to `found` and `dropped`; returns the lines that are no requests in this layout."""
        odd = []
        other = 0
        find, verdicts, visitors = self._finder.find, self._verdicts, self._visitors
        sizes, latest, moment, head = self._rules.sizes, self._rules.now + DAY, layout.time, layout.head
        month, when_known, time = self._month, b"", 0
        for client, when, method, target, status, size, agent, span, length, line in rows:
            if not client:
                odd.append(line)
                continue
            medium = find(target)
            if medium < 0:
                if medium == AMBIGUOUS:
                    dropped["ambiguous-path"] += 1
                else:
                    other += 1
                continue
            if method != b"GET":
                dropped["method"] += 1
                continue
            if status not in _COUNTED:
                dropped["not-modified" if status == b"304" else "status"] += 1
                continue
            if len(agent) > LONGEST:
                agent = agent[:LONGEST]
            verdict = verdicts.get(agent)
            if verdict is None:
                verdict = self._verdict(agent, layout)
            if verdict:
                dropped[verdict] += 1
                continue
            sent = int(size) if size.isdigit() else 0
            if (status == b"206" or span) and is_probe(span, status, sent):
                dropped["probe"] += 1
                continue
            got = received(span, status, sent, size=sizes[medium], length=length, head=head)
            if got is None:
                dropped["nothing-sent"] += 1
                continue
            if when != when_known:
                try:
                    time = moment(when)
                except ValueError:
                    dropped["unreadable"] += 1
                    continue
                when_known = when
                if not month.start <= time < month.stop and time <= latest:
                    month = self._turn(time)
            if time > latest:
                dropped["future"] += 1
                continue
            if not month.salt:
                dropped["closed-month"] += 1
                continue
            known = visitors.get((client, agent))
            if known is None:
                known = self._visitor(client, agent, layout)
            number, person = known
            if not number:
                dropped["network"] += 1
                continue
            if time - month.start < DAY and number not in ties:
                ties[number] = self._before(client, agent, layout)
            found.extend((number, time, medium, *got, person))
        if other:
            dropped["other-file"] += other
        return odd

    def _verdict(self, agent: bytes, layout: Layout) -> str:
        if len(self._verdicts) > ROOM:
            self._verdicts.clear()
        verdict = self._agents.verdict(_plain(agent, layout).decode("utf-8", "replace"))
        self._verdicts[agent] = verdict
        return verdict

    def _visitor(self, client: bytes, agent: bytes, layout: Layout) -> tuple[int, int]:
        """The visitor's numbers in the month at hand and in this run; zeros for a network of programs."""
        if len(self._visitors) > ROOM:
            self._visitors.clear()
        address, plain = house(client), _plain(agent, layout)
        known = (0, 0)
        if not self._rules.networks.drops(client):
            known = visitor(address, plain, self._month.salt), visitor(address, plain, self._rules.run)
        self._visitors[client, agent] = known
        return known

    def _before(self, client: bytes, agent: bytes, layout: Layout) -> int:
        """The visitor's number under the salt of the month before; 0 where that month is closed."""
        salt = self._month.before
        return visitor(house(client), _plain(agent, layout), salt) if salt else 0

    def _turn(self, time: int) -> Month:
        """Go to the month of a moment."""
        known = (month for month in self._months.values() if month.start <= time < month.stop)
        month = next(known, None) or self._rules.salts.month(time)
        self._months[month.name] = self._month = month
        self._visitors.clear()
        return month


_COUNTED = frozenset((b"200", b"206", b"000", b"499"))
"""000 and 499: the client went away; what it got until then counts."""


def _layout(given: int | bytes) -> Layout:
    if isinstance(given, int):
        return PLAIN[given]
    layout = w3c_layout(given)
    assert layout is not None, "the reader only hands on fields that make a layout"
    return layout


def _other(line: bytes, tried: Layout) -> Layout | None:
    """Another layout that the line can be read in: logs get mixed when formats change or files are put together."""
    others = (layout for layout in PLAIN if layout is not tried)
    return next((layout for layout in others if any(row[0] for row in layout.rows(line))), None)


def _plain(agent: bytes, layout: Layout) -> bytes:
    """The agent as the visitor sent it, so that one visitor is one in logs of all kinds."""
    if layout.id == "cloudfront":
        # Older logs encode it twice.
        return unquote_to_bytes(unquote_to_bytes(agent))
    return unescaped(agent)
