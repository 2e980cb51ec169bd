"""Joins: how the picture of a cover meets the theme's ground, one for each layout of covers."""

from math import pi
from typing import Any, assert_never

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from pipeline.effects.colours import luminance, mixed, rgb
from pipeline.effects.covers import Cover
from pipeline.effects.look import Look
from pipeline.effects.themes import CoverLayout
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.covers.arrangement import Arrangement
from pipeline.media.picture.covers.art import draw_art, whole_art

_SUNK = 170
"""Of 255: how strongly the ground lies over the foot of a picture that fills the cover. What texts need beyond that
they get beneath them alone, so that covers differ by their pictures even at their feet."""
_TILT = 1.4
"""Degrees by which a print lies askew."""
_PAPER = "#fbf8f0"

Pixels = np.ndarray[Any, np.dtype[Any]]


def join(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """Draw the cover's picture onto its ground."""
    layout: CoverLayout = cover.look.dress.cover
    if cover.whole:
        _whole(ground, cover, place)
        return
    if not cover.title:
        ground.paste(_art(cover, Box(0, 0, *ground.size)))
        return
    match layout:
        case "emblem":
            _faded(ground, cover, place)
        case "horizon":
            _dusked(ground, cover, place)
        case "scroll":
            _vignetted(ground, cover, place)
        case "wave":
            _waved(ground, cover, place)
        case "folder":
            _printed(ground, cover, place)
        case "block":
            _flush(ground, cover, place)
        case _:
            assert_never(layout)


def _faded(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture dissolves into the ground towards the words."""
    width, height = ground.size
    if place.beside:
        _dissolve(ground, cover, place.art, place.fade, place)
        return
    _sunk(ground, cover, foot=place.words, slope=0.7 * min(1.0, width / height))


def _dusked(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture reaches far behind the words and sinks slowly into the dark."""
    width, height = ground.size
    if place.beside:
        far = 0.45 * (width - place.art.width)
        box = Box(
            place.art.left - (far if place.on_left else 0), 0, place.art.right + (0 if place.on_left else far), height
        )
        _dissolve(ground, cover, box, width * 0.48, place)
        return
    _sunk(ground, cover, foot=place.words, slope=0.35)


def _sunk(ground: Image.Image, cover: Cover, *, foot: Box, slope: float) -> None:
    """The picture fills the cover; over its foot lies the ground, less towards the right the more it slopes."""
    width, height = ground.size
    art = _art(cover, Box(0, 0, width, height))
    small = (max(2, width // 4), max(2, height // 4))
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    x = np.linspace(0, 1, small[0], dtype=np.float32)[None, :]
    first, last = foot.top / height - 0.09, foot.top / height + 0.12
    share = np.clip((y - slope * np.clip(x - 0.35, 0, 1) - first) / (last - first), 0, 1)
    mask = Image.fromarray((_SUNK * share * share * (3 - 2 * share)).astype(np.uint8))
    ground.paste(Image.composite(ground, art, mask.resize(ground.size, Image.Resampling.BICUBIC)))


def _dissolve(ground: Image.Image, cover: Cover, box: Box, fade: float, place: Arrangement) -> None:
    """The picture passes into the ground on the side of the words."""
    art = _art(cover, box)
    mask = Image.fromarray(_eased(art.width, max(1.0, fade), first=place.on_left)[None, :])
    ground.paste(art, box.whole[:2], mask.resize(art.size, Image.Resampling.NEAREST))


def _vignetted(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture as a wash of ink: half of its colours gone into the paper, its edges running out on all sides."""
    short, (width, height) = min(ground.size), ground.size
    if place.beside:
        box = place.aside(width, height, short * 0.01, over=short * 0.07)
    else:
        box = Box(short * 0.01, short * 0.01, width - short * 0.01, place.words.top + short * 0.055)
    art = _art(cover, box)
    # Not drawings of ours, which are in the theme's tones already.
    art = _washed(art, cover.look) if cover.art else art
    dice = np.random.Generator(np.random.PCG64(7))
    small = (max(8, art.width // 5), max(8, art.height // 5))
    grain = Image.fromarray(dice.integers(0, 256, (14, 14), np.uint8)).resize(small, Image.Resampling.BICUBIC)
    y, x = np.ogrid[0 : small[1], 0 : small[0]]
    edge = np.minimum(np.minimum(x, small[0] - 1 - x), np.minimum(y, small[1] - 1 - y)) / (min(small) * 0.15)
    alpha = np.clip(edge * 1.15 - 0.62 * np.asarray(grain, np.float32) / 255, 0, 1)
    mask = Image.fromarray((255 * alpha * alpha * (3 - 2 * alpha)).astype(np.uint8))
    ground.paste(art, box.whole[:2], mask.resize(art.size, Image.Resampling.BICUBIC))


def _washed(art: Image.Image, look: Look) -> Image.Image:
    ends = sorted((look.foreground, look.background), key=luminance)
    grey = ImageOps.colorize(ImageOps.autocontrast(art.convert("L"), cutoff=1), black=ends[0], white=ends[1])
    return Image.blend(art, grey, 0.62)


def _waved(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture ends in waves, three of them, each fainter."""
    short, (width, height) = min(ground.size), ground.size
    if place.beside:
        box = place.aside(width, height, 0, over=short * 0.03)
    else:
        box = Box(0, 0, width, place.words.top + short * 0.035)
    art = _art(cover, box)
    across = art.height if place.beside else art.width
    at = np.arange(across, dtype=np.float32) / across
    depth = np.arange(art.width if place.beside else art.height, dtype=np.float32)
    if not (place.beside and place.on_left):
        depth = depth[::-1]
    mask = np.zeros((len(depth), across), np.float32)
    for step, strength in ((0.03, 0.30), (0.072, 0.58), (0.114, 1.0)):
        edge = short * (step + 0.018 * np.sin(2 * pi * (1.25 * at + 2.3 * step)) + 0.007 * np.sin(7 * pi * at))
        mask = np.maximum(mask, strength * np.clip(depth[:, None] - edge[None, :] + 0.5, 0, 1))
    pixels = (255 * mask).astype(np.uint8)
    ground.paste(art, box.whole[:2], Image.fromarray(pixels.T if place.beside else pixels))


def _printed(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture as a print that has been stuck in: a white border, a soft shadow, a little askew."""
    short = min(ground.size)
    margin = short * 0.06
    if place.beside:
        box = place.aside(ground.width, ground.height, margin, over=-short * 0.03)
    else:
        box = Box(
            margin * 1.2, max(margin, place.badge[1]), ground.width - margin * 1.2, place.words.top - short * 0.02
        )
    art = _art(cover, box)
    _stick(ground, art, box, border=short * 0.016, tilt=_TILT)


def _flush(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture stops at a straight edge, along which runs a bar in the accent."""
    short = min(ground.size)
    bar = max(2.0, short * 0.013)
    if place.beside:
        box = place.aside(ground.width, ground.height, 0, over=-short * 0.035)
        edge = box.left if place.on_left else box.right + bar
        strip = Box(edge - bar, 0, edge, ground.height)
    else:
        edge = place.words.top - short * 0.075
        box, strip = Box(0, 0, ground.width, edge), Box(0, edge, ground.width, edge + bar)
    ground.paste(_art(cover, box), box.whole[:2])
    ground.paste(rgb(cover.look.accent), strip.whole)


def _whole(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The whole picture, with nothing of it cut off or covered."""
    box = whole_box(cover, place, *ground.size)
    art = whole_art(cover, round(box.width), round(box.height))
    centred = box.centred(art.width, art.height)
    _stick(ground, art, centred, border=max(1.0, min(ground.size) * 0.006), tilt=0)


def whole_box(cover: Cover, place: Arrangement, width: int, height: int) -> Box:
    """Where a picture that is shown whole may stand."""
    margin = min(width, height) * 0.055
    if not cover.title:
        return Box(0, 0, width, height).inside(margin)
    if place.beside:
        return place.aside(width, height, margin, over=-margin)
    return Box(margin, max(margin, place.badge[1]), width - margin, place.words.top - margin * 0.6)


def _art(cover: Cover, box: Box) -> Image.Image:
    left, top, right, bottom = box.whole
    return draw_art(cover, max(1, right - left), max(1, bottom - top))


def _stick(ground: Image.Image, art: Image.Image, box: Box, *, border: float, tilt: float) -> None:
    """Paste a print with a border around it and its shadow beneath."""
    edge = max(1, round(border))
    paper = Image.new("RGBA", (art.width + 2 * edge, art.height + 2 * edge), (*rgb(_PAPER), 255))
    paper.paste(art, (edge, edge))
    if tilt:
        paper = paper.rotate(-tilt, Image.Resampling.BICUBIC, expand=True)
    left = round(box.left + (box.width - paper.width) / 2)
    top = round(box.top + (box.height - paper.height) / 2)
    soft = max(2, round(min(ground.size) * 0.012))
    shadow = Image.new("L", (paper.width // 4 + 4 * soft, paper.height // 4 + 4 * soft), 0)
    small = paper.getchannel("A").resize((max(1, paper.width // 4), max(1, paper.height // 4)), Image.Resampling.BOX)
    shadow.paste(small, (2 * soft, 2 * soft))
    shadow = shadow.filter(ImageFilter.GaussianBlur(soft / 3)).point(lambda value: value * 0.42)
    shadow = shadow.resize((shadow.width * 4, shadow.height * 4), Image.Resampling.BILINEAR)
    dark = mixed("#000000", "#3a2c1c", 0.5)
    ground.paste(rgb(dark), (left - 8 * soft, top - 8 * soft + soft), shadow)
    ground.paste(paper.convert("RGB"), (left, top), paper.getchannel("A"))


def _eased(length: int, fade: float, *, first: bool) -> Pixels:
    """Weights along an axis: from nothing to all over `fade` pixels, at its beginning or at its end."""
    at = np.arange(length, dtype=np.float32) if first else np.arange(length - 1, -1, -1, dtype=np.float32)
    share = np.clip(at / fade, 0, 1)
    eased: Pixels = (255 * share * share * (3 - 2 * share)).astype(np.uint8)
    return eased
