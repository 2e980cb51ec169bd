"""The timeline: spans that tile the picture, sounds placed in the mix, chapters and cues; integers throughout."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.model.captions import Cue
from pipeline.model.media import Font, Medium
from pipeline.model.scene import Scene, SceneSound
from pipeline.model.series import Fit, Focus, Loudness


class Still(Hashable, Protocol):
    """A picture that does not change: a fitted image, a card. A frozen value of `effects`."""

    @property
    def label(self) -> str:
        """What it is, for plans and progress."""


class Blend(Hashable, Protocol):
    """How one picture becomes another: a dissolve. A frozen value of `effects`."""

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How captions are drawn into a picture."""

    fonts: tuple[Font, ...]
    """First choice first."""
    size: Decimal = Decimal(1)
    """Of the letters, against what is usual for the frame."""
    version: int = 2
    """Of the way of drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Text that is drawn into the picture."""

    text: str
    lettering: Lettering


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionRun:
    """The frames of a span during which a caption is shown."""

    start: int
    stop: int
    caption: Caption


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
    """Frames of a moving source: output frame i shows the last source frame at or before `start + i / rate`.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSpan:
    """Frames that a script makes. Before the scene's first frame the first is shown, after its last the last."""

    frames: int
    scene: Scene
    first: int = 0
    """Frame of the scene at the span's start; may lie before 0 or beyond the end where a transition borrows."""
    total: int
    """Frames of the whole scene, from which the script knows its length."""
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionSpan:
    """Both sides of a cut, each as long as the transition."""

    frames: int
    blend: Blend
    outgoing: "Side"
    incoming: "Side"
    captions: tuple[CaptionRun, ...] = ()
    """Drawn over both sides, so that they do not fade with the pictures."""


Side = StillSpan | ClipSpan | SceneSpan
"""What a shot is shown in."""
Span = StillSpan | ClipSpan | SceneSpan | TransitionSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A span and where it comes from; that is for people, never part of a key."""

    start: int
    """First frame on the timeline."""
    span: Span
    segment: int
    """Index of the segment it belongs to."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A part of a file's sound, or the sound of several files one after the other."""

    media: tuple[Medium, ...]
    start: Fraction = Fraction(0)
    """Seconds from the (first) file's start."""
    samples: int
    """At 48 kHz; where the media end earlier, silence follows."""
    pause: int = 0
    """Samples of silence between media."""
    scene: SceneSound | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """The script that makes it, where it comes from no medium."""

    @property
    def is_made(self) -> bool:
        """Whether its samples stand in a file that is made first: of several takes, or by a scene."""
        return len(self.media) > 1 or self.scene is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """A take in the mix."""

    role: Literal["speech", "music"]
    """Speech (narration, a clip's own sound) is matched to the target loudness and ducks music."""
    start: int
    """First sample on the timeline."""
    take: Take
    gain: Decimal | None = None
    """dB. Speech: applied to the take as it is, None matches it to the target. Music: against the target loudness."""
    fade_in: int = 0
    fade_out: int = 0
    """Samples, at either end."""
    duck: Decimal = Decimal(0)
    """Further dB while speech sounds."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)

    @property
    def stop(self) -> int:
        return self.start + self.take.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """All sound of one programme; stereo, 48 kHz."""

    samples: int
    sounds: tuple[PlacedSound, ...]
    loudness: Loudness


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    start: int
    """First frame."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """An episode as it is seen and heard, at one frame rate."""

    rate: Fraction
    frames: int
    spans: tuple[Placed, ...]
    mix: Mix
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...] = ()
    starts: tuple[int, ...] = ()
    """First frame of every segment."""

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.rate
