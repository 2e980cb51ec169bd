"""The layout of an audiogram's frame, and the part of it that never changes."""

from dataclasses import dataclass, replace

from PIL import Image

from pipeline.effects.audiogram import Audiogram
from pipeline.effects.overlays import AiLabel
from pipeline.media.picture.cards.ground import draw_ground
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.overlays import box_of, lay, layer_of
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.covered import covered_in, is_upright

_UPRIGHT = 1.25
"""From this ratio of height to width on, the parts are placed one below the other instead of side by side."""
_MARGIN = 0.075
"""Of the shorter side."""
_SPACING, _GAP = 1.28, 0.55
"""Ems of the title from line to line, and between it and the text below."""
_BELOW = (0.46, 0.40, 0.34)
"""Sizes of the text below against the title's; a smaller one is chosen rather than two lines."""
_BELOW_SPACING = 1.5
_PHONE_LABEL, _PHONE_TOP, _PHONE_ART = 0.085, 0.145, 0.285
_PHONE_WORDS, _PHONE_WAVE, _PHONE_CAPTIONS = (0.435, 0.57), (0.585, 0.655), (0.68, 0.765)
"""Of the height of upright frames: where the label of AI and the picture begin, the side of that, and where the other
parts begin and end.
"""
_UNDER_LOGO = 0.02
"""Of the shorter side: between a logo and the words below it."""
_SMALLEST = 0.02
"""Of the shorter side: letters below that size cannot be read on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the frame, in even pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLayout:
    """The parts of the frame."""

    art: Box | None
    words: Box
    wave: Box
    captions: Box


def layout(width: int, height: int, *, art: bool) -> FrameLayout:
    """The parts of a frame; side by side where it is wide, one below the other where it is upright."""
    aside = even(min(width, height) * _MARGIN)
    right = width - aside
    if is_upright(width, height):
        return _on_phones(width, height, art=art)
    if height >= width * _UPRIGHT:
        side = right - aside if art else 0
        top = aside + side + even(height * 0.02)
        words = Box(left=aside, top=top if art else even(height * 0.2), right=right, bottom=even(height * 0.70))
        square = Box(left=aside, top=aside, right=right, bottom=aside + side)
        wave = (0.71, 0.80)
        below = (0.83, 0.95)
    else:
        side = even(height * 0.43)
        left = aside + side + even(aside * 0.8) if art else aside
        words = Box(left=left, top=aside, right=right, bottom=aside + side)
        square = Box(left=aside, top=aside, right=aside + side, bottom=aside + side)
        wave = (0.565, 0.715)
        below = (0.755, 0.945)
    rows = [Box(left=aside, top=even(height * a), right=right, bottom=even(height * b)) for a, b in (wave, below)]
    return FrameLayout(art=square if art else None, words=words, wave=rows[0], captions=rows[1])


def _on_phones(width: int, height: int, *, art: bool) -> FrameLayout:
    """One below the other, clear of what platforms lay over the frame; captions where those of films stand."""
    over = covered_in(width, height)
    aside = even(width * float(max(over.left, over.right)))
    side = min(even(height * _PHONE_ART), width - 2 * aside)
    left, top = even((width - side) / 2), even(height * _PHONE_TOP)
    rows = [
        Box(left=aside, top=even(height * first), right=width - aside, bottom=even(height * last))
        for first, last in (_PHONE_WORDS if art else (0.2, _PHONE_WORDS[1]), _PHONE_WAVE, _PHONE_CAPTIONS)
    ]
    square = Box(left=left, top=top, right=left + side, bottom=top + side)
    return FrameLayout(art=square if art else None, words=rows[0], wave=rows[1], captions=rows[2])


def art_side(width: int, height: int) -> int:
    """Pixels of the square picture in a frame of this size."""
    art = layout(width, height, art=True).art
    return art.width if art else 0


def draw_background(
    look: Audiogram, art: Image.Image | None, places: FrameLayout, width: int, height: int
) -> Image.Image:
    """What never changes: the background as on cards, the picture and the words."""
    image = draw_ground(look.card.look, width, height)
    if art is not None and places.art is not None:
        image.paste(art, (places.art.left, places.art.top))
    centred = art is None or places.words.top > (places.art or places.words).top
    words = places.words
    if look.logo is not None:
        logo = box_of(look.logo, width, height)
        if logo.left < words.right and logo.top < words.bottom and logo.bottom > words.top:
            words = replace(words, top=even(logo.bottom + min(width, height) * _UNDER_LOGO))
    _draw_words(image, look, words, centred=centred)
    if look.logo is not None:
        image = lay(image, (look.logo,))
    return _labelled(image, look.ai) if look.ai is not None else image


def _labelled(image: Image.Image, label: AiLabel) -> Image.Image:
    """With the label in its corner; in upright frames in the middle, above the picture."""
    if not is_upright(*image.size):
        return lay(image, (label,))
    layer, result = layer_of(label, *image.size).image, image.copy()
    result.paste(layer, (even((image.width - layer.width) / 2), even(image.height * _PHONE_LABEL)), layer)
    return result


def _draw_words(image: Image.Image, look: Audiogram, box: Box, *, centred: bool) -> None:
    """The title as large as the box allows, and the text below it; what is too long for any size is shortened."""
    title, _, below = drawable(look.card.text).strip().partition("\n")
    bold, regular = Typesetter(look.card.look.fonts, weight=BOLD), Typesetter(look.card.look.fonts, weight=REGULAR)
    size = min(box.height / 3.4, box.width / 5)
    smallest = max(8.0, min(image.size) * _SMALLEST)
    while True:
        head = bold.set(title, size=round(size), width=box.width, spacing=_SPACING)
        sizes = [round(max(size * share, smallest)) for share in _BELOW]
        counts = [regular.count_lines(below, size=one, width=box.width) for one in sizes]
        small = sizes[counts.index(min(counts))]
        text = regular.set(below, size=small, width=box.width, spacing=_BELOW_SPACING)
        gap = round(size * _GAP) if text.lines else 0
        if head.height + gap + text.height <= box.height or size <= smallest:
            break
        size *= 0.95
    head = _shortened(head, box.height - gap - text.height)
    top = box.top + max(0, box.height - head.height - gap - text.height) / 2
    column = (float(box.left), float(box.right))
    bold.draw(image, head, column=column, top=top, fill=look.card.look.foreground, centred=centred)
    regular.draw(image, text, column=column, top=top + head.height + gap, fill=look.card.look.accent, centred=centred)


def _shortened(block: Block, height: int) -> Block:
    kept = max(1, (height - block.size) // block.leading + 1)
    if kept >= len(block.lines):
        return block
    return replace(block, lines=(*block.lines[: kept - 1], block.lines[kept - 1][:-1] + "…"))


def even(length: float) -> int:
    return max(round(length / 2) * 2, 0)
