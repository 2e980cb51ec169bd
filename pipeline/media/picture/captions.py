"""Captions drawn into pictures: low and in the middle, clear of what platforms lay there, readable on any picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from operator import attrgetter

from PIL import Image

from pipeline.captions.cues import side_by_side, wrap_caption
from pipeline.captions.rules import LINES, WIDTH
from pipeline.media.picture.caption_styles import ABOVE, around, aside, backed
from pipeline.media.picture.fonts import BOLD
from pipeline.media.picture.typesetting.choice import rather_whole
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.covered import Covered, covered_in, is_upright
from pipeline.model.timeline import Caption, Lettering

# Shares of the frame's sides.
FREE = 0.05
"""Stays free at every edge: screens cut it off, and players show their controls there."""
_LETTERS = 0.054
"""Of the shorter side: an em, which is some 58 pixels at 1920 x 1080."""
_LETTERS_UPRIGHT = 0.0625
"""The same in upright frames, which are watched on phones: 67 pixels at 1080 x 1920."""
_MIDDLE = 0.72
"""Of an upright frame's height: the middle of captions, of which two lines reach from 68 to 76 % of it."""
_UNDER_PICTURE = 0.012
"""Of its height: between a picture and the captions below it."""

# Ems.
_SPACING = 1.3
_STEP = 0.97
_EVEN = 2
"""Pixels by which a layer is wider on a side than what is drawn on it."""
_WHOLE = 0.9
"""Of the largest size of a caption: so much smaller it may be for its words and phrases to be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placing:
    """A caption's lines, set, and where they stand; in pixels."""

    typesetter: Typesetter
    block: Block
    column: tuple[float, float]
    """Left and right edge of the column in whose middle they stand."""
    top: int


def with_caption(picture: Image.Image, caption: Caption) -> Image.Image:
    """An RGB picture with the caption drawn over it. Raises MediaError when a font is unusable."""
    layer, corner = caption_layer(caption, *picture.size)
    result = picture.copy()
    result.paste(layer, corner, layer)
    return result


def caption_layer(caption: Caption, width: int, height: int) -> tuple[Image.Image, tuple[int, int]]:
    """The caption as RGBA on nothing, and the place of its left upper corner in a frame of `width` x `height`.

    A line never holds more than sixteen Chinese characters, and never comes nearer to an edge than 5 %, nor to what
    platforms cover: in narrow frames the letters are smaller for it.
    """
    placing = _placed(caption, width, height)
    layer, (left, top) = backed(
        placing.typesetter, placing.block, caption.lettering.style, column=placing.column, top=placing.top,
        frame=(width, height),
    )  # fmt: skip
    # Commas and brackets reach below the baseline, and the shade reaches below them.
    limit = floor(height * (1 - _foot(width, height, caption.lettering.covered)))
    deep = max(0, top + layer.height - limit) if caption.lettering.style == "outline" else 0
    return layer, (left, max(0, top - (deep + 1) // 2 * 2))


def two_lines_top(width: int, height: int, lettering: Decimal, covered: Covered | None = None) -> int:
    """Where captions of two lines begin in a frame, in letters of this size: what stands over them is clear of them."""
    size = next(_sizes(width, height, Lettering(fonts=(), size=lettering, covered=covered)))
    tall = round(size * (1 + _SPACING))
    if is_upright(width, height):
        # With room for a box around them, which one that has none does not miss.
        room = ABOVE * size
        return floor(_upright_top(width, height, tall, covered, room=room) - room)
    foot = round(height * (1 - _foot(width, height, covered)))
    return foot - tall - 2 * around("outline", size)


def _placed(caption: Caption, width: int, height: int) -> _Placing:
    lettering = caption.lettering
    typesetter = Typesetter(lettering.fonts, weight=BOLD)
    left, right = _column(width, height, lettering.covered)
    sizes = tuple(_sizes(width, height, lettering))
    block = _set(drawable(caption.text), typesetter, right - left, sizes, aside(lettering.style))
    margin = around(lettering.style, block.size)
    # In the middle of the frame; only a line that would reach beyond the column moves into it.
    half = (typesetter.widest(block) + aside(lettering.style) * block.size) / 2
    half += _EVEN if is_upright(width, height) else 0
    middle = max(min(width / 2, right - half), left + half) if right - left > 2 * half else (left + right) / 2
    if is_upright(width, height):
        top = _upright_top(width, height, block.height, lettering.covered, room=margin, below=caption.below)
    else:
        top = round(height * (1 - _foot(width, height, lettering.covered))) - block.height - margin
    return _Placing(typesetter=typesetter, block=block, column=(middle - width, middle + width), top=top)


def _set(text: str, typesetter: Typesetter, room: float, sizes: tuple[int, ...], spare: float) -> Block:
    """The text in its own lines where these fit, else in two lines of the largest size in which they do, or of a
    slightly smaller one whose lines end with phrases; `spare` ems of the room are left on both sides together.
    """
    own = "\n".join(wrap_caption(line) for line in text.split("\n"))
    joined = reduce(side_by_side, text.split("\n"))
    most = max(LINES, own.count("\n") + 1)
    ways = ((own, own.count("\n") + 1), (joined, most))
    fitting = (
        block
        for size in sizes[:-1]
        for lines, least in ways
        if typesetter.count_lines(lines, size=size, width=room - spare * size) <= least
        # Blanks of marks at the ends are only about half an em, and layers begin at even pixels.
        if typesetter.widest(block := typesetter.set(lines, size=size, width=room - spare * size, spacing=_SPACING))
        <= room - spare * size - 2 * _EVEN
    )
    found = rather_whole(fitting, size=attrgetter("size"), strain=attrgetter("strain"), least=_WHOLE)
    return found or typesetter.set(own, size=sizes[-1], width=room - spare * sizes[-1], spacing=_SPACING)


def _upright_top(
    width: int, height: int, tall: int, covered: Covered | None, *, room: float, below: Fraction | None = None
) -> int:
    """Where lines begin that are so many pixels tall, with so much room below them: around their place, or below the
    picture, as far as what platforms cover allows.
    """
    top = height * _MIDDLE - tall / 2
    if below is not None:
        top = max(top, height * (float(below) + _UNDER_PICTURE) + room)
    return floor(min(top, height * (1 - _foot(width, height, covered)) - room - tall))


def _foot(width: int, height: int, covered: Covered | None) -> float:
    """Of the height: what is free below captions."""
    return max(FREE, float(covered_in(width, height, covered).bottom))


def _column(width: int, height: int, covered: Covered | None) -> tuple[float, float]:
    """Left and right edge of the column in which captions stand, in pixels."""
    over = covered_in(width, height, covered)
    return width * max(FREE, float(over.left)), width * (1 - max(FREE, float(over.right)))


def _sizes(width: int, height: int, lettering: Lettering) -> Iterator[int]:
    """Pixels of an em, the largest first; the smallest is that of which sixteen fill a line."""
    left, right = _column(width, height, lettering.covered)
    upright = is_upright(width, height)
    least = (right - left - (2 * _EVEN if upright else 0)) / (WIDTH / 2 + aside(lettering.style))
    wanted = min(width, height) * (_LETTERS_UPRIGHT if upright else _LETTERS) * float(lettering.size)
    while upright and wanted > least:
        yield max(8, floor(wanted))
        wanted *= _STEP
    yield max(8, floor(min(wanted, least)))
