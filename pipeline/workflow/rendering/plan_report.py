"""What a render would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from pipeline.errors import Diagnostic
from pipeline.messages import Message, listed, told, tr, trn
from pipeline.timebase import format_time
from pipeline.wording import duration, padded, size
from pipeline.workflow.machine import cores
from pipeline.workflow.rendering.moved import MovedPicture
from pipeline.workflow.report import View, beside, counted, describe_diagnostics

UNCHANGED = tr("unchanged")
STATES = {"fresh": tr("fresh"), "stale": tr("stale"), "broken": tr("broken")}
"""Of episodes, as people read them."""
KINDS = {
    "still": tr("still"), "motion": tr("motion"), "captions": tr("captioned"), "countdown": tr("countdown"),
    "clip": tr("clip"),
    "transition": tr("transition"), "overlays": tr("lower third"), "staged": tr("inset"), "split": tr("split"),
    "scene": tr("scene"), "reading": tr("page"), "audiogram": tr("audiogram"), "mix": tr("mix"),
    "treat": tr("treatment"), "tempo": tr("speed"), "sound": tr("sound"),
}  # fmt: skip
"""Of pieces."""
WIDEST = 12
"""Columns of the names of pieces, in any language."""
LISTED = 20
"""Episodes that a summary names."""
FILE, CHAPTER, VOICE, MUSIC, COVER = tr("file"), tr("chapter"), tr("sound"), tr("music"), tr("cover")


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
    rendition: str = ""
    """Whose picture or sound it is, one or several; empty for the mix, from which all sounds are made."""

    def as_json(self) -> dict[str, object]:
        return {
            "rendition": self.rendition or None,
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
        kind = padded(told(KINDS.get(self.kind, self.kind)), WIDEST)
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
    treated: tuple[tuple[str, Message], ...] = ()
    """Recordings, and what is done to each."""
    music: tuple[tuple[str, Message], ...] = ()
    """Music that ends with a bar, and where."""
    chapters: tuple[tuple[Fraction, str], ...]
    files: tuple[PlannedFile, ...]
    cost: float
    """Seconds that what is to be made takes one core of this machine."""
    chain: float
    """Seconds of those that wait for each other, however many cores there are."""
    bytes: int
    """Of disk, for new artefacts and the programme's files."""
    cover: Message | None = None
    """What its covers show, and why."""
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
            "treated": [{"file": name, "what": told(what)} for name, what in self.treated],
            "music": [{"file": name, "what": told(what)} for name, what in self.music],
            "chapters": [{"start": round(float(start), 3), "title": title} for start, title in self.chapters],
            "files": [file.as_json() for file in self.files],
            "estimate": {"seconds": round(max(self.cost / cores(), self.chain), 1), "bytes": self.bytes},
            "cover": told(self.cover) if self.cover else None,
            "moved": [one.as_json() for one in self.moved],
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    @property
    def head(self) -> str:
        status = beside(STATES[self.status], self.reason) if self.reason else STATES[self.status]
        return f"{self.series}/{self.number}  {self.title}  {told(status)}"

    def describe(self, view: View, *, why: bool) -> str:
        lines = [self.head]
        if self.files:
            rate = f"{float(self.rate):.5g}"
            length = tr("{time} at {rate} frames a second", time=format_time(self.seconds), rate=rate)
            lines.append(f"  {length}")
        if self.spans:
            lines.append(f"  {tr('seg      start  frames  span')}")
            lines += self._pieces(why=why)
        voice = padded(told(VOICE), 9)
        lines += [f"  {voice}{beside(PurePath(name).name, what)}" for name, what in self.treated]
        music = padded(told(MUSIC), 9)
        lines += [f"  {music}{beside(PurePath(name).name, what)}" for name, what in self.music]
        chapter = padded(told(CHAPTER), 9)
        lines += [f"  {chapter}{format_time(start)}  {title}" for start, title in self.chapters]
        lines += [file.describe(why=why) for file in self.files]
        lines += [f"  {padded(told(COVER), 9)}{told(self.cover)}"] if self.cover else []
        lines += [f"  {one.describe()}" for one in self.moved if why]
        if self.diagnostics:
            lines.append(describe_diagnostics(self.diagnostics, view))
        return "\n".join(lines)

    def _pieces(self, *, why: bool) -> Iterator[str]:
        """Span by span; where several renditions have pictures, each below its name, and one like another by that."""
        shown: dict[tuple[str, ...], str] = {}
        renditions = list(dict.fromkeys(one.rendition for one in self.spans))
        for name in renditions:
            lines = tuple(one.describe(why=why) for one in self.spans if one.rendition == name)
            same = next((other for other, was in zip(shown.values(), shown, strict=True) if was == lines), None)
            if len(renditions) > 1:
                yield "  " + (
                    tr("rendition {name}: the same spans as {other}", name=name, other=same)
                    if same
                    else tr("rendition {name}:", name=name)
                )
            if same is None:
                shown[lines] = name
                yield from lines
        if len(renditions) > 1:
            yield f"  {tr('sound:')}"
        several = len({one.rendition for one in self.sounds if one.rendition}) > 1
        for one in self.sounds:
            yield one.describe(why=why) + (f"  {one.rendition}" if several and one.rendition else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    episodes: tuple[EpisodePlan, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of manifests that could not be read."""
    warnings: tuple[Diagnostic, ...] = ()
    """Of what was asked for, and of the files above the episodes."""
    why: bool = False
    spans: bool = True
    """Whether every piece of every episode is shown."""

    @property
    def ok(self) -> bool:
        return not self.diagnostics and all(one.status != "broken" for one in self.episodes)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "episodes": [one.as_json() for one in self.episodes],
            "diagnostics": [found.as_json() for found in (*self.diagnostics, *self.warnings)],
        }

    def describe(self, view: View) -> str:
        parts = [one.describe(view, why=self.why) for one in self.episodes] if self.spans else self._summary(view)
        others = (*self.diagnostics, *(() if view.quiet else self.warnings))
        parts += [describe_diagnostics(others, view)] if others else []
        if not view.quiet:
            made = sum(not span.reused for one in self.episodes for span in one.spans)
            total = sum(len(one.spans) for one in self.episodes)
            seconds = sum(one.cost for one in self.episodes) / cores()
            seconds = max(seconds, max((one.chain for one in self.episodes), default=0.0))
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

    def _summary(self, view: View) -> list[str]:
        """How many episodes of each series are fresh, stale and broken, and which are to be made, as far as read."""
        parts = []
        for series in dict.fromkeys(one.series for one in self.episodes):
            own = [one for one in self.episodes if one.series == series]
            statuses = [one.status for one in own]
            counts = listed(counted(statuses.count(word), STATES[word]) for word in STATES if word in statuses)
            episodes = trn("{count} episode", "{count} episodes", len(own))
            parts.append(tr("{series}: {episodes}, {counts}", series=series, episodes=episodes, counts=counts))
        made = [one for one in self.episodes if one.status != "fresh"]
        lines = [f"  {one.head}" for one in made[:LISTED]]
        if len(made) > LISTED:
            lines.append("  " + trn("and {count} more", "and {count} more", len(made) - LISTED))
        lines.append(tr("every piece of them: voicehall plan --spans"))
        said = describe_diagnostics(dict.fromkeys(found for one in self.episodes for found in one.diagnostics), view)
        return ["\n".join([*parts, *lines]), *([said] if said else [])]
