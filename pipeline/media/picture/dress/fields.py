"""Fields: brightness over a frame, from which grounds are painted without bands.

Only sums, products, quotients and roots are taken, which IEEE 754 rounds alike everywhere; a sine may differ by a bit.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

from pipeline.effects.colours import rgb

Field = np.ndarray[Any, np.dtype[np.float32]]
"""From -1, the darkest colour, over 0, the ground's own, to 1, the lightest."""

_STRIP = 64
"""Rows that are painted at once: a large cover as floats would fill the memory of a small machine."""
_COARSER, _NET = 3, 1.2
"""By how much smaller nets are drawn, and half the width of their lines at that size, in pixels."""
_STEPS, _FINER = 4096, 16
_PATTERN = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.uint16)
"""An ordered pattern below one step of grey: without it soft light shows bands."""


def axes(width: int, height: int) -> tuple[Field, Field]:
    """Across and down, from -1 to 1."""
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    return across, down


@lru_cache(maxsize=16)
def noise(width: int, height: int, cells: float, seed: int) -> Field:
    """Clouds from -1 to 1 with so many of them along the shorter side; the same for the same seed."""
    across, down = (max(2, round(cells * side / min(width, height))) for side in (width, height))
    raw = np.random.PCG64(seed).random_raw(across * down)
    small = (np.asarray(raw, np.uint64) >> np.uint64(56)).astype(np.uint8).reshape(down, across)
    large = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / np.float32(127.5) - np.float32(1)


def ridge(length: int, cells: float, seed: int) -> Field:
    """Noise along a line, from -1 to 1, with so many hills."""
    raw = np.random.PCG64(seed).random_raw(max(2, round(cells)) + 1)
    small = (np.asarray(raw, np.uint64) >> np.uint64(56)).astype(np.uint8)[None, :]
    large = Image.fromarray(small).resize((length, 1), Image.Resampling.BICUBIC)
    line: Field = np.asarray(large, np.float32)[0] / np.float32(127.5) - np.float32(1)
    return line


@lru_cache(maxsize=4)
def cracks(width: int, height: int, cells: float, seed: int) -> Image.Image:
    """A mask of the fine net between cells of which so many lie along the shorter side; cells grow around points that
    stand one in each square of a grid (Worley, A cellular texture basis function, 1996).
    """
    across, down = (max(8, round(side / _COARSER)) for side in (width, height))
    step = np.float32(min(across, down) / cells)
    x = (np.arange(across, dtype=np.float32) + np.float32(0.5)) / step
    y = (np.arange(down, dtype=np.float32)[:, None] + np.float32(0.5)) / step
    columns, rows = int(across / step) + 4, int(down / step) + 4
    raw = np.asarray(np.random.PCG64(seed).random_raw(columns * rows * 2), np.uint64) >> np.uint64(48)
    points = (raw.astype(np.float32) / np.float32(65536)).reshape(2, rows, columns)
    own_x, own_y = x.astype(np.int32), y.astype(np.int32)
    nearest = np.full((down, across), np.float32(9))
    second = nearest.copy()
    for aside in (-1, 0, 1):
        for below in (-1, 0, 1):
            column, row = own_x + aside + 1, own_y + below + 1
            far_x = points[0][row, column] + (column - 1).astype(np.float32) - x
            far_y = points[1][row, column] + (row - 1).astype(np.float32) - y
            far = far_x * far_x + far_y * far_y
            second = np.minimum(second, np.maximum(nearest, far))
            nearest = np.minimum(nearest, far)
    apart = np.sqrt(second) - np.sqrt(nearest)
    net = np.clip(1 - apart * step / _NET, 0, 1) * 255
    return Image.fromarray(net.astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)


def painted(field: Field, dark: str, base: str, light: str) -> Image.Image:
    """The field in three colours and all between them."""
    height, width = field.shape
    ends = [np.array(rgb(colour), np.float64) for colour in (dark, base, light)]
    share = np.linspace(0, 1, _STEPS // 2)[:, None]
    ramp = np.concatenate([ends[0] + (ends[1] - ends[0]) * share, ends[1] + (ends[2] - ends[1]) * share])
    table = np.round(ramp * _FINER).astype(np.uint16)
    pattern = np.tile(_PATTERN, (_STRIP // 4, width // 4 + 1))[:, :width]
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _STRIP):
        part = field[top : top + _STRIP]
        place = ((np.clip(part, -1, 1) + 1) * np.float32((_STEPS - 1) / 2)).astype(np.uint16)
        for channel in range(3):
            value = table[:, channel][place] + pattern[: len(part)]
            pixels[top : top + _STRIP, :, channel] = np.minimum(value >> 4, 255)
    return Image.fromarray(pixels)
