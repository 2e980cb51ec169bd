"""Counting logs: every line is read once, and the rule is applied to requests of these and of all earlier logs."""

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
from pipeline.messages import tr
from pipeline.reach.downloads.filter import SAID, FilterRules, LineFilter
from pipeline.reach.downloads.logs.files import LogError, log_pieces
from pipeline.reach.downloads.logs.written_format import written_format
from pipeline.reach.downloads.media import Address, MediaFile
from pipeline.reach.downloads.pool import filtered
from pipeline.reach.downloads.request_store import RequestStore
from pipeline.reach.downloads.requests import Requests
from pipeline.reach.downloads.rule import FOREVER, DownloadCounter, DownloadCounts
from pipeline.reach.downloads.spool import RequestSpool, together
from pipeline.reach.downloads.visitors import Network, Networks
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
    format: str = ""
    """Id of the format that most of its requests are written in; empty for a log without any."""
    lone: str = ""
    """The private address that all of its requests are from, where that is one: a proxy's, most likely."""
    proxy: str = ""
    """A client that serves others, as most requests say, where it was not told to believe it."""
    refused: PipelineError | None = None
    """Why nothing of it was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFile:
    """A file that is served, and under which addresses."""

    medium: MediaFile
    addresses: tuple[str, ...]
    """Ends of paths, or with a `/` in front whole paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorRules:
    """The studio's own rules."""

    agents_kept: tuple[str, ...] = ()
    agents_dropped: tuple[str, ...] = ()
    agents_named: tuple[str, ...] = ()
    """Robots of a list that it brought."""
    networks: Networks = field(default_factory=Networks)
    proxies: tuple[Network, ...] = ()
    """Networks of proxies that are believed whom they serve."""


@dataclass(slots=True, kw_only=True)
class DownloadResult:
    """The downloads that were counted in a run."""

    logs: tuple[LogCount, ...]
    episodes: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """Series and number of every episode, by what it is known by; no number for what is of no episode."""
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
    served: Sequence[ServedFile],
    request_store: RequestStore,
    *,
    rule: Rule,
    zone: ZoneInfo,
    visitor_rules: VisitorRules,
    now: int,
    processes: int,
    keep: bool,
    tick: Callable[[int], None] = lambda size: None,
    log_format: str = "",
) -> DownloadResult:
    """Count the downloads in some logs; with `keep` their requests go into the store.

    `log_format` says how lines are written, where that does not show. `tick` gets the number of bytes that were
    filtered since its last call. Raises PipelineError when the store is damaged.
    """
    media = request_store.media()
    places = {medium: place for place, medium in enumerate(media)}
    for one in served:
        if one.medium not in places:
            places[one.medium] = len(media)
            media.append(one.medium)
    with tempfile.TemporaryDirectory(prefix="voicehall-") as scratch:
        rules = FilterRules(
            addresses=tuple(
                Address(path=path, medium=places[one.medium], whole=path.startswith("/"))
                for one in served
                for path in one.addresses
            ),
            sizes=tuple(one.size for one in media),
            salts=request_store.salts(news=None if keep else Path(scratch) / "salts"),
            now=now,
            run=secrets.token_bytes(32),
            agents_kept=visitor_rules.agents_kept,
            agents_dropped=visitor_rules.agents_dropped,
            agents_named=visitor_rules.agents_named,
            networks=visitor_rules.networks,
            proxies=visitor_rules.proxies,
            log_format=log_format,
        )
        spool = RequestSpool(Path(scratch))
        line_filter = LineFilter(rules)
        read = tuple(_read(path, spool, line_filter, rules, processes, tick) for path in logs)
        if keep and spool.days:
            request_store.keep_media(media)
        counted = _counted_days(read, spool, request_store, DownloadCounter(media, rule, zone), keep=keep)
    # A file that is served now has the episode's number of today.
    for medium in (*media, *(one.medium for one in served)):
        counted.episodes[medium.episode] = medium.series, medium.number
    return counted


def _read(
    path: Path,
    spool: RequestSpool,
    line_filter: LineFilter,
    rules: FilterRules,
    processes: int,
    tick: Callable[[int], None],
) -> LogCount:
    log = LogCount(path=str(path))
    formats: Counter[str] = Counter()
    clients: set[bytes] = set()
    sampled, unbelieved = 0, list[tuple[str, str]]()
    try:
        for one in filtered(
            log_pieces(path, SAID if rules.log_format else None), rules, line_filter=line_filter, processes=processes
        ):
            log.lines += one.lines
            log.kept += len(one.requests)
            log.dropped += one.dropped
            formats += one.formats
            clients |= one.clients
            sampled += one.sampled
            unbelieved += one.unbelieved
            spool.take(one)
            tick(one.bytes)
        if rules.log_format and not formats[written_format(rules.log_format).id] and log.lines:
            raise LogError(
                tr("no line of '{path}' is written as --log-format says", path=path),
                hint=tr("compare it with a line of the log: every blank, quote and bracket counts"),
            )
        if not formats and log.dropped["unreadable"]:
            raise LogError(
                tr("no line of '{path}' is a request in a known format", path=path),
                hint=tr(
                    "known formats: nginx's and Apache's 'combined', Caddy, CloudFront with its '#Fields:' line, "
                    "Alibaba CDN; --log-format says another one, as it stands in the server's settings"
                ),
            )
    except LogError as error:
        spool.drop_log()
        return LogCount(path=str(path), refused=error)
    spool.end_of_log()
    log.format = formats.most_common(1)[0][0] if formats else ""
    log.lone = clients.pop().decode() if len(clients) == 1 and log.kept > 1 else ""
    log.proxy = "" if log.lone or len(unbelieved) * 2 < sampled else _proxy(unbelieved)
    return log


def _proxy(unbelieved: Sequence[tuple[str, str]]) -> str:
    """The busiest of the clients that serve others; empty where these are not more than they, so little is lost."""
    served = Counter(client for client, _ in unbelieved)
    named = {visitor for _, visitor in unbelieved}
    return served.most_common(1)[0][0] if len(named) > len(served) else ""


def _counted_days(
    read: tuple[LogCount, ...],
    spool: RequestSpool,
    request_store: RequestStore,
    counter: DownloadCounter,
    *,
    keep: bool,
) -> DownloadResult:
    """Count the downloads of all days; with `keep`, store the days that have new requests."""
    days = sorted({*request_store.days(), *spool.days})
    latest = 0
    ends = [*(day * _DAY for day in days[1:]), FOREVER]
    for day, until in zip(days, ends, strict=False):
        known, previous = request_store.day(day)
        requests, people = together(known, *spool.day(day))
        if day in spool.days:
            previous = previous | _previous(day, requests, spool)
            if keep and len(requests) != len(known):
                request_store.keep_day(day, requests, previous)
        latest = int(requests["time"].max())
        counter.day(requests, people, previous=previous, until=until)
    totals = counter.finish()
    return DownloadResult(
        logs=read,
        downloads={counter.episodes[place]: number for place, number in sorted(totals.by_episode.items())},
        consumers=totals.consumers,
        days=_by_day(totals, counter),
        touched=_touched(spool),
        latest=latest,
    )


def _previous(day: int, requests: Requests, spool: RequestSpool) -> dict[int, int]:
    """On a month's first day, its visitors' numbers of the month before; else nothing."""
    if (_EPOCH + timedelta(days=day)).day != 1:
        return {}
    found = spool.previous
    return {one: found[one] for one in np.unique(requests["visitor"]).tolist() if found.get(one)}


def _by_day(totals: DownloadCounts, counter: DownloadCounter) -> dict[tuple[str, date], int]:
    return {
        (counter.episodes[place], _EPOCH + timedelta(days=day)): number
        for (place, day), number in sorted(totals.by_day.items())
    }


def _touched(spool: RequestSpool) -> tuple[date, date] | None:
    """Local days on which something may have changed: a day lies partly in the neighbouring days of another zone, and
    a window may now begin on the day before."""
    if not spool.days:
        return None
    first, last = min(spool.days), max(spool.days)
    return _EPOCH + timedelta(days=first - 2), _EPOCH + timedelta(days=last + 2)
