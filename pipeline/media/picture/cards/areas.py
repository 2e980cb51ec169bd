"""Areas of a frame: where the text of cards may stand, where overlays stand, and what a logo leaves to a card."""

from dataclasses import replace

from pipeline.effects.look import Taken
from pipeline.media.picture.cards.box import Box

UPRIGHT = 1.3
"""From this height against the width a frame is upright: it is watched on a phone, under the platform's own texts."""
ASIDE, ABOVE = 0.045, 0.06
"""Of the width and the height: nearer to the edges nothing stands, as screens cut that off."""
GAP = 0.022
"""Of the shorter side: between two overlays."""
LEAST = 0.72
"""Share of its area that a card keeps beside a logo: a larger one is told of, and lies over the card."""


def is_upright(width: int, height: int) -> bool:
    return height >= width * UPRIGHT


def safe_area(width: int, height: int) -> Box:
    """Where text may stand: clear of edges that screens cut off, and in upright frames of what platforms lay over it.

    Upright: 抖音 and 视频号 put names, titles and buttons over the lowest fifth and along the right edge.
    """
    if is_upright(width, height):
        return Box(width * 0.09, height * 0.12, width * 0.91, height * 0.77)
    return Box(width * 0.095, height * 0.11, width * 0.905, height * 0.89)


def corner_area(width: int, height: int) -> Box:
    """Where overlays stand: as near to the edges as may be, in upright frames clear of the platforms' own texts."""
    if is_upright(width, height):
        return safe_area(width, height)
    return Box(width * ASIDE, height * ABOVE, width * (1 - ASIDE), height * (1 - ABOVE))


def share_of_width(share: float, width: int, height: int) -> float:
    """Pixels of a share of the frame's width; in upright frames, which are watched as large, half as much again."""
    return width * share * (1.5 if is_upright(width, height) else 1.0)


def free_area(width: int, height: int, taken: Taken | None) -> Box:
    """The safe area without what a logo takes: narrower on both sides, so that texts stay in the middle, or lower
    (higher) for its whole width, whichever leaves more.
    """
    safe = safe_area(width, height)
    if taken is None:
        return safe
    area, gap = corner_area(width, height), 2 * GAP * min(width, height)
    side = share_of_width(float(taken.size), width, height) + gap
    wide, high = float(taken.wide) * side, float(taken.high) * side
    aside = max(0.0, area.left + wide - safe.left)
    narrower = replace(safe, left=safe.left + aside, right=safe.right - aside)
    if taken.corner.startswith("top"):
        shorter = replace(safe, top=max(safe.top, area.top + high))
    else:
        shorter = replace(safe, bottom=min(safe.bottom, area.bottom - high))
    free = max(narrower, shorter, key=_content)
    return free if _content(free) >= LEAST * _content(safe) else safe


def _content(box: Box) -> float:
    return max(0.0, box.width) * max(0.0, box.height)
