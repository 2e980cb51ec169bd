"""The label of content made by AI: letters as high as GB 45438-2025 asks for, on a plane of their own."""

from math import ceil

from PIL import Image

from pipeline.effects.overlays import AiLabel
from pipeline.media.picture.cards.areas import SPACING, label_area
from pipeline.media.picture.overlays.text import fitted, painted, plane, setters
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

_ROUND = 0.16
"""Ems: of the plane's corners."""
_OPACITY = 0.72


def ai_label_size(label: AiLabel, width: int, height: int) -> tuple[int, int]:
    """Pixels of its plane; nothing is drawn. Raises MediaError where it is too long."""
    return _set(label, width, height)[2]


def draw_ai_label(label: AiLabel, width: int, height: int) -> Image.Image:
    """The label as a layer. Raises MediaError where it is too long."""
    setter, block, size = _set(label, width, height)
    ground = plane(label.look, _OPACITY)
    layer = painted(size, ground.fill, ground.opacity, block.size * _ROUND)
    top = round(block.size * float(label.DOWN))
    setter.draw(layer, block, column=(0, size[0]), top=top, fill=ground.ink, centred=True)
    return layer


def _set(label: AiLabel, width: int, height: int) -> tuple[Typesetter, Block, tuple[int, int]]:
    bold, _ = setters(label.look)
    em, pad, down = ceil(min(width, height) * label.em), float(label.PAD), float(label.DOWN)
    room = label_area(width, height, label.covered).width - 2 * em * pad
    block = fitted(label.text, bold, sizes=(em,), width=room, spacing=SPACING)
    size = ceil(bold.widest(block) + 2 * em * pad), block.height + 2 * round(em * down)
    return bold, block, (size[0] + size[0] % 2, size[1] + size[1] % 2)
