"""Mastering: samples at any loudness become a file at the wanted loudness, below the wanted peak."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from pipeline.media.sound.decoding.decode import BLOCK, FRAME_BYTES, Samples
from pipeline.media.sound.limiter import (
    GRAIN,
    Array,
    Reduction,
    energies,
    limited_peak,
    limiting,
    loss,
    sample_peaks,
    true_peaks,
)
from pipeline.media.sound.loudness import Measures, decibels, factor, hundredths, integrated_in, metering, range_in
from pipeline.messages import tr
from pipeline.timebase import SAMPLE_RATE

MOST_GAIN = 20.0
"""dB by which sound is raised at most: beyond, only noise would become louder."""
MOST_PUSH = 10.0
"""dB by which the gain may exceed what loudness needs, to make up for the limiter."""
NEAR = 0.05
"""LU; a mix as near to its target as this is accepted."""
ATTEMPTS = 3
"""The limiter's effect is estimated to a tenth of a LU; measuring corrects the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSound:
    """The sound of a whole programme before its loudness is set."""

    file: IO[bytes]
    """Float samples of both channels."""
    samples: int
    integrated: float | None
    """LUFS; None for silence."""
    peaks: Array
    """The highest sample of every grain."""
    energies: Array
    """Of every grain."""
    brightness: float
    """Share of the audible energy above 15 kHz, which lossy codecs leave out; 0 to 1."""

    def read(self, start: int, stop: int) -> Samples:
        """Samples from `start` up to `stop`, silence outside."""
        first, last = max(start, 0), min(stop, self.samples)
        self.file.seek(first * FRAME_BYTES)
        block = np.zeros((stop - start, 2), np.float32)
        data = np.frombuffer(self.file.read((last - first) * FRAME_BYTES), "<f4")
        block[first - start : last - start] = data.reshape(-1, 2)
        return block


@contextmanager
def raw_sound(blocks: Iterable[Samples], samples: int, folder: Path) -> Iterator[RawSound]:
    """Write blocks, `samples` long in all, to a file in `folder` that is deleted afterwards, and measure them."""
    log: list[str] = []
    grains = -(-samples // GRAIN)
    peaks, powers = np.zeros(grains, np.float32), np.zeros(grains, np.float32)
    audible, at = np.zeros(2), 0
    # A file without a name: nothing is left of it, however this ends.
    with tempfile.TemporaryFile(dir=folder) as file:
        with metering(tr("measuring the mix"), log=log) as meter:
            for block in blocks:
                here = slice(at, at + -(-len(block) // GRAIN))
                peaks[here], powers[here] = sample_peaks(block), energies(block)
                audible += _audible(block)
                at = here.stop
                file.write(block.data)
                meter.write(block.data)
        yield RawSound(
            file=file,
            samples=samples,
            integrated=integrated_in(log[0]),
            peaks=peaks,
            energies=powers,
            brightness=float(audible[1] / audible[0]) if audible[0] else 0.0,
        )


def finish(raw: RawSound, output: Sequence[str], *, target: float, ceiling: float, effects: str = "") -> Measures:
    """Send the sound at `target` LUFS and at most `ceiling` dBTP to `output`; returns its measures.

    `effects` are filters before the output, not measured. Silence stays as it is; what would need more than `MOST_GAIN`
    stays below its target.
    """
    if raw.integrated is None:
        _send(raw, 0.0, limiting(raw.peaks, 0.0, ceiling), output, effects)
        return Measures(integrated=None, true_peak=None, range=None)
    linear = min(target - raw.integrated, MOST_GAIN)
    pushed = _gain_for(linear, raw.peaks, raw.energies, linear, ceiling)
    nearest = min(factor(ceiling - pushed - 1), float(raw.peaks.max()))
    peaks = true_peaks(raw.peaks, nearest, raw.read)
    aim = linear
    for attempt in range(ATTEMPTS):
        gain = _gain_for(aim, peaks, raw.energies, linear, ceiling)
        reduction = limiting(peaks, gain, ceiling)
        log = _send(raw, gain, reduction, output, effects)
        measured = integrated_in(log) or raw.integrated + linear
        missing = raw.integrated + linear - measured
        if reduction.idle or abs(missing) <= NEAR or attempt == ATTEMPTS - 1:
            break
        aim += missing
    return Measures(
        integrated=hundredths(measured),
        true_peak=hundredths(decibels(limited_peak(peaks, gain, reduction))),
        range=range_in(log),
    )


def _gain_for(aim: float, peaks: Array, powers: Array, linear: float, ceiling: float) -> float:
    """The gain in dB after which, limited, the sound is `aim` dB louder than it was, as estimated from grains."""
    low, high = aim, max(linear + MOST_PUSH, aim)
    if limiting(peaks, low, ceiling).idle:
        return low
    while high - low > 0.01:
        middle = (low + high) / 2
        if middle + loss(powers, limiting(peaks, middle, ceiling)) < aim:
            low = middle
        else:
            high = middle
    return low


def _send(raw: RawSound, gain: float, reduction: Reduction, output: Sequence[str], effects: str) -> str:
    """Send the sound with gain and limiter applied; returns the meter's output."""
    log: list[str] = []
    with metering(tr("writing the mix"), output, log=log, effects=effects) as meter:
        for start in range(0, raw.samples, BLOCK):
            block = raw.read(start, min(start + BLOCK, raw.samples))
            block *= np.float32(factor(gain))
            factors = reduction.on(start, len(block))
            if factors is not None:
                block *= factors[:, None]
            meter.write(block.data)
    return log[0]


def _audible(block: Samples) -> Array:
    """Audible energy, in all and above 15 kHz: of a short part, taken as an example of its block."""
    part = block[:8192]
    power = np.square(np.abs(np.fft.rfft(part, axis=0))).sum(axis=1)
    frequency = np.fft.rfftfreq(len(part), 1 / SAMPLE_RATE)
    # Roughly the K-weighting of BS.1770: no rumble, 4 dB more from 1.5 kHz up.
    weighted = power * np.where(frequency < 60, 0, np.where(frequency < 1500, 1, 2.5))
    return np.array([weighted.sum(), weighted[frequency > 15_000].sum()])
