"""Onsets: how strongly something begins to sound at every moment of a piece of music, and which notes sound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.media.sound.decoding.decode import Samples
from pipeline.timebase import SAMPLE_RATE

STEP = SAMPLE_RATE // 200
"""Samples from one moment to the next: 5 ms."""
EDGES = (40, 140, 190, 280, 400, 560, 800, 1100, 1600, 2200, 3200, 4500, 6400, 9000, 13000)
"""Hz between which power is measured."""
BASS = 2
"""Bands below 190 Hz, where drums and basses mark the bar."""
STRIDE = 10
"""Steps from one moment at which notes are told to the next."""
LOWEST, NOTES = 40, 60
"""The lowest note that is told, as MIDI counts them, and how many there are: five octaves from the E of 82 Hz."""
FLOOR = 1e-4
"""Of the loudest power (40 dB below it): what is softer marks no beat."""
BEFORE = 3
"""Steps over which sound is compared, so that a soft attack counts as well as a hard one."""
_SHORT, _LONG = 1024, 8192
"""Samples of a spectrum that hears when something begins, and of one that tells notes from each other."""
_NOTES = [round(440 * 2 ** ((note - 69.5) / 12) * _LONG / SAMPLE_RATE) for note in range(LOWEST, LOWEST + NOTES + 1)]
_BINS = [round(edge * _SHORT / SAMPLE_RATE) for edge in EDGES]


@dataclass(frozen=True, slots=True)
class Onsets:
    """Of every step, from the first sample on."""

    strength: Any
    """How much more sounds than before, in all bands: their tenfold rises added up."""
    loud: Any
    """Amplitude of all that sounds."""
    bass: Any
    """Of what is low in it."""
    notes: Any
    """How loud each of `NOTES` is, a row for every `STRIDE` steps."""


def onsets_of(blocks: Iterator[Samples]) -> Onsets:
    """Measure the blocks of a piece of music."""
    bands, notes = [], []
    for short, long in _spectra(blocks):
        bands.append(np.add.reduceat(short[:, : _BINS[-1]], _BINS[:-1], axis=1))
        notes.append(np.add.reduceat(long[:, : _NOTES[-1]], _NOTES[:-1], axis=1))
    power = np.concatenate(bands) if bands else np.zeros((0, len(EDGES) - 1))
    if not power.any():
        return Onsets(strength=np.zeros(0), loud=np.zeros(0), bass=np.zeros(0), notes=np.zeros((0, NOTES)))
    level = np.log10(power / float(power.max()) + FLOOR)
    # Before the first sample there was silence.
    rise = np.maximum(level - np.pad(level, ((BEFORE, 0), (0, 0)), constant_values=np.log10(FLOOR))[: len(level)], 0)
    tones = np.sqrt(np.concatenate(notes))
    tones = np.maximum(tones - np.median(tones, axis=1, keepdims=True), 0)
    return Onsets(
        strength=rise.sum(axis=1),
        loud=np.sqrt(power.sum(axis=1)),
        bass=np.sqrt(power[:, :BASS].sum(axis=1)),
        notes=tones,
    )


def _spectra(blocks: Iterator[Samples]) -> Iterator[tuple[Any, Any]]:
    """Power in short windows around every step, and in long ones around every `STRIDE`-th, of some steps at a time."""
    half = _LONG // 2
    held = np.zeros(half, np.float32)
    shapes = [np.hanning(size + 1)[:-1].astype(np.float32) for size in (_SHORT, _LONG)]
    row = STEP * STRIDE
    for block in _ended(blocks, half):
        held = np.concatenate((held, block))
        count = (len(held) - _LONG) // row + 1
        if count < 1:
            continue
        part = held[: (count - 1) * row + _LONG]
        long = np.lib.stride_tricks.sliding_window_view(part, _LONG)[::row]
        early = (_LONG - _SHORT) // 2
        # The short ones around the steps from each long one's middle to the next's.
        inner = held[early : early + count * row - STEP + _SHORT]
        if len(inner) < count * row - STEP + _SHORT:
            inner = np.pad(inner, (0, count * row - STEP + _SHORT - len(inner)))
        short = np.lib.stride_tricks.sliding_window_view(inner, _SHORT)[::STEP]
        spectra = (np.fft.rfft(one * shape, axis=1) for one, shape in zip((short, long), shapes, strict=True))
        first, second = (np.square(one.real) + np.square(one.imag) for one in spectra)
        yield first, second
        held = held[count * row :]


def _ended(blocks: Iterator[Samples], silence: int) -> Iterator[Samples]:
    """One channel of the blocks, and silence behind the last."""
    for block in blocks:
        yield block.mean(axis=1)
    yield np.zeros(silence, np.float32)
