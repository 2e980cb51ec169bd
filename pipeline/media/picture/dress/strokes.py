"""Strokes: planes between whole pixels, and shapes with smooth edges, laid over a picture in a colour."""

from collections.abc import Callable, Sequence
from math import ceil, floor

from PIL import Image, ImageDraw

from pipeline.effects.colours import rgb

Point = tuple[float, float]
Edges = tuple[float, float, float, float]
"""Left, top, right, bottom; pixels."""
_FINER = 4
"""Masks are drawn so many times larger and shrunk."""


class Fine:
    """A pen on an enlarged mask: takes pixels of the picture."""

    def __init__(self, mask: Image.Image, left: int, top: int) -> None:
        self._pen, self._left, self._top = ImageDraw.Draw(mask), left, top

    def line(self, points: Sequence[Point], width: float, *, tone: int = 255) -> None:
        fine = [self._at(point) for point in points]
        self._pen.line(fine, fill=tone, width=max(1, round(width * _FINER)), joint="curve")

    def polygon(self, points: Sequence[Point], *, tone: int = 255) -> None:
        self._pen.polygon([self._at(point) for point in points], fill=tone)

    def disc(self, middle: Point, radius: float, *, tone: int = 255) -> None:
        x, y = self._at(middle)
        self._pen.ellipse(
            (x - radius * _FINER, y - radius * _FINER, x + radius * _FINER, y + radius * _FINER), fill=tone
        )

    def ring(self, middle: Point, radius: float, width: float, *, tone: int = 255) -> None:
        x, y = self._at(middle)
        edges = (x - radius * _FINER, y - radius * _FINER, x + radius * _FINER, y + radius * _FINER)
        self._pen.ellipse(edges, outline=tone, width=max(1, round(width * _FINER)))

    def _at(self, point: Point) -> Point:
        return (point[0] - self._left) * _FINER, (point[1] - self._top) * _FINER


def draw_fine(
    image: Image.Image, edges: Edges, colour: str, draw: Callable[[Fine], None], *, strength: float = 1.0
) -> None:
    """Shapes within these edges, in one colour, with smooth edges of their own."""
    mask, place = fine_mask(edges, draw)
    if strength < 1:
        mask = mask.point(lambda value: round(value * strength))
    image.paste(rgb(colour), place, mask)


def fine_mask(edges: Edges, draw: Callable[[Fine], None]) -> tuple[Image.Image, tuple[int, int]]:
    """The mask of such shapes, and where its left upper corner is."""
    left, top, right, bottom = floor(edges[0]), floor(edges[1]), ceil(edges[2]), ceil(edges[3])
    size = max(1, right - left), max(1, bottom - top)
    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 0)
    draw(Fine(mask, left, top))
    return mask.resize(size, Image.Resampling.BOX), (left, top)


def draw_rect(image: Image.Image, edges: Edges, colour: str, *, strength: float = 1.0) -> None:
    """A plane between whole pixels; at least one of them high and wide."""
    left, top = round(edges[0]), round(edges[1])
    right, bottom = max(left + 1, round(edges[2])), max(top + 1, round(edges[3]))
    if strength >= 1:
        image.paste(rgb(colour), (left, top, right, bottom))
    else:
        image.paste(rgb(colour), (left, top), Image.new("L", (right - left, bottom - top), round(255 * strength)))


def draw_outline(image: Image.Image, edges: Edges, colour: str, width: float, *, strength: float = 1.0) -> None:
    """A line inside the edges of a plane."""
    left, top, right, bottom = (round(edge) for edge in edges)
    thick = max(1, round(width))
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).rectangle(
        (0, 0, right - left - 1, bottom - top - 1), outline=round(255 * strength), width=thick
    )
    image.paste(rgb(colour), (left, top), mask)
