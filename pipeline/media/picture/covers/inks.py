"""Inks on covers: readable on every pixel beneath, over whatever picture."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from PIL import Image

from pipeline.effects.colours import READABLE, contrast, mixed, readable, rgb
from pipeline.media.picture.cards.box import Box

LEAST = READABLE + 0.2
"""Contrast of texts: more than is asked for, as the JPEG changes colours a little."""
_SHARES = (0.0, 0.25, 0.45, 0.6, 0.72, 0.82, 0.9, 0.96, 1.0)
"""Of the tone, laid beneath texts: as little as does."""
_GAMMA = 2.2


def readable_inks(image: Image.Image, texts: Sequence[tuple[Box, str]], tone: str, *, veil: Image.Image) -> list[str]:
    """Inks for texts in their boxes, each with the colour that it had best. Where they cannot be read on all of the
    picture, the tone is laid over it first, as little as does; `veil` says where, and is whole beneath all texts.
    """
    inks = [readable(colour, tone, least=LEAST) for _, colour in texts]
    ends = [_extremes(image, box) for box, _ in texts]

    def does(share: float) -> bool:
        return all(
            contrast(ink, mixed(end, tone, share)) >= LEAST
            for ink, both in zip(inks, ends, strict=True)
            for end in both
        )

    share = next((share for share in _SHARES if does(share)), 1.0)
    if share:
        for box, _ in texts:
            veil.paste(255, box.whole)
        # Rounded up: what is whole has to be that after the multiplication, too.
        image.paste(rgb(tone), (0, 0), veil.point(lambda value: ceil(value * share)))
    return inks


def _extremes(image: Image.Image, box: Box) -> tuple[str, str]:
    """The darkest and the brightest pixel of a box, as luminance goes."""
    left, top, right, bottom = box.whole
    left, top = min(max(0, left), image.width - 1), min(max(0, top), image.height - 1)
    inside = (left, top, max(left + 1, min(right, image.width)), max(top + 1, min(bottom, image.height)))
    pixels: np.ndarray[Any, np.dtype[Any]] = np.asarray(image.crop(inside)).reshape(-1, 3)
    seen = ((pixels / np.float32(255)) ** _GAMMA) @ np.array((0.2126, 0.7152, 0.0722), np.float32)
    dark, bright = ("#" + "".join(f"{part:02x}" for part in pixels[int(at)]) for at in (seen.argmin(), seen.argmax()))
    return dark, bright
