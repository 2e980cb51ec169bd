"""A number that counts up to its value and stands there, with what it means above and below it.

Values: `to`, the number; `start`, where it begins (0); `title` above it; `unit` behind it; `note` below it; `decimals`,
how many are shown (0).
"""

from functools import lru_cache

import numpy as np
from moviepy import VideoClip
from PIL import Image


def scene(
    size, rate, length, theme, to: float, title: str = "", unit: str = "", note: str = "", start: float = 0,
    decimals: int = 0,
):  # fmt: skip
    left, top, right, bottom = theme.safe
    middle = (left + right) / 2
    # Of the widest number the size follows, so that it does not change while it counts.
    widest = max((number(value, decimals) for value in (start, to)), key=len)
    behind = theme.text(unit, "heading", colour=theme.soft) if unit else None
    room = (right - left) - (behind.width + 2 * theme.unit if behind else 0)
    figure = digits(theme, room, min(26 * theme.unit, (bottom - top) * 0.42), widest)
    rows = [
        theme.text(title, "heading", smallest="body", height=(bottom - top) * 0.25) if title else None,
        theme.text(note, "body", smallest="small", colour=theme.soft, height=(bottom - top) * 0.25) if note else None,
    ]
    above, below = (row.height + 4 * theme.unit if row else 0 for row in rows)
    tall = figure(widest).height
    upper = (top + bottom) / 2 - (tall + below - above) / 2

    still = Image.fromarray(theme.ground)
    if rows[0]:
        lay(still, rows[0], middle - rows[0].width / 2, upper - above)
    if rows[1]:
        lay(still, rows[1], middle - rows[1].width / 2, upper + tall + below - rows[1].height)

    counting = min(length * 0.6, 3.0)

    @lru_cache(maxsize=2)
    def drawn(words):
        frame = still.copy()
        shown = figure(words)
        wide = shown.width + (behind.width + 2 * theme.unit if behind else 0)
        lay(frame, shown, middle - wide / 2, upper)
        if behind:  # On the line on which the digits stand.
            lay(frame, behind, middle + wide / 2 - behind.width, upper + 0.8 * tall - 0.786 * behind.height)
        return np.asarray(frame)

    def frame(t):
        share = min(t / counting, 1)
        value = start + (to - start) * (1 - (1 - share) ** 3)
        return drawn(number(to if share == 1 else value, decimals))

    return VideoClip(frame, duration=length)


def digits(theme, room, high, widest):
    """A function that gives a number as a picture, all in the size in which the widest one fits."""
    size = theme.largest(widest, width=room, height=high)

    @lru_cache(maxsize=512)
    def picture(words):
        # Every digit has the same room, so that nothing trembles while it counts.
        cells = [theme.letters(one, size, colour=theme.accent) for one in words]
        wide = max((cell.width for cell, one in zip(cells, words, strict=True) if one.isdigit()), default=0)
        widths = [wide if one.isdigit() else cell.width for cell, one in zip(cells, words, strict=True)]
        gap = round(size * 0.06)
        whole = Image.new("RGBA", (sum(widths) + gap * (len(words) - 1), cells[0].height))
        x = 0
        for cell, room in zip(cells, widths, strict=True):
            whole.alpha_composite(cell, (x + (room - cell.width) // 2, 0))
            x += room + gap
        return whole

    return picture


def lay(frame, picture, x, y):
    frame.paste(picture, (round(x), round(y)), picture)


def number(value, decimals):
    return f"{value:,.{decimals}f}"
