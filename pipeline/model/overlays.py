"""What an author lays over pictures: the name of somebody, a logo, a picture in the picture, labels."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.series import MediaUse, Theme

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
Shape = Literal["rect", "circle"]
Labels = Literal["written", "yes", "readers", "no"]
"""Which labels of pictures are drawn, and kept for readers: `written` those under `label:`, `yes` the words in
brackets of scripts as well; `readers` draws none and keeps all; `no` does neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelUse:
    """What a picture shows, or whence it comes: for readers in any case."""

    text: str
    drawn: bool
    """Whether it is drawn into the picture as well."""
    theme: Theme
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoUse:
    """A logo as a manifest asks for it."""

    media: MediaUse | None = None
    """None for no logo."""
    corner: Corner = "top-right"
    size: Fraction = Fraction(8, 100)
    """Of the frame's width: side of the square that holds it."""
    opacity: Fraction = Fraction(1)
    off: bool = False
    """Whether its author wants none here, whatever a rendition has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoChange:
    """What a rendition changes of the logo: values that are None stay as they are."""

    media: MediaUse | None = None
    corner: Corner | None = None
    size: Fraction | None = None
    opacity: Fraction | None = None
    none: bool = False
    """Whether it has no logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerThirdUse:
    """Who somebody is, written over the lower third of the picture for a while."""

    name: str
    role: str = ""
    at: Fraction
    """Seconds from the segment's start."""
    length: Fraction
    stated: bool = False
    """Whether the manifest states its length."""
    theme: Theme
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InsetUse:
    """A picture in the picture, still or moving."""

    media: MediaUse
    moving: bool
    page: int | None = None
    """Of a PDF, from 1."""
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    """Which part of a clip is shown, in seconds of its file."""
    at: Fraction = Fraction(0)
    """Seconds from the segment's start."""
    length: Fraction | None = None
    """None lasts as long as the clip or the segment does."""
    corner: Corner = "bottom-right"
    size: Fraction = Fraction(1, 4)
    """Of the frame's width."""
    shape: Shape = "rect"
    focus: tuple[Fraction, Fraction] | None = None
    theme: Theme
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
