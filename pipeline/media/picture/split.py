"""Splits: two pictures drawn into the halves of one frame."""

from collections.abc import Sequence

from PIL import Image

from pipeline.effects.split import halves


def in_halves(ground: str, sides: Sequence[Image.Image | None], width: int, height: int) -> Image.Image:
    """A frame in the colour of `ground` with pictures in its halves, each of its half's size; None leaves one empty."""
    frame = Image.new("RGB", (width, height), ground)
    for side, area in zip(sides, halves(width, height), strict=True):
        if side is not None:
            frame.paste(side, (area.left, area.top))
    return frame
