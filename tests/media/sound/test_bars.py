"""The bars of generated music, whose metre is known."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pipeline.media.sound.bars import bars_of, bars_of_take
from pipeline.media.sound.onsets import onsets_of
from pipeline.model.bars import Bars
from tests import sources
from tests.media.sounds import SECOND, take

Notes = list[tuple[float, Any]]
WITHIN = 0.03
"""Seconds."""


def struck(key: float, seconds: float, *, loud: float = 0.3, decay: float = 3.0, attack: float = 0.004) -> Any:
    """A note with overtones, as MIDI counts keys."""
    at = np.arange(round(seconds * SECOND)) / SECOND
    pitch = 440 * 2 ** ((key - 69) / 12)
    wave = sum(np.sin(2 * np.pi * pitch * one * at) / one**1.3 for one in range(1, 7))
    return loud * wave * np.minimum(at / attack, 1) * np.exp(-at * decay) * np.clip((seconds - at) / 0.02, 0, 1)


def rattled(seconds: float, seed: int) -> Any:
    at = np.arange(round(seconds * SECOND)) / SECOND
    return 0.3 * np.random.default_rng(seed).standard_normal(len(at)) * np.exp(-at * 25)


def beats(tempo: float, count: int, *, drift: float = 0, start: float = 0) -> Any:
    """Seconds at which beats begin, and of one more; the tempo changes by a share until the last."""
    tempi = tempo * (1 + drift * np.arange(count) / count)
    return start + np.concatenate(([0], np.cumsum(60 / tempi)))


def band(at: Any, metre: int) -> Notes:
    """A bass on the first beat, a drum on the others, a hat on every half of one."""
    notes = []
    for index, (start, stop) in enumerate(pairwise(at)):
        bar, beat = divmod(index, metre)
        root = (48, 45, 53, 55)[bar % 4]
        notes.append((start, struck(root - 12, 0.9 * metre * (stop - start)) if beat == 0 else rattled(0.2, index)))
        notes += [(start, rattled(0.05, index) / 4), ((start + stop) / 2, rattled(0.05, index + 1) / 4)]
    return notes


def plucked(at: Any, metre: int) -> Notes:
    """A chord with the bar, and a melody above it that rests and comes between beats as it likes."""
    rng = np.random.default_rng(7)
    notes = []
    for index, (start, stop) in enumerate(pairwise(at)):
        bar, beat = divmod(index, metre)
        root, gap = (48, 45, 53, 55)[bar % 4], stop - start
        above = root + 12 + rng.choice((0, 2, 4, 7, 9, 12), 2)
        if beat == 0:
            notes += [(start, struck(root + by, metre * gap, decay=0.6, attack=0.02)) for by in (0, 4, 7)]
        if rng.random() < 0.8:
            notes.append((start, struck(above[0], gap)))
        if rng.random() < 0.3:
            notes.append(((start + stop) / 2, struck(above[1], gap / 2)))
    return notes


def ticks(at: Any, metre: int) -> Notes:
    """A metronome, whose first beat is higher and louder."""
    return [(one, struck(91 - 8 * bool(index % metre), 0.03, loud=0.6 - 0.25 * bool(index % metre), decay=60))
            for index, one in enumerate(at[:-1])]  # fmt: skip


def played(notes: Notes, seconds: float) -> Any:
    wave = np.zeros(round(seconds * SECOND))
    for at, note in notes:
        part = wave[round(at * SECOND) :][: len(note)]
        part += note[: len(part)]
    return wave + np.random.default_rng(3).standard_normal(len(wave)) * 1e-4


def found(wave: Any) -> Bars:
    return bars_of(onsets_of(blocks(wave)), len(wave))


def blocks(wave: Any) -> Iterator[Any]:
    both = np.stack([wave, wave], axis=1).astype(np.float32)
    yield from (both[start : start + SECOND] for start in range(0, len(both), SECOND))


@pytest.mark.parametrize(
    ("music", "tempo", "metre", "drift", "start"),
    [
        (band, 60, 4, 0, 0.0),
        (band, 180, 4, 0, 0.4),
        (band, 100, 4, 0.25, 0.0),
        (band, 140, 3, -0.2, 0.0),
        (plucked, 75, 3, 0, 0.7),
        (plucked, 92, 4, 0, 0.0),
        (plucked, 120, 4, 0.1, 0.0),
        (plucked, 180, 3, 0, 0.0),
        (ticks, 60, 3, 0, 0.0),
        (ticks, 132, 4, 0, 0.25),
    ],
)
def test_bars_are_found_where_they_begin(music: Any, tempo: float, metre: int, drift: float, start: float):
    count = int(20 * tempo / 60 / metre) * metre
    at = beats(tempo, count, drift=drift, start=start)

    bars = found(played(music(at, metre), at[-1]))

    truth, heard = at[::metre], np.array(bars.starts) / SECOND
    assert len(heard) == len(truth)
    assert np.abs(heard - truth)[:-1].max() < WITHIN
    assert abs(heard[-1] - truth[-1]) < 2 * WITHIN, "the last is over where the music is"


def test_beats_that_weigh_the_same_are_counted_in_fours():
    at = beats(100, 24)

    bars = found(played([(one, struck(81, 0.03, decay=60)) for one in at[:-1]], at[-1]))

    assert bars.counted
    assert np.abs(np.array(bars.starts) / SECOND - at[::4]).max() < WITHIN


def free(seconds: float) -> Any:
    rng = np.random.default_rng(9)
    times = np.cumsum(rng.exponential(0.5, 60))
    return played([(at, struck(rng.integers(57, 81), 0.5)) for at in times if at < seconds - 1], seconds)


def held(seconds: float) -> Any:
    """Tones that swell and fade, each at its own pace."""
    rng, at = np.random.default_rng(2), np.arange(round(seconds * SECOND)) / SECOND
    tones = (np.sin(2 * np.pi * pitch * at) * (1 + 0.5 * np.sin(2 * np.pi * rng.uniform(0.05, 0.4) * at))
             for pitch in (110, 165, 220, 277, 330))  # fmt: skip
    return sum(tones) / 20


@pytest.mark.parametrize(
    "wave",
    [
        pytest.param(free(12), id="notes that come as they like"),
        pytest.param(held(12), id="held tones"),
        pytest.param(np.random.default_rng(1).standard_normal(12 * SECOND) / 10, id="noise"),
        pytest.param(played([(1, struck(69, 1))], 8), id="one beat"),
        pytest.param(played(ticks(beats(100, 4), 4), 2.4), id="one bar"),
        pytest.param(np.zeros(8 * SECOND), id="silence"),
        pytest.param(np.zeros(100), id="shorter than a spectrum"),
        pytest.param(np.zeros(0), id="nothing"),
    ],
)
def test_without_a_beat_there_are_no_bars(wave: Any):
    assert found(wave) == Bars(samples=len(wave))


def test_the_same_file_has_the_same_bars():
    at = beats(120, 16)
    source = sources.sound("bars.wav", played(plucked(at, 4), at[-1])[None].astype(np.float32))

    first, second = (bars_of_take(take(source, at[-1])) for _ in range(2))

    assert first == second
    assert (first.metre, first.tempo, first.samples) == (4, 1200, round(at[-1] * SECOND))
