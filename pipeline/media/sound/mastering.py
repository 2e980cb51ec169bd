"""Finishing: samples added up at any loudness become a file at the wanted loudness, below the wanted peak."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from pipeline.media.sound.decode import BLOCK, FRAME_BYTES, Samples
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
from pipeline.timebase import SAMPLE_RATE

MOST_GAIN = 20.0
"""dB by which sound is raised at most: beyond, only noise would come up."""
MOST_PUSH = 10.0
"""dB by which the gain may go beyond what loudness asks, to put back what the limiter takes."""
NEAR = 0.05
"""LU; a mix this near to its target is there."""
ATTEMPTS = 3
"""What the limiter takes is foreseen to a tenth of a LU; measuring corrects the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rough:
    """Sound of a whole programme, as yet at no particular loudness."""

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
    """Share of what is heard that lies above 15 kHz, which lossy codecs leave out; 0 to 1."""

    def read(self, start: int, stop: int) -> Samples:
        """Samples from `start` up to `stop`, silence outside."""
        first, last = max(start, 0), min(stop, self.samples)
        self.file.seek(first * FRAME_BYTES)
        block = np.zeros((stop - start, 2), np.float32)
        data = np.frombuffer(self.file.read((last - first) * FRAME_BYTES), "<f4")
        block[first - start : last - start] = data.reshape(-1, 2)
        return block


@contextmanager
def roughed(blocks: Iterable[Samples], samples: int, folder: Path) -> Iterator[Rough]:
    """Take down blocks, `samples` long in all, in a file in `folder` that is gone afterwards; measured as they pass."""
    words: list[str] = []
    grains = -(-samples // GRAIN)
    peaks, powers = np.zeros(grains, np.float32), np.zeros(grains, np.float32)
    heard, at = np.zeros(2), 0
    # It has no name: nothing is left of it, however this ends.
    with tempfile.TemporaryFile(dir=folder) as file:
        with metering("measuring the mix", words=words) as meter:
            for block in blocks:
                here = slice(at, at + -(-len(block) // GRAIN))
                peaks[here], powers[here] = sample_peaks(block), energies(block)
                heard += _heard(block)
                at = here.stop
                file.write(block.data)
                meter.write(block.data)
        yield Rough(
            file=file,
            samples=samples,
            integrated=integrated_in(words[0]),
            peaks=peaks,
            energies=powers,
            brightness=float(heard[1] / heard[0]) if heard[0] else 0.0,
        )


def finish(rough: Rough, output: Sequence[str], *, target: float, ceiling: float, effects: str = "") -> Measures:
    """Send the sound at `target` LUFS and at most `ceiling` dBTP to `output`; returns how it came out.

    `effects` are filters before the output, not measured. Silence stays as it is; what would need more than `MOST_GAIN`
    stays below its target.
    """
    if rough.integrated is None:
        _send(rough, 0.0, limiting(rough.peaks, 0.0, ceiling), output, effects)
        return Measures(integrated=None, true_peak=None, range=None)
    linear = min(target - rough.integrated, MOST_GAIN)
    pushed = _gain_for(linear, rough.peaks, rough.energies, linear, ceiling)
    nearest = min(factor(ceiling - pushed - 1), float(rough.peaks.max()))
    peaks = true_peaks(rough.peaks, nearest, rough.read)
    aim = linear
    for attempt in range(ATTEMPTS):
        gain = _gain_for(aim, peaks, rough.energies, linear, ceiling)
        reduction = limiting(peaks, gain, ceiling)
        words = _send(rough, gain, reduction, output, effects)
        measured = integrated_in(words) or rough.integrated + linear
        missing = rough.integrated + linear - measured
        if reduction.idle or abs(missing) <= NEAR or attempt == ATTEMPTS - 1:
            break
        aim += missing
    return Measures(
        integrated=hundredths(measured),
        true_peak=hundredths(decibels(limited_peak(peaks, gain, reduction))),
        range=range_in(words),
    )


def _gain_for(aim: float, peaks: Array, powers: Array, linear: float, ceiling: float) -> float:
    """The gain in dB after which, limited, the sound is `aim` dB louder than it was, as far as grains tell."""
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


def _send(rough: Rough, gain: float, reduction: Reduction, output: Sequence[str], effects: str) -> str:
    """Send the sound with gain and limiter applied; returns the meter's words."""
    words: list[str] = []
    with metering("writing the mix", output, words=words, effects=effects) as meter:
        for start in range(0, rough.samples, BLOCK):
            block = rough.read(start, min(start + BLOCK, rough.samples))
            block *= np.float32(factor(gain))
            held = reduction.on(start, len(block))
            if held is not None:
                block *= held[:, None]
            meter.write(block.data)
    return words[0]


def _heard(block: Samples) -> Array:
    """Energy as an ear weighs it, in all and above 15 kHz: of a short stretch, which stands for its block."""
    stretch = block[:8192]
    power = np.square(np.abs(np.fft.rfft(stretch, axis=0))).sum(axis=1)
    frequency = np.fft.rfftfreq(len(stretch), 1 / SAMPLE_RATE)
    # Roughly the K-weighting of BS.1770: no rumble, 4 dB more from 1.5 kHz up.
    weighted = power * np.where(frequency < 60, 0, np.where(frequency < 1500, 1, 2.5))
    return np.array([weighted.sum(), weighted[frequency > 15_000].sum()])
