"""Motifs: drawings of our own for covers without a picture, in the theme's tones; other words, another drawing."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from math import cos, pi, sin

import numpy as np
from PIL import Image, ImageDraw

from pipeline.effects.colours import luminance, mixed
from pipeline.effects.look import Look

_FINER = 2
"""Masks are drawn larger and shrunk, so that edges are smooth."""
_LARGEST = 1600
"""Pixels of the longer side up to which a motif is drawn; then it is enlarged."""

Dice = np.random.Generator


def draw_motif(look: Look, words: str, width: int, height: int) -> Image.Image:
    """Hills, discs, rays or bands: which, where and how large, the words decide."""
    scale = min(1.0, _LARGEST / max(width, height))
    dice = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(words.encode()).digest()[:8])))
    image = _sky(look, dice, max(1, round(width * scale)), max(1, round(height * scale)))
    motifs: tuple[Callable[[Image.Image, Look, Dice], None], ...] = (_hills, _discs, _rays, _bands)
    motifs[int(dice.integers(len(motifs)))](image, look, dice)
    return image if scale == 1 else image.resize((width, height), Image.Resampling.BICUBIC)


def _sky(look: Look, dice: Dice, width: int, height: int) -> Image.Image:
    ends = [_tone(look, float(dice.uniform(low, low + 0.3))) for low in (0.1, 0.5)]
    if dice.integers(2):
        ends.reverse()
    ramp = Image.linear_gradient("L")
    turn = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)[int(dice.integers(3))]
    ramp = (ramp if turn is None else ramp.transpose(turn)).resize((width, height), Image.Resampling.BILINEAR)
    first, last = (Image.new("RGB", (width, height), colour) for colour in ends)
    return Image.composite(first, last, ramp)


def _hills(image: Image.Image, look: Look, dice: Dice) -> None:
    """Rows of hills before each other, and a disc in the sky."""
    width, height = image.size
    _disc(image, look, dice, float(dice.uniform(0.08, 0.24)), 0.95)
    layers = int(dice.integers(3, 6))
    for layer in range(layers):
        share = (layer + 1) / layers
        level = 0.30 + 0.45 * share + float(dice.uniform(-0.12, 0.12))
        rise = float(dice.uniform(0.10, 0.36)) * (1.15 - 0.5 * share)
        waves = [(float(dice.uniform(0.6, 5)), float(dice.uniform(0, 2 * pi)), 1 / (n + 1)) for n in range(4)]
        total = sum(weight for _, _, weight in waves)
        heights = [sum(w * sin(f * pi * at / 160 + p) for f, p, w in waves) / total for at in range(161)]
        ridge = [(width * at / 160, height * (level - rise * one)) for at, one in enumerate(heights)]
        _fill(image, [*ridge, (width, height), (0, height)], _tone(look, 0.85 - 0.8 * share), 255)


def _discs(image: Image.Image, look: Look, dice: Dice) -> None:
    """Large discs over each other."""
    for _ in range(int(dice.integers(4, 8))):
        _disc(image, look, dice, float(dice.uniform(0.12, 0.62)), float(dice.uniform(0.0, 1.0)))


def _rays(image: Image.Image, look: Look, dice: Dice) -> None:
    """Light from a disc somewhere, in beams of any width."""
    width, height = image.size
    x, y, far = width * float(dice.uniform(0, 1)), height * float(dice.uniform(-0.1, 0.8)), 2 * (width + height)
    angle, stop = float(dice.uniform(0, 1)), 2 * pi
    while angle < stop:
        beam = float(dice.uniform(0.12, 0.55))
        points = [(x, y), *((x + far * cos(one), y + far * sin(one)) for one in (angle, angle + beam))]
        _fill(image, points, _tone(look, float(dice.uniform(0, 1))), 190)
        angle += beam + float(dice.uniform(0.10, 0.45))
    radius = min(image.size) * float(dice.uniform(0.1, 0.26))
    _round(image, x, y, radius, _tone(look, 1.0), 255)


def _bands(image: Image.Image, look: Look, dice: Dice) -> None:
    """Bands of ribbon across, each at its own angle."""
    width, height = image.size
    long = width + height
    for _ in range(int(dice.integers(4, 8))):
        x, y = width * float(dice.uniform(0, 1)), height * float(dice.uniform(0, 1))
        angle, half = float(dice.uniform(0, pi)), min(image.size) * float(dice.uniform(0.04, 0.22))
        across, along = (-sin(angle) * half, cos(angle) * half), (cos(angle) * long, sin(angle) * long)
        points = [
            (x + side * across[0] + way * along[0], y + side * across[1] + way * along[1])
            for side, way in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        _fill(image, points, _tone(look, float(dice.uniform(0, 1))), 225)


def _tone(look: Look, share: float) -> str:
    """From the ground's own depth, over the accent, to a light one; the whole scale keeps clear of the ground."""
    dark = luminance(look.background) < 0.3
    deep = mixed(look.background, "#000000", 0.45) if dark else mixed(look.accent, "#000000", 0.35)
    light = mixed(look.accent, "#ffffff", 0.45) if dark else mixed(look.background, look.accent, 0.16)
    middle = mixed(look.accent, look.background, 0.35)
    return mixed(deep, middle, share * 2) if share < 0.5 else mixed(middle, light, share * 2 - 1)


def _disc(image: Image.Image, look: Look, dice: Dice, size: float, tone: float) -> None:
    x, y = image.width * float(dice.uniform(0.05, 0.95)), image.height * float(dice.uniform(0, 0.8))
    _round(image, x, y, min(image.size) * size, _tone(look, tone), 225)


def _round(image: Image.Image, x: float, y: float, radius: float, colour: str, strength: int) -> None:
    side = max(2, round(radius * 2))
    mask = Image.new("L", (side * _FINER, side * _FINER), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), fill=strength)
    image.paste(colour, (round(x - radius), round(y - radius)), mask.resize((side, side), Image.Resampling.BOX))


def _fill(image: Image.Image, points: Sequence[tuple[float, float]], colour: str, strength: int) -> None:
    mask = Image.new("L", (image.width * _FINER, image.height * _FINER), 0)
    ImageDraw.Draw(mask).polygon([(x * _FINER, y * _FINER) for x, y in points], fill=strength)
    image.paste(colour, (0, 0), mask.resize(image.size, Image.Resampling.BOX))
