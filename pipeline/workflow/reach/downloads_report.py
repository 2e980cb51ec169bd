"""DownloadResult: what `reach downloads` answers, as text and as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.reach.downloads.count import DownloadResult, LogCount
from pipeline.reach.downloads.media import label
from pipeline.reach.downloads.windows import Rule
from pipeline.wording import count
from pipeline.workflow.report import View

WORDS = {
    "first-touch-24h": "24 hours from the first request",
    "last-touch-24h": "24 hours from the last request",
    "calendar-day": "one calendar day",
}

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
    """The definition of the store's figures so far, where those were counted by another rule."""

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
            "notes": self._notes,
            "files": [_file(log) for log in self.counted.logs],
        }

    def describe(self, view: View) -> str:
        lines = []
        if self._read:
            if not view.quiet:
                lines += self._most()
            lines.append(
                f"{self._downloads:,} {'download' if self._downloads == 1 else 'downloads'} by "
                f"{count(self.counted.consumers, 'visitor')}: a minute of content or more, once in {WORDS[self.rule]} "
                f"for each address and player (IAB 2.3, {self.rule}, {self.tz})"
            )
            if not view.quiet:
                lines += [self._lines(), *self._kept()]
            lines += self._notes
        lines += [f"refused: {log.refused}" for log in self.counted.logs if log.refused]
        return "\n".join(lines)

    def _most(self) -> list[str]:
        """The episodes with the most downloads."""
        ranked = sorted(self._episodes, key=lambda one: (-one[1], one[0]))
        lines = []
        for (series, number), downloads in ranked[:MOST]:
            named = label(series, number)
            lines.append(f"{downloads:9,}  {named}  {self.titles.get(named, '')}".rstrip())
        if len(ranked) > MOST:
            rest = sum(downloads for _, downloads in ranked[MOST:])
            lines.append(f"{rest:9,}  {count(len(ranked) - MOST, 'more episode')}")
        return lines

    def _lines(self) -> str:
        dropped = ", ".join(f"{number:,} {reason}" for reason, number in self._dropped.most_common())
        kept = sum(log.kept for log in self._read)
        lines = sum(log.lines for log in self._read)
        return f"{lines:,} {'line' if lines == 1 else 'lines'}: {kept:,} kept{', ' + dropped if dropped else ''}"

    def _kept(self) -> list[str]:
        if self.stored is None:
            return []
        return [f"{count(self.stored, 'daily figure')} stored" if self.stored else "nothing new to store"]

    @property
    def _notes(self) -> list[str]:
        notes = []
        if self.instead:
            notes.append(f"every day was told anew: figures were counted by another rule until now ({self.instead})")
        labels = [label(series, number) for (series, number), _ in self._episodes]
        unknown = [one for one in labels if one not in self.titles]
        if unknown:
            more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
            notes.append(f"no manifest for {', '.join(unknown[:SHOWN])}{more}: see 'voicehall reach match'")
        return notes

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
    def _episodes(self) -> list[tuple[tuple[str, int], int]]:
        numbers: Counter[tuple[str, int]] = Counter()
        for episode, downloads in self.counted.downloads.items():
            numbers[self.counted.episodes[episode]] += downloads
        return sorted(numbers.items())


def _file(log: LogCount) -> dict[str, object]:
    if log.refused:
        return {"path": log.path, "status": "refused", "warnings": [str(log.refused)]}
    return {
        "path": log.path,
        "status": "read",
        "format": log.format or None,
        "lines": log.lines,
        "kept": log.kept,
        "warnings": [],
    }
