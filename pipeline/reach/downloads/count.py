"""Counting logs: every line read once, facts put beside those of earlier runs, and the rule applied to all of them."""

import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.errors import PipelineError
from pipeline.reach.downloads.filter import Rules, Sieve
from pipeline.reach.downloads.log_files import LogError, pieces
from pipeline.reach.downloads.media import Address, Medium
from pipeline.reach.downloads.pool import sifted
from pipeline.reach.downloads.request_store import Ledger
from pipeline.reach.downloads.requests import Facts
from pipeline.reach.downloads.rule import FOREVER, Tally, Teller
from pipeline.reach.downloads.spool import Harvest, together
from pipeline.reach.downloads.visitors import Networks
from pipeline.reach.downloads.windows import Rule

_EPOCH = date(1970, 1, 1)
_DAY = 86_400


@dataclass(slots=True, kw_only=True)
class LogCount:
    """What became of one log."""

    path: str
    """As the user named it."""
    lines: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    layout: str = ""
    """What most of its requests were written in; empty for a log without any."""
    refused: PipelineError | None = None
    """Why nothing of it was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A file that is served, and under which addresses."""

    medium: Medium
    addresses: tuple[str, ...]
    """Ends of paths, or with a `/` in front whole paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorRules:
    """The studio's own rules."""

    agents_kept: tuple[str, ...] = ()
    agents_dropped: tuple[str, ...] = ()
    networks: Networks = field(default_factory=Networks)


@dataclass(slots=True, kw_only=True)
class Counted:
    """The outcome of a run."""

    logs: tuple[LogCount, ...]
    episodes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Series and number of every episode, by what it is known by."""
    downloads: dict[str, int] = field(default_factory=dict)
    """By episode: what became complete with a request of these logs. 0 where requests were too small."""
    consumers: int = 0
    """People behind them: addresses with agents, each once over all of these logs."""
    days: dict[tuple[str, date], int] = field(default_factory=dict)
    """By episode and local day: all that is known by now, from these and earlier logs."""
    touched: tuple[date, date] | None = None
    """First and last local day on which something may have changed."""
    latest: int = 0
    """The last request that is known, in seconds since 1970."""


def count(
    logs: Sequence[Path],
    served: Sequence[Served],
    ledger: Ledger,
    *,
    rule: Rule,
    zone: ZoneInfo,
    visitor_rules: VisitorRules,
    now: int,
    processes: int,
    keep: bool,
    tick: Callable[[int], None] = lambda size: None,
) -> Counted:
    """Count the downloads in some logs; with `keep` their facts go into the ledger.

    `tick` is told how many bytes of lines were sifted. Raises PipelineError when the ledger is damaged.
    """
    media = ledger.media()
    places = {medium: place for place, medium in enumerate(media)}
    for one in served:
        if one.medium not in places:
            places[one.medium] = len(media)
            media.append(one.medium)
    with tempfile.TemporaryDirectory(prefix="voicehall-") as scratch:
        rules = Rules(
            addresses=tuple(
                Address(path=path, medium=places[one.medium], whole=path.startswith("/"))
                for one in served
                for path in one.addresses
            ),
            sizes=tuple(one.size for one in media),
            salts=ledger.salts(news=None if keep else Path(scratch) / "salts"),
            now=now,
            run=secrets.token_bytes(32),
            agents_kept=visitor_rules.agents_kept,
            agents_dropped=visitor_rules.agents_dropped,
            networks=visitor_rules.networks,
        )
        harvest = Harvest(Path(scratch))
        sieve = Sieve(rules)
        read = tuple(_read(path, harvest, sieve, rules, processes, tick) for path in logs)
        if keep and harvest.days:
            ledger.keep_media(media)
        counted = _told(read, harvest, ledger, Teller(media, rule, zone), keep=keep)
    # What is served now says the episode's number now.
    for medium in (*media, *(one.medium for one in served)):
        counted.episodes[medium.episode] = medium.series, medium.number
    return counted


def _read(
    path: Path, harvest: Harvest, sieve: Sieve, rules: Rules, processes: int, tick: Callable[[int], None]
) -> LogCount:
    log = LogCount(path=str(path))
    layouts: Counter[str] = Counter()
    try:
        for one in sifted(pieces(path), rules, sieve=sieve, processes=processes):
            log.lines += one.lines
            log.kept += len(one.facts)
            log.dropped += one.dropped
            layouts += one.layouts
            harvest.take(one)
            tick(one.bytes)
        if not layouts and log.dropped["unreadable"]:
            raise LogError(
                f"no line of '{path}' is a request",
                hint="known: nginx and Apache 'combined', CloudFront with its '#Fields:' line, Alibaba CDN",
            )
    except LogError as error:
        harvest.drop_log()
        return LogCount(path=str(path), refused=error)
    harvest.end_of_log()
    log.layout = layouts.most_common(1)[0][0] if layouts else ""
    return log


def _told(read: tuple[LogCount, ...], harvest: Harvest, ledger: Ledger, teller: Teller, *, keep: bool) -> Counted:
    """Go through all days that are known, and write those that this run has added to."""
    days = sorted({*ledger.days(), *harvest.days})
    latest = 0
    ends = [*(day * _DAY for day in days[1:]), FOREVER]
    for day, until in zip(days, ends, strict=False):
        known, ties = ledger.day(day)
        facts, people = together(known, *harvest.day(day))
        if day in harvest.days:
            ties = ties | _ties(day, facts, harvest)
            if keep and len(facts) != len(known):
                ledger.keep_day(day, facts, ties)
        latest = int(facts["time"].max())
        teller.day(facts, people, ties=ties, until=until)
    tally = teller.finish()
    return Counted(
        logs=read,
        downloads={teller.episodes[place]: number for place, number in sorted(tally.by_episode.items())},
        consumers=tally.consumers,
        days=_by_day(tally, teller),
        touched=_touched(harvest),
        latest=latest,
    )


def _ties(day: int, facts: Facts, harvest: Harvest) -> dict[int, int]:
    """On a month's first day, what its visitors were called in the month before."""
    if (_EPOCH + timedelta(days=day)).day != 1:
        return {}
    found = harvest.ties
    return {one: found[one] for one in np.unique(facts["visitor"]).tolist() if found.get(one)}


def _by_day(tally: Tally, teller: Teller) -> dict[tuple[str, date], int]:
    return {
        (teller.episodes[place], _EPOCH + timedelta(days=day)): number
        for (place, day), number in sorted(tally.by_day.items())
    }


def _touched(harvest: Harvest) -> tuple[date, date] | None:
    """Local days on which something may have changed: a day lies partly in the neighbouring days of another zone, and
    a window may now begin on the day before."""
    if not harvest.days:
        return None
    first, last = min(harvest.days), max(harvest.days)
    return _EPOCH + timedelta(days=first - 2), _EPOCH + timedelta(days=last + 2)
