"""What is drawn: stills, blends, and captions; values of `effects` are such."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from pipeline.model.media import Font


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
