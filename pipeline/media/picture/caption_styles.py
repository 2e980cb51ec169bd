"""What captions are drawn on: an outline in a soft shade, a box around the lines, or a band across the frame."""

from dataclasses import replace
from math import ceil
from typing import assert_never

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.series import CaptionStyle

# Ems.
_OUTLINE = 0.075
_SHADE = 0.22
"""How far the soft shade around the letters reaches."""
_BOX_ASIDE, _BOX_ABOVE = 0.46, 0.24
_BOX_CORNER = 0.30
"""Radius of its corners, outer and inner."""
_BOX_STEP = 1.2
"""Lines whose widths differ by less are given one width: a small step looks like a mistake."""
_BAND_ABOVE, _BAND_FADE = 0.22, 0.75
"""Between the letters and where the band begins to fade, and how far it fades."""
ABOVE = _BOX_ABOVE
"""The most that lies above and below the letters and must not touch what stands beside them."""

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# Of 255.
_SHADED = 200
"""How dark the shade is where it is darkest."""
_BOXED, _BANDED = 176, 180
"""How opaque box and band are: white on them has a contrast of more than 7 over white pictures."""
_BAND_SLOPE = 0.06
"""Of the height: a band that is nearer to the frame's foot reaches down to it."""


def around(style: CaptionStyle, size: int) -> int:
    """Pixels below the letters that belong to them, in letters of this size."""
    match style:
        case "outline":
            return max(1, round(size * _OUTLINE))
        case "box" | "bar":
            return ceil(size * _BOX_ABOVE)
        case _ as never:
            assert_never(never)


def aside(style: CaptionStyle) -> float:
    """Ems on both sides of a line together that belong to it."""
    match style:
        case "outline" | "bar":
            return 0.6
        case "box":
            return 2 * _BOX_ASIDE
        case _ as never:
            assert_never(never)


def backed(
    typesetter: Typesetter,
    block: Block,
    style: CaptionStyle,
    *,
    column: tuple[float, float],
    top: int,
    frame: tuple[int, int],
) -> tuple[Image.Image, tuple[int, int]]:
    """The lines with what they are drawn on, as RGBA, and the place of its left upper corner; all of it even."""
    strip = _Strip(typesetter, block, column, top, frame)
    match style:
        case "outline":
            return strip.outlined()
        case "box":
            return strip.boxed()
        case "bar":
            return strip.banded()
        case _ as never:
            assert_never(never)


class _Strip:
    """The part of a frame around the lines, as wide as the frame."""

    def __init__(
        self, typesetter: Typesetter, block: Block, column: tuple[float, float], top: int, frame: tuple[int, int]
    ) -> None:
        self._setter, self._block, self._column = typesetter, block, column
        self._width, self._height = frame
        self._em = block.size
        self._first = max(0, top - 2 * block.size) // 2 * 2
        stop = min(self._height, (top + block.height + 2 * block.size + 1) // 2 * 2)
        self._tall = max(2, stop - self._first)
        self._top = top - self._first

    def outlined(self) -> tuple[Image.Image, tuple[int, int]]:
        outline, shade = max(1, round(self._em * _OUTLINE)), ceil(self._em * _SHADE)
        rim, letters = self._letters(outline), self._letters(0)
        area = self._even(rim.getbbox(), shade)
        rim, letters = rim.crop(area), letters.crop(area)
        soft = rim.filter(ImageFilter.GaussianBlur(shade / 2))
        soft = soft.point(lambda value: min(value * 2, 255) * _SHADED // 255)
        layer = Image.new("RGBA", rim.size, (*_BLACK, 0))
        layer.putalpha(soft)
        layer.paste((*_BLACK, 255), (0, 0), rim)
        return self._finished(layer, letters, area)

    def boxed(self) -> tuple[Image.Image, tuple[int, int]]:
        letters, mask = self._letters(0), Image.new("L", (self._width, self._tall), 0)
        pen = ImageDraw.Draw(mask)
        for left, upper, right, lower in self._rows():
            pen.rectangle((round(left), round(upper), round(right) - 1, round(lower) - 1), fill=255)
        radius = self._em * _BOX_CORNER
        # With room around: a blur is cut off at the edge of its picture.
        area = self._even(mask.getbbox(), ceil(2 * radius))
        mask, letters = mask.crop(area), letters.crop(area)
        # Blurred and made steep again, corners are round, those between two lines too; nothing grows.
        steep = max(2.0, radius * 0.7)
        mask = mask.filter(ImageFilter.GaussianBlur(radius * 0.75))
        mask = mask.point(lambda value: min(255, max(0, round((value - 127.5) * steep))))
        layer = Image.new("RGBA", mask.size, (*_BLACK, 0))
        layer.putalpha(mask.point(lambda value: value * _BOXED // 255))
        return self._finished(layer, letters, area)

    def banded(self) -> tuple[Image.Image, tuple[int, int]]:
        letters = self._letters(0)
        lines = np.arange(self._tall) + 0.5
        above, fade = self._em * _BAND_ABOVE, self._em * _BAND_FADE
        down = np.clip((lines - (self._top - above - fade)) / fade, 0, 1)
        up = np.clip((self._top + self._block.height + above + fade - lines) / fade, 0, 1)
        dark = _smooth(down) * _smooth(up) * _BANDED
        area = self._even((0, int(np.argmax(dark >= 1)), self._width, self._tall - int(np.argmax(dark[::-1] >= 1))), 0)
        column = np.round(dark).astype(np.uint8)[area[1] : area[3]]
        layer = Image.new("RGBA", (area[2] - area[0], area[3] - area[1]), (*_BLACK, 0))
        layer.putalpha(Image.fromarray(np.repeat(column[:, None], layer.width, axis=1)))
        return self._finished(layer, letters.crop(area), area)

    def _letters(self, outline: int) -> Image.Image:
        mask = Image.new("L", (self._width, self._tall), 0)
        self._setter.draw(
            mask, self._block, column=self._column, top=self._top, fill="#ffffff", centred=True, outline=outline
        )
        return mask

    def _rows(self) -> list[tuple[float, float, float, float]]:
        """Left, upper, right and lower edge of the box behind each line; together they are one shape."""
        block, middle = self._block, sum(self._column) / 2
        widths = [self._setter.widest(replace(block, lines=(line,))) for line in block.lines]
        widest = max(widths, default=0.0)
        rows, above = [], _BOX_ABOVE * self._em
        for number, wide in enumerate(widths):
            wide = widest if widest - wide < _BOX_STEP * self._em else wide
            left, right = (middle + side * (wide / 2 + _BOX_ASIDE * self._em) for side in (-1, 1))
            upper = self._top + number * block.leading
            rows.append((max(0.0, left), upper - above, min(self._width, right), upper + self._em + above))
        return rows

    def _even(self, box: tuple[int, int, int, int] | None, aside: int) -> tuple[int, int, int, int]:
        """A box with so many pixels around; its edges are even, so that colour samples keep their place."""
        sides = (self._width, self._tall)
        box = box or (0, 0, 2, 2)
        left, upper = (max(0, edge - aside) // 2 * 2 for edge in box[:2])
        right, lower = (min(side, edge + aside + 1) // 2 * 2 for side, edge in zip(sides, box[2:], strict=True))
        return left, upper, right, lower

    def _finished(
        self, layer: Image.Image, letters: Image.Image, area: tuple[int, int, int, int]
    ) -> tuple[Image.Image, tuple[int, int]]:
        layer.paste((*_WHITE, 255), (0, 0), letters)
        return layer, (area[0], area[1] + self._first)


def _smooth(share: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return share * share * (3 - 2 * share)
