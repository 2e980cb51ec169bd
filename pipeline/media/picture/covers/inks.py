"""Inks on covers: readable on every pixel beneath, over whatever picture."""

from collections.abc import Sequence
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


def readable_inks(image: Image.Image, texts: Sequence[tuple[Box, str]], ground: str) -> list[str]:
    """Inks for texts in their boxes, each with the colour that it had best. Where they cannot be read on all of the
    picture, the ground's colour is laid beneath all of them first, as little as does.
    """
    inks = [readable(colour, ground, least=LEAST) for _, colour in texts]
    ends = [_extremes(image, box) for box, _ in texts]

    def does(share: float) -> bool:
        return all(
            contrast(ink, mixed(end, ground, share)) >= LEAST
            for ink, both in zip(inks, ends, strict=True)
            for end in both
        )

    share = next((share for share in _SHARES if does(share)), 1.0)
    if share:
        boxes = [box for box, _ in texts]
        whole = Box(
            min(box.left for box in boxes), min(box.top for box in boxes),
            max(box.right for box in boxes), max(box.bottom for box in boxes),
        )  # fmt: skip
        _veil(image, whole, ground, share)
    return inks


def _veil(image: Image.Image, box: Box, colour: str, share: float) -> None:
    """Lay a colour over a box, and ever less of it around."""
    left, top, right, bottom = box.whole
    soft = max(4, round(min(image.size) * 0.11))
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
