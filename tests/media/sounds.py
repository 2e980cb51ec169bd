"""What the tests of sound are made of: voices, noise and clicks, takes of files, and what is heard in the result."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.digest import file_digest
from pipeline.media.probe.probe import probe
from pipeline.media.sound.levels import measure_take
from pipeline.media.sound.mix import make_mix
from pipeline.model.media import Medium
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take
from tests import sources

SECOND = sources.SAMPLE_RATE
Wave = np.ndarray[Any, np.dtype[Any]]
"""Channels x samples."""


def medium(path: Path) -> Medium:
    return Medium(content=file_digest(path), path=path, info=probe(path))


def take(path: Path, seconds: float, *, start: Fraction = Fraction(0)) -> Take:
    return Take(media=(medium(path),), start=start, samples=round(seconds * SECOND))


def speech(source: Path, seconds: float, *, at: float = 0, gain: int | None = None, fade: int = 0) -> PlacedSound:
    return PlacedSound(
        role="speech",
        start=round(at * SECOND),
        take=take(source, seconds),
        gain=None if gain is None else Decimal(gain),
        fade_in=fade,
        fade_out=fade,
    )


def music(source: Path, seconds: float, *, at: float = 0, gain: int = -14, duck: int = 0, fade: int = 0) -> PlacedSound:
    return PlacedSound(
        role="music",
        start=round(at * SECOND),
        take=take(source, seconds),
        gain=Decimal(gain),
        duck=Decimal(duck),
        fade_in=fade,
        fade_out=fade,
    )


def mixed(folder: Path, seconds: float, *sounds: PlacedSound, target: int = -16, name: str = "mix.flac") -> Path:
    """The mix of sounds, after their levels were measured."""
    levels = []
    for index, sound in enumerate(sounds):
        levels.append(folder / f"level-{index}.json")
        measure_take(sound.take, to=levels[-1])
    mix = Mix(samples=round(seconds * SECOND), sounds=sounds, loudness=Loudness(target=Decimal(target)))
    make_mix(mix, levels, to=folder / name)
    return folder / name


def heard(path: Path) -> Wave:
    return sources.samples_of(path)[0]


def band_noise(seconds: float, low: float, high: float, *, channels: int = 2, seed: int = 1) -> Wave:
    """Noise between two frequencies, highest sample 1; the same loudness per octave, as in nature."""
    size = round(seconds * SECOND)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((channels, size)))
    frequency = np.fft.rfftfreq(size, 1 / SECOND)
    inside = (frequency >= low) & (frequency <= high)
    spectrum *= np.where(inside, 1 / np.sqrt(np.maximum(frequency, 1)), 0)
    wave = np.fft.irfft(spectrum, size)
    return (wave / np.abs(wave).max()).astype(np.float32)


def voice(seconds: float, *, level: float = -6, low: float = 120, high: float = 4000, seed: int = 1) -> Wave:
    """Like speech: four syllables a second that swell and fade, each of another strength; peaks at `level` dBFS."""
    at = np.arange(round(seconds * SECOND)) / SECOND
    strength = np.random.default_rng(seed).uniform(0.3, 1, int(seconds * 4) + 2)
    syllables = np.abs(np.sin(np.pi * 4 * at)) ** 0.7 * strength[(at * 4).astype(int)]
    wave = band_noise(seconds, low, high, channels=1, seed=seed) * syllables
    return (wave / np.abs(wave).max() * 10 ** (level / 20)).astype(np.float32)


def clicks(seconds: float, places: Sequence[int]) -> Wave:
    """Short soft clicks, so band-limited that any sampling rate keeps their place, whose tops stand at `places`."""
    wave = np.zeros((1, round(seconds * SECOND)), np.float32)
    for place in places:
        wave[0, place - 24 : place + 25] = 0.8 * np.hanning(49)
    return wave


def tops(wave: Wave, near: Sequence[int], *, within: int = 1200) -> list[int]:
    """Where the highest sample stands around each place."""
    found = []
    for place in near:
        start = max(place - within, 0)
        found.append(start + int(np.argmax(np.abs(wave[0, start : place + within]))))
    return found


def tone_level(wave: Wave, frequency: float, start: float, stop: float) -> float:
    """dB of the amplitude of one frequency between two times in seconds."""
    part = wave[0, round(start * SECOND) : round(stop * SECOND)]
    at = np.arange(len(part)) / SECOND
    window = np.hanning(len(part))
    amplitude = 2 * abs(np.sum(part * window * np.exp(-2j * np.pi * frequency * at))) / window.sum()
    return float(20 * np.log10(max(amplitude, 1e-9)))
