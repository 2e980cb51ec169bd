"""Echo: how long a room rings on, told by how sound falls where words end."""

from collections.abc import Iterator
from typing import Any

import numpy as np

DEEP, RISING = 15.0, 1.5
"""dB by which a fall is deep enough to be told, and by which sound may rise in it."""
LOUD, ABOVE = 15.0, 6.0
"""dB below the loudest sounds from which falls begin, and above the quietest at which they end."""
SETTLED = 5.0
"""dB after which the mouth has closed and the room is heard alone."""
SHORTEST = 5
"""Hundredths of a second of a fall behind that."""
CLEAR = 50.0
"""dB between loud and quiet: noise would hide how sound falls on."""
ENOUGH = 8
"""Falls; fewer tell nothing of a room."""
SLOWEST = 25
"""Percent of the falls that are slower than what is told: words that are drawn out fall slower than the room does."""


def reverberation(bands: Any) -> int:
    """Milliseconds in which sound falls by 60 dB, by the power of bands in every hundredth of a second; 0 if untold.

    A room lets nothing fall faster than it does, so the slower falls are its own.
    """
    levels = [10 * np.log10(np.maximum(band, 1e-12)) for band in bands.T]
    clear = [one for one in levels if np.percentile(one, 95) - np.percentile(one, 3) >= CLEAR]
    slopes = [slope for level in clear for slope in _falls(level)]
    if len(slopes) < ENOUGH:
        return 0
    return round(60_000 / float(np.percentile(slopes, SLOWEST)))


def _falls(level: Any) -> Iterator[float]:
    """dB a second of every deep fall."""
    top, least = float(np.percentile(level, 95)) - LOUD, float(np.percentile(level, 3)) + ABOVE
    values = level.tolist()
    at = 0
    while at < len(values) - 1:
        if values[at] < top or values[at] < values[at + 1]:
            at += 1
            continue
        end, low = at, values[at]
        while end + 1 < len(values) and least < values[end + 1] < low + RISING:
            end += 1
            low = min(low, values[end])
        if values[at] - values[end] >= DEEP:
            fall = level[at : end + 1]
            part = fall[int(np.argmax(fall < fall[0] - SETTLED)) :]
            if len(part) >= SHORTEST:
                yield max(-100 * float(np.polyfit(np.arange(len(part)), part, 1)[0]), 1.0)
        at = end + 1
