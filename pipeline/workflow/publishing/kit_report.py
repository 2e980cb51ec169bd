"""The report of kits: what was done with each programme for a platform to which people upload by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import Diagnostic
from pipeline.messages import NOTHING, Message, listed, told, tr, trn
from pipeline.publish.kits.kit import CHECKLIST
from pipeline.publish.kits.texts import Shortened
from pipeline.publish.upload import FileResult
from pipeline.wording import duration, padded
from pipeline.workflow.publishing.report import (
    STATUS_COLUMNS,
    Status,
    file_json,
    files_and_size,
    status_count,
    status_word,
)
from pipeline.workflow.report import View

Asked = Literal["kits", "links", "retract"]
"""What was to be done: make kits, register links, take programmes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitEpisode:
    """What was done with one episode."""

    series: str
    number: int | None
    title: str
    status: Status
    folder: str = ""
    """Of the kit, from the workspace."""
    rendition: str = ""
    files: tuple[FileResult, ...] = ()
    url: str = ""
    """Its address on the platform, once a person has registered it."""
    reason: Message = NOTHING
    remarks: tuple[Message, ...] = ()
    """What its author may want to know."""
    shortened: tuple[Shortened, ...] = ()
    """Texts of which the platform does not take all."""

    @property
    def label(self) -> str:
        return f"{self.series}/{self.number if self.number is not None else '?'}"

    def as_json(self) -> dict[str, object]:
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "folder": self.folder,
            "rendition": self.rendition,
            "files": [file_json(file) for file in self.files],
            "url": self.url,
            "reason": told(self.reason),
            "remarks": [told(remark) for remark in self.remarks],
            "shortened": [one.as_json() for one in self.shortened],
            "diagnostics": [],
        }

    def describe(self, asked: Asked, folder: str) -> str:
        details = told(self.reason) or (folder if self.files else self.url)
        word = padded(_word(self.status, asked), STATUS_COLUMNS)
        lines = [f"{word} {self.label}  {self.title}{f'  {details}' if details else ''}"]
        return "\n".join([*lines, *(f"          {told(remark)}" for remark in self.remarks)])


@dataclass(frozen=True, slots=True, kw_only=True)
class KitReport:
    """What was done with all of them."""

    platform: str
    name: str
    root: Path
    """The workspace's folder."""
    episodes: tuple[KitEpisode, ...]
    asked: Asked = "kits"
    dry_run: bool = False
    seconds: float = 0.0
    notes: tuple[Message, ...] = ()
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
            "notes": [told(note) for note in self.notes],
            "seconds": round(self.seconds, 3),
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        shown = [one for one in self.episodes if not view.quiet or one.status == "failed"]
        lines = [one.describe(self.asked, view.path(self.root / one.folder) if one.folder else "") for one in shown]
        if not view.quiet:
            lines += ["", *map(told, self.notes), self._summary(), *self._places(view)]
        return "\n".join(lines).strip("\n")

    def _places(self, view: View) -> list[Message]:
        """Where to look: at the checklist of a single kit, else into their folders."""
        kits = [self.root / one.folder for one in self.episodes if one.folder and not self.dry_run]
        if len(kits) == 1:
            return [tr("look at {path}", path=view.path(kits[0] / CHECKLIST))]
        folders = dict.fromkeys(f"{view.path(kit.parent)}/" for kit in kits)
        return [tr("the files are in {folders}", folders=listed(folders))] if kits else []

    def _summary(self) -> Message:
        statuses = [one.status for one in self.episodes]
        counts = [_count(status, self.asked, statuses.count(status)) for status in dict.fromkeys(statuses)]
        episodes = listed(counts) or tr("nothing to do")
        files = [file for one in self.episodes for file in one.files if file.action == "uploaded"]
        if files:
            return tr(
                "{platform}: {episodes}; {files} in {duration}",
                platform=self.name, episodes=episodes, files=files_and_size(files), duration=duration(self.seconds),
            )  # fmt: skip
        return tr(
            "{platform}: {episodes} in {duration}",
            platform=self.name, episodes=episodes, duration=duration(self.seconds),
        )  # fmt: skip


def kit_folder(platform: str, series: str, stem: str = "") -> str:
    """From the workspace, with forward slashes."""
    return Path("kits", platform, series, stem).as_posix()


def _word(status: Status, asked: Asked) -> Message:
    if status == "published":
        return tr("noted") if asked == "links" else tr("made")
    return status_word(status)


def _count(status: Status, asked: Asked, number: int) -> Message:
    if status == "published" and asked == "links":
        return trn("{count} noted", "{count} noted", number)
    if status == "published":
        return trn("{count} made", "{count} made", number)
    return status_count(status, number)
