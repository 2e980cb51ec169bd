"""Speech: at which moments of a recording somebody speaks, judged by how loud it is."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

STEPS = 100
"""Steps of a loudness curve in a second."""
QUIET = -90
"""dB; the curve of digital silence."""

_SMOOTHED = 5
"""Steps over which loudness is averaged before it is judged."""
_WINDOW = 4 * STEPS
"""Steps on either side within which loud and quiet are measured: background music may come and go."""
_RISE = 0.42
"""Share of the range from the quietest to the loudest in the window above which sound is speech."""
_CONSONANT = 28.0
"""dB below the loudest in the window; quieter sound is never speech."""
_SPEECH_RANGE = 14.0
"""dB below the loudest of the whole narration; quieter sound is not used to measure what is loud."""
_GAP, _BURST = 7, 6
"""Steps: the shortest pause, and the shortest speech."""


def join_curves(curves: Sequence[bytes], lengths: Sequence[Fraction], pause: Fraction) -> bytes:
    """The curve of several recordings, each as long as its sound (seconds), with silence of `pause` seconds between."""
    whole = bytearray(round((sum(lengths) + pause * (len(lengths) - 1)) * STEPS))
    at = Fraction(0)
    for curve, length in zip(curves, lengths, strict=True):
        first, last = round(at * STEPS), min(round((at + length) * STEPS), len(whole))
        whole[first:last] = curve[: last - first].ljust(last - first, b"\0")
        at += length + pause
    return bytes(whole)


def speech_in(loudness: bytes) -> Any:
    """For every step whether somebody speaks."""
    level = np.frombuffer(loudness, np.uint8).astype(np.float32) - 128
    if not len(level):
        return np.zeros(0, bool)
    kernel = np.ones(_SMOOTHED, np.float32) / _SMOOTHED
    smooth = np.convolve(np.pad(level, _SMOOTHED // 2, mode="edge"), kernel, "valid")
    # A click that is shorter than the smoothing is not speech.
    if smooth.max() <= QUIET:
        return np.zeros(len(level), bool)
    loudest = float(np.percentile(smooth[smooth > QUIET], 95))
    ceiling = np.maximum(_running(smooth, 90), loudest - _SPEECH_RANGE)
    floor = np.minimum(_running(smooth, 8), ceiling - 6)
    threshold = np.maximum(floor + _RISE * (ceiling - floor), ceiling - _CONSONANT)
    return _tidied(smooth > threshold)


def _running(level: Any, percent: int) -> Any:
    """A percentile of the window around every step, computed each half second."""
    every = STEPS // 2
    at = np.arange(0, len(level), every)
    found = [np.percentile(level[max(0, i - _WINDOW) : i + _WINDOW], percent) for i in at]
    return np.interp(np.arange(len(level)), at, found)


def _tidied(speech: Any) -> Any:
    """Short gaps closed, then short bursts dropped."""
    for value, shortest in ((False, _GAP), (True, _BURST)):
        for start, stop in runs(speech == value):
            if stop - start < shortest and (value or (start > 0 and stop < len(speech))):
                speech[start:stop] = not value
    return speech


def runs(mask: Any) -> list[tuple[int, int]]:
    """Where a mask is true: first step, and the one after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False]))))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
