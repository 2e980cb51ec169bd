"""The look of cards: the colours, the ground and the fonts that cards of every kind are drawn with."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.model.media import Font, Medium
from pipeline.model.overlays import Corner


class Ground(Protocol):
    """What a card's ground is drawn from."""

    @property
    def background(self) -> str: ...

    @property
    def picture(self) -> Medium | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The corner that a logo takes of a card."""

    corner: Corner
    size: Fraction
    """Of the frame's width: side of the square that holds it."""
    wide: Fraction
    """Of that side."""
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A theme with its picture and fonts opened; colours are #rrggbb."""

    background: str
    foreground: str
    accent: str
    picture: Medium | None = None
    """Blurred and faded into the background."""
    fonts: tuple[Font, ...]
    """First choice first; a character that one lacks is taken from the next."""
    taken: Taken | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What texts keep clear of."""
    version: int = 1
    """Of the way of drawing what all kinds share."""
