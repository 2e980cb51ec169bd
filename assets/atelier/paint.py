"""A small painter: soft gradients, smooth shapes, glows, hills and water on a canvas of light values."""

import copy
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HIGH = 900
"""Units from the top of a picture to its bottom, however many pixels that is."""
SMOOTH = 3
"""Shapes are drawn this much larger and scaled down, so that their edges are smooth."""
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-{}.ttc"
SIMPLIFIED = 2
"""The Chinese (SC) face in that collection."""

Point = tuple[float, float]
Paint = str | np.ndarray
"""A colour (#rrggbb), or one for every pixel."""
Stops = Sequence[tuple[float, str]]


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32) / 255


def ramp(values: np.ndarray, stops: Stops) -> np.ndarray:
    """Values as colours, interpolated between stops."""
    places = [place for place, _ in stops]
    colours = np.stack([rgb(colour) for _, colour in stops])
    return np.stack([np.interp(values, places, colours[:, i]) for i in range(3)], axis=-1).astype(np.float32)


@lru_cache(maxsize=24)
def noise(width: int, height: int, *, grain: Point, seed: int, octaves: int = 5) -> np.ndarray:
    """Cloudy noise 0..1; `grain` is the width and height of its largest lumps in pixels. Kept: treat it as constant."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width), dtype=np.float32)
    for octave in range(octaves):
        size = [max(2, round(2**octave * whole / lump) + 2) for whole, lump in zip((width, height), grain, strict=True)]
        lumps = random.random((size[1], size[0])).astype(np.float32)
        total += np.asarray(Image.fromarray(lumps).resize((width, height), Image.Resampling.BICUBIC)) / 2**octave
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low), 0, 1)


class Canvas:
    """A picture being painted; coordinates are units from the upper left corner, or from where it was `moved` to."""

    def __init__(self, width: int, height: int, background: Paint = "#000000") -> None:
        """Width and height in pixels."""
        self.unit = height / HIGH
        """Pixels to a unit."""
        self.origin = (0.0, 0.0)
        """Pixels."""
        self.wide = width / self.unit
        self.pixels = np.zeros((height, width, 3), dtype=np.float32)
        self.pixels[:] = _paint(background)
        self.rows, self.columns = np.mgrid[:height, :width].astype(np.float32) / self.unit
        """Where every pixel is, in units."""

    def moved(self, x: float, y: float, size: float = 1) -> "Canvas":
        """The same picture, with coordinates that count from x, y in units of another size."""
        other = copy.copy(self)
        other.origin = (self.origin[0] + x * self.unit, self.origin[1] + y * self.unit)
        other.unit = self.unit * size
        other.rows, other.columns = (self.rows - y) / size, (self.columns - x) / size
        return other

    def copy(self) -> "Canvas":
        """The same coordinates over pixels of its own."""
        other = copy.copy(self)
        other.pixels = self.pixels.copy()
        return other

    # Paints: a colour for every pixel.

    def down(self, *stops: tuple[float, str]) -> np.ndarray:
        """A gradient from top to bottom; stops are in units."""
        return np.broadcast_to(ramp(self.rows[:, :1], stops), self.pixels.shape)

    def across(self, *stops: tuple[float, str]) -> np.ndarray:
        return np.broadcast_to(ramp(self.columns[:1], stops), self.pixels.shape)

    # Masks: how much of a pixel a shape covers, 0..1.

    def mask(self, draw: Callable[[ImageDraw.ImageDraw], None], blur: float = 0) -> np.ndarray:
        """Whatever `draw` draws in white on the enlarged sheet."""
        height, width = self.pixels.shape[:2]
        sheet = Image.new("L", (width * SMOOTH, height * SMOOTH))
        draw(ImageDraw.Draw(sheet))
        sheet = sheet.resize((width, height), Image.Resampling.BOX)
        if blur:
            sheet = sheet.filter(ImageFilter.GaussianBlur(blur * self.unit))
        return np.asarray(sheet, dtype=np.float32) / 255

    def polygon(self, *points: Point, blur: float = 0) -> np.ndarray:
        return self.mask(lambda pen: pen.polygon(self._place(*points), fill=255), blur)

    def box(
        self, left: float, top: float, right: float, bottom: float, *, corner: float = 0, blur: float = 0
    ) -> np.ndarray:
        sides = self._place((left, top), (right, bottom))
        return self.mask(lambda pen: pen.rounded_rectangle(sides, self._long(corner), fill=255), blur)

    def ellipse(self, x: float, y: float, rx: float, ry: float, *, blur: float = 0) -> np.ndarray:
        sides = self._place((x - rx, y - ry), (x + rx, y + ry))
        return self.mask(lambda pen: pen.ellipse(sides, fill=255), blur)

    def line(self, *points: Point, thick: float = 2, blur: float = 0) -> np.ndarray:
        width = max(1, round(self._long(thick)))
        return self.mask(lambda pen: pen.line(self._place(*points), fill=255, width=width, joint="curve"), blur)

    def letters(self, text: str, x: float, y: float, size: float, *, bold: bool = True, spacing: float = 0,
                upright: bool = False) -> np.ndarray:  # fmt: skip
        """Serif characters centred on x, y; `upright` sets them under one another."""
        font = ImageFont.truetype(SERIF.format("Bold" if bold else "Regular"), self._long(size), index=SIMPLIFIED)
        away = [(i - (len(text) - 1) / 2) * (size + spacing) for i in range(len(text))]

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for character, offset in zip(text, away, strict=True):
                place = self._place((x, y + offset) if upright else (x + offset, y))
                pen.text(place[0], character, font=font, fill=255, anchor="mm")

        return self.mask(draw)

    def clouds(self, *, grain: Point, seed: int, octaves: int = 5) -> np.ndarray:
        height, width = self.pixels.shape[:2]
        return noise(width, height, grain=(grain[0] * self.unit, grain[1] * self.unit), seed=seed, octaves=octaves)

    def hills(self, base: float, rise: float, *, lump: float, seed: int, octaves: int = 6) -> np.ndarray:
        """Everything under a rolling horizon that stands `rise` above `base` at its highest."""
        profile = noise(self.pixels.shape[1], 2, grain=(lump * self.unit, 2), seed=seed, octaves=octaves)[0]
        return self.below(base - profile * rise)

    def below(self, edge: np.ndarray | float) -> np.ndarray:
        """Everything under a line, smooth at its edge."""
        return np.clip((self.rows - edge) * self.unit + 0.5, 0, 1)

    def radial(self, x: float, y: float, radius: float, *, power: float = 2, flat: float = 1) -> np.ndarray:
        """1 at the middle, falling to 0 at the radius; `flat` below 1 squeezes it from above."""
        away = np.hypot(self.columns - x, (self.rows - y) / flat) / radius
        return np.clip(1 - away, 0, 1) ** power

    def stripes(self, values: np.ndarray, period: float, share: float) -> np.ndarray:
        """1 in the given share of every period of the values (rows, columns, ...)."""
        return (np.mod(values, period) < period * share).astype(np.float32)

    # Doing.

    def fill(self, mask: np.ndarray, paint: Paint, opacity: float = 1) -> None:
        self.pixels += (_paint(paint) - self.pixels) * (mask * opacity)[..., None]

    def light(self, mask: np.ndarray, paint: Paint, amount: float = 1) -> None:
        """Brighten as light does: never beyond white."""
        self.pixels += (1 - self.pixels) * _paint(paint) * (mask * amount)[..., None]

    def shade(self, mask: np.ndarray, amount: float) -> None:
        self.pixels *= 1 - (mask * amount)[..., None]

    def mirror(self, level: float, *, ripple: float, darker: float, seed: int, flow: float = 0) -> None:
        """Everything under the level becomes water that mirrors what stands above it; `flow` moves its waves on."""
        height, width = self.pixels.shape[:2]
        shore = round(level * self.unit)
        depth = height - shore
        grain = (220 * self.unit, 9 * self.unit)
        # Two sheets of waves that run against each other shimmer as water does.
        wave = drifting(noise(2 * width + 2, depth, grain=grain, seed=seed, octaves=4), flow * self.unit, width)
        wave = wave + drifting(
            noise(2 * width + 2, depth, grain=grain, seed=seed + 1, octaves=4), width - flow * self.unit, width
        )
        wave = (wave - 1) * ripple * self.unit * 0.7
        reach = np.linspace(0.15, 1, depth, dtype=np.float32)[:, None]
        rows = shore - 1 - np.arange(depth)[:, None] + wave * reach * 3
        columns = np.arange(width)[None] + wave * reach
        self.pixels[shore:] = (1 - darker) * self.pixels[
            np.clip(rows, 0, shore - 1).astype(int), np.clip(columns, 0, width - 1).astype(int)
        ]

    def finish(self, *, vignette: float = 0.35, grain: float = 0.009, seed: int = 0) -> Image.Image:
        """The picture as a photographer would hand it over: darker corners, a touch of grain."""
        down, across = self.rows / HIGH * 2 - 1, self.columns / self.wide * 2 - 1
        corners = ((down**2 + across**2) / 2) ** 1.3
        speck = np.random.default_rng(seed).normal(0, grain, self.rows.shape).astype(np.float32)
        pixels = self.pixels * (1 - vignette * corners)[..., None] + speck[..., None]
        return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8))

    def _place(self, *points: Point) -> list[Point]:
        """Points on the enlarged sheet."""
        left, top = self.origin
        return [((left + x * self.unit) * SMOOTH, (top + y * self.unit) * SMOOTH) for x, y in points]

    def _long(self, length: float) -> float:
        return length * self.unit * SMOOTH


def drifting(sheet: np.ndarray, pixels: float, width: int) -> np.ndarray:
    """A window on a wider sheet, moved to the right smoothly by any part of a pixel."""
    whole, part = divmod(pixels, 1)
    left = sheet[:, int(whole) : int(whole) + width + 1]
    return left[:, :-1] * (1 - part) + left[:, 1:] * part


def star(x: float, y: float, radius: float) -> list[Point]:
    """The ten corners of a five-pointed star."""
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2, 0.382, 1) * radius
    return [(float(x + r * np.cos(a)), float(y + r * np.sin(a))) for a, r in zip(angles, reach, strict=True)]


def curve(*points: Point) -> list[Point]:
    """A smooth course through the points (Catmull-Rom)."""
    course = np.array([points[0], *points, points[-1]], dtype=float)
    out: list[Point] = []
    for a, b, c, d in zip(course, course[1:], course[2:], course[3:], strict=False):
        for t in np.linspace(0, 1, 14, endpoint=False):
            spot = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
            out.append((float(spot[0]), float(spot[1])))
    return [*out, points[-1]]


def mirrored(*points: Point) -> tuple[Point, ...]:
    """The right half of an outline, given its left half from top to bottom."""
    return points + tuple((-x, y) for x, y in reversed(points))


def _paint(paint: Paint) -> np.ndarray:
    return rgb(paint) if isinstance(paint, str) else paint
