"""Plates: the planes of lower thirds and labels as a theme has them: what leads the text, what runs along an edge."""

from dataclasses import replace

import numpy as np
from PIL import Image

from pipeline.effects.colours import rgb
from pipeline.effects.look import Look
from pipeline.effects.themes import PlateKind
from pipeline.media.picture.dress.rules import draw_glow
from pipeline.media.picture.dress.seals import draw_seal
from pipeline.media.picture.dress.strokes import draw_outline, draw_rect
from pipeline.media.picture.overlays.text import Plane, painted, plane

_BAR = 0.0097
"""Of the frame's shorter side: width of the bar that leads the text."""
SMALLER = 0.62
"""Of what leads a label against what leads a lower third."""
_SEAL = 1.5
"""Ems of a name: the side of a seal before it."""


def plate_plane(look: Look, opacity: float) -> Plane:
    """The plane's colours; where the theme wants a strong one, the accent is its ground."""
    if look.dress.plate == "block":
        return plane(replace(look, background=look.accent, foreground=look.background, accent=look.background), 1.0)
    return plane(look, opacity)


def lead_of(kind: PlateKind, em: float, short: int) -> int:
    """Pixels that what leads the text takes, from the plane's left edge."""
    match kind:
        case "bar":
            return max(2, round(short * _BAR))
        case "tape":
            return max(4, round(short * _BAR * 1.5))
        case "seal":
            return round(em * (_SEAL + 0.55))
        case _:
            return 0


def draw_plate(look: Look, ground: Plane, size: tuple[int, int], em: float, short: int, *, small: bool) -> Image.Image:
    """The plane as a layer, without its words; a `small` one carries less."""
    kind, unit = look.dress.plate, short / 100
    width, height = size
    radius = {"wave": unit * 1.6, "tape": 0.0, "block": unit * 0.2}.get(kind, unit * 0.6)
    layer = painted(size, ground.fill, ground.opacity, radius)
    lead = lead_of(kind, em, round(short * SMALLER) if small else short)
    match kind:
        case "bar":
            draw_rect(layer, (0, 0, lead, height), ground.accent)
        case "plate":
            inset = max(1, round(unit * (0.35 if small else 0.5)))
            edges = (inset, inset, width - inset, height - inset)
            draw_outline(layer, edges, ground.accent, unit * 0.16, strength=0.9)
            if not small:
                draw_rect(layer, (0, 0, max(2, unit * 0.3), height), ground.accent)
                draw_rect(layer, (width - max(2, unit * 0.3), 0, width, height), ground.accent)
        case "wave":
            _waves(layer, ground.accent, unit)
        case "seal":
            if not small:
                side = em * _SEAL
                draw_seal(layer, (em * 0.55, (height - side) / 2), side, ground.accent)
        case "tape":
            draw_rect(layer, (lead * 0.3, 0, lead * 0.3 + max(1, unit * 0.2), height), ground.accent)
            draw_rect(layer, (lead * 0.75, 0, lead * 0.75 + max(1, unit * 0.2), height), ground.accent)
        case "glow":
            thick = max(2, round(unit * 0.3))
            draw_glow(layer, (width * 0.03, height - thick, width * 0.97, height), ground.accent)
        case "block":
            pass
    return layer


def _waves(layer: Image.Image, colour: str, unit: float) -> None:
    """A line along the foot that swells in the middle, inside the round corners."""
    width, height = layer.size
    across = np.linspace(-1, 1, width, dtype=np.float32)
    rise = (1 - across * across) * np.float32(unit * 0.55)
    down = np.arange(height, dtype=np.float32)[:, None]
    mask = np.clip(down - (np.float32(height) - rise[None, :]) + 1, 0, 1) * 255
    own = np.asarray(layer.getchannel("A"), np.float32) / 255
    layer.paste((*rgb(colour), 255), (0, 0), Image.fromarray((mask * np.minimum(1, own * 1.2)).astype(np.uint8)))
