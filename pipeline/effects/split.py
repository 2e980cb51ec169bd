"""Splits: the halves of a frame that two pictures share, and two pictures that stand still in them."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.model.timeline import Still

GAP = 150
"""The gap between the halves is the longer side of the frame divided by this, roughly: 12 pixels of 1920."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of a frame, in whole pixels; all even, so that colour samples keep their place."""

    left: int
    top: int
    width: int
    height: int


def halves(width: int, height: int) -> tuple[Area, Area]:
    """The left and the right half of a frame that is wider than high, else the upper and the lower one.

    Side by side in a square each would be as narrow as a telephone; one above the other both are wide.
    """
    wide = width > height
    length = width if wide else height
    gap = _gap(length)
    side = (length - gap) // 2
    if wide:
        return tuple(Area(left=at, top=0, width=side, height=height) for at in (0, side + gap))  # type: ignore[return-value]
    return tuple(Area(left=0, top=at, width=width, height=side) for at in (0, side + gap))  # type: ignore[return-value]


def _gap(length: int) -> int:
    """An even number of pixels that leaves two even halves."""
    odd = length % 4
    return odd + 4 * max(round((length / GAP - odd) / 4), 0 if odd else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitStill:
    """Two pictures that stand still, each in its half."""

    first: Still
    second: Still
    ground: str
    """Colour between them, #rrggbb."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
