"""Joins: how the picture of a cover meets the theme's ground, one for each layout of covers."""

from hashlib import sha256
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
from pipeline.media.picture.covers.tones import toned

_NEAR, _FAR = 0.024, 0.045
"""How much of its lines a picture loses beneath words, of the longer side: where it goes on itself, and where it stands
apart."""
_REACH = 0.45
"""How far a picture reaches down behind the words below it, of their height."""
_FINER = 2
"""Passages are worked out this much smaller."""
_CUT = 0.05
"""How far a print goes on beyond the edges of the cover, of the shorter side."""
_TILT = 1.4
"""Degrees by which a print lies askew."""
_PAPER = "#fbf8f0"

Pixels = np.ndarray[Any, np.dtype[Any]]


def join(image: Image.Image, cover: Cover, place: Arrangement) -> Image.Image:
    """Draw the cover's picture onto its ground, the image. Returns the veil: whole beneath words, none on the picture.

    Beneath the words the picture goes on in the theme's tones; where it passes into them is drawn by the theme.
    """
    width, height = image.size
    if not cover.title:
        if cover.whole:
            _whole(image, cover, place)
        else:
            image.paste(draw_art(cover, width, height))
        return Image.new("L", image.size, 0)
    layout: CoverLayout = cover.look.dress.cover
    apart = cover.whole or layout == "folder"
    art = draw_art(cover, width, height) if place.beside or apart else _going_on(cover, place, width, height)
    seen = _washed(art, cover.look) if layout == "scroll" and cover.art else art
    words, soft = f"{cover.title}{cover.number}", _FAR if place.beside or apart else _NEAR
    image.paste(toned(seen, image, cover.look, words=words, soft=soft))
    if cover.whole:
        _whole(image, cover, place)
    elif layout == "folder":
        _printed(image, cover, place)
    else:
        _passing(image, art, cover, place)
    return as_mask(1 - passage(depth(image.size, place), 0.1 * min(image.size)), image.size)


def _passing(image: Image.Image, art: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture to the edges of the cover, passing into its own tones towards the words."""
    short, size = min(image.size), image.size
    box = _clear(size, place)
    if place.beside:
        art = _art(cover, box)
    if cover.look.dress.cover == "scroll" and cover.art:
        # Not drawings of ours, which are in the theme's tones already.
        art = _washed(art, cover.look)
    far = depth(size, place)
    layout = cover.look.dress.cover
    match layout:
        case "emblem":
            mask = passage(far, short * (0.34 if place.beside else 0.24))
        case "horizon":
            mask = passage(far, short * (0.46 if place.beside else 0.32))
        case "scroll":
            mask = _misty(far, short, words=f"{cover.title}{cover.number}")
        case "wave":
            mask = _waves(far, short, beside=place.beside)
        case "block":
            mask = np.clip(far / _FINER + 0.5, 0, 1)
        case "folder":
            return
        case _:
            assert_never(layout)
    layer = Image.new("RGB", size)
    layer.paste(art, box.whole[:2] if place.beside else (0, 0))
    image.paste(layer, (0, 0), as_mask(mask, size))
    if layout == "block":
        _bar(image, cover, place)


def _going_on(cover: Cover, place: Arrangement, width: int, height: int) -> Image.Image:
    """The picture so high that what there is to see stands clear of the words; below, softened, it is mirrored."""
    reach = min(height, round(place.words.top + _REACH * (height - place.words.top)))
    if reach * 2 <= height:
        return draw_art(cover, width, height)
    art = Image.new("RGB", (width, height))
    upper = draw_art(cover, width, reach)
    art.paste(upper)
    art.paste(ImageOps.flip(upper.crop((0, reach - (height - reach), width, reach))), (0, reach))
    return art


def _clear(size: tuple[int, int], place: Arrangement) -> Box:
    """All but the words, to the edges of the cover."""
    width, height = size
    if not place.beside:
        return Box(0, 0, width, height)
    return place.aside(width, height, 0, over=0)


def depth(size: tuple[int, int], place: Arrangement) -> Pixels:
    """How far each pixel of a smaller copy lies from the words, on the picture's side, in pixels of the cover."""
    width, height = size
    spare = 0.03 * min(size)
    x = (np.arange(width // _FINER + 1, dtype=np.float32)[None, :] + 0.5) * _FINER
    y = (np.arange(height // _FINER + 1, dtype=np.float32)[:, None] + 0.5) * _FINER
    if not place.beside:
        return np.broadcast_to(place.words.top - spare - y, (y.shape[0], x.shape[1]))
    far = x - place.words.right - spare if place.on_left else place.words.left - spare - x
    return np.broadcast_to(far, (y.shape[0], x.shape[1]))


def passage(far: Pixels, over: float) -> Pixels:
    """From nothing at the words to all of the picture over so many pixels, eased at both ends."""
    share = np.clip(far / max(1.0, over), 0, 1)
    eased: Pixels = share * share * share * (share * (6 * share - 15) + 10)
    return eased


def as_mask(shares: Pixels, size: tuple[int, int]) -> Image.Image:
    small = Image.fromarray((255 * np.clip(shares, 0, 1)).astype(np.uint8))
    full = small.resize((small.width * _FINER, small.height * _FINER), Image.Resampling.BILINEAR)
    return full.crop((0, 0, *size))


def _misty(far: Pixels, short: int, *, words: str) -> Pixels:
    """Like mist over water: unevenly, and over a long way, towards the words. Other words, another mist."""
    dice = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(words.encode()).digest()[:8])))
    small = (far.shape[1], far.shape[0])
    grain = Image.fromarray(dice.integers(0, 256, (6, 6), np.uint8)).resize(small, Image.Resampling.BICUBIC)
    uneven = np.asarray(grain, np.float32) / 255
    return passage(far - short * 0.12 * uneven, short * 0.26)


def _washed(art: Image.Image, look: Look) -> Image.Image:
    ends = sorted((look.foreground, look.background), key=luminance)
    grey = ImageOps.colorize(ImageOps.autocontrast(art.convert("L"), cutoff=1), black=ends[0], white=ends[1])
    return Image.blend(art, grey, 0.62)


def _waves(far: Pixels, short: int, *, beside: bool) -> Pixels:
    """Three of them, each fainter."""
    across = far.shape[0 if beside else 1]
    at = np.arange(across, dtype=np.float32) / across
    mask = np.zeros(far.shape, np.float32)
    for step, strength in ((0.02, 0.30), (0.062, 0.58), (0.104, 1.0)):
        edge = short * (step + 0.018 * np.sin(2 * pi * (1.25 * at + 2.3 * step)) + 0.007 * np.sin(7 * pi * at))
        edges = edge[:, None] if beside else edge[None, :]
        mask = np.maximum(mask, strength * np.clip((far - edges) / _FINER + 0.5, 0, 1))
    return mask


def _printed(ground: Image.Image, cover: Cover, place: Arrangement) -> None:
    """The picture as a large print that has been stuck in askew: a white border, a soft shadow; the page cuts it."""
    short = min(ground.size)
    if place.beside:
        box = place.aside(ground.width, ground.height, -short * _CUT, over=-short * 0.05)
    else:
        box = Box(-short * _CUT, -short * _CUT, ground.width + short * _CUT, place.words.top - short * 0.06)
    tilt = _TILT if sha256(cover.title.encode()).digest()[1] % 2 else -_TILT
    _stick(ground, _art(cover, box), box, border=short * 0.018, tilt=tilt)


def _bar(image: Image.Image, cover: Cover, place: Arrangement) -> None:
    """Along the straight edge at which the picture stops, in the accent."""
    short = min(image.size)
    spare, bar = 0.03 * short, max(2.0, short * 0.013)
    words = place.words
    if not place.beside:
        strip = Box(0, words.top - spare - bar, image.width, words.top - spare)
    elif place.on_left:
        strip = Box(words.right + spare, 0, words.right + spare + bar, image.height)
    else:
        strip = Box(words.left - spare - bar, 0, words.left - spare, image.height)
    image.paste(rgb(cover.look.accent), strip.whole)


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
