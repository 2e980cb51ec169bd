"""Spectra: sound in short overlapping frames, in which each frequency is lowered by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pipeline.media.treatment.survey import EDGES, HEARD, SIBILANTS
from pipeline.model.treatment import GRID, Treatment
from pipeline.timebase import SAMPLE_RATE

WINDOW, HOP = 2048, 512
"""Samples of a frame and from one to the next. Of 1024 to 4096 samples these keep the most of voices in noise, but for
what is below `CROSSING`: there frames of twice the length part a voice's tones from each other, and from a fan's."""
CROSSING = 1000.0
"""Hz; half an octave on either side both lengths have a part."""
LEAD = 12
"""Frames on either side of what is put out, which it is smoothed with."""
PIECE = 1200
"""Frames that are in memory at once: 13 s."""
OVER = np.float32(1.5)
"""How much more than its mean noise is reckoned with: it comes and goes."""
AROUND = 3
"""Frames over which power is averaged before it is judged, so that no single bin rings through."""
NEAR, LOWEST, SCATTER = 1.5, 5, 2.5
"""dB above the noise up to which nothing but noise is heard: soft sounds of voices lie higher. Noise that is weaker
here than elsewhere lies within `SCATTER` dB of what `LOWEST` percent of the frames stay below."""
EARLY, HEARD_LATE, SUNKEN = 0.05, 0.5, 12
"""Seconds within which echo belongs to the voice; how much is reckoned with of what a room would give back later that
is as loud as the voice, as few are; dB by which it is lowered at most."""
ENOUGH = 40
"""Frames of pauses from which noise is learned anew."""
_BIN = SAMPLE_RATE / WINDOW
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Frames of one length, and what of each frequency is made with them."""

    window: int
    share: Any
    """From 0 to 1 for each bin, up to the last that is not 0."""
    bins: int
    """Over which power is averaged."""

    @property
    def hop(self) -> int:
        return self.window // 4

    @property
    def shape(self) -> Any:
        return np.sqrt(np.hanning(self.window + 1)[:-1]).astype(np.float32)

    @property
    def power(self) -> float:
        """From bins to the power of what lies in them."""
        return float(2 / (np.square(self.shape).sum() * self.window))


def _scale(window: int, *, low: bool | None, bins: int) -> _Scale:
    """For what is below or above `CROSSING`, or for all."""
    hertz = np.maximum(np.fft.rfftfreq(window, 1 / SAMPLE_RATE), 1)
    below = np.clip(0.5 - np.log2(hertz / CROSSING), 0, 1)
    share = np.ones(len(hertz)) if low is None else below if low else 1 - below
    return _Scale(window=window, share=np.trim_zeros(share, "b").astype(np.float32), bins=bins)


_WHOLE = _scale(WINDOW, low=None, bins=3)
_HIGH = _scale(WINDOW, low=False, bins=5)
_LOW = _scale(2 * WINDOW, low=True, bins=3)


@dataclass(slots=True, kw_only=True)
class Lowering:
    """Lowers what does not belong to the voice, piece by piece; it learns what noise is as it goes on."""

    treatment: Treatment
    noise: dict[int, Any] = field(default_factory=dict, init=False)
    """Power of the noise at every frequency, by the length of frames."""
    paused: Any = field(default=None, init=False)
    """Which frames of `WINDOW` samples hold nobody's voice."""

    @property
    def scales(self) -> tuple[_Scale, ...]:
        """In this order, as the first finds the pauses."""
        return (_HIGH, _LOW) if self.treatment.denoise else (_WHOLE,)

    def gains(self, spectra: Any, first: int, scale: _Scale) -> Any:
        """By how much every frequency of every frame is multiplied; `first` is the sample at the first one's middle."""
        power = np.square(spectra.real) + np.square(spectra.imag)
        gains = np.ones(power.shape, np.float32)
        wanted = self.treatment
        if wanted.denoise or wanted.knocks:
            self._learn(power, scale)
        noise = self.noise.get(scale.window)
        if wanted.denoise and noise is not None:
            gains = _voices_share(power / (noise * OVER), scale.bins)
            np.maximum(gains, np.float32(10 ** (-wanted.denoise / 20)), out=gains)
        if wanted.echo:
            late = _late_echo(power, wanted.echo, scale)
            gains *= np.maximum(_voices_share(power / late, scale.bins), np.float32(10 ** (-SUNKEN / 20)))
        if wanted.deess and scale is not _LOW:
            self._lower_sibilants(gains, power)
        if wanted.knocks and noise is not None:
            self._lower_knocks(gains, power, noise, first, scale)
        if wanted.highpass:
            at = np.maximum(np.arange(power.shape[1]) * (SAMPLE_RATE / scale.window), 1)
            gains *= (1 / (1 + (wanted.highpass / at) ** 8)).astype(np.float32)
        return gains * scale.share

    def _learn(self, power: Any, scale: _Scale) -> None:
        """The mean of the frames in which nobody speaks; where there are hardly any, what was learned before stays."""
        if scale is _LOW:
            # A frame is the span of five short ones.
            count = min(len(power), (len(self.paused) - 3) // 2)
            paused = np.zeros(len(power), bool)
            paused[:count] = np.all([self.paused[part : part + 2 * count : 2][:count] for part in range(5)], axis=0)
        else:
            level = power[:, _HEARD].sum(axis=1) * np.float32(scale.power)
            here = float(np.percentile(level, LOWEST)) * 10 ** (SCATTER / 10)
            paused = level < min(10 ** ((self.treatment.noise + NEAR) / 10), max(here, 1e-11))
            self.paused = paused
        if paused.sum() * scale.hop >= ENOUGH * HOP:
            self.noise[scale.window] = np.maximum(power[paused].mean(axis=0), np.float32(1e-12))
        elif scale.window not in self.noise:
            # What a fifth of the frames stay below at each frequency: of noise alone that is 0.22 of its mean.
            learned = np.maximum(np.quantile(power, 0.2, axis=0) / 0.22, 1e-12)
            self.noise[scale.window] = learned.astype(np.float32)

    def _lower_sibilants(self, gains: Any, power: Any) -> None:
        level = _mean_of(power[:, _SIBILANTS].sum(axis=1)[:, None] * np.float32(_WHOLE.power), AROUND)[:, 0]
        most = 10 ** ((self.treatment.speech - SHARPEST) / 10)
        lowered = np.sqrt(np.minimum(most / np.maximum(level, 1e-12), 1))
        lowered = np.maximum(lowered, 10 ** (-self.treatment.deess / 20)).astype(np.float32)
        gains[:, _SHARP] *= lowered[:, None]

    def _lower_knocks(self, gains: Any, power: Any, noise: Any, first: int, scale: _Scale) -> None:
        """Down to what is heard in pauses; without a pause to compare with they stay."""
        room = 10 ** (-self.treatment.denoise / 20)
        for start, stop in self.treatment.knocks:
            begin = (start * GRID - scale.window // 2 - first) // scale.hop
            end = -(-(stop * GRID + scale.window // 2 - first) // scale.hop) + 1
            here = slice(max(begin, 0), max(min(end, len(power)), 0))
            if here.start < here.stop:
                down = np.sqrt(noise / np.maximum(power[here], 1e-12)) * np.float32(room)
                np.minimum(gains[here], np.minimum(down, np.float32(room)), out=gains[here])


def _late_echo(power: Any, falls: int, scale: _Scale) -> Any:
    """Power of what sounded `EARLY` ago, as far as it has fallen in a room that lets it fall by 60 dB in so many ms."""
    behind = max(round(EARLY * SAMPLE_RATE / scale.hop), 1)
    late = np.full(power.shape, np.float32(1e-12))
    share = np.float32(HEARD_LATE * 10 ** (-6 * behind * scale.hop / SAMPLE_RATE * 1000 / falls))
    late[behind:] += _mean_of(power, AROUND)[:-behind] * share
    return late


def _voices_share(power: Any, bins: int) -> Any:
    """The voice's part of power that is stated against the noise: Wiener's filter, in two steps.

    The second works on what the first has cleaned, and so does not smear the voice over its neighbours.
    """
    voice = np.maximum(_mean_of(_mean_of(power, AROUND).T, bins).T - 1, 0)
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
    different = 1 if np.array_equal(samples[:, 0], samples[:, -1]) else samples.shape[1]
    sides = [np.zeros(size, np.float32) for _ in range(different)]
    for scale in lowering.scales:
        for side, part in zip(sides, _made(samples[:, :different], start, size, lowering, scale), strict=True):
            side += part
    return np.stack(sides * (samples.shape[1] // different), axis=1)


def _made(samples: Any, start: int, size: int, lowering: Lowering, scale: _Scale) -> Iterator[Any]:
    """What one length of frames has part in, side by side."""
    lead, each, hop, bins = LEAD * HOP + WINDOW, scale.window, scale.hop, len(scale.share)
    frames = np.lib.stride_tricks.sliding_window_view(samples, each, axis=0)[::hop]
    spectra = [np.fft.rfft(frames[:, side] * scale.shape, axis=1)[:, :bins] for side in range(samples.shape[1])]
    whole = spectra[0] if len(spectra) == 1 else (spectra[0] + spectra[1]) / 2
    gains = lowering.gains(whole, start + each // 2, scale)
    out = scale.shape * np.float32(hop / (each / 2))
    for one in spectra:
        pieces = np.fft.irfft(one * gains, n=each, axis=1).astype(np.float32) * out
        rows = np.zeros((len(pieces) + each // hop - 1, hop), np.float32)
        for part in range(each // hop):
            rows[part : part + len(pieces)] += pieces[:, part * hop : (part + 1) * hop]
        yield rows.reshape(-1)[lead : lead + size]
