"""Echo: told by how words fade in rooms that were computed, and lowered there."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from pipeline.media.sound.decoding.decode import BLOCK
from pipeline.media.treatment.spectrum import Lowering, lowered
from pipeline.media.treatment.survey import survey_of
from pipeline.model.treatment import Survey, Treatment
from tests.media.sounds import SECOND
from tests.media.treatment.voices import at, level


@cache
def words() -> Any:
    """Twelve, each of another length and colour, whose vowels fade as mouths close, with pauses between them."""
    rng = np.random.default_rng(4)
    voice = [np.zeros(SECOND // 2)]
    for length in rng.uniform(0.15, 0.4, 12):
        time = np.arange(round(length * SECOND)) / SECOND
        pitch = rng.uniform(100, 180)
        tones = sum(np.sin(2 * np.pi * pitch * one * time + one * one) / one**0.5 for one in range(1, 40))
        swell = np.minimum(time / 0.03, 1) * np.clip((length - time) / 0.04, 0, 1) ** 2
        voice += [0.03 * tones * swell, np.zeros(round(rng.uniform(0.25, 0.6) * SECOND))]
    return np.concatenate([*voice, np.zeros(SECOND // 2)])


def echoing(seconds: float, against: float) -> Any:
    """The words in a room that rings for so long, its echo so many dB above them."""
    time = np.arange(round(seconds * SECOND)) / SECOND
    ringing = np.random.default_rng(8).standard_normal(len(time)) * 10 ** (-3 * time / seconds)
    ringing[:120] = 0
    ringing *= 10 ** (against / 20) / np.sqrt(np.square(ringing).sum())
    ringing[0] = 1
    size = 1 << (len(words()) + len(ringing)).bit_length()
    return np.fft.irfft(np.fft.rfft(words(), size) * np.fft.rfft(ringing, size), size)[: len(words())]


def both(voice: Any) -> Any:
    return np.stack([voice, voice], axis=1).astype(np.float32)


def surveyed(voice: Any) -> Survey:
    return survey_of(iter([both(voice)[start : start + BLOCK] for start in range(0, len(voice), BLOCK)]), len(voice))


@pytest.mark.parametrize("seconds", (0.7, 1.0))
def test_how_long_a_room_rings_is_heard(seconds: float):
    assert surveyed(echoing(seconds, 0)).echo == pytest.approx(1000 * seconds, rel=0.15)


def test_a_dry_voice_and_a_small_room_do_not_echo():
    assert surveyed(words()).echo < 400
    assert surveyed(echoing(0.3, -6)).echo < 550


def test_behind_noise_no_echo_is_told():
    noise = np.random.default_rng(2).standard_normal(len(words())) * 0.01

    assert surveyed(words() + noise).echo == 0


def test_the_echo_is_lowered_and_the_voice_is_kept():
    voice = echoing(0.8, 0)
    lowering = Lowering(treatment=Treatment(samples=len(voice), echo=800))

    after = np.concatenate(list(lowered(iter([both(voice)]), lowering)))[:, 0]

    ends = np.flatnonzero(np.abs(words()) > 1e-3)[-1] / SECOND
    assert len(after) == len(voice)
    assert level(at(after, ends + 0.15, ends + 0.4)) < level(at(voice, ends + 0.15, ends + 0.4)) - 5
    assert abs(level(after[np.abs(words()) > 0.05]) - level(voice[np.abs(words()) > 0.05])) < 2.5
