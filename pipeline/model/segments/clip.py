"""Parts of video files with their own sound."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.errors import Mark
from pipeline.model.media import Sides
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.base import Segment, Used
from pipeline.model.series import Fit, Focus, MediaUse


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSegment(Segment):
    """A part of a video file with its own sound."""

    clip: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    handles: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether transitions may show what lies beyond `start` and `end`."""
    fit: Fit = "blur"
    focus: Focus | None = None
    gain: Decimal | None = None
    channels: Sides | None = None
    """What is heard of its channels; None leaves it to the file."""
    track: int | None = None
    """Which of its sound tracks, from 1; None is the one that players choose."""
    label: LabelUse | None = None
    speed: Fraction = field(default=Fraction(1), metadata=RECIPE_WHERE_SET)
    """How many times as fast as it was recorded it plays."""
    mute: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether its own sound is not heard."""
    hold: Fraction = field(default=Fraction(0), metadata=RECIPE_WHERE_SET)
    """Seconds for which its last frame stands after its end."""
    track_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Places of `from` and `to`, if they are written."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.clip,)

    @property
    def used(self) -> tuple[Used, ...]:
        return (Used(media=self.clip, start=self.start, end=self.end),)

    @property
    def title(self) -> str:
        return ""

    @property
    def labels(self) -> tuple[LabelUse, ...]:
        return (self.label,) if self.label else ()
