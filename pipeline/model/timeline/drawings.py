"""What is drawn: stills, blends, and captions; values of `effects` are such."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.model.covered import Covered
from pipeline.model.media import Font
from pipeline.model.series import CaptionStyle


class Still(Hashable, Protocol):
    """A picture that does not change: a fitted image, a card. A frozen value of `effects`."""

    @property
    def label(self) -> str:
        """What it is, for plans and progress."""


class Blend(Hashable, Protocol):
    """How one picture becomes another: a dissolve. A frozen value of `effects`."""

    @property
    def label(self) -> str:
        """What manifests call it."""

    def share(self, frame: int, frames: int) -> Fraction:
        """How far it is at frame `frame` of `frames`: more from frame to frame, never 0, never 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How captions are drawn into a picture."""

    fonts: tuple[Font, ...]
    """First choice first."""
    size: Decimal = Decimal(1)
    """Of the letters, against what is usual for the frame."""
    style: CaptionStyle = field(default="outline", metadata=RECIPE_WHERE_SET)
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What they keep clear of; None for all that platforms may cover."""
    punctuation: bool = field(default=True, metadata=RECIPE_WHERE_SET)
    """Whether commas and full stops are drawn."""
    version: int = 2
    """Of the way of drawing; 3 in upright frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Text that is drawn into the picture."""

    text: str
    lettering: Lettering
    below: Fraction | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """Where the picture ends under which it stands, of the frame's height; None where that is of no matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionRun:
    """The frames of a span during which a caption is shown."""

    start: int
    stop: int
    caption: Caption
