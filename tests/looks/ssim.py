"""How alike two pictures look: structural similarity (Wang et al. 2004), by boxes of 7 x 7 pixels."""

from typing import Any

import numpy as np
from PIL import Image

_BOX = 7
_STEADY = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""What keeps even areas from dividing by nothing, as the paper has them."""
TILES = 4
"""Columns and rows that are judged alone, so that a change of a word is not lost in a large even ground."""


def likeness(one: Image.Image, other: Image.Image) -> float:
    """1 for equal pictures; of all tiles and colour channels the one that is least alike. Sizes must be equal."""
    first, second = (np.asarray(each.convert("RGB")).astype(float) for each in (one, other))
    channels = (_ssim(first[..., channel], second[..., channel]) for channel in range(3))
    return min(float(tile.mean()) for seen in channels for tile in _tiles(seen))


def _tiles(seen: Any) -> list[Any]:
    return [tile for row in np.array_split(seen, TILES, axis=0) for tile in np.array_split(row, TILES, axis=1)]


def _ssim(first: Any, second: Any) -> Any:
    """The similarity around each pixel."""
    mean, other = _blurred(first), _blurred(second)
    spread = _blurred(first * first) - mean * mean
    spread_of_other = _blurred(second * second) - other * other
    shared = _blurred(first * second) - mean * other
    near, far = _STEADY
    light = (2 * mean * other + near) / (mean * mean + other * other + near)
    return light * (2 * shared + far) / (spread + spread_of_other + far)


def _blurred(values: Any) -> Any:
    """The mean of each box; those that reach over an edge are left out."""
    windows = np.lib.stride_tricks.sliding_window_view(values, (_BOX, _BOX))
    return windows.mean(axis=(2, 3))
