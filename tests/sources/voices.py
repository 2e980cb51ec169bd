"""A voice for tests: syllables of a harmonic tone with formants and sibilants between, as even as no speaker is."""

from typing import Any

import numpy as np

from tests.sources.place import SAMPLE_RATE

SYLLABLE = 0.22
"""Seconds, its silence included."""
FORMANTS = ((700, 1200, 2600), (300, 2200, 3000), (500, 900, 2500), (400, 1800, 2600))


def voice(seconds: float, *, pitch: float = 140, level: float = -20, seed: int = 1) -> Any:
    """Samples of one channel at so many dBFS (RMS while it speaks); the same for the same arguments."""
    chance = np.random.default_rng(seed)
    samples = np.zeros(round(seconds * SAMPLE_RATE))
    length = round(SYLLABLE * SAMPLE_RATE)
    for number, start in enumerate(range(0, len(samples) - length + 1, length)):
        at = np.arange(round(0.75 * length)) / SAMPLE_RATE
        turn = 2 * np.pi * np.cumsum(pitch * (1 + 0.2 * np.sin(2 * np.pi * (at * 2 + chance.random())))) / SAMPLE_RATE
        sound = np.zeros(len(at))
        for harmonic in range(1, int(4000 / pitch)):
            near = (np.exp(-(((harmonic * pitch - formant) / 150) ** 2)) for formant in FORMANTS[number % 4])
            sound += (0.02 + sum(near)) / harmonic**0.5 * np.sin(harmonic * turn)
        sound *= np.sin(np.pi * np.arange(len(at)) / len(at)) ** 0.7
        if number % 3 == 0:
            hiss = np.diff(chance.standard_normal(round(0.3 * length) + 1))
            sound[: len(hiss)] += 0.15 * hiss * np.hanning(len(hiss))
        samples[start : start + len(sound)] += sound
    loud = samples[np.abs(samples) > np.abs(samples).max() / 20]
    return samples * 10 ** (level / 20) / np.sqrt(np.square(loud).mean())


def noise(seconds: float, *, level: float, seed: int = 2, slope: float = 0.5) -> Any:
    """Samples of one channel of steady noise, at so many dBFS; the deeper the louder."""
    count = round(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    frequencies = np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE), 50)
    samples = np.fft.irfft(spectrum / frequencies**slope, count)
    return samples * 10 ** (level / 20) / samples.std()
