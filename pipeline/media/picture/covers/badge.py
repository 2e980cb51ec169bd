"""The badge of a cover: its number on a ribbon that hangs from the upper edge."""

import re
from math import floor

from PIL import Image, ImageDraw

from pipeline.effects.colours import readable, rgb
from pipeline.effects.covers import Cover
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.covers.arrangement import Arrangement
from pipeline.media.picture.covers.inks import LEAST
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Typesetter

_STACKED = re.compile(r"^(?P<before>\D{0,3}?)\s*(?P<digits>\d{1,4})\s*(?P<after>\D{0,3})$")
"""A number with a few characters around it: 第3期, EP 12, 7."""
_LARGE, _SMALL = 0.112, 0.058
"""Ems of the digits and of what stands around them, of the shorter side."""
_WIDTH, _ASIDE, _BETWEEN, _ABOVE, _BELOW = 0.130, 0.022, 0.010, 0.030, 0.034
_TAIL = 0.024
_SEEN = 1.6
"""Least contrast of the ribbon with the ground."""
_FINER = 4


def draw_badge(image: Image.Image, cover: Cover, place: Arrangement, bold: Typesetter, regular: Typesetter) -> None:
    """The number: its digits large enough for a list, one part above the other; a longer one on one line."""
    number, short = drawable(cover.number).replace("\n", " ").strip(), min(image.size)
    if not number:
        return
    stacked = _STACKED.match(number)
    if stacked:
        parts = [
            (stacked["before"].strip(), regular, short * _SMALL),
            (stacked["digits"], bold, short * _LARGE),
            (stacked["after"].strip(), regular, short * _SMALL),
        ]
    else:
        room = place.words.width / max(bold.width(number), 1)
        parts = [(number, bold, min(short * 0.05, room))]
    sized = [(text, setter, max(1, floor(size))) for text, setter, size in parts if text]
    left, top = place.badge
    wide = max(setter.width(text) * size for text, setter, size in sized)
    width = max(wide + 2 * _ASIDE * short, _WIDTH * short if stacked else 0)
    tall = sum(size for _, _, size in sized) + _BETWEEN * short * (len(sized) - 1)
    fill = readable(cover.look.accent, cover.look.background, least=_SEEN)
    _ribbon(image, Box(left, 0, left + width, top + tall + (_ABOVE + _BELOW) * short), _TAIL * short, fill)
    ink, y = readable(cover.look.background, fill, least=LEAST), top + _ABOVE * short
    for text, setter, size in sized:
        block = setter.set(text, size=size, width=width * 3, spacing=1)
        setter.draw(image, block, column=(left, left + width), top=y, fill=ink, centred=True)
        y += size + _BETWEEN * short


def _ribbon(image: Image.Image, box: Box, tail: float, fill: str) -> None:
    """With a swallow's tail below the box."""
    width, height = max(1, round(box.width)), max(1, round(box.height + tail))
    mask = Image.new("L", (width * _FINER, height * _FINER), 0)
    right, low, high = mask.width, mask.height, (height - tail) * _FINER
    ImageDraw.Draw(mask).polygon([(0, 0), (right, 0), (right, low), (right / 2, high), (0, low)], fill=255)
    image.paste(rgb(fill), (round(box.left), round(box.top)), mask.resize((width, height), Image.Resampling.BOX))
