"""Lines of server logs, and counting them in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.reach.downloads.count import DownloadResult, ServedFile, VisitorRules, count
from pipeline.reach.downloads.media import MediaFile, need
from pipeline.reach.downloads.request_store import RequestStore
from pipeline.reach.downloads.windows import Rule

PHONE = "AppleCoreMedia/1.0.0.20A362 (iPhone; U; CPU OS 16_0 like Mac OS X; zh_cn)"
TABLET = "AppleCoreMedia/1.0.0.20A362 (iPad; U; CPU OS 16_0 like Mac OS X; zh_cn)"
CHINA = timezone(timedelta(hours=8))
SIZE = 5_000_000
HEAD = 10_000
RATE = 16_000
NEED = HEAD + 60 * RATE
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, tzinfo=CHINA)


def episode(number: int, *, series: str = "lieshita", size: int = SIZE, kind: str = "mp3") -> ServedFile:
    """An episode of five minutes, served at its published address."""
    name = f"{series}-{number:03d}.{kind}"
    medium = MediaFile(
        series=series,
        number=number,
        name=name,
        size=size,
        need=need(size, head=HEAD, duration=(size - HEAD) / RATE, rate=RATE),
    )
    return ServedFile(medium=medium, addresses=(f"{series}/{number}/{name}",))


def combined(
    when: datetime = MONDAY,
    *,
    ip: str = "114.86.1.2",
    episode: int = 1,
    target: str = "",
    method: str = "GET",
    status: int = 200,
    sent: int | None = None,
    agent: str = PHONE,
    asked: str | None = "-",
) -> str:
    """A line as nginx writes it; `asked` is its range, None for a log that does not have it."""
    target = target or f"/lessons/lieshita/{episode}/lieshita-{episode:03d}.mp3"
    line = f'{ip} - - [{when:%d/%b/%Y:%H:%M:%S %z}] "{method} {target} HTTP/1.1" {status} '
    line += f'{SIZE if sent is None else sent} "-" "{agent}"'
    return line if asked is None else f'{line} "{asked}"'


def piece(start: int, stop: int, when: datetime = MONDAY, **other: str) -> str:
    """A request for some bytes, all of which came."""
    return combined(when, status=206, sent=stop - start, asked=f"bytes={start}-{stop - 1}", **other)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Server:
    """A folder with logs and a store of requests."""

    root: Path
    served: tuple[ServedFile, ...] = field(default_factory=lambda: (episode(1), episode(2)))

    def log(self, *lines: str, name: str = "access.log") -> Path:
        path = self.root / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    def count(
        self,
        *logs: Path,
        rule: Rule = "first-touch-24h",
        tz: str = "Asia/Shanghai",
        keep: bool = True,
        visitor_rules: VisitorRules | None = None,
        processes: int = 1,
        log_format: str = "",
    ) -> DownloadResult:
        request_store = RequestStore(folder=self.root / "request_store")
        with request_store.locked():
            return count(
                logs,
                self.served,
                request_store,
                rule=rule,
                zone=ZoneInfo(tz),
                visitor_rules=visitor_rules or VisitorRules(),
                now=int(NOW.timestamp()),
                processes=processes,
                keep=keep,
                log_format=log_format,
            )

    def of(self, *lines: str, **other: object) -> DownloadResult:
        """The count of just these lines, remembering nothing."""
        return self.count(self.log(*lines), keep=False, **other)  # type: ignore[arg-type]

    def downloads(self, *lines: str, **other: object) -> int:
        return sum(self.of(*lines, **other).downloads.values())


def hours(*several: float) -> Sequence[datetime]:
    """Moments so many hours after Monday began."""
    return [MONDAY + timedelta(hours=one) for one in several]
