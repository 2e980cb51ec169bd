"""A landscape in place of a photograph, for what lies over pictures."""

import numpy as np
from PIL import Image

from pipeline.effects.colours import rgb
from pipeline.media.picture.dress.fields import axes, painted, ridge

_RANGES = (("#8fa7b3", 0.52, 3.0), ("#5f7f86", 0.62, 4.0), ("#3d5c55", 0.74, 5.0), ("#24392f", 0.88, 7.0))
"""From far to near: its colour, where it stands, and how many hills it has."""


def landscape(width: int, height: int) -> Image.Image:
    """Hills before an evening sky."""
    across, down = axes(width, height)
    picture = painted((0.4 * down + 0 * across).astype(np.float32), "#5b7fa6", "#e9c9a0", "#f6e6cc")
    row = np.arange(height, dtype=np.float32)[:, None]
    for seed, (colour, top, cells) in enumerate(_RANGES):
        line = (top + ridge(width, cells, 70 + seed) * 0.07) * height
        mask = np.clip(row - line[None, :].astype(np.float32) + 1, 0, 1) * 255
        picture.paste(rgb(colour), (0, 0), Image.fromarray(mask.astype(np.uint8)))
    return picture
