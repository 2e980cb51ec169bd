"""The report of publishing to a target: what was done with each programme."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.errors import Diagnostic
from pipeline.messages import NOTHING, Message, listed, told, tr, trn
from pipeline.publish.upload import FileResult
from pipeline.wording import duration, padded, size
from pipeline.workflow.report import View, describe_diagnostics

Status = Literal["published", "unchanged", "waiting", "failed", "planned", "retracted"]
STATUSES: tuple[Status, ...] = ("published", "retracted", "unchanged", "planned", "waiting", "failed")
STATUS_COLUMNS = 9
"""Columns of the word of a status, in a list of episodes."""
LISTED = 20
"""Lines of a list in an error; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEpisode:
    """What was done with one episode."""

    series: str
    number: int | None
    title: str
    status: Status
    files: tuple[FileResult, ...] = ()
    url: str = ""
    reason: Message = NOTHING
    """What it waits for, or why it failed."""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "files": [file_json(file) for file in self.files],
            "url": self.url,
            "reason": told(self.reason),
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self) -> str:
        number = self.number if self.number is not None else "?"
        head = f"{padded(status_word(self.status), STATUS_COLUMNS)} {self.series}/{number}  {self.title}"
        if self.reason:
            return f"{head}  {told(self.reason)}"
        if self.status == "retracted":
            return head
        uploads = [file for file in self.files if file.action == "uploaded"]
        return f"{head}  {files_and_size(uploads) if uploads else tr('nothing new')}  {self.url}"


def file_json(file: FileResult) -> dict[str, object]:
    return {"path": file.path, "bytes": file.bytes, "sha256": file.sha256, "action": file.action}


def status_word(status: Status) -> Message:
    """What became of an episode, in one word."""
    match status:
        case "published":
            return tr("published")
        case "retracted":
            return tr("retracted")
        case "unchanged":
            return tr("unchanged")
        case "planned":
            return tr("planned")
        case "waiting":
            return tr("waiting")
        case "failed":
            return tr("failed")


def status_count(status: Status, number: int) -> Message:
    """How many episodes have a status."""
    match status:
        case "published":
            return trn("{count} published", "{count} published", number)
        case "retracted":
            return trn("{count} retracted", "{count} retracted", number)
        case "unchanged":
            return trn("{count} unchanged", "{count} unchanged", number)
        case "planned":
            return trn("{count} planned", "{count} planned", number)
        case "waiting":
            return trn("{count} waiting", "{count} waiting", number)
        case "failed":
            return trn("{count} failed", "{count} failed", number)


def files_and_size(files: Sequence[FileResult]) -> Message:
    """`3 files, 12.4 MB`."""
    return tr("{files}, {size}", files=files_counted(len(files)), size=size(sum(file.bytes for file in files)))


def files_counted(number: int) -> Message:
    return trn("{count} file", "{count} files", number)


def programmes_counted(number: int) -> Message:
    return trn("{count} programme", "{count} programmes", number)


def indented(lines: Sequence[str]) -> str:
    """Lines under an error's message, indented; of a long list the beginning."""
    shown = list(lines[:LISTED])
    if len(lines) > LISTED:
        shown.append(trn("and {count} more", "and {count} more", len(lines) - LISTED))
    return "\n".join(f"    {line}" for line in shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What was done with all of them."""

    target: str
    episodes: tuple[PublishedEpisode, ...]
    pages: tuple[FileResult, ...] = ()
    """Files that do not belong to a single episode."""
    seconds: float = 0.0
    estimate: float | None = None
    """Seconds that uploading would take; None where nothing is known of the target's speed."""
    dry_run: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    notes: tuple[Message, ...] = field(default=())
    """What else a person should know, such as how long a queue takes."""
    front: Path | None = None
    """The first page, where it lies on this machine."""

    @property
    def ok(self) -> bool:
        return not any(one.status == "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "target": self.target,
            "dry_run": self.dry_run,
            "episodes": [one.as_json() for one in self.episodes],
            "pages": [file_json(file) for file in self.pages],
            "notes": [told(note) for note in self.notes],
            "seconds": round(self.seconds, 3),
            "estimate": None if self.estimate is None else round(self.estimate, 1),
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        lines = [one.describe() for one in self.episodes if not view.quiet or one.status == "failed"]
        diagnostics = describe_diagnostics(
            dict.fromkeys(found for one in self.episodes for found in one.diagnostics), view
        )
        lines += ["", diagnostics] if diagnostics else []
        if not view.quiet:
            lines += ["", *map(told, self.notes), self._summary()]
            lines += [tr("look at {path}", path=view.path(self.front))] if self.front and not self.dry_run else []
        return "\n".join(lines).strip("\n")

    def _summary(self) -> Message:
        statuses = [one.status for one in self.episodes]
        counts = [status_count(status, statuses.count(status)) for status in STATUSES if status in statuses]
        episodes = listed(counts) or tr("nothing to do")
        pages = [page for page in self.pages if page.action == "uploaded"]
        files = [file for one in self.episodes for file in one.files if file.action == "uploaded"]
        total = size(sum(file.bytes for file in (*files, *pages)))
        media, shown = files_counted(len(files)), trn("{count} page", "{count} pages", len(pages))
        if not self.dry_run:
            return tr(
                "{episodes}; sent {files} and {pages}, {size}, in {duration}",
                episodes=episodes, files=media, pages=shown, size=total, duration=duration(self.seconds),
            )  # fmt: skip
        if self.estimate is None:
            return tr(
                "{episodes}; would send {files} and {pages}, {size}",
                episodes=episodes, files=media, pages=shown, size=total,
            )  # fmt: skip
        return tr(
            "{episodes}; would send {files} and {pages}, {size}, in about {duration}",
            episodes=episodes, files=media, pages=shown, size=total, duration=duration(self.estimate),
        )  # fmt: skip
