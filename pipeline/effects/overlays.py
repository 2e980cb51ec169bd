"""Overlays: what lies over a picture, still or moving, and keeps clear of what lies there already."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.effects.look import Look
from pipeline.effects.stills import FittedImage
from pipeline.messages import tr
from pipeline.model.covered import Covered
from pipeline.model.media import Medium
from pipeline.model.overlays import Corner, Shape
from pipeline.model.series import Focus
from pipeline.model.timeline import ClipSpan, Overlay, Still, Within
from pipeline.wording import width

Way = Literal["in", "out"]


class _Standing:
    """What is the same in every frame."""

    __slots__ = ()

    @property
    def moves(self) -> bool:
        return False

    def after(self, frames: int, rate: Fraction) -> Self:
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo(_Standing):
    """A small picture in a corner, with its transparency."""

    image: Medium
    corner: Corner
    size: Fraction
    """Of the frame's width: side of the square that holds it."""
    opacity: Fraction = Fraction(1)
    captions: Decimal | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """Size of the captions that it stands above."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What it keeps clear of; None for all that platforms may cover."""
    version: int = 1

    @property
    def label(self) -> str:
        return tr("logo")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLabel(_Standing):
    """A small line of text in the left upper corner: what a picture shows, or whence it comes."""

    text: str
    look: Look
    clear: tuple[Overlay, ...] = ()
    """What it stands below."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    version: int = 2

    @property
    def label(self) -> str:
        return tr("label '{text}'", text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AiLabel(_Standing):
    """That content was made by AI, in an upper corner of a film's first pictures.

    Its characters are to be 5 % of the shorter side high (GB 45438-2025): an em of `EM` with Chinese ones, of
    `EM_LETTERS` with capital letters.
    """

    EM: ClassVar = Fraction(58, 1000)
    EM_LETTERS: ClassVar = Fraction(74, 1000)
    PAD: ClassVar = Fraction(42, 100)
    """Ems from the plane's sides to the text."""
    DOWN: ClassVar = Fraction(24, 100)
    """Ems from its ends."""

    text: str
    look: Look
    corner: Corner = field(default="top-left", metadata=RECIPE_WHERE_SET)
    clear: tuple[Overlay, ...] = ()
    """What it stands below."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    version: int = 2

    @property
    def em(self) -> Fraction:
        """Of the frame's shorter side."""
        return self.EM if width(self.text) > len(self.text) else self.EM_LETTERS

    @property
    def room(self) -> tuple[Fraction, Fraction, Fraction]:
        """The em, and how many of it the plane is wide and high: an upper bound without fonts, two columns an em."""
        return self.em, Fraction(width(self.text), 2) * Fraction(11, 10) + 2 * self.PAD, 1 + 2 * self.DOWN

    @property
    def label(self) -> str:
        return tr("label '{text}'", text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StillInset(_Standing):
    """A picture in the picture."""

    image: FittedImage
    corner: Corner
    size: Fraction
    """Of the frame's width."""
    shape: Shape
    look: Look
    clear: tuple[Overlay, ...] = ()
    captions: Decimal | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """Size of the captions that it stands above."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    version: int = 1

    @property
    def label(self) -> str:
        return tr("inset '{name}'", name=self.image.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingInset:
    """Moving pictures in the picture; where its source ends, its last frame stands."""

    medium: Medium
    start: Fraction
    """Seconds from the file's start, shown in the first frame of the run that it is in."""
    end: Fraction | None = None
    """Seconds from the file's start from which on nothing more of it is shown."""
    corner: Corner
    size: Fraction
    shape: Shape
    focus: Focus | None = None
    look: Look
    clear: tuple[Overlay, ...] = ()
    captions: Decimal | None = field(default=None, metadata=RECIPE_WHERE_SET)
    name: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    version: int = 1

    @property
    def label(self) -> str:
        return tr("inset '{name}'", name=self.name)

    @property
    def moves(self) -> bool:
        return True

    def after(self, frames: int, rate: Fraction) -> "MovingInset":
        return replace(self, start=self.start + frames / rate)


Inset = StillInset | MovingInset


def inset_clip(inset: MovingInset, frames: int) -> ClipSpan:
    """The frames of an inset's source; they fill its place."""
    within = None if inset.end is None else Within(end=inset.end)
    return ClipSpan(frames=frames, medium=inset.medium, start=inset.start, fit="crop", focus=inset.focus, within=within)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerThird(_Standing):
    """Who somebody is: a name and what they are, on a panel over the lower third of the picture."""

    name: str
    role: str
    look: Look
    captions: Decimal = Decimal(1)
    """Size of the captions that it stands above, whether they are drawn or players show them."""
    clear: tuple[Overlay, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """What it stands above."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    version: int = 2

    @property
    def label(self) -> str:
        return tr("lower third '{name}'", name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sliding:
    """A lower third on its way in or out, in one frame."""

    overlay: LowerThird
    way: Way
    frame: int
    """From 0."""
    frames: int
    """Of the whole way."""

    @property
    def label(self) -> str:
        return self.overlay.label

    @property
    def moves(self) -> bool:
        return True

    def after(self, frames: int, rate: Fraction) -> "Sliding":
        return replace(self, frame=self.frame + frames)

    @property
    def seen(self) -> Fraction:
        """How much of it has come: slow at the end of the way in and at the beginning of the way out."""
        done = Fraction(self.frame + 1, self.frames + 1)
        left = 1 - done if self.way == "in" else done
        return 1 - left**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaid:
    """A still with what lies over it, in the order of drawing; a caption would lie over all of them."""

    still: Still
    overlays: tuple[Overlay, ...]

    @property
    def label(self) -> str:
        return self.still.label


def bare(still: Still) -> Still:
    """The still without all that lies over it, but for its caption."""
    return still.still if isinstance(still, Overlaid) else still


def rank(overlay: Overlay) -> int:
    """By which overlays are drawn: insets first, then labels, logos and lower thirds."""
    match overlay:
        case StillInset() | MovingInset():
            return 0
        case PictureLabel() | AiLabel():
            return 1
        case Logo():
            return 2
        case _:
            return 3
