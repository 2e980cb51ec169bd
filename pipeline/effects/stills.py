"""Stills: a picture fitted into the frame, and a card of text."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.effects.look import Look
from pipeline.model.fields import Sense
from pipeline.model.media import Medium
from pipeline.model.series import Fit, Focus
from pipeline.model.timeline import Caption, Still

OWN = "own"
"""The ground of a picture whose edges are of one colour: it goes on in that. Around any other lies what `fit` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedImage:
    """An image file, upright, brought to the frame's shape."""

    image: Medium
    fit: Fit
    focus: Focus | None = None
    page: int = field(default=1, metadata=RECIPE_WHERE_SET)
    """Of a PDF, from 1."""
    ground: str = field(default="", metadata=RECIPE_WHERE_SET)
    """What lies around it: a colour (#rrggbb), or OWN; where it is empty, black or a blurred copy, as `fit` says."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCard:
    """A full-screen card: a heading, above it what is small, such as a number, and below it what is of second rank."""

    text: str
    look: Look
    senses: tuple[Sense, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """Of each line of the text, as far as its author's words tell it."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """A still with a caption drawn into it."""

    still: Still
    caption: Caption

    @property
    def label(self) -> str:
        return self.still.label
