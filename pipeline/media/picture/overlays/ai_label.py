"""The label of content made by AI: letters as high as GB 45438-2025 asks for, on a plane of their own."""

from math import ceil

from PIL import Image

from pipeline.captions.rules import columns
from pipeline.effects.overlays import AiLabel
from pipeline.media.picture.cards.areas import corner_area
from pipeline.media.picture.overlays.text import fitted, painted, plane, setters
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

_EM, _EM_LETTERS = 0.058, 0.074
"""Of the shorter side: of an em, so that Chinese characters, or capital letters, are 5 % of it high."""
_PAD, _DOWN, _ROUND = 0.42, 0.24, 0.16
"""Ems: from the plane's sides and ends to the text, and of its corners."""
_OPACITY = 0.72
_SPACING = 1.3


def ai_label_size(label: AiLabel, width: int, height: int) -> tuple[int, int]:
    """Pixels of its plane; nothing is drawn. Raises MediaError where it is too long."""
    return _set(label, width, height)[2]


def draw_ai_label(label: AiLabel, width: int, height: int) -> Image.Image:
    """The label as a layer. Raises MediaError where it is too long."""
    setter, block, size = _set(label, width, height)
    ground = plane(label.look, _OPACITY)
    layer = painted(size, ground.fill, ground.opacity, block.size * _ROUND)
    top = round(block.size * _DOWN)
    setter.draw(layer, block, column=(0, size[0]), top=top, fill=ground.ink, centred=True)
    return layer


def _set(label: AiLabel, width: int, height: int) -> tuple[Typesetter, Block, tuple[int, int]]:
    bold, _ = setters(label.look)
    wide = columns(label.text) > len(label.text)
    em = ceil(min(width, height) * (_EM if wide else _EM_LETTERS))
    room = corner_area(width, height, label.covered).width - 2 * em * _PAD
    block = fitted(label.text, bold, sizes=(em,), width=room, spacing=_SPACING)
    size = ceil(bold.widest(block) + 2 * em * _PAD), block.height + 2 * round(em * _DOWN)
    return bold, block, (size[0] + size[0] % 2, size[1] + size[1] % 2)
