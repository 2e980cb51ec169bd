"""What a treatment does: measured gains, pauses cut to the sample and without a click, and nothing else touched."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.digest import file_digest
from pipeline.media.treatment.treat import treat
from pipeline.model.treatment import SPEECH, Cut, Treat, Treatment, shorten
from tests import sources
from tests.media.sounds import SECOND
from tests.media.treatment.voices import at, decided, level, recorded, survey, tone_level, treated

ROOT = Path(__file__).parents[3]


def segmental(clean: np.ndarray, other: np.ndarray) -> float:
    """Segmental SNR in dB at 16 kHz, over frames of 32 ms in which somebody speaks."""
    clean, other = (np.fft.irfft(np.fft.rfft(one)[: len(one) // 6 + 1], len(one) // 3) / 3 for one in (clean, other))
    frames = len(clean) // 512
    power, error = (
        np.square(one[: frames * 512]).reshape(-1, 512).sum(axis=1) for one in (clean, clean[: len(other)] - other)
    )
    spoken = power > power.max() / 10_000
    return float(np.clip(10 * np.log10(power[spoken] / (error[spoken] + 1e-12)), -10, 35).mean())


@pytest.mark.parametrize("slope", (0, 0.5))
def test_noise_goes_down_and_the_voice_stays(slope: float, tmp_path: Path):
    voice = np.concatenate((np.zeros(SECOND), sources.voice(5), np.zeros(SECOND)))
    noisy = voice + sources.noise(len(voice) / SECOND, level=-30, slope=slope)
    found = survey(f"noisy {slope}", noisy)
    how = decided(found, noisy)
    assert how is not None and how.denoise == 18

    after = treated(recorded(f"noisy {slope}", noisy), how, tmp_path)

    assert len(after) == len(noisy)
    assert segmental(voice, after) > segmental(voice, noisy) + 5
    assert -20 < level(at(after, 6.2, 6.9)) - level(at(noisy, 6.2, 6.9)) < -12, "the room's own sound is kept"


def test_hum_is_taken_out_and_its_neighbours_stay(tmp_path: Path):
    time = np.arange(10 * SECOND) / SECOND
    hum = sum(0.003 * np.sin(2 * np.pi * one * time + 1) for one in (50.02, 100.04, 150.06))
    voice = np.concatenate((np.zeros(SECOND), sources.voice(4), np.zeros(2 * SECOND), sources.voice(3)))
    humming = voice + hum
    how = decided(survey("humming", humming), humming)
    assert how is not None
    assert (len(how.hum), how.highpass, how.denoise, how.compress) == (3, 0, 0, False)

    after = treated(recorded("humming", humming), how, tmp_path)

    assert level(at(after, 5.4, 6.8)) < level(at(hum, 5.4, 6.8)) - 25
    assert level(at(after, 0, 0.3)) < level(hum) - 20, "from the first moment on"
    beside = 0.01 * np.sin(2 * np.pi * 61 * time) + 0.01 * np.sin(2 * np.pi * 112 * time)
    passed = treated(recorded("beside hum", beside), replace(how, samples=len(beside)), tmp_path)
    assert abs(tone_level(passed, 61) - tone_level(beside, 61)) < 0.5
    assert abs(tone_level(passed, 112) - tone_level(beside, 112)) < 0.5


def test_a_knock_goes_down_to_the_rooms_sound(tmp_path: Path):
    voice = np.concatenate((sources.voice(3), np.zeros(2 * SECOND), sources.voice(3)))
    noise = sources.noise(8, level=-65)
    knocked = voice + noise
    knocked[4 * SECOND : 4 * SECOND + 300] += np.exp(-np.arange(300) / 60) * np.sin(np.arange(300) * 0.5) * 0.3
    how = decided(survey("knocked", knocked), knocked)
    assert how is not None and len(how.knocks) == 1

    after = treated(recorded("knocked", knocked), how, tmp_path)

    assert level(at(after, 3.98, 4.05)) < -55
    assert level(at(after, 0, 3) - at(knocked, 0, 3)) < -70, "nothing else changes"


def test_two_speakers_end_within_three_lu(tmp_path: Path):
    near, far = sources.voice(3), sources.voice(3, level=-35, seed=4, pitch=200)
    pause = np.zeros(SECOND // 2)
    both = np.concatenate((near, pause, far, pause) * 2)
    how = decided(survey("both", both), both)
    assert how is not None and how.compress

    after = treated(recorded("both", both), how, tmp_path)

    levels = [level(at(after, start, start + 3)) for start in (0, 3.5, 7, 10.5)]
    assert max(levels) - min(levels) < 3
    # Within a sentence nothing changes but the level.
    middle = at(after, 1, 2) / at(both, 1, 2).std() * at(both, 1, 2).std()
    gain = np.dot(middle, at(both, 1, 2)) / np.dot(at(both, 1, 2), at(both, 1, 2))
    assert level(middle - gain * at(both, 1, 2)) < level(middle) - 50


def test_noise_in_pauses_is_not_raised_with_the_far_speaker(tmp_path: Path):
    near, far = sources.voice(3), sources.voice(3, level=-35, seed=4, pitch=200)
    pause = np.zeros(SECOND)
    both = np.concatenate((pause, pause, near, pause, far, pause, near, pause, far, pause))
    noisy = both + sources.noise(len(both) / SECOND, level=-50)
    how = decided(survey("noisy speakers", noisy), noisy)
    assert how is not None and how.compress and how.denoise

    after = treated(recorded("noisy speakers", noisy), how, tmp_path)

    assert level(at(after, 0.2, 1.8)) < level(at(noisy, 0.2, 1.8)) - 8
    levels = [level(at(after, start, start + 3)) for start in (2, 6, 10, 14)]
    assert max(levels) - min(levels) < 3


def test_pauses_are_shortened_without_a_click(tmp_path: Path):
    voice = np.concatenate([part for seed in (1, 5, 6) for part in (sources.voice(2, seed=seed), np.zeros(2 * SECOND))])
    voice = voice + sources.noise(12, level=-80, slope=1)
    found = survey("long pauses", voice)
    how = Treatment(samples=len(voice), cuts=shorten(found.pauses, Fraction(4, 5)))
    assert len(how.cuts) == 3

    after = treated(recorded("long pauses", voice), how, tmp_path)

    assert len(after) == len(voice) - how.shortened
    pauses = survey("shortened pauses", after).pauses
    assert all(stop - start <= 83 for start, stop in pauses)
    high = np.fft.rfft(after)
    high[: round(5000 * len(after) / SECOND)] = 0
    milliseconds = np.square(np.fft.irfft(high, len(after))[: len(after) // 48 * 48]).reshape(-1, 48).mean(axis=1)
    lost = 0
    for cut in how.cuts:
        seam = (cut.start - lost) // 48
        lost += cut.stop - cut.start
        assert 10 * np.log10(milliseconds[seam - 25 : seam + 5].max() + 1e-12) < -80, "60 dB below the voice"
        # What follows is where it should be, to the sample.
        assert np.abs(after[cut.stop - lost : cut.stop - lost + 4800] - voice[cut.stop : cut.stop + 4800]).max() < 1e-4


def test_rumble_and_offset_go(tmp_path: Path):
    time = np.arange(8 * SECOND) / SECOND
    voice = np.concatenate((sources.voice(3), np.zeros(2 * SECOND), sources.voice(3)))
    rumbling = voice + 0.05 * np.sin(2 * np.pi * 23 * time) + 0.02
    how = decided(survey("rumbling", rumbling), rumbling)
    assert how is not None and how.highpass == 60

    after = treated(recorded("rumbling", rumbling), how, tmp_path)

    assert level(at(after, 3.5, 4.5)) < -60
    assert abs(level(at(after, 0.5, 2.5)) - level(at(voice, 0.5, 2.5))) < 0.5


def test_sharp_sibilants_are_softened_and_vowels_stay(tmp_path: Path):
    voice = np.concatenate((sources.voice(4), np.zeros(SECOND)))
    spectrum = np.fft.rfft(voice)
    spectrum[round(4500 * len(voice) / SECOND) :] *= 16
    sharp = np.fft.irfft(spectrum, len(voice))
    found = survey("sharp", sharp)
    how = decided(found, sharp)
    assert how is not None and how.deess

    after = treated(recorded("sharp", sharp), how, tmp_path)

    assert survey("softened", after).hiss < found.hiss - 4
    low = np.fft.rfft(after - sharp)[: round(4000 * len(voice) / SECOND)]
    assert level(np.fft.irfft(low, len(low) * 2 - 2)) < level(sharp) - 35


def test_far_beyond_full_scale_nothing_is_cut_off(tmp_path: Path):
    voice = np.concatenate((sources.voice(3), np.zeros(SECOND))) + sources.noise(4, level=-40)
    loud = voice * 100
    how = decided(survey("far beyond", loud), loud)
    assert how is not None and how.denoise

    after = treated(recorded("far beyond", loud), how, tmp_path)

    assert np.abs(after).max() > 10
    assert np.corrcoef(after[: 3 * SECOND], voice[: 3 * SECOND])[0, 1] > 0.98


@pytest.mark.parametrize("part", ("denoise", "deess", "compress", "highpass", "declip"))
def test_a_clean_voice_stays_as_it_is_even_where_it_must_be_treated(part: str, tmp_path: Path):
    voice = np.concatenate((sources.voice(3), np.zeros(SECOND), sources.voice(3)))
    found = survey("always", voice)
    assert decided(found, voice) is None
    how = decided(found, voice, want=replace(Treat(), **{part: "yes"}))
    assert how is not None

    after = treated(recorded("always", voice), how, tmp_path)

    assert segmental(voice, after) > 25
    assert abs(level(after) - level(voice)) < 0.5


def test_other_times_and_runs_give_the_same_bytes(tmp_path: Path):
    """Memory lies elsewhere in every process: that must not be heard."""
    voice = np.concatenate((sources.voice(2), np.zeros(SECOND))) + sources.noise(3, level=-40)
    take = recorded("same bytes", voice)
    how = decided(survey("same bytes", voice), voice, want=SPEECH, longest=Fraction(1, 2))
    assert how is not None and how.cuts
    take = replace(take, media=(replace(take.media[0], treatment=how),))
    treat(take, to=tmp_path / "first.flac")
    script = (
        "import pickle, sys; from pathlib import Path; from pipeline.media.treatment.treat import treat;"
        "treat(pickle.loads(Path(sys.argv[1]).read_bytes()), to=Path(sys.argv[2]))"
    )
    import pickle

    (tmp_path / "take").write_bytes(pickle.dumps(take))
    for number in range(2):
        to = tmp_path / f"{number}.flac"
        command = [sys.executable, "-c", script, str(tmp_path / "take"), str(to)]
        subprocess.run(command, check=True, cwd=ROOT, env=os.environ)
        assert file_digest(to) == file_digest(tmp_path / "first.flac")


def test_a_cut_at_the_end_leaves_the_right_length(tmp_path: Path):
    voice = np.concatenate((sources.voice(1), np.zeros(SECOND)))
    how = Treatment(samples=len(voice), cuts=(Cut(start=60_000, stop=90_000),))

    assert len(treated(recorded("cut end", voice), how, tmp_path)) == len(voice) - 30_000
