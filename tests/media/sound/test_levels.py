"""A take's level: how loud what is said is, and where something is said."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.effects.sound import SampleRange
from pipeline.media.sound.levels import Level, measure_take, read_level
from pipeline.model.timeline import Take
from tests import sources
from tests.media.sounds import SECOND, Wave, band_noise, take, voice


def level_of(wanted: Take, folder: Path) -> Level:
    measure_take(wanted, to=folder / "level.json")
    return read_level(folder / "level.json")


def quiet(seconds: float) -> Wave:
    return np.zeros((1, round(seconds * SECOND)), np.float32)


def test_loudness_and_peak_of_a_tone(tmp_path: Path):
    level = level_of(take(sources.tone("level.wav", level=-23.0), 2), tmp_path)

    assert float(level.integrated or 0) == pytest.approx(-23, abs=0.1)
    assert level.peak == Decimal("-23.00")
    assert level.active == (SampleRange(start=0, stop=2 * SECOND),)


def test_only_the_stretch_that_is_used_counts(tmp_path: Path):
    loud_then_soft = np.concatenate((sources.sine(2, -10), sources.sine(2, -30)), axis=1)
    source = sources.sound("two levels.wav", loud_then_soft)

    level = level_of(take(source, 1.5, start=Fraction(9, 4)), tmp_path)

    assert float(level.integrated or 0) == pytest.approx(-30, abs=0.1)


def test_pauses_between_sentences_are_found_those_between_words_are_not(tmp_path: Path):
    said = np.concatenate((quiet(1), voice(2), quiet(0.4), voice(1, seed=2), quiet(1.5), voice(1, seed=3)), axis=1)

    level = level_of(take(sources.sound("said.wav", said), 6.9), tmp_path)

    starts = [stretch.start / SECOND for stretch in level.active]
    stops = [stretch.stop / SECOND for stretch in level.active]
    assert starts == pytest.approx([1, 5.9], abs=0.05)
    assert stops == pytest.approx([4.4, 6.9], abs=0.08)


def test_room_tone_is_no_speech(tmp_path: Path):
    said = np.concatenate((quiet(2), voice(2), quiet(2)), axis=1)
    said += 10 ** (-50 / 20) * band_noise(6, 50, 8000, channels=1, seed=5)

    level = level_of(take(sources.sound("room.wav", said), 6), tmp_path)

    assert [(stretch.start / SECOND, stretch.stop / SECOND) for stretch in level.active] == [
        pytest.approx((2, 4), abs=0.08)
    ]


def test_a_click_is_no_speech(tmp_path: Path):
    said = np.concatenate((quiet(2), voice(2)), axis=1)
    said[0, SECOND : SECOND + 240] = 0.5

    level = level_of(take(sources.sound("click.wav", said), 4), tmp_path)

    assert len(level.active) == 1
    assert level.active[0].start == pytest.approx(2 * SECOND, abs=0.05 * SECOND)


def test_silence_has_no_level(tmp_path: Path):
    level = level_of(take(sources.sound("still.wav", quiet(1)), 1), tmp_path)

    assert level == Level(integrated=None, peak=None, active=())


def test_a_file_without_sound_has_no_level(tmp_path: Path):
    level = level_of(take(sources.flat("no sound.mp4", (100,) * 5), 1), tmp_path)

    assert level == Level(integrated=None, peak=None, active=())


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.39])
def test_takes_too_short_for_a_meter_have_a_level_all_the_same(tmp_path: Path, seconds: float):
    level = level_of(take(sources.tone("short.wav", level=-23.0), seconds), tmp_path)

    assert float(level.integrated or 0) == pytest.approx(-23, abs=1)
    assert level.active == (SampleRange(start=0, stop=round(seconds * SECOND)),)
