"""Tones: a picture in a theme's own tones, over all of which the theme's inks can be read.

On a dark ground the picture is multiplied with it, on a light one screened: white then is no brighter than the ground,
or black no darker, and texts that can be read on the ground can be read on every pixel. What the picture shows goes on
beneath the words, so no two covers have the same ground.
The ground has a light of its own on every cover as well: where it falls, the words decide.
"""

from hashlib import sha256
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from pipeline.effects.colours import contrast, luminance, mixed, readable, rgb
from pipeline.effects.look import Look
from pipeline.media.picture.covers.inks import LEAST

_LIFTS = tuple(share / 100 for share in range(60, 0, -4))
"""Shares of the lift in the tone: as much of it as leaves the texts readable, so that more of the picture is seen."""
_GREY = 0.32
"""The most of it on paper, which then still is paper."""
_SPARE = 0.5
"""Contrast beyond the least that the title keeps on the tone, so that fainter texts have their colours."""
_PLAIN, _PLAIN_LIGHT = 0.26, 0.22
"""Of the tone itself in what is seen, on dark grounds and on light ones: without any, dark pictures would turn the foot
of a cover black."""
_HAZE = 0.6
"""Of the lift in light grounds: with all of it they would be grey."""
_BLACK, _WHITE = 0.22, 0.40
"""Of black in the shade of a dark ground, of white in the light of a light one."""
_WAVES, _TURNS = 4, 1.8
"""Waves of light, and how often the shortest turns from light to shade across a cover."""
_SMALLER = 4
"""How much smaller lines are softened."""


def tone(look: Look) -> str:
    """The tone of a look: its background, lifted towards the inks, on which the foreground can be read well."""
    share = _lift(look)
    return mixed(look.background, _lifted(look), share)


def toned(art: Image.Image, ground: Image.Image, look: Look, *, words: str, soft: float) -> Image.Image:
    """The picture in the look's tones, softened by so much of the longer side; `ground` is the look's own of its size.

    Other words, another light.
    """
    dark = _is_dark(look)
    lift = Image.blend(ground, Image.new("RGB", ground.size, rgb(_lifted(look))), _lift(look) * (1 if dark else _HAZE))
    other = Image.blend(ground, Image.new("RGB", ground.size, "black" if dark else "white"), _BLACK if dark else _WHITE)
    base = Image.composite(lift, other, _light(words, ground.size))
    size = (max(2, art.width // _SMALLER), max(2, art.height // _SMALLER))
    small = art.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(soft * max(size)))
    seen = small.resize(art.size, Image.Resampling.BICUBIC)
    laid = ImageChops.multiply(seen, base) if dark else ImageChops.screen(seen, base)
    return Image.blend(laid, base, _PLAIN if dark else _PLAIN_LIGHT)


def _light(words: str, size: tuple[int, int]) -> Image.Image:
    """Soft light and shade, wide as a hand: a few waves, each in its own direction."""
    dice = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(words.encode()).digest()[:8])))
    y, x = np.mgrid[0:1:48j, 0:1:48j]
    total: np.ndarray[Any, np.dtype[Any]] = np.zeros_like(x)
    for _ in range(_WAVES):
        across, down = dice.uniform(-_TURNS, _TURNS, 2)
        total += np.cos(2 * np.pi * (across * x + down * y + dice.uniform()))
    low, high = total.min(), total.max()
    share = (total - low) / max(high - low, 1e-6)
    return Image.fromarray((255 * share).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


def _lift(look: Look) -> float:
    """The largest share of the lift on which the title keeps its contrast."""
    ink = readable(look.foreground, look.background, least=LEAST)
    softer, lifted = mixed(ink, look.background, 0.10), _lifted(look)
    most = 1.0 if _is_dark(look) else _GREY
    lifts = (share for share in _LIFTS if share <= most)
    shares = (share for share in lifts if contrast(softer, mixed(look.background, lifted, share)) >= LEAST + _SPARE)
    return next(shares, 0.0)


def _lifted(look: Look) -> str:
    """Of a dark ground its own hue, full and a little nearer to the accent; of a light one its ink."""
    if not _is_dark(look):
        return mixed(look.foreground, look.accent, 0.25)
    brightest = max(*rgb(look.background), 1)
    full = "#" + "".join(f"{round(part * 255 / brightest):02x}" for part in rgb(look.background))
    return mixed(full, look.accent, 0.3)


def _is_dark(look: Look) -> bool:
    ink = readable(look.foreground, look.background, least=LEAST)
    return luminance(ink) > luminance(look.background)
