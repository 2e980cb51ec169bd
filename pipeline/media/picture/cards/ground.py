"""The ground of cards: the theme's, and a picture faded into it, so soft that no line of it runs through text."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from pipeline.effects.colours import READABLE, contrast, luminance
from pipeline.effects.look import Look
from pipeline.media.picture.dress.frames import draw_frame
from pipeline.media.picture.dress.grounds import paint_ground
from pipeline.media.picture.images import open_picture

_SHARES = (0.46, 0.40, 0.34, 0.28, 0.22, 0.16)
"""Of the picture in what is seen; the first with which the theme's own ink stays well readable."""
_PALE, _ON_PAPER = 0.3, 0.34
"""From this luminance on a ground is paper, on which a picture is a tint and no more than this share."""
_SPARE = 1.15
"""Times the contrast that text needs."""
_GRID, _NOTHING = 96, 24
"""Fields of a ground at each side, and how many of them are aside at either end."""
_BLUR, _SMALLER = 0.02, 4
"""Radius of the picture's blur, of the frame's longer side, and how much smaller it is made for that."""


def draw_ground(look: Look, width: int, height: int, *, framed: bool = False) -> Image.Image:
    """The ground of a look, with its frame if `framed`."""
    return _drawn(look, width, height, framed).copy()


@lru_cache(maxsize=3)
def _drawn(look: Look, width: int, height: int, framed: bool) -> Image.Image:
    """Kept: a question draws a card for every second, a reading one for every sentence."""
    image = paint_ground(look, width, height)
    if look.picture is not None:
        image = _faded(image, _picture_behind(look, width, height), look)
    if framed:
        draw_frame(image, look)
    return image


def _faded(ground: Image.Image, picture: Image.Image, look: Look) -> Image.Image:
    image = ground
    most = _SHARES[0] if luminance(look.background) < _PALE else _ON_PAPER
    for share in (share for share in _SHARES if share <= most):
        image = Image.blend(ground, picture, share)
        if min(contrast(look.foreground, one) for one in extremes(image)) >= READABLE * _SPARE:
            break
    return image


def extremes(image: Image.Image) -> tuple[str, str]:
    """The darkest and the brightest colour of a ground; what covers next to nothing of it, such as a line, aside."""
    small = image.resize((_GRID, _GRID), Image.Resampling.BOX)
    pixels = np.asarray(small).reshape(-1, 3)
    order = np.asarray(small.convert("L")).reshape(-1).argsort(kind="stable")
    ends = (pixels[order[place]] for place in (_NOTHING, len(order) - 1 - _NOTHING))
    dark, bright = ("#" + "".join(f"{part:02x}" for part in end) for end in ends)
    return dark, bright


def _picture_behind(look: Look, width: int, height: int) -> Image.Image:
    assert look.picture is not None
    size = (max(1, width // _SMALLER), max(1, height // _SMALLER))
    small = ImageOps.fit(open_picture(look.picture.path, *size), size, Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(_BLUR * max(size)))
    return soft.resize((width, height), Image.Resampling.BICUBIC)
