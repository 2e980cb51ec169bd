"""Grounds: what lies behind everything on a card, one function for each kind."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from pipeline.effects.colours import luminance, mixed, rgb
from pipeline.effects.look import Look
from pipeline.effects.themes import GroundKind
from pipeline.media.picture.dress.fields import Field, axes, cracks, noise, painted

_WHITE, _BLACK = "#ffffff", "#000000"
_CRACK = 34
"""Of 255."""


def paint_ground(look: Look, width: int, height: int) -> Image.Image:
    """The ground of a look, without its picture and its frame."""
    return _GROUNDS[look.dress.ground](look, width, height)


def _flat(look: Look, width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), look.background)


def _silk(look: Look, width: int, height: int) -> Image.Image:
    """A soft light from above, and shade towards the corners."""
    x, y = axes(width, height)
    field = 0.75 - 0.62 * x * x - 0.52 * (y + 0.3) * (y + 0.3)
    deep = 0.14 + 0.2 * _darkness(look)
    light = mixed(mixed(look.background, look.accent, 0.08), _WHITE, 0.06)
    return painted(_strong(field, look), mixed(look.background, _BLACK, deep), look.background, light)


def _glaze(look: Look, width: int, height: int) -> Image.Image:
    """Glaze that ran together at the foot, with the fine cracks of its kind."""
    x, y = axes(width, height)
    field = 0.1 - 0.62 * y - 0.18 * x * x + 0.10 * noise(width, height, 3, 11)
    dark = mixed(look.background, look.foreground, 0.15)
    image = painted(_strong(field, look), dark, look.background, mixed(look.background, _WHITE, 0.55))
    net = cracks(width, height, 5.5, 5).point(lambda value: value * _CRACK // 255)
    image.paste(rgb(mixed(look.background, look.foreground, 0.5)), (0, 0), net)
    return image


def _rice(look: Look, width: int, height: int) -> Image.Image:
    """Paper with long fibres, a little darker towards its edges."""
    x, y = axes(width, height)
    fibres = noise(width, height, 150, 21) * 0.10 + noise(width, height, 34, 22) * 0.12
    field = 0.16 - 0.26 * (x * x * x * x + y * y * y * y) + fibres + 0.10 * noise(width, height, 4, 23)
    dark = mixed(look.background, look.foreground, 0.13)
    return painted(_strong(field, look), dark, look.background, mixed(look.background, _WHITE, 0.5))


def _aged(look: Look, width: int, height: int) -> Image.Image:
    """Paper that has lain in a drawer: stained, and brown at its edges."""
    x, y = axes(width, height)
    edge = np.maximum(np.abs(x), np.abs(y))
    edge = edge * edge * edge
    stains = (
        noise(width, height, 4, 31) * 0.14 + noise(width, height, 11, 32) * 0.10 + noise(width, height, 120, 33) * 0.08
    )
    field = 0.16 - 0.62 * edge * edge * (1 + 0.4 * noise(width, height, 4, 34)) + stains
    dark = mixed(mixed(look.background, look.accent, 0.22), look.foreground, 0.10)
    return painted(_strong(field, look), dark, look.background, mixed(look.background, _WHITE, 0.42))


def _sky(look: Look, width: int, height: int) -> Image.Image:
    """Dark above, with a glimmer of the day below."""
    x, y = axes(width, height)
    low = (y + 1) / 2
    field = -0.62 + 1.1 * low * low * low - 0.22 * x * x * low
    dark = mixed(look.background, _BLACK, 0.5)
    return painted(_strong(field, look), dark, look.background, mixed(look.background, look.accent, 0.22))


def _strong(field: Any, look: Look) -> Field:
    strong: Field = (field * (look.dress.texture / 100)).astype(np.float32)
    return strong


def _darkness(look: Look) -> float:
    """From 0 for white to 1 for black: on light colours strong shade would turn to grey."""
    return 1 - luminance(look.background)


_GROUNDS: dict[GroundKind, Callable[[Look, int, int], Image.Image]] = {
    "flat": _flat, "silk": _silk, "glaze": _glaze, "rice": _rice, "aged": _aged, "sky": _sky,
}  # fmt: skip
