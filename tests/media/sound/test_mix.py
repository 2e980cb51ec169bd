"""The mix: everything at its sample, at its level, music below speech, the whole at its loudness."""

import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.sound.loudness import loudness_of
from pipeline.media.sound.mix import HEADROOM, make_mix, read_measures
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take
from tests import sources
from tests.media.sounds import (
    SECOND,
    band_noise,
    clicks,
    heard,
    medium,
    mixed,
    music,
    speech,
    take,
    tone_level,
    tops,
    voice,
)

MATERIAL = {
    "quiet voice": lambda: voice(6, level=-30),
    "loud voice": lambda: voice(6, level=0),
    "tone": lambda: sources.sine(6, -30, frequency=440),
    "noise": lambda: band_noise(6, 20, 20_000) * 0.9,
    "phase inverted": lambda: np.concatenate((voice(6), -voice(6))),
}


@pytest.mark.parametrize("name", MATERIAL)
def test_it_is_as_loud_as_it_should_be(tmp_path: Path, name: str):
    path = mixed(tmp_path, 6, speech(sources.sound(f"{name}.wav", MATERIAL[name]()), 6))

    measured = loudness_of(path)
    assert float(measured.integrated or 0) == pytest.approx(-16, abs=0.1)
    assert float(measured.true_peak or 0) <= -1 - float(HEADROOM) + 0.1
    noted = read_measures(path)
    assert float(noted.integrated or 0) == pytest.approx(float(measured.integrated or 0), abs=0.05)
    assert noted.range == measured.range
    assert float(noted.true_peak or 0) == pytest.approx(float(measured.true_peak or 0), abs=0.15)


def test_peaks_are_limited_and_the_loudness_is_kept(tmp_path: Path):
    peaky = voice(8, level=-12)
    peaky[0, ::12_000] = 1.0
    path = mixed(tmp_path, 8, speech(sources.sound("peaky.wav", peaky), 8))

    measured = loudness_of(path)
    assert float(measured.integrated or 0) == pytest.approx(-16, abs=0.1)
    assert float(measured.true_peak or 0) <= -1.9


def test_it_has_exactly_its_samples(tmp_path: Path):
    path = mixed(tmp_path, 77_777 / SECOND, speech(sources.tone("n.m4a"), 1))

    assert heard(path).shape == (2, 77_777)


def test_a_sound_starts_at_its_sample(tmp_path: Path):
    source = sources.sound("two clicks.wav", clicks(2, [12_345, 60_000]))
    sound = PlacedSound(role="speech", start=23_456, take=take(source, 1.5))

    path = mixed(tmp_path, 3, sound)

    assert tops(heard(path), [35_801, 83_456]) == [35_801, 83_456]


def test_takes_at_different_levels_become_equal(tmp_path: Path):
    loud, soft = sources.tone("loud take.wav", level=-6.0), sources.tone("soft take.wav", level=-20.0)

    wave = heard(mixed(tmp_path, 4, speech(loud, 2), speech(soft, 2, at=2)))

    assert tone_level(wave, 1000, 0.1, 1.9) == pytest.approx(tone_level(wave, 1000, 2.1, 3.9), abs=0.1)


def test_a_stated_gain_is_applied_to_the_take_as_it_is(tmp_path: Path):
    source = sources.tone("as it is.wav", level=-20.0)

    wave = heard(mixed(tmp_path, 4, speech(source, 2, gain=0), speech(source, 2, at=2, gain=-5)))

    assert tone_level(wave, 1000, 0.1, 1.9) - tone_level(wave, 1000, 2.1, 3.9) == pytest.approx(5, abs=0.05)


def test_a_nearly_silent_take_is_not_raised_without_end(tmp_path: Path):
    clear, faint = sources.tone("clear.wav", level=-16.0), sources.tone("faint.wav", level=-50.0, frequency=500)

    wave = heard(mixed(tmp_path, 4, speech(clear, 2), speech(faint, 2, at=2)))

    assert tone_level(wave, 1000, 0.1, 1.9) - tone_level(wave, 500, 2.1, 3.9) == pytest.approx(14, abs=0.5)


def test_music_stands_below_speech_by_its_gain(tmp_path: Path):
    said = sources.tone("said.wav", level=-20.0)
    bed = sources.tone("bed.wav", 4, level=-3.0, frequency=500)

    wave = heard(mixed(tmp_path, 4, speech(said, 2), music(bed, 4, gain=-14)))

    # A tone at 500 Hz sounds a little softer than one at 1 kHz.
    assert tone_level(wave, 1000, 0.1, 1.9) - tone_level(wave, 500, 2.1, 3.9) == pytest.approx(14, abs=1)


def test_music_is_down_while_somebody_speaks_and_comes_back(tmp_path: Path):
    said = sources.tone("low voice.wav", 2, frequency=300)
    bed = sources.tone("high bed.wav", 8, level=-12.0, frequency=5000)

    wave = heard(mixed(tmp_path, 8, speech(said, 2, at=3), music(bed, 8, duck=-8)))

    def level(start: float, stop: float) -> float:
        return tone_level(wave, 5000, start, stop) - tone_level(wave, 5000, 0.5, 2.5)

    assert level(2.0, 2.65) == pytest.approx(0, abs=0.1)
    assert level(2.84, 2.9) == pytest.approx(-8 * 0.17 / 0.3, abs=0.5)
    assert level(3.0, 3.1) == pytest.approx(-8, abs=0.3)
    assert level(3.5, 4.9) == pytest.approx(-8, abs=0.1)
    assert level(5.45, 5.55) == pytest.approx(-4, abs=0.6)
    assert level(6.2, 7.9) == pytest.approx(0, abs=0.1)


def test_short_music_is_looped_without_a_hole_or_a_click(tmp_path: Path):
    bed = sources.sound("short bed.wav", band_noise(1, 100, 3000) * 0.5)

    wave = heard(mixed(tmp_path, 5, music(bed, 5, gain=0)))

    steps = wave[0, : 5 * SECOND].reshape(-1, SECOND // 40)
    level = 10 * np.log10((steps**2).mean(axis=1))
    assert level.max() - level.min() < 12
    turn = np.abs(np.diff(wave[0, SECOND - 4_800 : SECOND + 4_800])).max()
    assert turn <= np.abs(np.diff(wave[0, : SECOND // 2])).max() * 1.3


@pytest.mark.parametrize("seconds", (2, 3, 5, 8.75))
def test_music_ends_with_its_own_last_note(seconds: float, tmp_path: Path):
    source = sources.sound("last note.wav", clicks(3, [SECOND, 3 * SECOND - 4_000]))
    length = round(seconds * SECOND)
    begin = Fraction(max(3 * SECOND - length, 0), SECOND)
    bed = PlacedSound(role="music", start=0, take=take(source, seconds, start=begin), own_end=True, fade_out=2_400)

    wave = heard(mixed(tmp_path, seconds, bed))

    assert tops(wave, [length - 4_000]) == [length - 4_000]
    assert np.abs(wave[0]).max() == pytest.approx(np.abs(wave[0, length - 4_100 : length - 3_900]).max(), rel=0.05)


def test_music_begins_where_its_stretch_does(tmp_path: Path):
    source = sources.sound("late music.wav", clicks(3, [SECOND // 2, 2 * SECOND]))
    bed = PlacedSound(role="music", start=1_000, take=take(source, 1.5, start=Fraction(1)))

    assert tops(heard(mixed(tmp_path, 2.5, bed)), [SECOND + 1_000]) == [SECOND + 1_000]


def test_fades_rise_and_fall(tmp_path: Path):
    source = sources.tone("faded.wav", 2, level=-12.0)

    wave = heard(mixed(tmp_path, 2, speech(source, 2, fade=SECOND // 2)))

    plain = tone_level(wave, 1000, 0.7, 1.3)
    for around in (0.25, 1.75):
        assert tone_level(wave, 1000, around - 0.02, around + 0.02) - plain == pytest.approx(-6, abs=0.1)
    assert np.abs(wave[:, :10]).max() < 0.001
    assert np.abs(wave[:, -10:]).max() < 0.001


def test_after_the_end_of_a_take_there_is_silence(tmp_path: Path):
    wave = heard(mixed(tmp_path, 4, speech(sources.tone("ends.wav", 1), 3)))

    assert np.abs(wave[:, : SECOND - 100]).max() > 0.05
    assert not wave[:, SECOND + 100 :].any()


@pytest.mark.parametrize("hum", [0.0, 0.0001], ids=["silent", "hum"])
def test_silence_is_not_amplified(tmp_path: Path, hum: float):
    source = sources.sound(f"hum{hum}.wav", sources.sine(1, 0, frequency=50) * np.float32(hum))

    path = mixed(tmp_path, 2, speech(source, 1), music(source, 2))

    assert np.abs(heard(path)).max() < 0.001
    assert read_measures(path).integrated is None


def test_a_clip_without_sound_is_silence(tmp_path: Path):
    path = mixed(tmp_path, 2, speech(sources.flat("silent clip.mp4", (100,) * 25), 1), speech(sources.tone("t.wav"), 1))

    assert float(read_measures(path).integrated or 0) == pytest.approx(-16, abs=0.1)


def test_a_programme_without_sound_is_silent(tmp_path: Path):
    assert not heard(mixed(tmp_path, 1)).any()


def test_the_same_again_is_the_same_file_and_nothing_is_left_beside_it(tmp_path: Path):
    sounds = (
        speech(sources.sound("same.wav", voice(3, level=0)), 3, at=1),
        speech(sources.tone("n.m4a"), 1, at=4),
        music(sources.tone("m.mp3"), 6, duck=-8, fade=SECOND),
    )

    first, second = mixed(tmp_path, 6, *sounds), mixed(tmp_path, 6, *sounds, name="again.flac")

    assert first.read_bytes() == second.read_bytes()
    assert {path.suffix for path in tmp_path.iterdir()} == {".flac", ".json"}


def test_memory_does_not_grow_with_the_length(tmp_path: Path):
    source = sources.tone("hours.wav", 240, level=-6.0)
    sound = speech(source, 240)
    level = mixed(tmp_path, 1, sound).with_name("level-0.json")

    tracemalloc.start()
    make_mix(Mix(samples=240 * SECOND, sounds=(sound,), loudness=Loudness()), [level], to=tmp_path / "long.flac")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # The samples alone are 92 MB.
    assert most < 16_000_000


def test_a_narration_of_several_takes_is_mixed_from_the_joined_file(tmp_path: Path):
    part = medium(sources.tone("part.wav", 1))
    narration = Take(media=(part, part), samples=2 * SECOND)
    joined = sources.sound("joined.flac", np.tile(clicks(2, [SECOND]), (2, 1)))
    level = tmp_path / "level.json"
    level.write_text('{"integrated": "-20.00", "peak": "-2.00", "active": []}')
    mix = Mix(
        samples=3 * SECOND,
        sounds=(PlacedSound(role="speech", start=SECOND // 2, take=narration),),
        loudness=Loudness(),
    )

    make_mix(mix, [level], joined={narration: joined}, to=tmp_path / "mix.flac")

    assert tops(heard(tmp_path / "mix.flac"), [SECOND * 3 // 2]) == [SECOND * 3 // 2]
