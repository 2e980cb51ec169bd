"""Planning aloud: what a render would make and reuse, why, how long it would take and how much disk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.errors import Diagnostic
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.packaging.shelf import Shelf
from pipeline.timebase import format_time
from pipeline.workflow.cores import cores
from pipeline.workflow.history import History
from pipeline.workflow.report import count, describe_diagnostics, duration, size
from pipeline.workflow.workbench import Workbench

UNCHANGED = "unchanged"
JOIN_COST = 0.5
"""CPU seconds of putting one programme out."""
STILL_BYTES = 400_000
MOVING_BYTES = 20_000
"""Of a still, and of a moving frame, at 1920 x 1080; pictures differ widely."""
FULL_PICTURE = 1920 * 1080


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
    files: tuple[str, ...]
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
            "files": list(self.files),
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
        lines += [f"  file     {name}" for name in self.files]
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

    def describe(self, *, quiet: bool) -> str:
        parts = [one.describe(why=self.why) for one in self.episodes]
        parts += [describe_diagnostics(self.diagnostics)] if self.diagnostics else []
        if not quiet:
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


def plan(root: Path, what: Sequence[str], *, cwd: Path, why: bool, draft: bool) -> PlanReport:
    """Plan `what` without making anything."""
    bench = Workbench.open(root)
    reading = bench.read(what, cwd)
    wanted: set[str] = set()
    standing: dict[Shelf, tuple[Record, ...]] = {}
    episodes = []
    for episode in reading.episodes:
        planned = bench.plan(episode, draft=draft)
        if planned.programme is None:
            episodes.append(
                EpisodePlan(
                    series=episode.series.id, number=episode.number, title=episode.title, status="broken", reason="",
                    seconds=Fraction(0), rate=Fraction(1), spans=(), sounds=(), chapters=(), files=(), cost=0, bytes=0,
                    diagnostics=planned.diagnostics,
                )
            )  # fmt: skip
        else:
            shelf = Shelf(folder=bench.out / episode.series.id)
            if shelf not in standing:
                standing[shelf] = tuple(shelf.programmes(draft=draft))
            earlier = next((one for one in standing[shelf] if shelf.is_of(one, planned.programme)), None)
            episodes.append(_episode_plan(planned.programme, planned.diagnostics, bench, wanted, shelf, earlier))
    bench.catalogue.save()
    lost = tuple(found for one in reading.failed for found in one.diagnostics)
    return PlanReport(episodes=tuple(episodes), diagnostics=lost, why=why)


def _episode_plan(
    plan: ProgrammePlan,
    diagnostics: tuple[Diagnostic, ...],
    bench: Workbench,
    wanted: set[str],
    shelf: Shelf,
    earlier: Record | None,
) -> EpisodePlan:
    """`wanted` holds the keys that others of the same run will have made; `earlier` is the record that stands."""
    fresh = shelf.fresh_record(plan, content=bench.catalogue.content) is not None
    missing = {} if fresh else History(folder=bench.history).reasons(plan, bench.store)
    made = [action for action in plan.actions if action.key in missing and action.key not in wanted]
    spans = tuple(_spans(plan, missing, wanted))
    wanted.update(action.key for action in made)
    return EpisodePlan(
        series=plan.episode.series.id,
        number=plan.episode.number,
        title=plan.episode.title,
        status="fresh" if fresh else "stale",
        reason="" if fresh else shelf.reason(plan, earlier),
        seconds=plan.timeline.seconds,
        rate=plan.timeline.rate,
        spans=spans,
        sounds=tuple(_sounds(plan, missing)),
        chapters=tuple((chapter.start / plan.timeline.rate, chapter.title) for chapter in plan.timeline.chapters),
        files=tuple(f"{bench.shown(shelf.folder)}/{name}" for name in plan.made_from),
        cost=0.0 if fresh else sum(map(bench.pace.seconds, made)) + JOIN_COST,
        bytes=0 if fresh else _bytes(plan, spans),
        diagnostics=diagnostics,
    )


def _spans(plan: ProgrammePlan, missing: Mapping[str, str], wanted: set[str]) -> Iterator[PlannedSpan]:
    """A line for each piece of the picture; what stands there twice is made once."""
    seen = set(wanted)
    for file in plan.files:
        for piece in file.lowered.pieces:
            key = piece.action.key
            again = key in missing and key in seen
            seen.add(key)
            placed = file.lowered.timeline.spans[piece.span]
            yield PlannedSpan(
                segment=placed.segment + 1,
                start=piece.start / file.lowered.timeline.rate,
                frames=piece.frames,
                kind=piece.action.kind,
                label=placed.label,
                reused=again or key not in missing,
                reason="made once, used again" if again else missing.get(key, UNCHANGED),
            )


def _sounds(plan: ProgrammePlan, missing: Mapping[str, str]) -> Iterator[PlannedSpan]:
    for action in dict.fromkeys(one for file in plan.files for one in (file.lowered.mix, file.lowered.sound)):
        yield PlannedSpan(
            segment=None,
            start=Fraction(0),
            frames=plan.timeline.frames,
            kind=action.kind,
            label=action.label.removeprefix(f"{plan.episode.label}: "),
            reused=action.key not in missing,
            reason=missing.get(action.key, UNCHANGED),
        )


def _bytes(plan: ProgrammePlan, spans: Sequence[PlannedSpan]) -> int:
    """What the new artefacts and the programme's files will take, roughly."""
    picture = next((file.lowered.rendition.picture for file in plan.files if file.lowered.rendition.picture), None)
    share = picture.width * picture.height / FULL_PICTURE if picture else 0
    seen = [STILL_BYTES if span.kind == "still" else MOVING_BYTES * span.frames for span in spans]
    new = [size for size, span in zip(seen, spans, strict=True) if not span.reused]
    heard = sum(file.lowered.rendition.sound.bitrate for file in plan.files) * float(plan.timeline.seconds) / 8
    return round((sum(seen) + sum(new)) * share + 2 * heard)
