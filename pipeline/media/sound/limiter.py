"""The limiter: where a mix would exceed a true-peak ceiling, and the smooth gain that keeps it below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.media.sound.decoding.decode import Samples
from pipeline.media.sound.loudness import factor

GRAIN = 128
"""Samples (2.7 ms) that share one value; a block holds a whole number of grains."""
REACH = 12
"""Samples on either side that the interpolation between two samples uses."""
BESIDE = 2
"""Samples beside a run of grains that are interpolated with it."""
ATTACK = 2.0
"""dB for each grain at most on the way down: 750 dB/s."""
RELEASE = 0.1
SHORT_RELEASE = 1.0
"""dB for each grain on the way back: 37 dB/s, which is inaudible on speech and music; ten times as fast after something
short, so that a click does not make the words after it quiet."""
HOLD = 6
"""Grains (16 ms) before it comes back: without them it would follow the waves of a low voice."""
SHORT = 24
"""Grains (64 ms); a shorter reduction is short."""
LONGEST_RUN = 256
"""Grains whose samples are interpolated at a time."""
CHUNK = 1 << 15
BEYOND = 1 << 11
"""Grains computed at a time, to save memory, and those beside them that may have an effect: 200 dB at RELEASE."""
BETWEEN = 0.5
"""A peak between samples is at most twice as high as the samples beside it, except in sound made for tests."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Reduction:
    """The limiter's gain: dB at the borders of grains, linear in between."""

    nodes: Array

    @property
    def idle(self) -> bool:
        return not self.nodes.any()

    def on(self, start: int, samples: int) -> Array | None:
        """Factors for the samples from `start`, which is a grain's border; None where nothing is limited."""
        first, grains = start // GRAIN, -(-samples // GRAIN)
        nodes = self.nodes[first : first + grains + 1]
        if not nodes.any():
            return None
        at = np.arange(samples, dtype=np.float32) / GRAIN
        level = np.interp(at, np.arange(len(nodes)), nodes).astype(np.float32)
        factors: Array = np.power(np.float32(10), level / np.float32(20))
        return factors


def sample_peaks(block: Samples) -> Array:
    """The highest sample of every grain; the last may be a short one."""
    peaks: Array = np.abs(_grains(block)).max(axis=1)
    return peaks


def energies(block: Samples) -> Array:
    """The energy of every grain, both channels together; the last may be a short one."""
    grains = _grains(block)
    sums: Array = np.einsum("ij,ij->i", grains, grains)
    return sums


def true_peaks(peaks: Array, ceiling: float, read: Callable[[int, int], Samples]) -> Array:
    """The same peaks, where they come near `ceiling` (an amplitude) raised to what a converter outputs between samples.

    `read` gives the samples from a first (which may lie before the start) up to another, silence outside.
    """
    raised = peaks.copy()
    for first, stop in _runs(peaks > ceiling * BETWEEN):
        between = _between(read(first * GRAIN - BESIDE - REACH, stop * GRAIN + BESIDE + REACH))
        grains = between[BESIDE:-BESIDE].reshape(-1, GRAIN).max(axis=1)
        # A click on a grain's border has its highest point in the grain beside it, whose samples are low.
        grains[0] = max(grains[0], between[:BESIDE].max())
        grains[-1] = max(grains[-1], between[-BESIDE:].max())
        raised[first:stop] = np.maximum(raised[first:stop], grains)
    return raised


def limiting(peaks: Array, gain: float, ceiling: float) -> Reduction:
    """What keeps `peaks`, raised by `gain` dB, at or below `ceiling` dB.

    It looks ahead, falls no faster than ATTACK, and comes back no faster than SHORT_RELEASE, or RELEASE after something
    that lasts.
    """
    lowest = np.zeros(len(peaks), np.float32)
    for start in range(0, len(peaks), CHUNK):
        first, stop = max(start - BEYOND, 0), start + CHUNK + BEYOND
        over = 20 * np.log10(np.maximum(peaks[first:stop], np.float32(1e-9))) + gain - ceiling
        if over.max() > 0:
            lowest[start : start + CHUNK] = _curve(np.minimum(-over, 0))[start - first :][:CHUNK]
    nodes = np.zeros(len(peaks) + 1, np.float32)
    nodes[1:] = lowest
    np.minimum(nodes[:-1], lowest, out=nodes[:-1])
    return Reduction(nodes)


def loss(powers: Array, reduction: Reduction) -> float:
    """dB of energy that the limiter takes away, at most 0."""
    total, taken = powers.sum(dtype=np.float64), 0.0
    for start in range(0, len(powers), CHUNK):
        nodes = reduction.nodes[start : start + CHUNK + 1]
        if nodes.any():
            left = np.power(10, (nodes[1:] + nodes[:-1]) / 20)
            taken += float((powers[start : start + CHUNK] * (1 - left)).sum(dtype=np.float64))
    return 10 * float(np.log10(1 - taken / total)) if total else 0.0


def limited_peak(peaks: Array, gain: float, reduction: Reduction) -> float:
    """The amplitude of the highest peak after gain and limiter."""
    if not len(peaks):
        return 0.0
    factors = np.maximum(reduction.nodes[1:], reduction.nodes[:-1])
    return float((peaks * np.power(10, factors / 20)).max()) * factor(gain)


def _curve(needed: Array) -> Array:
    """dB for every grain, at or below what it needs."""
    lowest = _lowest(needed.astype(np.float64), HOLD, 0)
    lasting = _lowest(-_lowest(-lowest, SHORT - 1, 0), 0, SHORT - 1)
    curve: Array = np.minimum(_eased(lowest, SHORT_RELEASE), _eased(lasting, RELEASE))
    # Sums of slopes leave rounding errors where nothing is reduced.
    curve[curve > -1e-6] = 0
    return curve


def _eased(grains: Array, release: float) -> Array:
    """The highest curve at or below all grains whose slopes are ATTACK and `release` at most."""
    # A line of given slope through every grain, the lowest at each place: both directions are running minima.
    steps = np.arange(len(grains))
    after = np.minimum.accumulate(grains - release * steps) + release * steps
    before = np.minimum.accumulate((grains + ATTACK * steps)[::-1])[::-1] - ATTACK * steps
    eased: Array = np.minimum(after, before)
    return eased


def _lowest(grains: Array, before: int, after: int) -> Array:
    """For every grain the lowest among those up to `before` places earlier and up to `after` later."""
    lowest = np.concatenate((np.full(before, np.inf), grains, np.full(after, np.inf)))
    width, wanted = 1, before + after + 1
    while width < wanted:
        # Two windows side by side, or overlapping at last, make a wider one.
        step = min(width, wanted - width)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        width += step
    return lowest


def _runs(chosen: Array) -> Iterator[tuple[int, int]]:
    """Where runs of chosen grains begin and end, those a few apart made one; none is longer than LONGEST_RUN."""
    for start in range(0, len(chosen), LONGEST_RUN):
        near = np.flatnonzero(chosen[start : start + LONGEST_RUN]) + start
        for run in np.split(near, np.flatnonzero(np.diff(near) > 4) + 1):
            if len(run):
                yield int(run[0]), int(run[-1]) + 1


def _between(samples: Samples) -> Array:
    """For every sample (but REACH at either end) the highest interpolated value between it and the next."""
    size = len(samples) - 2 * REACH
    found = np.zeros(size, np.float32)
    for taps in _TAPS:
        value = np.zeros((size, 2), np.float32)
        for index, tap in enumerate(taps):
            value += samples[index + 1 : index + 1 + size] * tap
        np.abs(value, out=value)
        # Two columns at once: a maximum along an axis of two is ten times slower.
        np.maximum(found, np.maximum(value[:, 0], value[:, 1]), out=found)
    return found


def _grains(block: Samples) -> Array:
    """A row for each grain, the last filled up with silence."""
    short = -len(block) % GRAIN
    filled = np.concatenate((block, np.zeros((short, 2), np.float32))) if short else block
    return filled.reshape(-1, 2 * GRAIN)


def _taps() -> list[Array]:
    """Windowed sincs for a quarter, a half and three quarters of the way from one sample to the next."""
    found = []
    for part in (0.25, 0.5, 0.75):
        at = np.arange(1 - REACH, REACH + 1) - part
        window = np.i0(6 * np.sqrt(np.maximum(0, 1 - (at / REACH) ** 2)))
        taps = np.sinc(at) * window
        found.append((taps / taps.sum()).astype(np.float32))
    return found


_TAPS = _taps()
