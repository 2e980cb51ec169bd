"""Shapes on cards: planes with round corners, discs, rings; all with smooth edges."""

from math import ceil

from PIL import Image, ImageDraw

from pipeline.effects.colours import rgb
from pipeline.media.picture.cards.box import Box

_FINER = 4
"""Shapes are drawn so many times larger and shrunk."""


def paste_panel(
    image: Image.Image, box: Box, fill: str, radius: float, *, line: str | None = None, stroke: float = 0
) -> None:
    """A plane with round corners of `radius` pixels, and a line of `stroke` pixels along its edge."""
    if line and stroke:
        _fill(image, box, line, radius)
        box, radius = box.inside(stroke), max(0.0, radius - stroke)
    _fill(image, box, fill, radius)


def paste_image(
    image: Image.Image, picture: Image.Image, box: Box, radius: float, *, line: str | None = None, stroke: float = 0
) -> None:
    """An RGB picture of the box's size in it, its corners round; with a line around it where one is named."""
    left, top, right, bottom = box.whole
    if line:
        _fill(image, Box(left, top, right, bottom).inside(-stroke), line, radius + stroke)
    image.paste(picture, (left, top), rounded(right - left, bottom - top, radius))


def paste_disc(image: Image.Image, box: Box, fill: str) -> None:
    _fill(image, box, fill, min(box.width, box.height) / 2)


def paste_ring(image: Image.Image, box: Box, share: float, ink: str, track: str, stroke: float) -> None:
    """A ring in a square box: all of it in the colour of its track, a share of it clockwise from the top in ink."""
    left, top, right, bottom = box.whole
    side = min(right - left, bottom - top)
    for colour, part in ((track, 1.0), (ink, share)):
        if part <= 0:
            continue
        mask = Image.new("L", (side * _FINER, side * _FINER), 0)
        pen = ImageDraw.Draw(mask)
        pen.arc(
            (0, 0, side * _FINER - 1, side * _FINER - 1), -90, -90 + 360 * min(part, 1.0), fill=255,
            width=max(1, round(stroke * _FINER)),
        )  # fmt: skip
        image.paste(rgb(colour), (left, top), mask.resize((side, side), Image.Resampling.BOX))


def paste_quotes(image: Image.Image, left: float, top: float, height: float, colour: str) -> None:
    """A pair of opening quotation marks, as high as that and 1.5 times as wide."""
    side = round(height)
    mask = Image.new("L", (round(side * QUOTES_WIDE) * _FINER, side * _FINER), 0)
    pen = ImageDraw.Draw(mask)
    for across in (0.0, QUOTES_WIDE - 0.64):
        points = [_curved(curve, step / 12) for curve in _QUOTE for step in range(13)]
        scaled = [((x + across) * side * _FINER, y * side * _FINER) for x, y in points]
        pen.polygon(scaled, fill=255)
        disc = (across, 0.38, across + 0.62, 1.0)
        pen.ellipse([edge * side * _FINER for edge in disc], fill=255)
    mask = mask.resize((mask.width // _FINER, side), Image.Resampling.BOX)
    image.paste(rgb(colour), (round(left), round(top)), mask)


QUOTES_WIDE = 1.5
_QUOTE = (
    ((0.0, 0.69), (0.0, 0.34), (0.2, 0.1), (0.55, 0.0)),
    ((0.6, 0.11), (0.4, 0.19), (0.3, 0.29), (0.29, 0.4)),
)
"""The tail of a quotation mark over its disc: two curves with two handles each, in heights of the mark."""


def _curved(curve: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    x, y = (sum(share * point[axis] for share, point in zip(shares, curve, strict=True)) for axis in (0, 1))
    return x, y


def rounded(width: int, height: int, radius: float) -> Image.Image:
    """A mask of a plane with round corners, in shades of grey where they are crossed."""
    mask = Image.new("L", (width, height), 255)
    side = min(ceil(radius), width // 2, height // 2)
    if side <= 0:
        return mask
    corner = Image.new("L", (side * _FINER, side * _FINER), 0)
    ImageDraw.Draw(corner).ellipse((0, 0, 2 * side * _FINER - 1, 2 * side * _FINER - 1), fill=255)
    corner = corner.resize((side, side), Image.Resampling.BOX)
    for turned, across, down in ((0, 0, 0), (1, 1, 0), (2, 0, 1), (3, 1, 1)):
        part = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if turned % 2 else corner
        part = part.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if turned // 2 else part
        mask.paste(part, (across * (width - side), down * (height - side)))
    return mask


def _fill(image: Image.Image, box: Box, colour: str, radius: float) -> None:
    left, top, right, bottom = box.whole
    if right > left and bottom > top:
        image.paste(rgb(colour), (left, top), rounded(right - left, bottom - top, radius))
