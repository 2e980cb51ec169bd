"""Splits: two pictures or clips in one frame, as of two people who talk with each other."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.base import Used
from pipeline.model.segments.clip import ClipSegment
from pipeline.model.segments.pictures import ImageUse
from pipeline.model.segments.spoken import SpokenSegment
from pipeline.model.series import MediaUse, Theme
from pipeline.model.treatment import Treated

Half = ClipSegment | ImageUse
Heard = Literal["left", "right", "both", "none"]
"""Which of the sides is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(SpokenSegment):
    """Two pictures or clips, each in its half of the frame.

    As long as its recordings, as it says itself, or as the longer of its clips.
    """

    sides: tuple[Half, Half]
    """Left and right; in a frame that is not wider than high, above and below."""
    heard: Heard | None = None
    """None is everything that can be heard."""
    heard_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    length: Fraction | None = None
    """Seconds, where there are no recordings."""
    label: LabelUse | None = None
    theme: Theme
    """Between the halves lies its background."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (*self.takes, *(side.clip if isinstance(side, ClipSegment) else side.media for side in self.sides))

    @property
    def labels(self) -> tuple[LabelUse, ...]:
        return (self.label,) if self.label else ()

    @property
    def measured(self) -> tuple[Treated, ...]:
        sides = (one for side in self.sides if isinstance(side, ClipSegment) for one in side.measured)
        return (*super(Split, self).measured, *sides)

    @property
    def used(self) -> tuple[Used, ...]:
        takes = (Used(media=take) for take in self.takes)
        return (*takes, *(used for side in self.sides if isinstance(side, ClipSegment) for used in side.used))
