"""What a render would do."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.errors import Diagnostic
from pipeline.messages import told, tr, trn
from pipeline.timebase import format_time
from pipeline.wording import duration, padded, size
from pipeline.workflow.machine import cores
from pipeline.workflow.rendering.moved import MovedPicture
from pipeline.workflow.report import View, beside, describe_diagnostics

UNCHANGED = tr("unchanged")
STATES = {"fresh": tr("fresh"), "stale": tr("stale"), "broken": tr("broken")}
"""Of episodes, as people read them."""
KINDS = {
    "still": tr("still"), "captions": tr("captions"), "clip": tr("clip"), "transition": tr("transition"),
    "audiogram": tr("audiogram"), "mix": tr("mix"), "sound": tr("sound"),
}  # fmt: skip
"""Of pieces."""
FILE, CHAPTER = tr("file"), tr("chapter")


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
            "label": told(self.label),
            "action": "reuse" if self.reused else "encode",
            "reason": told(self.reason),
        }

    def describe(self, *, why: bool) -> str:
        what = tr("reused") if self.reused else tr("encode")
        done = beside(what, self.reason) if why else what
        kind = padded(told(KINDS.get(self.kind, self.kind)), 10)
        place = f"{self.segment or '':3}  {format_time(self.start)}  {self.frames:6}"
        return f"  {place}  {kind}  {done}  {told(self.label)}"


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
        return {"path": self.path, "rendition": self.rendition, "action": action, "reason": told(self.reason)}

    def describe(self, *, why: bool) -> str:
        what = tr("keep") if self.kept else tr("make")
        return f"  {padded(told(FILE), 9)}{beside(what, self.reason) if why else what}  {self.path}"


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
    moved: tuple[MovedPicture, ...] = ()
    """Pictures of scripts that begin elsewhere than when it was last rendered."""
    diagnostics: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, object]:
        made = sum(not span.reused for span in self.spans)
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "reason": told(self.reason),
            "duration": round(float(self.seconds), 3),
            "spans": {"total": len(self.spans), "encoded": made, "reused": len(self.spans) - made},
            "timeline": [span.as_json() for span in self.spans],
            "sound": [span.as_json() for span in self.sounds],
            "chapters": [{"start": round(float(start), 3), "title": title} for start, title in self.chapters],
            "files": [file.as_json() for file in self.files],
            "estimate": {"seconds": round(self.cost / cores(), 1), "bytes": self.bytes},
            "moved": [one.as_json() for one in self.moved],
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, *, why: bool) -> str:
        status = beside(STATES[self.status], self.reason) if self.reason else STATES[self.status]
        lines = [f"{self.series}/{self.number}  {self.title}  {told(status)}"]
        if self.files:
            rate = f"{float(self.rate):.5g}"
            length = tr("{time} at {rate} frames a second", time=format_time(self.seconds), rate=rate)
            lines.append(f"  {length}")
        if self.spans:
            lines.append(f"  {tr('seg      start  frames  span')}")
            lines += [span.describe(why=why) for span in (*self.spans, *self.sounds)]
        chapter = padded(told(CHAPTER), 9)
        lines += [f"  {chapter}{format_time(start)}  {title}" for start, title in self.chapters]
        lines += [file.describe(why=why) for file in self.files]
        lines += [f"  {one.describe()}" for one in self.moved if why]
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
                parts.append(tr("episodes with errors have no plan: mend what is shown above first"))
            parts.append(
                trn(
                    "{made} of {count} span to encode; about {time} and {size} of disk",
                    "{made} of {count} spans to encode; about {time} and {size} of disk",
                    total, made=made, time=duration(seconds), size=size(disk),
                )
            )  # fmt: skip
        return "\n\n".join(parts)
