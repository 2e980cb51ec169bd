"""Hum: the tones of the mains in a recording, 50 or 60 Hz and what is a multiple of them."""

from typing import Any

import numpy as np

from pipeline.model.treatment import HumLine
from pipeline.timebase import SAMPLE_RATE

DECIMATED = 1200
"""Samples a second that are enough for it."""
WINDOW = 8 * DECIMATED
"""Samples of a spectrum: its bins are an eighth of a hertz wide."""
PER_HERTZ = WINDOW // DECIMATED
HIGHEST = 500
"""Hz; hum above it is lowered with the noise."""
MAINS = (50, 60)
STRAY = 0.002
"""Share by which the mains' frequency may differ from its name; it is kept within 0.2 %."""
CLEAR = 12.0
"""dB by which a tone stands out of what is beside it."""
BESIDE = (5.0, 14.0)
"""Hz between which its surroundings are looked for, on either side."""
AUDIBLE = -62
"""dB against the voice; a lower tone is left alone."""
ENOUGH = DECIMATED * 3 // 10
"""Samples of pauses in a window from which on it tells something."""
ASIDE = 0.3
"""Hz by which a multiple may be measured wrong; what lies farther off is another tone, such as that of a fan."""
PERIODS = 50
"""Of the mains that are played before the first sample."""
NOTCH = 3
"""Hz: how wide a stop is. 10 Hz beside it takes off 0.1 dB; at a tone that is 0.05 Hz beside it leaves -30 dB."""


def hum_lines(low: Any, paused: Any, speech: float) -> tuple[HumLine, ...]:
    """The tones of one mains in samples at `DECIMATED` a second, beside a voice at `speech` dBFS.

    `paused` says of every sample whether nobody speaks. A hum is listened for there alone: a voice may stay on a tone.
    """
    spectra = []
    shape = np.hanning(WINDOW + 1)[:-1]
    for start in range(0, max(len(low) - WINDOW // 2, 1), WINDOW // 2):
        part, quiet = low[start : start + WINDOW], paused[start : start + WINDOW]
        weights = shape[: len(part)] * quiet
        if quiet.sum() >= ENOUGH and weights.sum() >= ENOUGH / 4:
            spectra.append(_power(part, weights))
    if not spectra:
        return ()
    power = np.median(spectra, axis=0)
    found = [lines for mains in MAINS if (lines := _lines(power, mains, speech))]
    return max(found, key=lambda lines: max(line.level for line in lines), default=())


def _power(samples: Any, weights: Any) -> Any:
    """At every frequency that of a tone that is heard all the time, from the samples that have weight."""
    mean = np.average(samples, weights=weights)
    return 2 * np.square(np.abs(np.fft.rfft((samples - mean) * weights, WINDOW)) / weights.sum())


def _lines(power: Any, mains: int, speech: float) -> tuple[HumLine, ...]:
    lines = []
    for number in range(1, HIGHEST // mains + 1):
        middle = mains * number
        reach = max(round(middle * STRAY * PER_HERTZ), 2)
        first = middle * PER_HERTZ - reach
        best = first + int(np.argmax(power[first : first + 2 * reach + 1]))
        near, far = (round(hertz * PER_HERTZ) for hertz in BESIDE)
        around = np.concatenate((power[best - far : best - near], power[best + near : best + far]))
        if power[best] < 10 ** (CLEAR / 10) * max(float(np.median(around)), 1e-12):
            continue
        level = 10 * np.log10(power[best] + 1e-12) - speech
        if level > AUDIBLE:
            left, top, right = np.log(power[best - 1 : best + 2] + 1e-20)
            shift = 0.5 * (left - right) / (left - 2 * top + right)
            lines.append((number, (best + shift) / PER_HERTZ, round(float(level))))
    # Without the lowest two it is something else, such as a note of music.
    if not any(number <= 2 for number, _, _ in lines):
        return ()
    exact = _common([(number, hertz) for number, hertz, _ in lines if number <= 3])
    own = [line for line in lines if abs(line[1] - line[0] * exact) < ASIDE]
    exact = _common([(number, hertz) for number, hertz, _ in own])
    return tuple(HumLine(frequency=round(100 * exact * number), level=level) for number, _, level in own)


def _common(lines: list[tuple[int, float]]) -> float:
    """The frequency that these are multiples of."""
    return sum(number * hertz for number, hertz in lines) / sum(number * number for number, _ in lines)


def notches(frequencies: tuple[int, ...], samples: int) -> list[str]:
    """Filters that take tones, in hundredths of a hertz, out of so many samples.

    They take a while to find a tone: they are given the first second twice, in whole periods.
    """
    if not frequencies:
        return []
    period = SAMPLE_RATE / _fundamental(frequencies)
    again = round(min(PERIODS, samples // period) * period)
    if not again:
        return []
    stops = [f"bandreject=f={frequency / 100:.2f}:t=h:w={NOTCH}:r=f64" for frequency in frequencies]
    return [f"aloop=loop=1:size={again}:start=0", *stops, f"atrim=start_sample={again}", "asetpts=PTS-STARTPTS"]


def _fundamental(frequencies: tuple[int, ...]) -> float:
    """The mains' own, in hertz, of its multiples in hundredths."""
    off = {mains: max(abs(one / 100 / mains - round(one / 100 / mains)) for one in frequencies) for mains in MAINS}
    mains = min(off, key=lambda one: off[one])
    return frequencies[-1] / 100 / max(round(frequencies[-1] / 100 / mains), 1)
