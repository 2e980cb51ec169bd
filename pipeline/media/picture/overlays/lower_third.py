"""Lower thirds: a name and what somebody is on a plane of the theme, which slides out from behind what leads it."""

from dataclasses import dataclass
from math import ceil

from PIL import Image

from pipeline.effects.overlays import LowerThird, Sliding
from pipeline.media.picture.cards.areas import corner_area
from pipeline.media.picture.overlays.places import is_wide
from pipeline.media.picture.overlays.plates import draw_plate, lead_of, plate_plane
from pipeline.media.picture.overlays.text import fitted, setters, sizes_of
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

WIDEST, WIDEST_NARROW = 0.56, 0.96
"""Of the area's width, in wide frames and in others."""
_OPACITY = 0.92
_PAD, _DOWN, _GAP = 0.72, 0.46, 0.36
"""Ems of the name: from the plane's sides to the text, from its top and bottom, between name and role."""
_SPACING = 1.28


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A lower third's lines, set, and its measures in pixels."""

    bold: Typesetter
    regular: Typesetter
    name: Block
    role: Block | None
    lead: int
    """From the plane's left edge: what leads the text, such as a bar."""
    pad: int
    """From that to the text."""
    down: int
    """From its top to the name."""
    gap: int
    size: tuple[int, int]


def lower_third_size(third: LowerThird, width: int, height: int) -> tuple[int, int]:
    """Pixels of its plane; nothing is drawn. Raises MediaError where name or role are too long."""
    return _set(third, width, height).size


def draw_lower_third(third: LowerThird, width: int, height: int) -> Image.Image:
    """It, standing, as a layer. Raises MediaError where name or role are too long."""
    done, short = _set(third, width, height), min(width, height)
    ground = plate_plane(third.look, _OPACITY)
    layer = draw_plate(third.look, ground, done.size, done.name.size, short, small=False)
    column = (float(done.lead + done.pad), float(done.size[0]))
    done.bold.draw(layer, done.name, column=column, top=done.down, fill=ground.ink, centred=False)
    if done.role:
        top = done.down + done.name.height + done.gap
        done.regular.draw(layer, done.role, column=column, top=top, fill=ground.second, centred=False)
    return layer


def _set(third: LowerThird, width: int, height: int) -> _Set:
    area = corner_area(width, height, third.covered)
    room = area.width * (WIDEST if is_wide(width, height) else WIDEST_NARROW)
    short = min(width, height)
    bold, regular = setters(third.look)
    names, roles = sizes_of("name", width, height), sizes_of("role", width, height)
    kind = third.look.dress.plate
    pad = round(names[0] * _PAD)
    inner = room - 2 * pad - lead_of(kind, names[0], short)
    name = fitted(third.name, bold, sizes=names, width=inner, spacing=_SPACING)
    role = fitted(third.role, regular, sizes=roles, width=inner, spacing=_SPACING + 0.1) if third.role else None
    down, gap = round(names[0] * _DOWN), round(names[0] * _GAP) if role else 0
    text = max(bold.widest(name), regular.widest(role) if role else 0)
    lead = lead_of(kind, name.size, short)
    wide, high = ceil(text) + 2 * pad + lead, name.height + gap + (role.height if role else 0) + 2 * down
    size = wide + wide % 2, high + high % 2
    return _Set(bold=bold, regular=regular, name=name, role=role, lead=lead, pad=pad, down=down, gap=gap, size=size)


def slid(standing: Image.Image, sliding: Sliding, width: int, height: int) -> Image.Image:
    """It on its way: what leads grows from its middle, and the plane comes out from behind it."""
    seen = float(sliding.seen)
    wide, high = standing.size
    lead = _set(sliding.overlay, width, height).lead
    layer = Image.new("RGBA", standing.size, (0, 0, 0, 0))
    out = round((wide - lead) * seen)
    layer.paste(standing.crop((wide - out, 0, wide, high)), (lead, 0))
    if not lead:
        return layer
    half = max(1, round(high / 2 * min(1.0, seen * 1.6)))
    middle = (high // 2 - half, high // 2 + half)
    layer.paste(standing.crop((0, middle[0], lead, middle[1])), (0, middle[0]))
    return layer
