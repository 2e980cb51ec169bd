"""What became of a batch of kits: programmes on their way to a platform by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import Diagnostic
from pipeline.publish.upload import Moved
from pipeline.wording import count, duration, size
from pipeline.workflow.publishing.report import moved_json
from pipeline.workflow.report import View, episode_name, tally

Status = Literal["published", "unchanged", "waiting", "failed", "planned", "retracted"]
_WORDS = {"published": "made", "retracted": "retracted"}
_DONE_WORDS = {"published": "noted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitEpisode:
    """What became of one episode."""

    series: str
    number: int | None
    title: str
    status: Status
    folder: str = ""
    """Of the kit, from the workspace."""
    rendition: str = ""
    files: tuple[Moved, ...] = ()
    url: str = ""
    """Under which people find it on the platform, once somebody has said so."""
    reason: str = ""
    remarks: tuple[str, ...] = ()
    """What its author may want to know."""

    @property
    def label(self) -> str:
        return episode_name(self.series, self.number)

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "folder": self.folder,
            "rendition": self.rendition,
            "files": [moved_json(file) for file in self.files],
            "url": self.url,
            "reason": self.reason,
            "remarks": list(self.remarks),
            "diagnostics": [],
        }

    def describe(self, word: str) -> str:
        what = self.reason or (self.folder if self.files else self.url)
        lines = [f"{word:9} {self.label}  {self.title}{f'  {what}' if what else ''}"]
        return "\n".join([*lines, *(f"          {remark}" for remark in self.remarks)])


@dataclass(frozen=True, slots=True, kw_only=True)
class KitReport:
    """What became of a batch."""

    platform: str
    name: str
    episodes: tuple[KitEpisode, ...]
    asked: Literal["kits", "links", "retract"] = "kits"
    dry_run: bool = False
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(one.status == "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "target": self.platform,
            "dry_run": self.dry_run,
            "episodes": [one.as_json() for one in self.episodes],
            "pages": [],
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        words = _DONE_WORDS if self.asked == "links" else _WORDS
        shown = [one for one in self.episodes if not view.quiet or one.status == "failed"]
        lines = [one.describe(words.get(one.status, one.status)) for one in shown]
        if not view.quiet:
            lines += ["", *self.notes, self._summary(words)]
        return "\n".join(lines).strip("\n")

    def _summary(self, words: dict[str, str]) -> str:
        statuses = [words.get(one.status, one.status) for one in self.episodes]
        files = [file for one in self.episodes for file in one.files if file.action == "uploaded"]
        written = f"; {count(len(files), 'file')}, {size(sum(file.bytes for file in files))}" if files else ""
        return f"{self.name}: {tally(statuses, dict.fromkeys(statuses))}{written} in {duration(self.seconds)}"


def kit_folder(platform: str, series: str, stem: str = "") -> str:
    """From the workspace, with forward slashes."""
    return Path("kits", platform, series, stem).as_posix()
