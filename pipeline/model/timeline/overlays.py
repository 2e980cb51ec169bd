"""What lies over pictures: values of `effects`, the frames during which they do, and labels for readers."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.overlays import LogoChange


class Overlay(Hashable, Protocol):
    """What lies over pictures: a logo, a label, a name. A frozen value of `effects`."""

    @property
    def label(self) -> str: ...

    @property
    def moves(self) -> bool:
        """Whether it is another picture in every frame."""

    def after(self, frames: int, rate: Fraction) -> "Overlay":
        """What it is so many frames later; itself where it does not move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayRun:
    """The frames of a span during which something lies over it."""

    start: int
    stop: int
    overlay: Overlay
    """As it is in the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOverlay:
    """What lies over pictures for a while, as far as that does not depend on the rendition."""

    start: int
    """First frame on the timeline."""
    stop: int
    overlay: Overlay
    slides: int = 0
    """Frames of its way in, and of its way out."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    logo_of: LogoChange | None = None
    """Of a logo: what the renditions say that show it; None where they say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLabel:
    """What a picture shows, for readers."""

    start: int
    """First frame of the picture on the timeline."""
    picture: str
    """Its file's name."""
    text: str
