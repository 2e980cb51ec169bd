"""What became of a batch of programmes on their way to a target."""

from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import Diagnostic
from pipeline.publish.upload import Moved
from pipeline.wording import count, duration, size
from pipeline.workflow.report import View, describe_diagnostics, episode_name, tally

Status = Literal["published", "unchanged", "waiting", "failed", "planned", "retracted"]
STATUSES: tuple[Status, ...] = ("published", "retracted", "unchanged", "planned", "waiting", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEpisode:
    """What became of one episode."""

    series: str
    number: int | None
    title: str
    status: Status
    files: tuple[Moved, ...] = ()
    url: str = ""
    reason: str = ""
    """What it waits for, or why it failed."""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "files": [moved_json(file) for file in self.files],
            "url": self.url,
            "reason": self.reason,
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self) -> str:
        head = f"{self.status:9} {episode_name(self.series, self.number)}  {self.title}"
        if self.reason:
            return f"{head}  {self.reason}"
        sent = [file for file in self.files if file.action == "uploaded"]
        what = f"{count(len(sent), 'file')}, {size(sum(file.bytes for file in sent))}" if sent else "nothing new"
        return f"{head}  {what}  {self.url}" if self.status != "retracted" else head


def moved_json(file: Moved) -> dict[str, object]:
    return {"path": file.path, "bytes": file.bytes, "sha256": file.sha256, "action": file.action}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What became of a batch."""

    target: str
    episodes: tuple[PublishedEpisode, ...]
    pages: tuple[Moved, ...] = ()
    """Files that are of no single episode."""
    seconds: float = 0.0
    estimate: float | None = None
    """Seconds that sending would take; None where nothing is known of how fast the target is."""
    dry_run: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What else a person should know, such as how long a backlog takes."""

    @property
    def ok(self) -> bool:
        return not any(one.status == "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "target": self.target,
            "dry_run": self.dry_run,
            "episodes": [one.as_json() for one in self.episodes],
            "pages": [moved_json(file) for file in self.pages],
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "estimate": None if self.estimate is None else round(self.estimate, 1),
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        lines = [one.describe() for one in self.episodes if not view.quiet or one.status == "failed"]
        told = describe_diagnostics(dict.fromkeys(found for one in self.episodes for found in one.diagnostics))
        lines += ["", told] if told else []
        if not view.quiet:
            lines += ["", *self.notes, self._summary()]
        return "\n".join(lines).strip("\n")

    def _summary(self) -> str:
        statuses = [one.status for one in self.episodes]
        parts = tally(statuses, STATUSES)
        pages = [page for page in self.pages if page.action == "uploaded"]
        files = [file for one in self.episodes for file in one.files if file.action == "uploaded"]
        sent = (
            f"{count(len(files), 'file')} and {count(len(pages), 'page')}, {size(sum(f.bytes for f in files + pages))}"
        )
        if self.dry_run:
            long = "" if self.estimate is None else f" in about {duration(self.estimate)}"
            return f"{parts}; would send {sent}{long}"
        return f"{parts}; sent {sent} in {duration(self.seconds)}"
