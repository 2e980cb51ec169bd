"""Hum: the tones of the mains in a recording, 50 or 60 Hz and what is a multiple of them."""

from typing import Any

import numpy as np

from pipeline.model.treatment import HumLine

DECIMATED = 1200
"""Samples a second that are enough for it."""
WINDOW = 4 * DECIMATED
"""Samples of a spectrum: its bins are a quarter of a hertz wide."""
PER_HERTZ = WINDOW // DECIMATED
HIGHEST = 500
"""Hz; hum above it is lowered with the noise."""
MAINS = (50, 60)
STRAY = 0.003
"""Share by which the mains' frequency may differ from its name; it is kept within 0.2 %."""
CLEAR = 12.0
"""dB by which a tone stands out of what is beside it; in noise, twenty windows of it come to 5."""
NARROW, BESIDE = 1.0, (4.0, 12.0)
"""Hz: how wide a tone is, and where its surroundings are looked for."""
AUDIBLE = -62
"""dB against the voice; a lower tone is left alone."""
LOWEST = 20
"""Percentile of its power over time: a hum goes on through pauses, a voice and music do not."""
NOTCH = 3
"""Hz: how wide a stop is. 10 Hz beside it takes off 0.1 dB; at a tone that is 0.05 Hz beside it leaves -30 dB."""


def hum_lines(low: Any, speech: float, paused: float) -> tuple[HumLine, ...]:
    """The tones of one mains in samples at `DECIMATED` a second, beside a voice at `speech` dBFS.

    `paused` is what is heard below 600 Hz in its pauses, in dB against it: a hum goes on there.
    """
    starts = range(0, len(low) - WINDOW + 1, WINDOW // 2)
    if not starts:
        return ()
    shape = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    spectra = np.array([np.square(np.abs(np.fft.rfft(low[start : start + WINDOW] * shape))) for start in starts])
    power = np.percentile(spectra, LOWEST, axis=0)
    found = [
        lines
        for mains in MAINS
        if (lines := tuple(line for line in _lines(power, mains, speech) if line.level < paused + 3))
    ]
    return max(found, key=lambda lines: max(line.level for line in lines), default=())


def _lines(power: Any, mains: int, speech: float) -> Any:
    lines = []
    for number in range(1, HIGHEST // mains + 1):
        middle = mains * number
        reach = max(round(middle * STRAY * PER_HERTZ), 2)
        first = middle * PER_HERTZ - reach
        best = first + int(np.argmax(power[first : first + 2 * reach + 1]))
        near, far = (round(hertz * PER_HERTZ) for hertz in BESIDE)
        around = np.concatenate((power[best - far : best - near], power[best + near : best + far]))
        if 10 * np.log10(power[best] / max(float(np.median(around)), 1e-12)) < CLEAR:
            continue
        # Of a Hann window: a tone's bin holds a quarter of amplitude times length, its power is half of the square.
        level = 10 * np.log10(8 * power[best] / WINDOW**2 + 1e-12) - speech
        if level > AUDIBLE:
            left, top, right = np.log(power[best - 1 : best + 2] + 1e-20)
            shift = 0.5 * (left - right) / (left - 2 * top + right)
            frequency = round(100 * (best + shift) / PER_HERTZ)
            lines.append((number, HumLine(frequency=frequency, level=round(float(level)))))
    # Alone, a high one may be anything.
    return [line for _, line in lines] if any(number <= 3 for number, _ in lines) else []


def notches(frequencies: tuple[int, ...]) -> list[str]:
    """Filters that take out tones, in hundredths of a hertz."""
    return [f"bandreject=f={frequency / 100:.2f}:t=h:w={NOTCH}:r=f64" for frequency in frequencies]
