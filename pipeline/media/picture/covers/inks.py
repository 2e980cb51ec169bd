"""Inks on covers: readable on every pixel beneath, over whatever picture."""

from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pipeline.effects.colours import READABLE, contrast, mixed, readable, rgb
from pipeline.media.picture.cards.box import Box

LEAST = READABLE + 0.2
"""Contrast of texts: more than is asked for, as the JPEG changes colours a little."""
_SHARES = (0.0, 0.25, 0.45, 0.6, 0.72, 0.82, 0.9, 0.96, 1.0)
"""Of the ground's colour, laid beneath texts: as little as does."""
_GAMMA = 2.2


def ink_on(image: Image.Image, box: Box, colour: str, ground: str) -> str:
    """The ink that is readable on all of a box; where there is none, the ground's colour is laid beneath first."""
    dark, bright = _extremes(image, box)
    wanted = readable(colour, ground, least=LEAST)
    for share in _SHARES:
        ends = mixed(dark, ground, share), mixed(bright, ground, share)
        if min(contrast(readable(wanted, *ends, least=LEAST), end) for end in ends) >= LEAST:
            break
    if share:
        _veil(image, box, ground, share)
    return readable(wanted, *_extremes(image, box), least=LEAST)


def _veil(image: Image.Image, box: Box, colour: str, share: float) -> None:
    """Lay a colour over a box, and ever less of it around."""
    left, top, right, bottom = box.whole
    soft = max(4, round(min(image.size) * 0.05))
    size = (right - left + 4 * soft, bottom - top + 4 * soft)
    small = (max(4, size[0] // 4), max(4, size[1] // 4))
    mask = Image.new("L", small, 0)
    edge = soft / 4
    ImageDraw.Draw(mask).rounded_rectangle((edge, edge, small[0] - edge, small[1] - edge), radius=edge, fill=255)
    mask = mask.filter(ImageFilter.BoxBlur(soft / 5)).filter(ImageFilter.BoxBlur(soft / 6))
    mask = mask.resize(size, Image.Resampling.BICUBIC).point(lambda value: round(value * share))
    inside = (2 * soft, 2 * soft, size[0] - 2 * soft, size[1] - 2 * soft)
    ImageDraw.Draw(mask).rectangle(inside, fill=round(255 * share))
    image.paste(rgb(colour), (left - 2 * soft, top - 2 * soft), mask)


def _extremes(image: Image.Image, box: Box) -> tuple[str, str]:
    """The darkest and the brightest pixel of a box, as luminance goes."""
    left, top, right, bottom = box.whole
    left, top = min(max(0, left), image.width - 1), min(max(0, top), image.height - 1)
    inside = (left, top, max(left + 1, min(right, image.width)), max(top + 1, min(bottom, image.height)))
    pixels: np.ndarray[Any, np.dtype[Any]] = np.asarray(image.crop(inside)).reshape(-1, 3)
    seen = ((pixels / np.float32(255)) ** _GAMMA) @ np.array((0.2126, 0.7152, 0.0722), np.float32)
    dark, bright = ("#" + "".join(f"{part:02x}" for part in pixels[int(at)]) for at in (seen.argmin(), seen.argmax()))
    return dark, bright
