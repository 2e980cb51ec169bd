"""The report of `reach downloads`, as text and as JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.messages import Message, tr, trn
from pipeline.reach.downloads.count import DownloadResult, LogCount
from pipeline.reach.downloads.media import label
from pipeline.reach.downloads.observations import METRIC
from pipeline.reach.downloads.windows import Rule
from pipeline.reach.names import listed
from pipeline.reach.report.meanings import meaning
from pipeline.workflow.report import View

RULES: Mapping[Rule, Message] = {
    "first-touch-24h": tr("in 24 hours from the first request"),
    "last-touch-24h": tr("until 24 hours pass without a request"),
    "calendar-day": tr("a calendar day"),
}
"""How often a visitor counts."""
DROPPED = {
    "other-file": tr("for other files"),
    "ambiguous-path": tr("for names that several series share"),
    "method": tr("with another method than GET"),
    "status": tr("refused or failed"),
    "not-modified": tr("for unchanged files"),
    "robot": tr("by robots"),
    "library": tr("by programming libraries"),
    "watch": tr("by watches"),
    "no-agent": tr("without a user agent"),
    "network": tr("from networks of programs"),
    "probe": tr("to try the server"),
    "nothing-sent": tr("without content"),
    "future": tr("dated in the future"),
    "closed-month": tr("of closed months"),
    "comment": tr("of comments"),
    "unreadable": tr("unreadable"),
}
"""What lines are that are dropped, by their reason."""

MOST = 20
"""Episodes that are listed; JSON has all."""
SHOWN = 5
"""Episodes in a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadsReport:
    """Downloads in some logs."""

    counted: DownloadResult
    rule: Rule
    tz: str
    robots: str
    """The list of robots that was used."""
    titles: Mapping[str, str]
    """Of episodes, by `lieshita/12`."""
    stored: int | None = None
    """Figures that went into the store; None for a dry run."""
    instead: str = ""
    """The definition of the figures stored so far, where those were counted by another rule."""

    @property
    def ok(self) -> bool:
        return not any(log.refused for log in self.counted.logs)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "rule": self.rule,
            "tz": self.tz,
            "lines": sum(log.lines for log in self._read),
            "kept": sum(log.kept for log in self._read),
            "dropped": dict(self._dropped.most_common()),
            "downloads": self._downloads,
            "consumers": self.counted.consumers,
            "episodes": [
                {"series": series or None, "number": number, "downloads": downloads}
                for (series, number), downloads in self._episodes
            ],
            "robots": self.robots,
            "stored": self.stored,
            "notes": list(self._notes),
            "files": [_file(log) for log in self.counted.logs],
        }

    def describe(self, view: View) -> str:
        lines = []
        if self._read:
            if not view.quiet:
                lines += self._most()
            lines.append(self._total())
            if not view.quiet:
                lines += [self._lines(), *self._kept()]
            lines += self._notes
        lines += [tr("refused: {reason}", reason=str(log.refused)) for log in self.counted.logs if log.refused]
        return "\n".join(lines)

    def _total(self) -> Message:
        return trn(
            "{count:,} download by {visitors}: a minute of content or more, once {rule} for each address and player "
            "(IAB 2.3, {id}, {zone})",
            "{count:,} downloads by {visitors}: a minute of content or more, once {rule} for each address and player "
            "(IAB 2.3, {id}, {zone})",
            self._downloads,
            visitors=trn("{count:,} visitor", "{count:,} visitors", self.counted.consumers),
            rule=RULES[self.rule],
            id=self.rule,
            zone=self.tz,
        )

    def _most(self) -> list[str]:
        """The episodes with the most downloads."""
        ranked = sorted(self._episodes, key=lambda one: -one[1])
        lines = []
        for (series, number), downloads in ranked[:MOST]:
            named = label(series, number)
            lines.append(f"{downloads:9,}  {named}  {self.titles.get(named, '')}".rstrip())
        if len(ranked) > MOST:
            rest = sum(downloads for _, downloads in ranked[MOST:])
            more = trn("{count} more episode", "{count} more episodes", len(ranked) - MOST)
            lines.append(f"{rest:9,}  {more}")
        return lines

    def _lines(self) -> Message:
        parts = [tr("{number} kept", number=f"{sum(log.kept for log in self._read):,}")]
        parts += [
            tr("{number} {kind}", number=f"{number:,}", kind=DROPPED.get(reason, reason))
            for reason, number in self._dropped.most_common()
        ]
        lines = sum(log.lines for log in self._read)
        return trn("{count:,} line: {parts}", "{count:,} lines: {parts}", lines, parts=listed(parts))

    def _kept(self) -> list[Message]:
        if self.stored is None:
            return []
        if not self.stored:
            return [tr("nothing new to store")]
        return [trn("{count} daily figure stored", "{count} daily figures stored", self.stored)]

    @property
    def _notes(self) -> Iterator[Message]:
        if self.instead:
            yield tr(
                "all days were stored again: until now they were counted by another rule ({definition})",
                definition=meaning(self.instead, METRIC),
            )
        labels = [label(series, number) for (series, number), _ in self._episodes if number is not None]
        unknown = [one for one in labels if one not in self.titles]
        if len(unknown) > SHOWN:
            yield trn(
                "these episodes have no manifest, see 'voicehall reach match': {episodes} and {count} more",
                "these episodes have no manifest, see 'voicehall reach match': {episodes} and {count} more",
                len(unknown) - SHOWN,
                episodes=listed(unknown[:SHOWN]),
            )
        elif unknown:
            yield tr(
                "these episodes have no manifest, see 'voicehall reach match': {episodes}", episodes=listed(unknown)
            )

        for log in self._read:
            yield from _warnings(log)

    @property
    def _read(self) -> Sequence[LogCount]:
        return [log for log in self.counted.logs if not log.refused]

    @property
    def _dropped(self) -> Counter[str]:
        return sum((log.dropped for log in self._read), Counter[str]())

    @property
    def _downloads(self) -> int:
        return sum(self.counted.downloads.values())

    @property
    def _episodes(self) -> list[tuple[tuple[str, int | None], int]]:
        """Those of no episode come first in their series."""
        numbers: Counter[tuple[str, int | None]] = Counter()
        for episode, downloads in self.counted.downloads.items():
            numbers[self.counted.episodes[episode]] += downloads
        return sorted(numbers.items(), key=lambda one: (one[0][0], one[0][1] is not None, one[0][1] or 0))


def _warnings(log: LogCount) -> Iterator[Message]:
    if log.lone:
        yield _lone(log)
    if log.proxy:
        yield tr(
            "most requests of '{path}' name a visitor behind their client, such as {address}: most likely that is a "
            "proxy's or a CDN's, and its visitors count as one; write 'proxy-network' with the networks of the proxies "
            "into assets/reach-visitors.txt, or use --trust-proxy where they are private: see 'Behind a proxy' in "
            "docs/reach.md",
            path=log.path,
            address=log.proxy,
        )


def _lone(log: LogCount) -> Message:
    return tr(
        "all requests of '{path}' are from one private address, {address}: most likely a proxy's, and all visitors "
        "count as one; if the log also has the addresses of visitors (X-Forwarded-For), count it with --trust-proxy, "
        "else let the server write them: see 'Behind a proxy' in docs/reach.md",
        path=log.path,
        address=log.lone,
    )


def _file(log: LogCount) -> dict[str, object]:
    if log.refused:
        return {"path": log.path, "status": "refused", "warnings": [str(log.refused)]}
    return {
        "path": log.path,
        "status": "read",
        "format": log.format or None,
        "lines": log.lines,
        "kept": log.kept,
        "warnings": list(_warnings(log)),
    }
