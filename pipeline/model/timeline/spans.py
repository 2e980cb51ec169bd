"""Spans: runs of frames that are encoded once; side by side they tile the picture."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.model.media import Medium
from pipeline.model.scene import Scene
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Fit, Focus
from pipeline.model.timeline.drawings import Blend, CaptionRun, Still
from pipeline.model.timeline.overlays import OverlayRun


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSpan:
    """Frames that all show the same picture."""

    frames: int
    still: Still


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The part of a source that may be shown, in seconds from the file's start; None is no limit."""

    first: Fraction | None = None
    """What is shown at this moment is the first that is seen."""
    end: Fraction | None = None
    """The last frame before this moment is the last that is seen."""

    def reached(self, start: Fraction, last: Fraction) -> "Within | None":
        """The limits that frames from `start` to `last` go beyond; None where they go beyond none."""
        first = self.first if self.first is not None and start < self.first else None
        end = self.end if self.end is not None and last >= self.end else None
        return None if first is None and end is None else Within(first=first, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSpan:
    """Frames of a moving source: output frame i shows the last source frame at or before `start + i * speed / rate`.

    Before the source's first frame the first is shown, after its last the last.
    """

    frames: int
    medium: Medium
    start: Fraction
    """Seconds from the file's start; may lie before 0 or beyond the end where a transition borrows."""
    fit: Fit
    focus: Focus | None = None
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over it, in order."""
    within: "Within | None" = field(default=None, metadata=RECIPE_WHERE_SET)
    """Where it reaches beyond what may be shown of the source: there the edge frame is held."""
    overlays: tuple[OverlayRun, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """Drawn over it in order, below captions."""
    speed: Fraction = field(default=Fraction(1), metadata=RECIPE_WHERE_SET)
    """Seconds of the source in a second of the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSpan:
    """Two pictures in one frame, each in its half; at least one of them moves."""

    frames: int
    first: StillSpan | ClipSpan
    """The left one, or the upper one in a frame that is not wider than high."""
    second: StillSpan | ClipSpan
    ground: str
    """Colour between them, #rrggbb."""
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over both."""
    overlays: tuple[OverlayRun, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """The same, below captions."""

    @property
    def sides(self) -> tuple[StillSpan | ClipSpan, StillSpan | ClipSpan]:
        return self.first, self.second

    @property
    def clips(self) -> tuple[ClipSpan, ...]:
        """The sides that move."""
        return tuple(side for side in self.sides if isinstance(side, ClipSpan))


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSpan:
    """Frames in which the view moves over a picture."""

    frames: int
    still: Still
    motion: Motion
    first: int
    """Which frame of the whole motion its first one is: a motion goes on over chunks, captions and transitions."""
    total: int
    """Frames of the whole motion."""
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over it, where they are."""
    overlays: tuple[OverlayRun, ...] = ()
    """The same, below captions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedSpan:
    """A picture that stands still, with moving pictures over it."""

    frames: int
    still: Still
    overlays: tuple[OverlayRun, ...]
    captions: tuple[CaptionRun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSpan:
    """Frames that a script makes. Before the scene's first frame the first is shown, after its last the last."""

    frames: int
    scene: Scene
    first: int = 0
    """Frame of the scene at the span's start; may lie before 0 or beyond the end where a transition borrows."""
    total: int
    """Frames of the whole scene, from which the script knows its length."""
    rate: Fraction
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over it, in order."""
    overlays: tuple[OverlayRun, ...] = ()
    """The same, below captions."""


Side = StillSpan | ClipSpan | SplitSpan | MotionSpan | SceneSpan
"""What may be seen on one side of a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionSpan:
    """Both sides of a cut, each as long as the transition."""

    frames: int
    blend: Blend
    outgoing: Side
    incoming: Side
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over both sides, so that they do not fade with the pictures."""
    overlays: tuple[OverlayRun, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """The same, below captions."""


Span = StillSpan | ClipSpan | SplitSpan | MotionSpan | StagedSpan | SceneSpan | TransitionSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A span and where it comes from; that is for people, never part of a key."""

    start: int
    """First frame on the timeline."""
    span: Span
    segment: int
    """Index of the segment it belongs to."""
    label: str
