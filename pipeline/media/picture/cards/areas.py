"""Areas of a frame: where the text of cards may stand, where overlays stand, and what a logo leaves to a card."""

from dataclasses import replace
from math import ceil

from pipeline.effects.look import Look
from pipeline.media.picture.cards.box import Box
from pipeline.model.covered import Covered, covered_in
from pipeline.model.covered import is_upright as is_upright

ASIDE, ABOVE = 0.045, 0.06
"""Of the width and the height: nearer to the edges nothing stands, as screens cut that off."""
ORNAMENT = (0.12, 0.06, 0.018), (0.074, 0.062, 0.018)
"""How far the ornaments of themes reach in from the sides and from above: of the shorter side (frets), of the width and
the height (the margin and rules of a file), and beyond these again of the shorter side.
"""
GAP = 0.022
"""Of the shorter side: between two overlays."""
SPACING = 1.3
"""Ems from one line of a label to the next."""
LEAST = 0.72
"""Share of its area that a card keeps beside a logo: a larger one is told of, and lies over the card."""


def safe_area(width: int, height: int, covered: Covered | None = None) -> Box:
    """Where text may stand: clear of edges that screens cut off, and of what platforms lay over the frame: `covered`,
    or all that any of them may. Both sides are alike, so that texts stand in the middle.
    """
    aside, above = (0.09, 0.12) if is_upright(width, height) else (0.095, 0.11)
    return _within(width, height, aside, (above, 0.11), covered)


def corner_area(width: int, height: int, covered: Covered | None = None) -> Box:
    """Where overlays stand: as near to the edges as may be, in upright frames clear of the platforms' own texts."""
    if is_upright(width, height):
        return safe_area(width, height, covered)
    return _within(width, height, ASIDE, (ABOVE, ABOVE), covered)


def label_area(width: int, height: int, covered: Covered | None = None) -> Box:
    """Where the label of AI content stands: as overlays do, but clear of what themes draw along the edges of cards."""
    area, short = corner_area(width, height, covered), min(width, height)
    (frets, margin, aside), (lines, rules, under) = ORNAMENT
    side = max(area.left, frets * short, margin * width + aside * short)
    end = max(area.top, lines * short, rules * height + under * short)
    return Box(side, end, width - side, min(area.bottom, height - end))


def _within(width: int, height: int, aside: float, ends: tuple[float, float], covered: Covered | None) -> Box:
    """The frame without its edges: shares of its width on both sides, and of its height above and below, or more where
    more is covered.
    """
    over = covered_in(width, height, covered)
    side = max(aside, float(over.left), float(over.right))
    above, below = max(ends[0], float(over.top)), max(ends[1], float(over.bottom))
    return Box(width * side, height * above, width * (1 - side), height * (1 - below))


def share_of_width(share: float, width: int, height: int) -> float:
    """Pixels of a share of the frame's width; in upright frames, which are watched as large, half as much again."""
    return width * share * (1.5 if is_upright(width, height) else 1.0)


def free_area(width: int, height: int, look: Look) -> Box:
    """The safe area without what logo and label take: narrower on both sides, so that texts stay in the middle, or
    lower (higher) for its whole width, whichever leaves more.
    """
    safe = free = safe_area(width, height, look.covered)
    gap = 2 * GAP * min(width, height)
    for one in look.taken:
        is_label = one.of == "label"
        area = (label_area if is_label else corner_area)(width, height, look.covered)
        size = float(one.size)
        side = size * min(width, height) if is_label else share_of_width(size, width, height)
        wide, high = float(one.wide) * side + gap, float(one.high) * side + gap
        if is_label:
            # Words, which take another line where the frame is narrow.
            high += (ceil(float(one.wide) * side / area.width) - 1) * SPACING * side
        aside = max(0.0, area.left + wide - free.left)
        narrower = replace(free, left=free.left + aside, right=free.right - aside)
        if one.corner.startswith("top"):
            shorter = replace(free, top=max(free.top, area.top + high))
        else:
            shorter = replace(free, bottom=min(free.bottom, area.bottom - high))
        left = max(narrower, shorter, key=_content)
        # The label has to be seen, and nothing may be read through it.
        if is_label or _content(left) >= LEAST * _content(safe):
            free = left
    return free


def _content(box: Box) -> float:
    return max(0.0, box.width) * max(0.0, box.height)
