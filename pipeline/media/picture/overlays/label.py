"""Labels of pictures: a small line on a plane, with the theme's accent before it."""

from PIL import Image

from pipeline.effects.overlays import PictureLabel
from pipeline.media.picture.cards.areas import corner_area
from pipeline.media.picture.overlays.places import is_wide
from pipeline.media.picture.overlays.plates import SMALLER, draw_plate, lead_of, plate_plane
from pipeline.media.picture.overlays.text import fitted, setters, sizes_of
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

WIDEST, WIDEST_NARROW = 0.48, 0.66
"""Of the area's width, in wide frames and in others: the other corner is left to the logo."""
_OPACITY = 0.84
_PAD, _DOWN = 0.75, 0.52
"""Ems: from the plane's sides to the text, from its top and bottom."""
_SPACING = 1.4


def label_size(label: PictureLabel, width: int, height: int) -> tuple[int, int]:
    """Pixels of its plane; nothing is drawn. Raises MediaError where it is too long."""
    _, _, size = _set(label, width, height)
    return size


def draw_label(label: PictureLabel, width: int, height: int) -> Image.Image:
    """The label as a layer. Raises MediaError where it is too long."""
    setter, block, (wide, high) = _set(label, width, height)
    pad, lead, down = _measures(label, block.size, (width, height))
    ground = plate_plane(label.look, _OPACITY)
    layer = draw_plate(label.look, ground, (wide, high), block.size, min(width, height), small=True)
    column = (lead + pad, float(wide))
    setter.draw(layer, block, column=column, top=down, fill=ground.ink, centred=False)
    return layer


def _measures(label: PictureLabel, em: int, frame: tuple[int, int]) -> tuple[float, int, int]:
    """Pixels from what leads it to the text, of that, and from the plane's top to the text."""
    kind = label.look.dress.plate
    # A seal would be larger than the words.
    lead = 0 if kind == "seal" else lead_of(kind, em, round(min(frame) * SMALLER))
    return sizes_of("label", *frame)[0] * _PAD, lead, round(em * _DOWN)


def _set(label: PictureLabel, width: int, height: int) -> tuple[Typesetter, Block, tuple[int, int]]:
    """The label's text, set, and the size of its plane."""
    area = corner_area(width, height, label.covered)
    room = area.width * (WIDEST if is_wide(width, height) else WIDEST_NARROW)
    _, setter = setters(label.look)
    sizes = sizes_of("label", width, height)
    block = fitted(label.text, setter, sizes=sizes, width=room - 2 * sizes[0] * _PAD, spacing=_SPACING)
    pad, lead, down = _measures(label, block.size, (width, height))
    wide, high = round(setter.widest(block) + 2 * pad + lead), block.height + 2 * down
    return setter, block, (wide + wide % 2, high + high % 2)
