"""Shots: what is seen between two cuts, and the spans it is shown in, also beyond the cuts during a transition."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from pipeline.effects.split import SplitStill
from pipeline.model.media import Medium
from pipeline.model.scene import Scene
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Fit, Focus, Transition
from pipeline.model.timeline import ClipSpan, MotionSpan, SceneSpan, Side, SplitSpan, Still, StillSpan, Within
from pipeline.timebase import FrameRange


class Shot(Protocol):
    """What the planner needs to know of a picture, still or moving."""

    def span(self, frames: FrameRange, rate: Fraction) -> Side:
        """What it shows during `frames`, counted from its cut; they may begin before it or end after its length."""

    def holds(self, frames: FrameRange, rate: Fraction) -> bool:
        """Whether there is material of its own for all of `frames`; where not, an edge frame is held."""

    @property
    def ends(self) -> Fraction | None:
        """Seconds from its file's start at which there is nothing more of it to be shown; None for a still."""

    def cut_away(self, *, leaving: bool) -> bool:
        """Whether its author cut away what lies beyond its end (`leaving`), or before its beginning."""

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _PictureShot:
    """A picture, of which there is enough for any time."""

    still: Still

    def holds(self, frames: FrameRange, rate: Fraction) -> bool:
        return True

    @property
    def ends(self) -> None:
        return None

    def cut_away(self, *, leaving: bool) -> bool:
        return False

    @property
    def label(self) -> str:
        return self.still.label


@dataclass(frozen=True, slots=True, kw_only=True)
class StillShot(_PictureShot):
    """A picture that never changes."""

    def span(self, frames: FrameRange, rate: Fraction) -> StillSpan:
        return StillSpan(frames=len(frames), still=self.still)


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionShot(_PictureShot):
    """A picture over which the view moves for as long as it is seen, transitions included."""

    motion: Motion
    seen: FrameRange | None = None
    """Counted from its cut; None before that is known."""

    def span(self, frames: FrameRange, rate: Fraction) -> MotionSpan:
        seen = self.seen or frames
        return MotionSpan(
            frames=len(frames), still=self.still, motion=self.motion, first=frames.start - seen.start, total=len(seen)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipShot:
    """Moving pictures from `start` of a file."""

    medium: Medium
    start: Fraction
    """Seconds from the file's start, shown at the cut."""
    fit: Fit
    focus: Focus | None = None
    first: Fraction | None = None
    end: Fraction | None = None
    """What of the file may be shown, where its author cut away the rest; seconds from the file's start."""
    speed: Fraction = Fraction(1)
    """Seconds of the file in a second of the programme."""
    hold: Fraction = Fraction(0)
    """Seconds of the programme for which its author lets its last frame stand after its end."""
    label: str

    def span(self, frames: FrameRange, rate: Fraction) -> ClipSpan:
        start, last = self._times(frames, rate)
        # Only where it matters: whatever else is shown of a clip keeps its key.
        within = Within(first=self.first, end=self.end).reached(start, last)
        return ClipSpan(
            frames=len(frames), medium=self.medium, start=start, fit=self.fit, focus=self.focus, within=within,
            speed=self.speed,
        )  # fmt: skip

    def _times(self, frames: FrameRange, rate: Fraction) -> tuple[Fraction, Fraction]:
        """Seconds from the file's start that are asked for by the first and the last of some frames."""
        step = self.speed / rate
        return self.start + frames.start * step, self.start + (frames.stop - 1) * step

    def holds(self, frames: FrameRange, rate: Fraction) -> bool:
        video = self.medium.info.video
        assert video is not None
        # The last frame asked for begins one frame before the end; half a frame is tolerated.
        first, last = self._times(frames, rate)
        half = self.speed / (2 * rate)
        return first >= video.start - half and last < self.ends + self.hold * self.speed + half

    @property
    def ends(self) -> Fraction:
        video = self.medium.info.video
        assert video is not None
        end = video.start + video.duration
        return end if self.end is None else min(end, self.end)

    def cut_away(self, *, leaving: bool) -> bool:
        # What stands goes on standing.
        return bool(leaving and self.hold) or (self.end if leaving else self.first) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitShot:
    """Two pictures in one frame; one that ends before the other holds its last frame."""

    first: StillShot | ClipShot
    second: StillShot | ClipShot
    ground: str
    """Colour between them, #rrggbb."""

    @property
    def sides(self) -> tuple[StillShot | ClipShot, StillShot | ClipShot]:
        return self.first, self.second

    def span(self, frames: FrameRange, rate: Fraction) -> StillSpan | SplitSpan:
        first, second = self.first.span(frames, rate), self.second.span(frames, rate)
        if isinstance(first, StillSpan) and isinstance(second, StillSpan):
            still = SplitStill(first=first.still, second=second.still, ground=self.ground, label=self.label)
            return StillSpan(frames=len(frames), still=still)
        return SplitSpan(frames=len(frames), first=first, second=second, ground=self.ground)

    def holds(self, frames: FrameRange, rate: Fraction) -> bool:
        return all(side.holds(frames, rate) for side in self.sides)

    @property
    def ends(self) -> Fraction | None:
        """Of its file: a split has two, which are asked one by one."""
        return None

    def cut_away(self, *, leaving: bool) -> bool:
        return any(side.cut_away(leaving=leaving) for side in self.sides)

    @property
    def label(self) -> str:
        return f"{self.first.label} | {self.second.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneShot:
    """What a script makes, from beginning to end."""

    scene: Scene
    frames: int
    """Of the whole scene."""

    def span(self, frames: FrameRange, rate: Fraction) -> SceneSpan:
        return SceneSpan(frames=len(frames), scene=self.scene, first=frames.start, total=self.frames, rate=rate)

    def holds(self, frames: FrameRange, rate: Fraction) -> bool:
        return frames.start >= 0 and frames.stop <= self.frames

    @property
    def ends(self) -> None:
        return None

    def cut_away(self, *, leaving: bool) -> bool:
        # Nothing lies beyond it that its author could lend.
        return True

    @property
    def label(self) -> str:
        return self.scene.label


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedShot:
    """A shot between two cuts of the timeline, and the way into it."""

    shot: Shot
    start: int
    frames: int
    into: Transition
    segment: int
    goes_on: bool = False
    """Whether it is the still before it, with something on it changed: a transition may reach over both."""

    @property
    def stop(self) -> int:
        return self.start + self.frames
