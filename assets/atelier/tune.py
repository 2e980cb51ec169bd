"""Music and sounds, synthesised: plucked strings in a pentatonic mode over a bowed ground, bells, water, a night."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from atelier.tools import ASSETS, encode_sound, made

RATE = 48_000

Note = tuple[float, int, float]
"""Beat at which it sounds, MIDI key, loudness 0..1."""


def make() -> None:
    """The beds of both series, written so that their ends join."""
    evening = _loop(
        bpm=60, beats=48, melody=EVENING, ground=(50, 47, 43, 45), bar=4, seed=1, pluck=partial(pluck, soft=1.0)
    )
    encode_sound(_stereo_room(evening, seed=2), made(ASSETS / "music" / "evening.m4a"), bitrate="96k", title="黄昏")
    morning = _loop(
        bpm=92, beats=48, melody=MORNING, ground=(55, 52, 48, 50), bar=4, seed=3, pluck=partial(pluck, soft=0.6)
    )
    encode_sound(_stereo_room(morning, seed=4), made(ASSETS / "music" / "morning.m4a"), bitrate="96k", title="清晨")


EVENING: tuple[Note, ...] = (
    (0, 74, 0.8), (1.5, 76, 0.5), (2, 78, 0.7), (3, 81, 0.8), (4, 78, 0.7), (5.5, 76, 0.5), (6, 74, 0.7),
    (8, 71, 0.7), (9, 74, 0.6), (10, 76, 0.8), (12, 69, 0.8), (13.5, 71, 0.4), (14, 74, 0.5),
    (16, 69, 0.6), (17, 71, 0.6), (18, 74, 0.7), (19, 76, 0.7), (20, 78, 0.9), (21.5, 81, 0.6), (22, 83, 0.8),
    (24, 81, 0.8), (25.5, 78, 0.5), (26, 76, 0.7), (27, 74, 0.5), (28, 76, 0.8), (30, 71, 0.5), (31, 69, 0.5),
    (32, 86, 0.7), (33.5, 83, 0.5), (34, 81, 0.7), (36, 83, 0.6), (37, 81, 0.5), (38, 78, 0.7), (39, 76, 0.5),
    (40, 78, 0.7), (41.5, 76, 0.5), (42, 74, 0.6), (43, 71, 0.5), (44, 74, 0.8), (46, 69, 0.4),
)  # fmt: skip
MORNING: tuple[Note, ...] = (
    (0, 79, 0.8), (0.5, 81, 0.5), (1, 83, 0.7), (2, 86, 0.8), (3, 83, 0.6), (4, 81, 0.8), (5, 79, 0.5), (6, 76, 0.7),
    (8, 79, 0.7), (8.5, 81, 0.5), (9, 83, 0.6), (10, 88, 0.9), (11, 86, 0.6), (12, 83, 0.8),
    (13.5, 81, 0.5), (14, 83, 0.7), (16, 86, 0.8), (17, 88, 0.6), (18, 91, 0.9),
    (19, 88, 0.6), (20, 86, 0.8), (21, 83, 0.5), (22, 81, 0.7),
    (24, 83, 0.7), (24.5, 81, 0.5), (25, 79, 0.7), (26, 76, 0.7), (27, 74, 0.5), (28, 76, 0.8), (30, 79, 0.6),
    (32, 74, 0.7), (32.5, 76, 0.5), (33, 79, 0.7), (34, 81, 0.8), (35, 83, 0.5), (36, 86, 0.9), (38, 83, 0.7),
    (40, 81, 0.8), (41, 83, 0.5), (42, 79, 0.7), (43, 76, 0.5), (44, 79, 0.9), (46, 74, 0.4),
)  # fmt: skip


def pitch(key: int) -> float:
    return 440 * 2 ** ((key - 69) / 12)


def pluck(key: int, *, seconds: float = 4.0, soft: float = 1.0) -> np.ndarray:
    """A zither string: partials of a string plucked near its end, the high ones dying first."""
    t = np.arange(round(seconds * RATE)) / RATE
    base = pitch(key)
    # The finger releases a little sharp and the string settles.
    bend = 1 + 0.004 * np.exp(-t * 18)
    sound = np.zeros_like(t)
    for k in range(1, 15):
        frequency = base * k * np.sqrt(1 + 0.00012 * k * k)
        if frequency > 14_000:
            break
        strength = abs(np.sin(np.pi * k * 0.13)) / k ** (1 + 0.45 * soft)
        sound += (
            strength
            * np.exp(-t * (0.75 + 0.09 * k * k * soft))
            * np.sin(2 * np.pi * frequency * np.cumsum(bend) / RATE)
        )
    attack = np.minimum(1, t / 0.004)
    return sound * attack * np.minimum(1, (seconds - t) / 0.3)


def bowed(key: int, *, seconds: float) -> np.ndarray:
    """A soft string section: a few players a hair apart, with slow vibrato."""
    t = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros_like(t)
    for player, cents in enumerate((-5, 0, 6)):
        base = pitch(key) * 2 ** (cents / 1200)
        phase = (
            2 * np.pi * base * (t + 0.0009 * np.sin(2 * np.pi * (4.6 + 0.23 * player) * t + player) / (2 * np.pi * 4.6))
        )
        for k in range(1, 9):
            sound += np.sin(k * phase + player) / k**1.9
    swell = np.minimum(1, t / (seconds * 0.35)) * np.minimum(1, (seconds - t) / (seconds * 0.35))
    return sound / 3 * np.sin(swell * np.pi / 2)


def bell(frequency: float, *, seconds: float = 5.0) -> np.ndarray:
    """A bronze bell: partials that are no harmonics, and beat."""
    t = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros_like(t)
    for ratio, strength, decay in ((0.5, 0.5, 0.7), (1, 1, 0.9), (1.19, 0.45, 1.4), (1.5, 0.3, 1.8), (2.0, 0.5, 2.0),
                                   (2.51, 0.22, 3.0), (3.01, 0.16, 4.0), (4.2, 0.1, 6.0)):  # fmt: skip
        for beat in (-0.35, 0.35):
            sound += strength * np.exp(-t * decay) * np.sin(2 * np.pi * (frequency * ratio + beat) * t)
    return sound * np.minimum(1, t / 0.003) * np.minimum(1, (seconds - t) / 0.4)


def chime(seconds: float, *, root: int) -> np.ndarray:
    """For an opening: strings rise from the root, then a bell."""
    mono = np.zeros(round(seconds * RATE))
    for i, step in enumerate((12, 14, 16, 19, 21, 24, 26, 28, 31)):
        _lay(mono, pluck(root + step, seconds=3.5), 0.25 + i * 0.13, 0.5 + 0.05 * i)
    _lay(mono, bell(pitch(root + 24)), 1.5, 0.3)
    _lay(mono, bowed(root, seconds=seconds), 0, 0.22)
    _lay(mono, bowed(root + 7, seconds=seconds), 0, 0.14)
    sound = _stereo_room(mono, seed=7)[: len(mono)]
    return sound * np.minimum(1, np.arange(len(mono), 0, -1) / (0.8 * RATE))[:, None]


def stream(seconds: float, *, seed: int = 31) -> np.ndarray:
    """Running water and a breeze, with a far ship's horn."""
    count = round(seconds * RATE)
    sides = []
    for side in range(2):
        near = _coloured(count, 500, 3200, seed=seed + side) * (0.7 + 0.3 * _slow(count, 1.7, seed=seed + 5 + side))
        wind = _coloured(count, 60, 420, seed=seed + 10 + side) * (0.6 + 0.4 * _slow(count, 0.3, seed=seed + 15))
        sides.append(near * 0.5 + wind * 0.8)
    sound = np.stack(sides, axis=1)
    horn = bowed(43, seconds=2.6) + 0.8 * bowed(50, seconds=2.6)
    _lay(sound[:, 0], horn, seconds * 0.45, 0.10)
    _lay(sound[:, 1], horn, seconds * 0.45 + 0.011, 0.10)
    return _edges(sound / np.abs(sound).max() * 0.5)


def night(seconds: float, *, seed: int = 41) -> np.ndarray:
    """A flame that crackles, and crickets outside."""
    count = round(seconds * RATE)
    random = np.random.default_rng(seed)
    t = np.arange(count) / RATE
    sound = np.stack([_coloured(count, 80, 700, seed=seed + side) * 0.25 for side in range(2)], axis=1)
    for _ in range(round(seconds * 9)):
        at, strength = random.random() * (seconds - 0.05), random.random() ** 3
        snap = random.normal(0, 1, 500) * np.exp(-np.arange(500) / 60)
        for side in range(2):
            _lay(sound[:, side], snap, at, 0.6 * strength * random.uniform(0.5, 1))
    for frequency, pace, side in ((4300, 2.1, 0), (4720, 1.7, 1)):
        chirp = (
            np.sin(2 * np.pi * frequency * t) * (np.sin(2 * np.pi * 31 * t) > 0) * (np.sin(2 * np.pi * pace * t) > 0.55)
        )
        sound[:, side] += chirp * 0.07
    return _edges(sound / np.abs(sound).max() * 0.5)


def _loop(
    *,
    bpm: float,
    beats: int,
    melody: Sequence[Note],
    ground: Sequence[int],
    bar: int,
    seed: int,
    pluck: Callable[..., np.ndarray],
) -> np.ndarray:
    """A mono loop: what rings beyond its end sounds on at its beginning."""
    beat = 60 / bpm
    mono = np.zeros(round(beats * beat * RATE))
    random = np.random.default_rng(seed)
    for at, key, loudness in melody:
        _lay(mono, pluck(key), at * beat + random.uniform(0, 0.012), loudness * 0.55, around=True)
    for i in range(beats // bar):
        root = ground[i % len(ground)]
        for key, strength in ((root, 0.18), (root + 7, 0.12), (root + 12, 0.09)):
            _lay(mono, bowed(key, seconds=bar * beat * 1.6), (i - 0.3) * bar * beat, strength, around=True)
        for at, key in ((0, root), (1, root + 7), (2, root + 12), (3, root + 7)):
            _lay(mono, pluck(key, seconds=3), (i * bar + at) * beat + random.uniform(0, 0.01), 0.3, around=True)
    return mono


def _lay(onto: np.ndarray, sound: np.ndarray, at: float, gain: float, *, around: bool = False) -> None:
    start = round(at * RATE)
    places = np.arange(start, start + len(sound))
    if around:
        np.add.at(onto, places % len(onto), sound * gain)
    else:
        inside = places < len(onto)
        onto[places[inside]] += sound[inside] * gain


def _stereo_room(mono: np.ndarray, *, seed: int, seconds: float = 1.9) -> np.ndarray:
    """The sound in a wooden hall; what rings beyond the end comes round to the beginning."""
    random = np.random.default_rng(seed)
    t = np.arange(min(len(mono), round(seconds * RATE))) / RATE
    sides = []
    for _ in range(2):
        tail = random.normal(0, 1, len(t)) * np.exp(-t * 3.4) * np.minimum(1, t / 0.02)
        spectrum = np.fft.rfft(tail, len(mono))
        spectrum *= 1 / (1 + (np.fft.rfftfreq(len(mono), 1 / RATE) / 3500) ** 2)
        wet = np.fft.irfft(np.fft.rfft(mono) * spectrum, len(mono))
        sides.append(mono + wet / np.sqrt(np.mean(wet**2)) * np.sqrt(np.mean(mono**2)) * 0.42)
    sound = np.stack(sides, axis=1)
    return sound / np.abs(sound).max() * 0.7


def _coloured(count: int, low: float, high: float, *, seed: int) -> np.ndarray:
    """Noise between two frequencies, at a level of 1 (rms)."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, count))
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= 1 / (1 + (low / np.maximum(frequency, 1)) ** 4) / (1 + (frequency / high) ** 4)
    sound = np.fft.irfft(spectrum, count)
    return sound / np.sqrt(np.mean(sound**2))


def _slow(count: int, pace: float, *, seed: int) -> np.ndarray:
    """A value that wanders between -1 and 1, `pace` times a second."""
    knots = np.random.default_rng(seed).uniform(-1, 1, max(4, round(count / RATE * pace) + 2))
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)


def _edges(sound: np.ndarray, seconds: float = 0.05) -> np.ndarray:
    """Without a click at either end."""
    count = round(seconds * RATE)
    slope = np.minimum(1, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / count)
    return sound * slope[:, None]
