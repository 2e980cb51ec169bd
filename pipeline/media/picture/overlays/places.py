"""Places of overlays: the area in which they stand, and corners in which several stand one after the other."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.media.picture.captions import two_lines_top
from pipeline.media.picture.cards.areas import GAP, corner_area
from pipeline.media.picture.cards.box import Box
from pipeline.model.covered import Covered
from pipeline.model.overlays import Corner

WIDE = 1.5
"""From this width against the height a frame is wide."""
CAPTION_GAP = 0.045
"""The same above captions, whose shade reaches beyond them."""


def fits(box: Box, width: int, height: int, covered: Covered | None = None) -> bool:
    """Whether a box lies in the area in which overlays stand, but for rounding."""
    area = corner_area(width, height, covered).inside(-2)
    return area.left <= box.left and box.right <= area.right and area.top <= box.top and box.bottom <= area.bottom


def is_wide(width: int, height: int) -> bool:
    """Whether there is room for two things side by side."""
    return width >= height * WIDE


def above_captions(area: Box, size: Decimal, width: int, height: int, covered: Covered | None = None) -> Box:
    """The area without the place of captions of two lines."""
    return area.above(min(area.bottom, two_lines_top(width, height, size, covered) - CAPTION_GAP * min(width, height)))


def placed(size: tuple[float, float], corner: Corner, area: Box, taken: Sequence[Box], frame: tuple[int, int]) -> Box:
    """A box of this size in a corner of the area, beyond all boxes there that it would touch; on even pixels, so that
    colour samples keep their place.
    """
    gap = GAP * min(frame)
    width, height = (_even(side) for side in size)
    left = area.left if corner.endswith("left") else area.right - width
    top = area.top if corner.startswith("top") else area.bottom - height
    box = Box(_even(left), _even(top), _even(left) + width, _even(top) + height)
    for _ in taken:
        hit = next((other for other in taken if _touch(box, other, gap)), None)
        if hit is None:
            break
        top = hit.bottom + gap if corner.startswith("top") else hit.top - gap - height
        moved = _even(top) if corner.startswith("bottom") else _even(top + 1)
        box = Box(box.left, moved, box.right, moved + height)
    return box


def _touch(one: Box, other: Box, gap: float) -> bool:
    """Whether less than the gap is between them, but for rounding."""
    near = gap - 4
    across = one.left < other.right + near and other.left < one.right + near
    return across and one.top < other.bottom + near and other.top < one.bottom + near


def _even(length: float) -> int:
    return max(0, round(length / 2) * 2)
