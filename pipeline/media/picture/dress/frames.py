"""Frames: what runs around a card, or stands at its edges, clear of where text stands; one function for each kind."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from PIL import Image

from pipeline.effects.colours import mixed, rgb
from pipeline.effects.look import Look
from pipeline.effects.themes import FrameKind
from pipeline.media.picture.cards.areas import GAP, corner_area, share_of_width
from pipeline.media.picture.dress.fields import axes, ridge
from pipeline.media.picture.dress.seals import draw_seal
from pipeline.media.picture.dress.strokes import Fine, Point, draw_fine, draw_outline, draw_rect, fine_mask

_INSET = 0.042
"""Where lines run, of the frame's shorter side."""
_CELL = 0.8
"""Units of a cell of a fret."""
_FRET: tuple[Point, ...] = ((6.2, 2), (2, 2), (2, 6.2), (5.4, 6.2), (5.4, 3.6), (3.6, 3.6), (3.6, 4.8))
_NOTCH: tuple[Point, ...] = ((8, 2), (8, 8), (2, 8))
"""Corners of its lines, in cells from the corner of the outer line."""


def draw_frame(image: Image.Image, look: Look) -> None:
    """The frame of a look."""
    _FRAMES[look.dress.frame](image, look)


def _beside_logo(image: Image.Image, look: Look, corner: str, reach: float) -> tuple[float, float] | None:
    """How far from the edges, across and down, a logo ends that stands in this corner; None where none comes so near to
    it.
    """
    width, height = image.size
    area = corner_area(width, height, look.covered)
    above = area.top if corner.startswith("top") else height - area.bottom
    for one in look.taken:
        if one.of == "width" and one.corner == corner and max(area.left, above) < reach:
            side, gap = share_of_width(float(one.size), width, height), GAP * min(image.size)
            return area.left + float(one.wide) * side + gap, above + float(one.high) * side + gap
    return None


def _none(image: Image.Image, look: Look) -> None:
    pass


def _fret(image: Image.Image, look: Look) -> None:
    """A strong line, a fine one within it, and in every corner of that a square spiral; a logo takes its place."""
    width, height = image.size
    unit = min(image.size) / 100
    inset = round(min(image.size) * _INSET)
    outer, inner, cell = max(1, round(unit * 0.26)), max(1, round(unit * 0.13)), max(1, round(unit * _CELL))
    edges = (inset, inset, width - inset, height - inset)
    draw_outline(image, edges, look.accent, outer, strength=0.9)
    ends: dict[tuple[bool, bool], tuple[int, int]] = {}
    for right in (False, True):
        for low in (False, True):
            corner = f"{'bottom' if low else 'top'}-{'right' if right else 'left'}"
            logo = _beside_logo(image, look, corner, inset + 8 * cell)
            across, down = (inset + 8 * cell, inset + 8 * cell) if logo is None else logo
            ends[right, low] = (round(across), round(down))
            if logo is not None:
                continue

            def at(point: Point, right: bool = right, low: bool = low) -> tuple[int, int]:
                x, y = round(point[0] * cell), round(point[1] * cell)
                return (width - inset - x if right else inset + x), (height - inset - y if low else inset + y)

            for path, thick in ((_FRET, inner + (1 if unit > 6 else 0)), (_NOTCH, inner)):
                for first, second in pairwise(path):
                    _straight(image, at(first), at(second), thick, look.accent)
    far = 2 * cell
    for x1, y1, x2, y2 in (
        (ends[False, False][0], inset + far, width - ends[True, False][0], inset + far),
        (ends[False, True][0], height - inset - far, width - ends[True, True][0], height - inset - far),
        (inset + far, ends[False, False][1], inset + far, height - ends[False, True][1]),
        (width - inset - far, ends[True, False][1], width - inset - far, height - ends[True, True][1]),
    ):
        _straight(image, (x1, y1), (x2, y2), inner, look.accent)


def _straight(image: Image.Image, first: tuple[int, int], second: tuple[int, int], thick: int, colour: str) -> None:
    """A line along an axis, over whole pixels."""
    half = thick // 2
    left, right = sorted((first[0], second[0]))
    top, bottom = sorted((first[1], second[1]))
    draw_rect(image, (left - half, top - half, right - half + thick, bottom - half + thick), colour, strength=0.75)


def _ripple(image: Image.Image, look: Look) -> None:
    """Waves (青海波) that rise from the foot and fade, and a fine line around."""
    width, height = image.size
    unit = min(image.size) / 100
    radius = unit * 7.2
    top = height - unit * 15
    ink = mixed(look.accent, look.background, 0.15)

    def waves(pen: Fine) -> None:
        rows = int((height - top) / (radius / 2)) + 3
        count = int(width / (2 * radius)) + 3
        for row in range(rows):
            y = top + radius + row * radius / 2
            aside = radius if row % 2 else 0.0
            for place in range(count):
                middle = (width / 2 + (place - count // 2) * 2 * radius + aside, y)
                pen.disc(middle, radius, tone=0)
                for share in (1.0, 0.7, 0.4):
                    pen.ring(middle, radius * share, unit * 0.16)

    mask, place = fine_mask((0, top, width, height), waves)
    rise = np.linspace(0, 1, mask.height, dtype=np.float32)[:, None]
    faded = np.asarray(mask, np.float32) * (rise * (2 - rise)) * np.float32(0.5)
    image.paste(rgb(ink), place, Image.fromarray(faded.astype(np.uint8)))
    inset = min(image.size) * _INSET
    draw_outline(image, (inset, inset, width - inset, height - inset), look.accent, unit * 0.12, strength=0.45)


def _mountain(image: Image.Image, look: Look) -> None:
    """Three ranges of hills, each paler towards its foot, and a seal; over a picture the seal alone."""
    width, height = image.size
    unit = min(image.size) / 100
    if look.picture is None:
        _hills(image, look)
    side = unit * 6.4
    inset = max(unit * 4.2, width * 0.0475 - side / 2)
    # At the left where a logo has its place.
    away = _beside_logo(image, look, "bottom-right", inset + side) is not None
    draw_seal(image, (inset if away else width - inset - side, height - unit * 4.2 - side), side, look.accent)


def _hills(image: Image.Image, look: Look) -> None:
    width, height = image.size
    small = (max(8, width // 2), max(8, height // 2))
    low = min(0.34 * small[1], 0.42 * min(small))
    top = int(small[1] - low)
    down = (axes(small[0], small[1] - top)[1] + 1) / 2
    for rank, (rise, strength, cells) in enumerate(((0.56, 0.14, 3.0), (0.36, 0.19, 4.0), (0.17, 0.23, 6.0))):
        hills = ridge(small[0], cells, 41 + rank) * np.float32(0.26)
        hills = hills + ridge(small[0], cells * 5, 51 + rank) * np.float32(0.045)
        x = np.linspace(-1, 1, small[0], dtype=np.float32)
        # Higher at the sides, so that the middle stays open.
        line = 1 - rise - np.float32(0.16) * x * x + hills * np.float32(0.9)
        under = down - line[None, :]
        edge = np.clip(under * np.float32(small[1] - top) * np.float32(0.8), 0, 1)
        fade = np.clip(1 - under / np.float32(0.62), 0, 1)
        mask = Image.fromarray((edge * fade * fade * np.float32(255 * strength)).astype(np.uint8))
        place = (0, top * 2)
        large = mask.resize((width, height - place[1]), Image.Resampling.BICUBIC)
        image.paste(rgb(look.foreground), place, large)


def _file(image: Image.Image, look: Look) -> None:
    """Rules at head and foot, a line along the margin, and the holes of a file."""
    width, height = image.size
    unit = min(image.size) / 100
    margin, above = width * 0.06, height * 0.062
    right = width - margin * 0.7
    ink = mixed(look.foreground, look.background, 0.25)
    for y, thick in ((above, 0.5), (above + unit * 1.0, 0.14), (height - above, 0.14)):
        draw_rect(image, (margin, y, right, y + unit * thick), ink, strength=0.8)
    for x in (margin, margin + unit * 0.7):
        draw_rect(image, (x, 0, x + unit * 0.16, height), look.accent, strength=0.55)
    radius = min(unit * 1.7, margin * 0.3)
    for share in (0.31, 0.69):
        middle = (margin * 0.47, height * share)
        around = (middle[0] - 2 * radius, middle[1] - 2 * radius, middle[0] + 2 * radius, middle[1] + 2 * radius)
        hole = mixed(look.background, look.foreground, 0.72)

        def punched(pen: Fine, middle: Point = middle) -> None:
            pen.disc(middle, radius)

        def rim(pen: Fine, middle: Point = middle) -> None:
            pen.disc((middle[0] + radius * 0.08, middle[1] + radius * 0.12), radius * 1.07)

        draw_fine(image, around, mixed(look.background, "#ffffff", 0.6), rim, strength=0.8)
        draw_fine(image, around, hole, punched)


def _horizon(image: Image.Image, look: Look) -> None:
    """The limb of a planet, a thin luminous line with a glow above it, and stars where no text stands."""
    width, height = image.size
    unit = min(image.size) / 100
    _stars(image, look)
    x = np.linspace(-width / 2, width / 2, width, dtype=np.float32)[None, :]
    radius = np.float32(width * 1.6)
    crest = height - unit * 6.5
    begin = int(max(0, crest - unit * 16))
    y = np.arange(begin, height, dtype=np.float32)[:, None]
    away = radius - np.sqrt(x * x + (y - np.float32(crest) - radius) * (y - np.float32(crest) - radius))
    away = away / np.float32(unit)
    above = np.clip(-away, 0, None)
    fade = 1 - np.abs(x) / np.float32(width / 2) * np.float32(0.85)
    glow = fade / (1 + above * above * np.float32(0.5) + above) * (away < 0) * np.float32(0.55)
    line = np.clip(1 - np.abs(away) / np.float32(0.16), 0, 1) * fade
    inside = np.clip(away / np.float32(0.16), 0, 1)
    dark = Image.fromarray((inside * np.float32(190)).astype(np.uint8))
    if look.picture is None:
        image.paste(rgb(mixed(look.background, "#000000", 0.55)), (0, begin), dark)
    image.paste(rgb(look.accent), (0, begin), Image.fromarray((glow * 255).astype(np.uint8)))
    image.paste(rgb(mixed(look.accent, "#ffffff", 0.6)), (0, begin), Image.fromarray((line * 255).astype(np.uint8)))


def _stars(image: Image.Image, look: Look) -> None:
    width, height = image.size
    unit = min(image.size) / 100
    # None beneath the label of AI content either, which stands a little farther out than texts.
    clear = (0.06, 0.06) if any(one.of == "label" for one in look.taken) else (0.085, 0.10)
    aside, above = clear[0] * width, clear[1] * height
    raw = np.asarray(np.random.PCG64(61).random_raw(4 * 160), np.uint64) >> np.uint64(48)
    for across, down, size, tone in (raw.astype(np.float64) / 65536).reshape(160, 4):
        x, y = float(across) * width, float(down) * height * 0.82
        if aside < x < width - aside and above < y:
            continue
        radius = unit * (0.10 + 0.22 * float(size * size * size))
        around = (x - 2 * radius, y - 2 * radius, x + 2 * radius, y + 2 * radius)

        def dot(pen: Fine, middle: Point = (x, y), radius: float = radius) -> None:
            pen.disc(middle, radius)

        draw_fine(image, around, look.foreground, dot, strength=0.25 + 0.6 * float(tone))


def _bar(image: Image.Image, look: Look) -> None:
    """A bar along the left edge."""
    draw_rect(image, (0, 0, min(image.size) * 0.02, image.height), look.accent)


_FRAMES: dict[FrameKind, Callable[[Image.Image, Look], None]] = {
    "none": _none, "fret": _fret, "ripple": _ripple, "mountain": _mountain, "file": _file, "horizon": _horizon,
    "bar": _bar,
}  # fmt: skip
