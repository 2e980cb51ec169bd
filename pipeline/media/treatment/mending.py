"""Mending: single places of a recording, such as clicks and pops of breath, and not a bit of what is between them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipeline.media.sound.decoding.decode import Samples
from pipeline.media.treatment.clicks import ORDER, bridged
from pipeline.model.treatment import GRID, Treatment
from pipeline.timebase import SAMPLE_RATE

AROUND = SAMPLE_RATE // 5
"""Samples on either side of a pop that its lows are looked at with."""
DEEP, DEEPER = 150.0, 90.0
"""Hz: below the second all of a pop is lowered, above the first nothing."""
FADE = SAMPLE_RATE // 50
"""Samples over which the lowering begins before a pop and ends behind it."""


def mended(blocks: Iterator[Samples], treatment: Treatment) -> Iterator[Samples]:
    """The blocks with clicks bridged and pops lowered, as many samples in all."""
    places = sorted(
        [(start, stop, False) for start, stop in treatment.clicks]
        + [(start * GRID, stop * GRID, True) for start, stop in treatment.pops]
    )
    held, first = None, 0
    for block in blocks:
        held = block.copy() if held is None else np.concatenate((held, block))
        while places and places[0][1] + AROUND <= first + len(held):
            _mend(held, first, places.pop(0), treatment)
        # What a place that is still to come is judged by stays here.
        until = min(places[0][0] - AROUND if places else first + len(held), first + len(held) - AROUND)
        if until > first:
            yield held[: until - first]
            held, first = held[until - first :], until
    if held is not None:
        for place in places:
            _mend(held, first, place, treatment)
        yield held


def _mend(held: Samples, first: int, place: tuple[int, int, bool], treatment: Treatment) -> None:
    start, stop, pop = place
    start, stop = start - first, min(stop - first, len(held))
    for side in range(held.shape[1]):
        samples = held[:, side]
        if pop and stop > start:
            _lower(samples, start, stop, treatment)
        elif start >= 2 * ORDER and stop + 2 * ORDER <= len(held):
            samples[start:stop] = bridged(samples, start, stop)


def _lower(samples: Any, start: int, stop: int, treatment: Treatment) -> None:
    """What lies below voices, while a pop lasts, to the level that it usually has."""
    begin, end = max(start - AROUND, 0), min(stop + AROUND, len(samples))
    part = samples[begin:end].astype(np.float64)
    size = 1 << (len(part) + SAMPLE_RATE // 10).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    share = np.clip((DEEP - hertz) / (DEEP - DEEPER), 0, 1)
    low = np.fft.irfft(np.fft.rfft(part, size) * np.square(np.sin(np.pi / 2 * share)), size)[: len(part)]
    power = np.convolve(np.square(low), np.hanning(2 * GRID) / np.hanning(2 * GRID).sum(), "same")
    most = 10 ** (treatment.lows / 10)
    gain = np.maximum(np.sqrt(np.minimum(most / np.maximum(power, 1e-12), 1)), 10 ** (-treatment.plosives / 20))
    at = np.arange(begin, end)
    inside = np.clip(np.minimum(at - (start - FADE), stop + FADE - at) / FADE, 0, 1)
    samples[begin:end] = part - low * (1 - gain) * inside
