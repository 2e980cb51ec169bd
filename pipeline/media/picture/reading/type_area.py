"""Measures: where the column of a reading stands in a frame, how large its type is, and what its title takes."""

from dataclasses import dataclass, replace
from math import floor
from typing import Literal

from pipeline.effects.look import Look
from pipeline.media.picture.cards.areas import free_area
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.sheet import SIZES, SPACING
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

FOOT = 0.06
"""Below the column, of the frame's shorter side: there stands the number of the page."""
_SMALLER = (0.92, 0.85, 0.78)
"""Against the usual size, where that breaks what should stay whole."""
_BYLINE = 0.62
"""Size of the author's line against the text's."""
_TITLE = (1.5, 1.32, 1.16, 1.0)
"""Sizes of the title against the text's, the largest that fits on two lines."""
_UNDER_TITLE, _UNDER_HEAD = 0.55, 1.15
"""Ems of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The title and the author's line above a text."""

    title: Block | None = None
    byline: Block | None = None
    gap: float = 0.0
    """Pixels between them."""
    height: float = 0.0
    """Pixels down to the text's first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The column of a reading in one frame; pixels, where nothing else is said."""

    box: Box
    size: int
    leading: int
    columns: float
    """Ems that a line holds."""
    beyond: Literal["larger", "usual", "smaller"] = "usual"
    """Against the usual size."""

    @property
    def column(self) -> Box:
        """The part of the box that lines fill, in its middle."""
        return self.box.centred(self.columns * self.size, self.box.height, down=0)


def measures(width: int, height: int, look: Look) -> list[Measure]:
    """From the largest type over the usual one to the smallest."""
    short = min(width, height)
    safe = free_area(width, height, look)
    box = replace(safe, bottom=safe.bottom - FOOT * short)
    largest, usual = (floor(short * share) for share in SIZES["reading"])
    step = max(1, round((largest - usual) / 5))
    larger = [replace(measure_of(box, size), beyond="larger") for size in range(largest, usual, -step)]
    smaller = [
        replace(measure_of(box, size), beyond="smaller")
        for size in dict.fromkeys(max(8, floor(usual * share)) for share in _SMALLER)
        if size < usual
    ]
    return [*larger, measure_of(box, max(usual, 8)), *smaller]


def measure_of(box: Box, size: int) -> Measure:
    columns = max(4.0, float(floor(box.width / size)))
    return Measure(box=box, size=size, leading=round(size * SPACING["reading"]), columns=columns)


def head_of(title: str, byline: str, look: Look, measure: Measure) -> Head:
    """What stands above the text's first page."""
    title, byline = drawable(title).strip(), drawable(byline).strip()
    set_title = set_byline = None
    if title:
        setter = Typesetter(look.fonts, weight=BOLD)
        for share in _TITLE:
            size = round(measure.size * share)
            if setter.count_lines(title, size=size, width=measure.box.width) <= (1 if share > 1.4 else 2):
                break
        set_title = setter.set(title, size=size, width=measure.box.width, spacing=SPACING["title"])
    if byline:
        size = max(8, round(measure.size * _BYLINE))
        setter = Typesetter(look.fonts, weight=REGULAR)
        set_byline = setter.set(byline, size=size, width=measure.box.width, spacing=SPACING["small"])
    gap = _UNDER_TITLE * measure.size if set_title and set_byline else 0.0
    high = (set_title.height if set_title else 0) + gap + (set_byline.height if set_byline else 0)
    return Head(title=set_title, byline=set_byline, gap=gap, height=high + _UNDER_HEAD * measure.size if high else 0.0)
