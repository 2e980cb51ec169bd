"""Captions drawn into pictures, low and in the middle, readable on any background."""

from decimal import Decimal
from math import ceil, floor

from PIL import Image, ImageFilter

from pipeline.captions.cues import wrap_caption
from pipeline.captions.rules import WIDTH
from pipeline.media.picture.fonts import BOLD
from pipeline.media.picture.typeset import Typesetter, drawable
from pipeline.model.timeline import Caption

# Shares of the frame's sides.
FREE = 0.05
"""Stays free at every edge: screens cut it off, and players show their controls there."""
_LETTERS = 0.054
"""Of the shorter side: an em, which is some 58 pixels at 1920 x 1080."""

# Ems.
_SPACING = 1.3
_OUTLINE = 0.075
_SHADE = 0.22
"""How far the soft shade around the letters reaches."""
_ASIDE = 0.6
"""Room on both sides of a full line together, for the outline."""

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_SHADED = 200
"""Of 255: how dark the shade is where it is darkest."""


def with_caption(picture: Image.Image, caption: Caption) -> Image.Image:
    """An RGB picture with the caption drawn over it. Raises MediaError when a font is unusable."""
    layer, corner = caption_layer(caption, *picture.size)
    result = picture.copy()
    result.paste(layer, corner, layer)
    return result


def caption_layer(caption: Caption, width: int, height: int) -> tuple[Image.Image, tuple[int, int]]:
    """The caption as RGBA on nothing, and the place of its left upper corner in a frame of `width` x `height`.

    A line never holds more than sixteen Chinese characters, and never comes nearer to an edge than 5 %: in narrow
    frames the letters are smaller for it.
    """
    room = width * (1 - 2 * FREE)
    size = _em(width, height, caption.lettering.size)
    typesetter = Typesetter(caption.lettering.fonts, weight=BOLD)
    lines = "\n".join(wrap_caption(line) for line in drawable(caption.text).split("\n"))
    block = typesetter.set(lines, size=size, width=room - _ASIDE * size, spacing=_SPACING)
    outline, shade = max(1, round(size * _OUTLINE)), ceil(size * _SHADE)
    top = round(height * (1 - FREE)) - block.height - outline
    frame = Image.new("L", (width, height), 0)
    column = (width * FREE, width * (1 - FREE))
    typesetter.draw(frame, block, column=column, top=top, fill="#ffffff", centred=True, outline=outline)
    letters = Image.new("L", (width, height), 0)
    typesetter.draw(letters, block, column=column, top=top, fill="#ffffff", centred=True)
    # Even edges, so that colour samples keep their place.
    box = frame.getbbox() or (0, 0, 2, 2)
    left, upper = (max(0, edge - shade) // 2 * 2 for edge in box[:2])
    right, lower = (min(side, edge + shade + 1) // 2 * 2 for side, edge in zip((width, height), box[2:], strict=True))
    area = (left, upper, right, lower)
    frame, letters = frame.crop(area), letters.crop(area)
    soft = frame.filter(ImageFilter.GaussianBlur(shade / 2)).point(lambda value: min(value * 2, 255) * _SHADED // 255)
    layer = Image.new("RGBA", frame.size, (*_BLACK, 0))
    layer.putalpha(soft)
    layer.paste((*_BLACK, 255), (0, 0), frame)
    layer.paste((*_WHITE, 255), (0, 0), letters)
    # Commas and brackets reach below the baseline, and the shade reaches below them.
    deep = max(0, lower - floor(height * (1 - FREE)))
    return layer, (left, max(0, upper - (deep + 1) // 2 * 2))


def two_lines_top(width: int, height: int, lettering: Decimal) -> int:
    """Where captions of two lines begin in a frame, in letters of this size: what stands over them is clear of them."""
    size = _em(width, height, lettering)
    return round(height * (1 - FREE)) - round(size * (1 + _SPACING)) - 2 * max(1, round(size * _OUTLINE))


def _em(width: int, height: int, lettering: Decimal) -> int:
    wanted = min(width, height) * _LETTERS * float(lettering)
    return max(8, floor(min(wanted, width * (1 - 2 * FREE) / (WIDTH / 2 + _ASIDE))))
