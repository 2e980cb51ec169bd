"""Lower thirds: a name and what somebody is on a plane that slides out from behind an upright bar."""

from math import ceil

from PIL import Image, ImageDraw

from pipeline.effects.colours import rgb
from pipeline.effects.overlays import LowerThird, Sliding
from pipeline.media.picture.overlays.places import corner_area, is_wide
from pipeline.media.picture.overlays.text import fitted, painted, plane, setters, sizes_of

WIDEST, WIDEST_NARROW = 0.56, 0.86
"""Of the area's width, in wide frames and in others."""
_OPACITY = 0.92
_PAD, _DOWN, _GAP = 0.72, 0.46, 0.36
"""Ems of the name: from the plane's sides to the text, from its top and bottom, between name and role."""
_BAR = 0.18
_SPACING = 1.28


def draw_lower_third(third: LowerThird, width: int, height: int) -> Image.Image:
    """It, standing, as a layer. Raises MediaError where name or role are too long."""
    area = corner_area(width, height)
    room = area.width * (WIDEST if is_wide(width, height) else WIDEST_NARROW)
    short = min(width, height)
    bold, regular = setters(third.look)
    names, roles = sizes_of("body", short), sizes_of("note", short)
    pad = round(names[0] * _PAD)
    bar = bar_width(short)
    inner = room - 2 * pad - bar
    name = fitted(third.name, bold, sizes=names, width=inner, spacing=_SPACING)
    role = fitted(third.role, regular, sizes=roles, width=inner, spacing=_SPACING + 0.1) if third.role else None
    down, gap = round(names[0] * _DOWN), round(names[0] * _GAP) if role else 0
    text = max(bold.widest(name), regular.widest(role) if role else 0)
    wide, high = ceil(text) + 2 * pad + bar, name.height + gap + (role.height if role else 0) + 2 * down
    wide, high = wide + wide % 2, high + high % 2
    ground = plane(third.look, _OPACITY)
    layer = painted((wide, high), ground.fill, ground.opacity, short * 0.006)
    column = (float(bar + pad), float(wide))
    bold.draw(layer, name, column=column, top=down, fill=ground.ink, centred=False)
    if role:
        top = down + name.height + gap
        regular.draw(layer, role, column=column, top=top, fill=ground.second, centred=False)
    ImageDraw.Draw(layer).rectangle((0, 0, bar - 1, high), fill=(*rgb(ground.accent), 255))
    return layer


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
