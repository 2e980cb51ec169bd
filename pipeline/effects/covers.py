"""Covers: what stands on the cover of an episode or a series, from which it is composed anew for every shape."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.effects.look import Look
from pipeline.effects.stills import FittedImage
from pipeline.model.media import Medium
from pipeline.model.series import Focus


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFrame:
    """One picture out of a film."""

    medium: Medium
    at: Fraction
    """Seconds from the file's start."""
    focus: Focus | None = field(default=None, metadata=RECIPE_WHERE_SET)
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A cover: a picture, the title, the number, the series' name and the studio's seal."""

    art: FittedImage | FilmFrame | None
    """None for a drawing of our own, another one for every title."""
    whole: bool = False
    """Whether the picture is shown whole: its author has made a cover of it, with words that may be near its edges."""
    look: Look
    title: str
    """Empty where nothing is to be written."""
    series: str = ""
    number: str = ""
    """As it is written: `第3期`."""
    seal: Medium | None = None
    version: int = 3
    """Of the way of composing."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
