"""Composing: a cover of any shape, drawn."""

from dataclasses import replace
from hashlib import sha256

from PIL import Image

from pipeline.effects.colours import rgb
from pipeline.effects.covers import Cover
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.ground import draw_ground
from pipeline.media.picture.covers.arrangement import BAND, Arrangement, arrange
from pipeline.media.picture.covers.art import is_tall
from pipeline.media.picture.covers.badge import draw_badge
from pipeline.media.picture.covers.joins import join
from pipeline.media.picture.covers.words import set_words, write_words
from pipeline.media.picture.dress.frames import draw_frame
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.images import open_transparent
from pipeline.media.picture.typesetting.typesetter import Typesetter

_GROUND = 1200
"""Pixels of the longer side up to which the ground, which has no fine lines, is drawn; then it is enlarged."""
_AIR = 0.03
"""Of the shorter side: between the longest line and a picture beside it."""
_BAR = 0.026
"""Of the width: how high the bar along a foot is."""
_RISE = 0.1
"""Of the width: over so much ornaments at the foot come out of the ground."""
_SEAL = 0.12
"""Side of the square that holds the studio's seal, of the shorter side."""


def draw_cover(cover: Cover, width: int, height: int) -> Image.Image:
    """The cover as an RGB picture. Raises PipelineError for unusable fonts and pictures."""
    place, setters = _arranged(cover, width, height), _setters(cover)
    image = _ground(cover, width, height)
    if not cover.title:
        join(image, cover, place)
        return image
    words = set_words(cover, place, *setters, min(width, height))
    air = _AIR * min(width, height) if place.beside else 0
    place = place.holding(words.width(*setters) + air, words.height, across=width)
    veil = join(image, cover, place)
    write_words(image, cover, place, words, *setters, veil=veil)
    if place.foot is not None:
        _dress_foot(image, cover, place.foot)
    draw_badge(image, cover, place, *setters)
    if cover.seal:
        _seal(image, cover, place)
    return image


def is_shortened(cover: Cover, width: int, height: int) -> bool:
    """Whether not all of the title finds room on a cover of this size; nothing is drawn."""
    if not cover.title:
        return False
    return set_words(cover, _arranged(cover, width, height), *_setters(cover), min(width, height)).shortened


def title_size(cover: Cover, width: int, height: int) -> float | None:
    """Em of the title as a share of the cover's shorter side; None where there is none. Draws nothing."""
    short = min(width, height)
    return (
        set_words(cover, _arranged(cover, width, height), *_setters(cover), short).name.size / short
        if cover.title
        else None
    )


def _arranged(cover: Cover, width: int, height: int) -> Arrangement:
    """Beside its words a picture that would lose much as a band; on every other cover the words are at the right."""
    place = arrange(width, height, upright=is_tall(cover, width / height * (1 if cover.whole else BAND)))
    odd = sha256(f"{cover.title}{cover.number}".encode()).digest()[0] % 2
    return place.mirrored(width) if odd else place


def _setters(cover: Cover) -> tuple[Typesetter, Typesetter]:
    return Typesetter(cover.look.fonts, weight=BOLD), Typesetter(cover.look.fonts, weight=REGULAR)


def _ground(cover: Cover, width: int, height: int) -> Image.Image:
    scale = min(1.0, _GROUND / max(width, height))
    small = draw_ground(cover.look, max(1, round(width * scale)), max(1, round(height * scale)))
    return small if scale == 1 else small.resize((width, height), Image.Resampling.BICUBIC)


def _dress_foot(image: Image.Image, cover: Cover, top: float) -> None:
    """What runs along the foot of the theme's cards."""
    if cover.look.dress.frame == "bar":
        # That of cards stands upright: here the one below the picture comes again.
        image.paste(rgb(cover.look.accent), Box(0, image.height - image.width * _BAR, *image.size).whole)
        return
    dressed = image.copy()
    draw_frame(dressed, replace(cover.look, picture=None, taken=()))
    down = Image.linear_gradient("L").resize((image.width, max(1, round(image.width * _RISE))))
    mask = Image.new("L", image.size, 0)
    mask.paste(255, (0, round(top) + down.height, *image.size))
    mask.paste(down, (0, round(top)))
    image.paste(dressed, (0, 0), mask)


def _seal(image: Image.Image, cover: Cover, place: Arrangement) -> None:
    """In the upper right corner, clear of what players lay over covers."""
    assert cover.seal is not None
    short = min(image.size)
    side, margin = round(short * _SEAL), short * 0.05
    box = Box(image.width - margin - side, max(margin, place.badge[1]), image.width - margin, 0)
    seal = open_transparent(cover.seal.path, side, side)
    seal.thumbnail((side, side), Image.Resampling.LANCZOS)
    image.paste(seal.convert("RGB"), (round(box.right - seal.width), round(box.top)), seal.getchannel("A"))
