"""Rules: what stands between a heading and what is below it, and beside a number; one function for each kind."""

from collections.abc import Callable

from PIL import Image

from pipeline.effects.colours import rgb
from pipeline.effects.themes import RuleKind
from pipeline.media.picture.dress.strokes import Edges, Fine, Point, draw_fine, draw_rect

_PARTS = 64


def draw_rule(
    image: Image.Image, kind: RuleKind, middle: Point, length: float, colour: str, *, left: bool = False
) -> None:
    """A rule through the point, at most `length` pixels long, or from the point to the right if `left`."""
    (x, y), unit = middle, min(image.size) / 100
    length = min(length, _LONGEST[kind] * unit)
    begin = x if left else x - length / 2
    _RULES[kind](image, begin, begin + length, y, unit, colour)


def _lozenge(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """A fine line with a lozenge in its middle, and a small one at either side of that."""
    middle, arm = (left + right) / 2, unit * 0.95

    def lozenges(pen: Fine) -> None:
        for aside, reach in ((0.0, arm), (-2.6 * arm, arm * 0.42), (2.6 * arm, arm * 0.42)):
            x = middle + aside
            pen.polygon([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)])

    thick = max(1, round(unit * 0.18))
    top = round(y - thick / 2)
    for begin, end in ((left, middle - 4 * arm), (middle + 4 * arm, right)):
        draw_rect(image, (begin, top, end, top + thick), colour, strength=0.9)
    draw_fine(image, (middle - 4 * arm, y - 2 * arm, middle + 4 * arm, y + 2 * arm), colour, lozenges)


def _wave(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """Three waves, one after the other."""
    count = 4
    middle, wide, high = (left + right) / 2, (right - left) / count, unit * 0.62

    def waves(pen: Fine) -> None:
        points: list[Point] = []
        for place in range(count * 24 + 1):
            t = place / 24
            # Parabolas that meet: near enough to a sine.
            part = t % 1
            rise = 4 * part * (1 - part) * (1 if int(t) % 2 == 0 else -1)
            points.append((middle + (t - count / 2) * wide, y - high * rise))
        pen.line(points, unit * 0.26)

    reach = count / 2 * wide + unit
    draw_fine(image, (middle - reach, y - 2 * high, middle + reach, y + 2 * high), colour, waves)


def _stroke(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """A stroke of a brush: it sets down, grows thin, and lifts off."""
    begin, length = left, right - left

    def brush(pen: Fine) -> None:
        upper: list[Point] = []
        lower: list[Point] = []
        for place in range(41):
            t = place / 40
            wide = (0.42 - 0.30 * t) * min(1.0, t * 9) * min(1.0, (1 - t) * 3)
            bow = -0.5 * t * (1 - t)
            upper.append((begin + t * length, y + (bow - wide) * unit))
            lower.append((begin + t * length, y + (bow + wide * 0.9) * unit))
        pen.polygon([*upper, *reversed(lower)])

    draw_fine(image, (begin, y - unit * 1.2, begin + length, y + unit * 1.2), colour, brush)


def _typed(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """A strong line and a fine one below it."""
    draw_rect(image, (left, y - unit * 0.4, right, y - unit * 0.4 + max(1, unit * 0.34)), colour)
    draw_rect(image, (left, y + unit * 0.34, right, y + unit * 0.34 + max(1, unit * 0.12)), colour, strength=0.8)


def _glow(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """A line that grows out of the dark and fades into it."""
    thick = max(1, round(unit * 0.2))
    draw_glow(image, (left, y - thick / 2, right, y + thick / 2), colour)


def draw_glow(image: Image.Image, edges: Edges, colour: str) -> None:
    """A line between these edges that fades at both of its ends."""
    left, top, right, bottom = (round(edge) for edge in edges)
    size = max(1, right - left), max(1, bottom - top)
    shares = ((place + 0.5) / _PARTS for place in range(_PARTS))
    mask = Image.new("L", (_PARTS, 1))
    mask.putdata([round(255 * (4 * share * (1 - share)) ** 2) for share in shares])
    image.paste(rgb(colour), (left, top), mask.resize(size, Image.Resampling.BICUBIC))


def _bar(image: Image.Image, left: float, right: float, y: float, unit: float, colour: str) -> None:
    """A short strong bar."""
    draw_rect(image, (left, y - unit * 0.5, right, y + unit * 0.5), colour)


_RULES: dict[RuleKind, Callable[[Image.Image, float, float, float, float, str], None]] = {
    "lozenge": _lozenge, "wave": _wave, "stroke": _stroke, "typed": _typed, "glow": _glow, "bar": _bar,
}  # fmt: skip
_LONGEST: dict[RuleKind, float] = {"lozenge": 36, "wave": 14, "stroke": 22, "typed": 40, "glow": 48, "bar": 9}
"""Units."""
