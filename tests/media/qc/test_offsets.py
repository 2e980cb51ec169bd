"""Where sound and picture lie beside their places, by waveform and by cuts."""

import numpy as np
import pytest

from pipeline.media.qc.offsets import picture_offset, sound_offset
from tests import sources

RATE = sources.SAMPLE_RATE
NOISE = np.random.default_rng(1).standard_normal(6 * RATE).astype(np.float32) * 0.1
VOICE = np.convolve(NOISE, np.ones(8, np.float32) / 8, mode="same")


@pytest.mark.parametrize("late", [0, 4, 480, -480, 9600, -20000])
def test_sound_is_found_wherever_it_is(late: int):
    meant = VOICE[2 * RATE : 4 * RATE]
    heard = VOICE[RATE - late : 5 * RATE - late]

    assert sound_offset(heard * 0.2, meant) == late


def test_sound_is_found_under_other_sound():
    other = np.convolve(NOISE[::-1], np.ones(8, np.float32) / 8, mode="same")[: 4 * RATE]

    assert sound_offset(VOICE[RATE - 480 : 5 * RATE - 480] + 0.8 * other, VOICE[2 * RATE : 4 * RATE]) == 480


def test_a_steady_tone_is_where_it_is_meant_to_be():
    tone = sources.sine(4, -12)[0]

    assert sound_offset(tone, tone[: 2 * RATE]) == 0


def test_nobody_knows_where_a_steady_tone_is_once_it_is_beside_its_place():
    tone = sources.sine(4.01, -12)[0]

    assert sound_offset(tone[25 : 25 + 4 * RATE], tone[: 2 * RATE]) is None


def test_silence_and_other_sounds_are_found_nowhere():
    silence = np.zeros(4 * RATE, np.float32)

    assert sound_offset(silence, VOICE[: 2 * RATE]) is None
    assert sound_offset(VOICE[: 4 * RATE], silence[: 2 * RATE]) is None
    assert sound_offset(VOICE[: 4 * RATE], VOICE[4 * RATE :][::-1]) is None


@pytest.mark.parametrize("late", [0, 3, -5])
def test_cuts_are_found_wherever_they_are(late: int):
    changes, still = np.zeros(200), np.ones(200, bool)
    for cut in (50, 90, 160):
        changes[cut + late] = 40
        still[cut] = False

    assert picture_offset(changes, [50, 90, 160], still, most=25) == late


def test_a_picture_without_its_cuts_has_no_place():
    assert picture_offset(np.zeros(100), [50], np.ones(100, bool), most=25) is None
    assert picture_offset(np.full(100, 40.0), [50], np.ones(100, bool), most=25) is None
    assert picture_offset(np.zeros(100), [], np.ones(100, bool), most=25) is None
