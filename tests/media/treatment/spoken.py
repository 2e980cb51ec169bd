"""Recordings to be treated: speech, music, and what is neither."""

import numpy as np

from tests import sources
from tests.media.sounds import SECOND


def spoken(*, seconds: float = 6, pause: float = 1.5, **more: float) -> np.ndarray:
    part = sources.voice(seconds / 2, **more)  # type: ignore[arg-type]
    return np.concatenate((part, np.zeros(round(pause * SECOND)), part, np.zeros(SECOND // 2)))


def chords(seconds: float) -> np.ndarray:
    """Music: three tones at a time, another three every second."""
    time = np.arange(round(seconds * SECOND)) / SECOND
    steps = 2.0 ** ((np.array([0, 5, 7, 3])[time.astype(int) % 4]) / 12)
    phase = 2 * np.pi * np.cumsum(220 * steps) / SECOND
    return 0.05 * sum(np.sin(phase * ratio) for ratio in (1, 1.25, 1.5, 2, 3))


def telephone(samples: np.ndarray) -> np.ndarray:
    """Nothing above 3.4 kHz and below 300 Hz, in steps as coarse as a telephone has."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SECOND)
    narrow = np.fft.irfft(spectrum * ((hertz > 300) & (hertz < 3400)), len(samples))
    pressed = np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)
    steps = np.round(pressed * 127) / 127
    return np.asarray(np.sign(steps) * (256 ** np.abs(steps) - 1) / 255)


def whispered(samples: np.ndarray) -> np.ndarray:
    """The same syllables without a tone."""
    envelope = np.sqrt(np.convolve(np.square(samples), np.ones(960) / 960, "same"))
    return np.asarray(np.diff(np.random.default_rng(5).standard_normal(len(samples) + 1)) * envelope)
