"""What a render would do, told before it is done."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.errors import Diagnostic
from pipeline.timebase import format_time
from pipeline.wording import count, duration, size
from pipeline.workflow.machine import cores
from pipeline.workflow.report import View, describe_diagnostics

UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSpan:
    """One line of a plan."""

    segment: int | None
    """Counted from 1; None for the sound of the whole."""
    start: Fraction
    frames: int
    kind: str
    label: str
    reused: bool
    reason: str
    """Why it is to be made; where it comes from when it is not."""

    def as_json(self) -> dict[str, object]:
        return {
            "segment": self.segment,
            "start": round(float(self.start), 3),
            "frames": self.frames,
            "kind": self.kind,
            "label": self.label,
            "action": "reuse" if self.reused else "encode",
            "reason": self.reason,
        }

    def describe(self, *, why: bool) -> str:
        what = "reused" if self.reused else "encode"
        told = f": {self.reason}" if why else ""
        segment = self.segment or ""
        return f"  {segment:3}  {format_time(self.start)}  {self.frames:6}  {self.kind:10}  {what}{told}  {self.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """One file of the programme."""

    path: str
    """From the workspace."""
    rendition: str
    kept: bool
    """Whether it stands as it would be made."""
    reason: str

    def as_json(self) -> dict[str, object]:
        action = "keep" if self.kept else "make"
        return {"path": self.path, "rendition": self.rendition, "action": action, "reason": self.reason}

    def describe(self, *, why: bool) -> str:
        told = f": {self.reason}" if why else ""
        return f"  file     {'keep' if self.kept else 'make'}{told}  {self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePlan:
    """What rendering one episode would do."""

    series: str
    number: int
    title: str
    status: str
    """fresh, stale, or broken where errors stand in the way."""
    reason: str
    seconds: Fraction
    rate: Fraction
    spans: tuple[PlannedSpan, ...]
    sounds: tuple[PlannedSpan, ...]
    chapters: tuple[tuple[Fraction, str], ...]
    files: tuple[PlannedFile, ...]
    cost: float
    """Seconds that what is to be made takes one core of this machine."""
    bytes: int
    """Of disk, for new artefacts and the programme's files."""
    diagnostics: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, object]:
        made = sum(not span.reused for span in self.spans)
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "reason": self.reason,
            "duration": round(float(self.seconds), 3),
            "spans": {"total": len(self.spans), "encoded": made, "reused": len(self.spans) - made},
            "timeline": [span.as_json() for span in self.spans],
            "sound": [span.as_json() for span in self.sounds],
            "chapters": [{"start": round(float(start), 3), "title": title} for start, title in self.chapters],
            "files": [file.as_json() for file in self.files],
            "estimate": {"seconds": round(self.cost / cores(), 1), "bytes": self.bytes},
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, *, why: bool) -> str:
        lines = [f"{self.series}/{self.number}  {self.title}  {self.status}{f': {self.reason}' if self.reason else ''}"]
        if self.files:
            lines.append(f"  {format_time(self.seconds)} at {float(self.rate):.5g} frames a second")
        if self.spans:
            lines.append("  seg      start  frames  span")
            lines += [span.describe(why=why) for span in (*self.spans, *self.sounds)]
        lines += [f"  chapter  {format_time(start)}  {title}" for start, title in self.chapters]
        lines += [file.describe(why=why) for file in self.files]
        if self.diagnostics:
            lines.append(describe_diagnostics(self.diagnostics))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    episodes: tuple[EpisodePlan, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of manifests that could not be read."""
    why: bool

    @property
    def ok(self) -> bool:
        return not self.diagnostics and all(one.status != "broken" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "episodes": [one.as_json() for one in self.episodes],
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        parts = [one.describe(why=self.why) for one in self.episodes]
        parts += [describe_diagnostics(self.diagnostics)] if self.diagnostics else []
        if not view.quiet:
            made = sum(not span.reused for one in self.episodes for span in one.spans)
            total = sum(len(one.spans) for one in self.episodes)
            seconds = sum(one.cost for one in self.episodes) / cores()
            disk = sum(one.bytes for one in self.episodes)
            if not self.ok:
                parts.append("what is wrong above stands in the way of a plan for it")
            parts.append(
                f"{made} of {count(total, 'span')} to encode; about {duration(seconds)} and {size(disk)} of disk"
            )
        return "\n\n".join(parts)
