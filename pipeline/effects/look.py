"""The look of cards: the colours, the ground and the fonts that cards of every kind are drawn with."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.effects.themes import Dress, preset
from pipeline.model.covered import Covered
from pipeline.model.media import Font, Medium
from pipeline.model.overlays import Corner
from pipeline.model.series import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The corner that a logo, or the label of AI content, takes of a card."""

    corner: Corner
    size: Fraction
    """Of the frame's width, or of its shorter side for a label: what `wide` and `high` are counted in."""
    wide: Fraction
    """Of that side."""
    high: Fraction
    of: Literal["width", "label"] = field(default="width", metadata=RECIPE_WHERE_SET)


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
    dress: Dress = field(default_factory=Dress)
    taken: tuple[Taken, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """What texts keep clear of."""
    covered: Covered | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """What platforms lay over the frame, where that is more than any of those that come with voicehall."""
    version: int = 3
    """Of the way of drawing what all kinds share."""


def look_of(theme: Theme, *, picture: Medium | None, fonts: tuple[Font, ...]) -> Look:
    """The look of a theme whose picture and fonts are open."""
    return Look(
        background=theme.background,
        foreground=theme.foreground,
        accent=theme.accent,
        picture=picture,
        fonts=fonts,
        dress=preset(theme.preset).dress,
    )
