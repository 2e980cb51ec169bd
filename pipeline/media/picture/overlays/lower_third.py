"""Lower thirds: a name and what somebody is on a plane that slides out from behind an upright bar."""

from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageDraw

from pipeline.effects.colours import rgb
from pipeline.effects.overlays import LowerThird, Sliding
from pipeline.media.picture.cards.areas import corner_area
from pipeline.media.picture.overlays.places import is_wide
from pipeline.media.picture.overlays.text import fitted, painted, plane, setters, sizes_of
from pipeline.media.picture.typeset import Block, Typesetter

WIDEST, WIDEST_NARROW = 0.56, 0.96
"""Of the area's width, in wide frames and in others."""
_OPACITY = 0.92
_PAD, _DOWN, _GAP = 0.72, 0.46, 0.36
"""Ems of the name: from the plane's sides to the text, from its top and bottom, between name and role."""
_BAR = 0.18
_SPACING = 1.28


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A lower third's lines, set, and its measures in pixels."""

    bold: Typesetter
    regular: Typesetter
    name: Block
    role: Block | None
    aside: int
    """From the plane's left edge to the text."""
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
    ground = plane(third.look, _OPACITY)
    layer = painted(done.size, ground.fill, ground.opacity, short * 0.006)
    column = (float(done.aside), float(done.size[0]))
    done.bold.draw(layer, done.name, column=column, top=done.down, fill=ground.ink, centred=False)
    if done.role:
        top = done.down + done.name.height + done.gap
        done.regular.draw(layer, done.role, column=column, top=top, fill=ground.second, centred=False)
    bar = (0, 0, bar_width(short) - 1, done.size[1])
    ImageDraw.Draw(layer).rectangle(bar, fill=(*rgb(ground.accent), 255))
    return layer


def _set(third: LowerThird, width: int, height: int) -> _Set:
    area = corner_area(width, height, third.covered)
    room = area.width * (WIDEST if is_wide(width, height) else WIDEST_NARROW)
    short = min(width, height)
    bold, regular = setters(third.look)
    names, roles = sizes_of("body", short), sizes_of("note", short)
    pad, bar = round(names[0] * _PAD), bar_width(short)
    inner = room - 2 * pad - bar
    name = fitted(third.name, bold, sizes=names, width=inner, spacing=_SPACING)
    role = fitted(third.role, regular, sizes=roles, width=inner, spacing=_SPACING + 0.1) if third.role else None
    down, gap = round(names[0] * _DOWN), round(names[0] * _GAP) if role else 0
    text = max(bold.widest(name), regular.widest(role) if role else 0)
    wide, high = ceil(text) + 2 * pad + bar, name.height + gap + (role.height if role else 0) + 2 * down
    size = wide + wide % 2, high + high % 2
    return _Set(bold=bold, regular=regular, name=name, role=role, aside=bar + pad, down=down, gap=gap, size=size)


def slid(standing: Image.Image, sliding: Sliding, short: int) -> Image.Image:
    """It on its way: the bar grows from its middle, and the plane comes out from behind it."""
    seen = float(sliding.seen)
    wide, high = standing.size
    bar = bar_width(short)
    layer = Image.new("RGBA", standing.size, (0, 0, 0, 0))
    out = round((wide - bar) * seen)
    layer.paste(standing.crop((wide - out, 0, wide, high)), (bar, 0))
    half = max(1, round(high / 2 * min(1.0, seen * 1.6)))
    middle = (high // 2 - half, high // 2 + half)
    layer.paste(standing.crop((0, middle[0], bar, middle[1])), (0, middle[0]))
    return layer


def bar_width(short: int) -> int:
    return max(2, round(short * 0.054 * _BAR))
