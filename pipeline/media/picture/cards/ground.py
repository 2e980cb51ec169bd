"""The ground of cards: a colour with a soft light in its middle, or a picture faded into it, and the line around."""

from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pipeline.effects.colours import rgb
from pipeline.effects.look import Look
from pipeline.media.picture.images import open_picture

_INSET = 0.055
"""Where the frame line runs, of the frame's width."""
_PICTURE_SHARE = 0.3
_FRAME_STRENGTH = 110
"""Of 255."""
_STRIP = 64
_PATTERN = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16
_BLUR, _SMALLER = 0.02, 4
"""Radius of the picture's blur, of the frame's longer side, and how much smaller it is made for that."""

Pixels = np.ndarray[Any, np.dtype[Any]]


def draw_ground(ground: Look, width: int, height: int, *, blurred: bool = False) -> Image.Image:
    """The card's colour, or its picture faded into that colour, with a soft light in the middle.

    A `blurred` picture never draws lines through what is written on it.
    """
    base = np.array(rgb(ground.background), np.float32)
    # On light colours strong contrast would turn to white or grey.
    dark = 1 - float(base.mean()) / 255
    contrast = 0.08 + 0.24 * dark
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    # An ordered pattern below one step of grey: without it the soft light would show bands.
    pattern = np.tile(_PATTERN, (_STRIP // 4, width // 4 + 1))[:, :width, None]
    picture = _picture_behind(ground, width, height, blurred=blurred)
    pixels = np.empty((height, width, 3), np.uint8)
    # A strip at a time: a large cover as floats would fill the memory of a small machine.
    for top in range(0, height, _STRIP):
        rows = slice(top, min(top + _STRIP, height))
        light = (1 + contrast * (0.3 - 0.8 * x**2 - 0.7 * (y[rows] + 0.1) ** 2)).astype(np.float32)[..., None]
        if picture is not None:
            # Towards the background's own colour, so that text can be read on a light card as on a dark one.
            faded = base + _PICTURE_SHARE * (picture[rows].astype(np.float32) - base)
            strip = light * (1 - 0.2 * dark) * faded
        else:
            strip = light * base
        pixels[rows] = np.clip(strip + pattern[: len(strip)], 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def draw_frame(image: Image.Image, colour: str) -> None:
    """The fine line that runs around a card, a little inside its edge."""
    width, height = image.size
    aside = round(width * _INSET)
    above = max(aside, round(height * _INSET))
    mask = Image.new("L", image.size, 0)
    corners = (aside, above, width - 1 - aside, height - 1 - above)
    ImageDraw.Draw(mask).rectangle(corners, outline=_FRAME_STRENGTH, width=max(1, round(min(image.size) / 540)))
    image.paste(rgb(colour), (0, 0), mask)


def _picture_behind(ground: Look, width: int, height: int, *, blurred: bool) -> Pixels | None:
    if ground.picture is None:
        return None
    if not blurred:
        picture = open_picture(ground.picture.path, width, height)
        return np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))
    size = (max(1, width // _SMALLER), max(1, height // _SMALLER))
    small = ImageOps.fit(open_picture(ground.picture.path, *size), size, Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(_BLUR * max(size)))
    return np.asarray(soft.resize((width, height), Image.Resampling.BICUBIC))
