"""What became of a batch of episodes that were rendered."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Diagnostic
from pipeline.messages import clauses, listed, told, tr, trn
from pipeline.packaging.record import RecordFile
from pipeline.wording import duration, padded, size
from pipeline.workflow.report import View, counted, describe_diagnostics, episode_name

STATES = {"rendered": tr("rendered"), "fresh": tr("fresh"), "failed": tr("failed")}
"""What may become of an episode, as people read it."""
NAMED = 3
"""Episodes of which every film and sound is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedEpisode:
    """What became of one episode."""

    series: str
    number: int | None
    title: str
    status: str
    """rendered, fresh or failed."""
    reason: str = ""
    """Why it was rendered again, a message; empty for the first time."""
    files: tuple[RecordFile, ...] = ()
    folder: str = ""
    """Of the files, from the workspace."""
    spans: tuple[int, int] = (0, 0)
    """All, and those encoded in this run."""
    seconds: float = 0.0
    """From the run's start until the programme stood."""
    diagnostics: tuple[Diagnostic, ...] = ()
    error: str = ""
    """Of a failed one: what the tool said last, and the command to try by hand."""

    def as_json(self) -> dict[str, object]:
        total, encoded = self.spans
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "reason": told(self.reason),
            "files": [
                {
                    "path": f"{self.folder}/{file.path}",
                    "rendition": file.rendition,
                    "sha256": file.sha256,
                    "bytes": file.bytes,
                    "duration": None if file.duration is None else round(float(file.duration), 3),
                }
                for file in self.files
            ],
            "spans": {"total": total, "encoded": encoded, "reused": total - encoded},
            "seconds": round(self.seconds, 3),
            "diagnostics": [found.as_json() for found in self.diagnostics],
            "error": self.error or next((told(one.message) for one in self.diagnostics if self.status == "failed"), ""),
        }

    def describe(self) -> str:
        total, encoded = self.spans
        head = f"{padded(told(STATES[self.status]), 8)} {self.label}  {self.title}"
        if self.status == "failed":
            return head
        made = trn("{count} span, {encoded} encoded", "{count} spans, {encoded} encoded", total, encoded=encoded)
        done = clauses([self.reason, made] if self.reason else [made])
        return f"{head}  {done}  {size(sum(file.bytes for file in self.files))}"

    @property
    def label(self) -> str:
        return episode_name(self.series, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderReport:
    """What became of a batch."""

    episodes: tuple[RenderedEpisode, ...]
    seconds: float
    root: Path
    """The workspace's folder."""
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        return all(one.status != "failed" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "episodes": [one.as_json() for one in self.episodes],
            "seconds": round(self.seconds, 3),
            "diagnostics": [found.as_json() for found in self.warnings],
        }

    def describe(self, view: View) -> str:
        failed = [one for one in self.episodes if one.status == "failed"]
        lines = [one.describe() for one in self.episodes if not view.quiet or one in failed]
        seen: set[Diagnostic] = set()
        for one in self.episodes:
            # What is wrong with a part of the series is said once, not for each of its episodes.
            said = describe_diagnostics((found for found in one.diagnostics if found not in seen), view)
            seen.update(one.diagnostics)
            if (said or one.error) and (one in failed or not view.quiet):
                lines += ["", f"{one.label}:", *(text for text in (said, one.error) if text)]
        if self.warnings and not view.quiet:
            lines += ["", describe_diagnostics(self.warnings, view)]
        if not view.quiet:
            lines += ["", self._summary(len(failed)), *self._places(view)]
        return "\n".join(lines).strip("\n")

    def _places(self, view: View) -> list[str]:
        """Where the files are: by name where they are few, else their folders."""
        whole = [one for one in self.episodes if one.files]
        if len(whole) <= NAMED:
            files = [(one, file) for one in whole for file in one.files if file.duration is not None]
            return [f"  {view.path(self.root / one.folder / file.path)}" for one, file in files]
        folders = dict.fromkeys(f"{view.path(self.root / one.folder)}/" for one in whole)
        return [tr("the files are in {folders}", folders=listed(folders))]

    def _summary(self, failed: int) -> str:
        statuses = [one.status for one in self.episodes]
        encoded = sum(one.spans[1] for one in self.episodes)
        parts = [counted(statuses.count(word), STATES[word]) for word in STATES if word in statuses]
        return trn(
            "{episodes}; {count} span encoded in {time}",
            "{episodes}; {count} spans encoded in {time}",
            encoded,
            episodes=listed(parts) or tr("nothing to do"),
            time=duration(self.seconds),
        )
