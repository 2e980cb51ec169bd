"""Beats: where somebody would tap a foot to a piece of music.

After D. Ellis, Beat Tracking by Dynamic Programming (2007), with a tempo that may change on the way.
"""

from typing import Any

import numpy as np

from pipeline.media.sound.onsets import STEP
from pipeline.timebase import SAMPLE_RATE

RATE = SAMPLE_RATE // STEP
"""Steps a second."""
FASTEST, SLOWEST = 240, 40
"""Beats a minute."""
USUAL, SPREAD = 118.0, 0.85
"""Beats a minute that people tap to most music, and octaves on either side within which they do."""
SPAN = 8
"""Seconds of which a tempo is told, once a second."""
TIGHT = 40.0
"""What it costs to leave the tempo, in strengths of an onset: for a beat that is e times too late or too soon."""
JUMP = 20.0
"""The same for the tempo, of its likeliness and from second to second; at most `JUMPED`."""
JUMPED = 1.5
EVEN = (0.88, 1.14)
"""How long the first beat and the last are, against those beside them."""
HARMONICS = ((1, 1.0), (2, 0.5), (3, 0.25), (4, 0.25))
"""Beats after which music is like itself, and their weights."""
_LAGS = np.unique(np.round(60 * RATE / np.geomspace(FASTEST, SLOWEST, 120)).astype(int))
_SOFT = np.hanning(9)[1:-1] / np.hanning(9).sum()


class Pulse:
    """How like itself music is some time later, and the beats that follow from it."""

    def __init__(self, strength: Any) -> None:
        """`strength` is that of onsets, of every step."""
        self._strength = np.convolve(_even(strength), _SOFT, "same")
        size = min(SPAN * RATE, len(strength))
        starts = np.arange(0, len(strength) - size + 1, RATE)
        self._likes = np.stack([_likeness(self._strength[start : start + size]) for start in starts])
        self._middles = starts + size / 2
        comb = sum(weight * self._near(_LAGS * times, times // 2) for times, weight in HARMONICS)
        taps = np.exp(-0.5 * np.square(np.log2(60 * RATE / _LAGS / USUAL) / SPREAD))
        self._lags = _LAGS[_way(np.maximum(comb, 0) * taps)]

    def likeness(self, ratio: float) -> float:
        """From 0 to 1: of music with what is a beat at so many times the usual period."""
        lags = np.round(self._lags * ratio).astype(int)
        rows = np.arange(len(lags))[:, None]
        return float(np.median(self._likes[rows, lags[:, None] + np.arange(-2, 3)].max(axis=1)))

    def tempo(self, ratio: float) -> float:
        """Beats a minute in the middle of all."""
        return 60 * RATE / float(np.median(self._lags) * ratio)

    def beats(self, ratio: float) -> Any:
        """The steps of beats that follow each other at so many times the usual period."""
        periods = np.interp(np.arange(len(self._strength)), self._middles, self._lags * ratio)
        return _followed(self._strength, np.round(periods).astype(int))

    def _near(self, lags: Any, around: int) -> Any:
        return np.stack([self._likes[:, lags + by] for by in range(-around - 1, around + 2)]).max(axis=0)


def _even(strength: Any) -> Any:
    """Against what is usual around it: quiet passages count as loud ones do."""
    rest = np.maximum(strength - smooth(strength, RATE), 0)
    size = np.sqrt(smooth(np.square(rest), 6 * RATE))
    return rest / np.maximum(size, max(float(size.max()) / 10, 1e-6))


def smooth(values: Any, width: int) -> Any:
    """The mean of every so many values; fewer at the ends."""
    sums = np.cumsum(np.pad(values.astype(np.float64), (1, 0)))
    at = np.arange(len(values))
    first, last = np.maximum(at - width // 2, 0), np.minimum(at + width // 2 + 1, len(values))
    return (sums[last] - sums[first]) / (last - first)


def _likeness(part: Any) -> Any:
    """Autocorrelation for every lag that a beat and its harmonics may have; 1 is the same again."""
    part = part - part.mean()
    size, most = 1 << (2 * len(part) - 1).bit_length(), int(_LAGS[-1]) * 4 + 8
    spectrum = np.fft.rfft(part, size)
    own = np.fft.irfft(np.square(spectrum.real) + np.square(spectrum.imag), size)[: len(part)]
    # For long lags there is less to compare.
    share = np.maximum(len(part) - np.arange(len(part)), len(part) // 4) / len(part)
    found = own / max(float(own[0]), 1e-9) / share
    return np.pad(found, (0, max(most - len(found), 0)))[:most]


def _way(likely: Any) -> Any:
    """Through the tempi (rows are seconds), so that it is likely everywhere and does not jump."""
    logs = np.log(_LAGS)
    cost = np.minimum(JUMP * np.square(logs[:, None] - logs[None, :]), JUMPED) * likely.max()
    total, came = likely[0], []
    for row in likely[1:]:
        ways = total[None, :] - cost
        came.append(ways.argmax(axis=1))
        total = row + ways.max(axis=1)
    found = [int(total.argmax())]
    for best in reversed(came):
        found.append(int(best[found[-1]]))
    return np.array(found[::-1])


def _followed(strength: Any, periods: Any) -> Any:
    """The way from onset to onset that meets strong ones at the pace of `periods`."""
    longest = int(periods.max()) * 2 + 1
    total = np.zeros(longest + len(strength))
    came = np.full(len(strength), -1)
    steps = {
        one: (gaps := np.arange(one // 2, one * 2 + 1), TIGHT * np.square(np.log(gaps / one)))
        for one in np.unique(periods).tolist()
    }
    for now, period in enumerate(periods.tolist()):
        gaps, cost = steps[period]
        ways = total[longest + now - gaps] - cost
        best = int(ways.argmax())
        total[longest + now] = strength[now] + max(ways[best], 0)
        if ways[best] > 0:
            came[now] = now - gaps[best]
    last = int(periods[-1])
    found = [len(strength) - last + int(total[-last:].argmax())]
    while came[found[-1]] >= 0:
        found.append(int(came[found[-1]]))
    return _without_stray_ends(np.array(found[::-1]))


def _without_stray_ends(beats: Any) -> Any:
    """The first and the last may lie at anything that sounds about then."""
    while len(beats) > 2 and not EVEN[0] < (beats[-1] - beats[-2]) / np.median(np.diff(beats[-6:])) < EVEN[1]:
        beats = beats[:-1]
    while len(beats) > 2 and not EVEN[0] < (beats[1] - beats[0]) / np.median(np.diff(beats[:6])) < EVEN[1]:
        beats = beats[1:]
    return beats
