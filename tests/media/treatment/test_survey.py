"""What is found in a recording: the right level, tone and pause, and a voice told from what is none."""

import numpy as np
import pytest

from tests import sources
from tests.media.sounds import SECOND
from tests.media.treatment.spoken import chords, spoken, telephone, whispered
from tests.media.treatment.voices import decided, survey


def test_a_clean_voice_is_found_clean():
    found = survey("clean", spoken())

    assert (found.kind, found.hum, found.knocks, found.steady) == ("speech", (), (), True)
    assert found.noise < -80
    assert found.spread < 5
    assert found.hiss < -4


@pytest.mark.parametrize("below", (12, 30))
@pytest.mark.parametrize("slope", (0, 0.5))
def test_noise_is_measured_against_the_voice(below: int, slope: float):
    voice = spoken()
    noise = sources.noise(len(voice) / SECOND, level=-20 - below, slope=slope)

    found = survey(f"noise {below} {slope}", voice + noise)

    assert found.kind == "speech"
    assert found.steady
    # Only what lies between 150 Hz and 9.5 kHz counts.
    assert -below - 8 < found.noise < -below + 4


def test_pauses_are_found_to_a_few_hundredths():
    voice = spoken(seconds=6, pause=1.5)

    pauses = survey("pauses", voice).pauses

    longest = max(pauses, key=lambda pause: pause[1] - pause[0])
    # The last syllable ends at 2.81 s.
    assert abs(longest[0] - 284) < 8
    assert abs(longest[1] - 450) < 8


@pytest.mark.parametrize("mains", (50, 60))
def test_hum_is_found_with_its_own_frequencies(mains: float):
    voice = spoken(seconds=8)
    time = np.arange(len(voice)) / SECOND
    exact = mains * 1.0006
    hum = sum(0.003 / number * np.sin(2 * np.pi * exact * number * time) for number in (1, 2, 3))

    found = survey(f"hum {mains}", voice + hum + sources.noise(len(voice) / SECOND, level=-75))

    assert [round(line.frequency / 100 / exact) for line in found.hum] == [1, 2, 3]
    assert all(abs(line.frequency / 100 - exact * round(line.frequency / 100 / exact)) < 0.12 for line in found.hum)


def test_a_voice_at_the_pitch_of_the_mains_is_no_hum():
    assert survey("pitch", spoken(seconds=8, pitch=100)).hum == ()


def test_a_knock_in_a_pause_is_no_word():
    voice = spoken(pause=2)
    knock = np.exp(-np.arange(300) / 60) * np.sin(np.arange(300) * 0.5) * 0.3
    voice[4 * SECOND : 4 * SECOND + 300] += knock

    found = survey("knock", voice + sources.noise(len(voice) / SECOND, level=-65))

    assert len(found.knocks) == 1
    assert found.knocks[0][0] <= 400 <= found.knocks[0][1]
    assert max(stop - start for start, stop in found.pauses) > 180, "the pause goes on behind it"


def test_two_speakers_at_different_distances_are_apart():
    near, far = sources.voice(3), sources.voice(3, level=-35, seed=4, pitch=200)
    pause = np.zeros(SECOND // 2)

    found = survey("distances", np.concatenate((near, pause, far, pause) * 2))

    assert 12 <= found.spread <= 17


def test_music_is_no_voice():
    assert survey("music", chords(12)).kind == "music"


def test_a_voice_over_music_has_an_unsteady_background():
    voice = np.concatenate([spoken(seconds=4, pause=1)] * 3)

    found = survey("over music", voice + 0.2 * chords(len(voice) / SECOND))

    assert (found.kind, found.steady) == ("speech", False)


@pytest.mark.parametrize("samples", (np.zeros(SECOND), np.zeros(100), sources.noise(5, level=-70)), ids=len)
def test_silence_is_silence(samples: np.ndarray):
    assert survey(f"silence {len(samples)}", samples).kind == "silence"


def test_an_offset_is_rumble_and_no_knock():
    found = survey("offset", spoken() + 0.1)

    assert found.rumble > -10
    assert found.knocks == ()
    assert found.noise < -60


def test_a_fan_that_is_switched_on_is_noise_all_the_same():
    voice = np.concatenate([np.concatenate((sources.voice(2, seed=seed), np.zeros(SECOND))) for seed in range(20)])
    fan = sources.noise(len(voice) / SECOND, level=-40)
    fan[: len(fan) // 2] /= 1000

    found = survey("switched on", voice + fan)

    assert found.steady
    assert -28 < found.noise < -20
    assert sum(stop - start > 80 for start, stop in found.pauses) >= 17, "in either half"


def test_notes_of_music_are_no_hum():
    voice = np.concatenate([spoken(seconds=4, pause=1)] * 3)
    time = np.arange(len(voice)) / SECOND

    assert survey("note", voice + 0.003 * np.sin(2 * np.pi * 149.9 * time)).hum == ()


def test_a_tone_beside_a_multiple_is_not_the_mains():
    voice = spoken(seconds=8, pause=2)
    time = np.arange(len(voice)) / SECOND
    tones = sum(0.003 * np.sin(2 * np.pi * one * time) for one in (50.02, 100.04, 349.4))

    found = survey("fan's tone", voice + tones + sources.noise(len(voice) / SECOND, level=-75))

    assert [round(line.frequency / 100) for line in found.hum] == [50, 100]
    assert abs(found.hum[0].frequency - 5002) < 6


def test_one_word_is_enough():
    word = np.concatenate((np.zeros(SECOND), sources.voice(0.4), np.zeros(SECOND)))

    found = survey("word", word)

    assert found.kind == "speech"
    assert [stop - start > 80 for start, stop in found.pauses] == [True, True]


def test_levels_do_not_change_what_is_found():
    voice = spoken() + sources.noise(7.5 + 0.5, level=-50)[: len(spoken())]
    loud, quiet = survey("loud", voice * 40), survey("quiet", voice / 8)

    assert abs(loud.noise - quiet.noise) <= 1
    assert abs(loud.speech - quiet.speech - 50) <= 1


@pytest.mark.parametrize("kind", ("telephone", "whisper", "child", "deep"))
def test_other_voices_are_clean_too(kind: str):
    plain = spoken(pitch={"child": 330, "deep": 82}.get(kind, 140))
    voice = {"telephone": telephone, "whisper": whispered}.get(kind, lambda samples: samples)(plain)

    found = survey(f"a {kind}", voice)

    assert (found.kind, found.hum, found.knocks) == ("speech", (), ())
    assert decided(found, voice) is None, "nothing is done to it"
