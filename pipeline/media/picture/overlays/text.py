"""Panels of text: a line or two on a plane of its own, readable whatever lies beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal

from PIL import Image

from pipeline.effects.colours import READABLE, contrast, mixed, readable, rgb
from pipeline.effects.look import Look
from pipeline.errors import MediaError
from pipeline.media.picture.cards.shapes import rounded
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.messages import trn

_STEP = 0.96
Line = Literal["name", "role", "label"]
SIZES: dict[Line, tuple[float, float]] = {"name": (0.054, 0.036), "role": (0.030, 0.026), "label": (0.030, 0.026)}
"""Largest and smallest em of each line, of the frame's shorter side."""
SIZES_FLAT: dict[Line, tuple[float, float]] = {"name": (0.062, 0.046), "role": (0.044, 0.036), "label": (0.040, 0.036)}
"""The same in frames that are wider than high, of which a phone that is held upright shows but a strip: on one of
37 mm, 3 % are a millimetre.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A panel's colour, how opaque it is, and inks that can be read on it over any picture."""

    fill: str
    opacity: float
    ink: str
    second: str
    """For the line of second rank."""
    accent: str


def plane(look: Look, opacity: float) -> Plane:
    """A plane in the theme's ground, as much more opaque as its inks need."""
    while True:
        grounds = mixed(look.background, "#ffffff", 1 - opacity), mixed(look.background, "#000000", 1 - opacity)
        ink = readable(look.foreground, *grounds)
        if opacity >= 1 or all(contrast(ink, ground) >= READABLE for ground in grounds):
            break
        opacity = min(1.0, opacity + 0.02)
    fill = look.background
    while opacity >= 1 and contrast(ink, fill) < READABLE:
        # A middling grey, on which neither black nor white can be read.
        fill = mixed(fill, "#000000", 0.12)
        ink = readable(look.foreground, fill)
        grounds = (fill, fill)
    return Plane(
        fill=fill,
        opacity=opacity,
        ink=ink,
        second=readable(mixed(look.accent, look.foreground, 0.35), *grounds),
        accent=readable(look.accent, *grounds, least=3.0),
    )


def painted(size: tuple[int, int], fill: str, opacity: float, radius: float) -> Image.Image:
    """A plane with round corners as a layer."""
    layer = Image.new("RGBA", size, (*rgb(fill), 0))
    layer.putalpha(rounded(*size, radius).point(lambda value: round(value * opacity)))
    return layer


def fitted(
    text: str, setter: Typesetter, *, sizes: Sequence[int], width: float, spacing: float, lines: int = 2
) -> Block:
    """The text in one line as large as it fits, else in so many lines of the smallest size.

    Raises MediaError where it finds no room.
    """
    text = drawable(text).strip()
    for most, among in ((1, sizes), (lines, sizes[-1:])):
        for size in among:
            if setter.count_lines(text, size=size, width=width) <= most:
                return setter.set(text, size=size, width=width, spacing=spacing)
    raise MediaError(
        trn(
            "a text of {count} character finds no room over the picture",
            "a text of {count} characters finds no room over the picture",
            len(text),
        )
    )


def sizes_of(line: Line, width: int, height: int) -> tuple[int, ...]:
    """Whole ems of a line in a frame, the largest first."""
    size, least = (min(width, height) * share for share in (SIZES_FLAT if width > height else SIZES)[line])
    found = []
    while floor(size) >= floor(least):
        found.append(max(floor(size), 4))
        size *= _STEP
    return tuple(dict.fromkeys(found))


def setters(look: Look) -> tuple[Typesetter, Typesetter]:
    """Bold and regular."""
    return Typesetter(look.fonts, weight=BOLD), Typesetter(look.fonts, weight=REGULAR)
