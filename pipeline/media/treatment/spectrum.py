"""Spectra: sound in short overlapping frames, in which each frequency is lowered by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pipeline.media.treatment.survey import EDGES, HEARD, SIBILANTS
from pipeline.model.treatment import GRID, Treatment
from pipeline.timebase import SAMPLE_RATE

WINDOW, HOP = 2048, 512
"""Samples of a frame and from one to the next. Of 1024 to 4096 samples these keep the most of voices in noise."""
BINS = WINDOW // 2 + 1
LEAD = 12
"""Frames on either side of what is put out, which it is smoothed with."""
PIECE = 1200
"""Frames that are in memory at once: 13 s."""
OVER = np.float32(1.5)
"""How much more than its mean noise is reckoned with: it comes and goes."""
AROUND = 3
"""Frames and bins over which power is averaged before it is judged, so that no single bin rings through."""
NEAR, LOWEST, SCATTER = 1.5, 5, 2.5
"""dB above the noise up to which nothing but noise is heard: soft sounds of voices lie higher. Noise that is weaker
here than elsewhere lies within `SCATTER` dB of what `LOWEST` percent of the frames stay below."""
ENOUGH = 40
"""Frames of pauses from which noise is learned anew."""
_BIN = SAMPLE_RATE / WINDOW
_SHAPE = np.sqrt(np.hanning(WINDOW + 1)[:-1]).astype(np.float32)
_OUT = _SHAPE * np.float32(HOP / (WINDOW / 2))
_POWER = float(2 / (np.square(_SHAPE).sum() * WINDOW))
_HEARD, _SIBILANTS, _SHARP = (
    slice(round(low / _BIN), round(high / _BIN))
    for low, high in (
        (EDGES[HEARD.start], EDGES[HEARD.stop]),
        (EDGES[SIBILANTS.start], EDGES[SIBILANTS.stop]),
        (4500, 12000),
    )
)
SHARPEST = 5.0
"""dB below the voice above which sibilants are lowered."""


@dataclass(slots=True, kw_only=True)
class Lowering:
    """Lowers what does not belong to the voice, piece by piece; it learns what noise is as it goes on."""

    treatment: Treatment
    noise: Any = field(default=None, init=False)
    """Power of the noise at every frequency."""

    def gains(self, spectra: Any, first: int) -> Any:
        """By how much every frequency of every frame is multiplied; `first` is the sample at the first one's middle."""
        power = np.square(spectra.real) + np.square(spectra.imag)
        gains = np.ones(power.shape, np.float32)
        wanted = self.treatment
        if wanted.denoise or wanted.knocks:
            self._learn(power)
        if wanted.denoise and self.noise is not None:
            gains = _voices_share(power / (self.noise * OVER))
            np.maximum(gains, np.float32(10 ** (-wanted.denoise / 20)), out=gains)
        if wanted.deess:
            self._lower_sibilants(gains, power)
        if wanted.knocks:
            self._lower_knocks(gains, power, first)
        if wanted.highpass:
            at = np.maximum(np.arange(BINS) * _BIN, 1)
            gains *= (1 / (1 + (wanted.highpass / at) ** 8)).astype(np.float32)
        return gains

    def _learn(self, power: Any) -> None:
        """The mean of the frames in which nobody speaks; where there are hardly any, what was learned before stays."""
        level = power[:, _HEARD].sum(axis=1) * np.float32(_POWER)
        here = float(np.percentile(level, LOWEST)) * 10 ** (SCATTER / 10)
        paused = level < min(10 ** ((self.treatment.noise + NEAR) / 10), max(here, 1e-11))
        if paused.sum() >= ENOUGH:
            self.noise = np.maximum(power[paused].mean(axis=0), np.float32(1e-12))
        elif self.noise is None:
            # What a fifth of the frames stay below at each frequency: of noise alone that is 0.22 of its mean.
            self.noise = np.maximum(np.quantile(power, 0.2, axis=0) / 0.22, 1e-12).astype(np.float32)

    def _lower_sibilants(self, gains: Any, power: Any) -> None:
        level = _mean_of(power[:, _SIBILANTS].sum(axis=1)[:, None] * np.float32(_POWER), AROUND)[:, 0]
        most = 10 ** ((self.treatment.speech - SHARPEST) / 10)
        lowered = np.sqrt(np.minimum(most / np.maximum(level, 1e-12), 1))
        lowered = np.maximum(lowered, 10 ** (-self.treatment.deess / 20)).astype(np.float32)
        gains[:, _SHARP] *= lowered[:, None]

    def _lower_knocks(self, gains: Any, power: Any, first: int) -> None:
        """Down to what is heard in pauses; without a pause to compare with they stay."""
        if self.noise is None:
            return
        room = 10 ** (-self.treatment.denoise / 20)
        for start, stop in self.treatment.knocks:
            begin = (start * GRID - WINDOW // 2 - first) // HOP
            end = -(-(stop * GRID + WINDOW // 2 - first) // HOP) + 1
            here = slice(max(begin, 0), max(min(end, len(power)), 0))
            if here.start < here.stop:
                down = np.sqrt(self.noise / np.maximum(power[here], 1e-12)) * np.float32(room)
                np.minimum(gains[here], np.minimum(down, np.float32(room)), out=gains[here])


def _voices_share(power: Any) -> Any:
    """The voice's part of power that is stated against the noise: Wiener's filter, in two steps.

    The second works on what the first has cleaned, and so does not smear the voice over its neighbours.
    """
    voice = np.maximum(_mean_of(_mean_of(power, AROUND).T, AROUND).T - 1, 0)
    first = voice / (1 + voice)
    cleaned = first * first * power
    return cleaned / (1 + cleaned)


def _mean_of(values: Any, width: int) -> Any:
    """Of every so many rows."""
    half = width // 2
    padded = np.pad(values, ((half, half), (0, 0)), mode="edge")
    total = padded[: len(values)].copy()
    for shift in range(1, width):
        total += padded[shift : shift + len(values)]
    return total / np.float32(width)


def lowered(blocks: Iterator[Any], lowering: Lowering) -> Iterator[Any]:
    """Blocks of samples (by channels) with gains applied, as many in all; they come out in other blocks."""
    lead = LEAD * HOP
    held: Any = None
    start = 0
    for block in _ended(blocks, lead + WINDOW):
        if held is None:
            held = np.concatenate((np.zeros((lead + WINDOW, block.shape[1]), np.float32), block))
            start = -(lead + WINDOW)
        else:
            held = np.concatenate((held, block))
        size = PIECE * HOP
        while len(held) >= size + 2 * (lead + WINDOW):
            yield _piece(held[: size + 2 * (lead + WINDOW)], start, size, lowering)
            held, start = held[size:], start + size
    if held is not None and (left := len(held) - 2 * (lead + WINDOW)) > 0:
        size = -(-left // HOP) * HOP
        padded = np.pad(held, ((0, size - left), (0, 0)))
        yield _piece(padded, start, size, lowering)[:left]


def _ended(blocks: Iterator[Any], silence: int) -> Iterator[Any]:
    """The blocks, and silence behind the last."""
    block = None
    for block in blocks:
        yield block
    if block is not None:
        yield np.zeros((silence, block.shape[1]), np.float32)


def _piece(samples: Any, start: int, size: int, lowering: Lowering) -> Any:
    """The middle of some samples, which begin at sample `start`, with gains that what is around it has part in."""
    lead = LEAD * HOP + WINDOW
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW, axis=0)[::HOP]
    different = 1 if np.array_equal(samples[:, 0], samples[:, -1]) else samples.shape[1]
    spectra = [np.fft.rfft(frames[:, side] * _SHAPE, axis=1) for side in range(different)]
    whole = spectra[0] if len(spectra) == 1 else (spectra[0] + spectra[1]) / 2
    gains = lowering.gains(whole, start + WINDOW // 2)
    sides = []
    for one in spectra:
        pieces = np.fft.irfft(one * gains, n=WINDOW, axis=1).astype(np.float32) * _OUT
        rows = np.zeros((len(pieces) + WINDOW // HOP - 1, HOP), np.float32)
        for part in range(WINDOW // HOP):
            rows[part : part + len(pieces)] += pieces[:, part * HOP : (part + 1) * HOP]
        sides.append(rows.reshape(-1)[lead : lead + size])
    return np.stack(sides * (samples.shape[1] // different), axis=1)
