"""Recordings that are no plain speech: each is measured, said to be what it is, and never made worse."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.treatment.clicks import clicks_in
from tests import sources
from tests.media.sounds import SECOND
from tests.media.treatment.spoken import chords, spoken, telephone, whispered
from tests.media.treatment.voices import at, decided, level, recorded, survey, treated

ROOT = Path(__file__).parents[3]


def sung(seconds: float) -> np.ndarray:
    """Held notes with vibrato, a breath after every phrase of three seconds."""
    time = np.arange(round(seconds * SECOND)) / SECOND
    notes = np.array([220.0, 246.9, 261.6, 293.7])[(time / 0.75).astype(int) % 4]
    turn = 2 * np.pi * np.cumsum(notes * (1 + 0.02 * np.sin(2 * np.pi * 5.5 * time))) / SECOND
    tone = sum(np.sin(number * turn) / number for number in range(1, 12))
    return np.asarray(0.08 * tone * np.clip(np.minimum(time % 4, 3 - time % 4) * 20, 0, 1))


def test_singing_is_not_mended_or_softened():
    """Whether taken for speech or for music: held notes are neither hum nor clicks nor pops."""
    voice = sung(16)
    found = survey("singing", voice)

    assert (found.hum, found.clicks, found.pops) == ((), (), ())
    assert decided(found, voice) is None


@pytest.mark.parametrize("kind", ("telephone", "whisper", "child"))
def test_noise_behind_other_voices_goes_down_and_the_voice_stays(kind: str, tmp_path: Path):
    plain = spoken(pitch=330 if kind == "child" else 140)
    voice = {"telephone": telephone, "whisper": whispered}.get(kind, lambda samples: samples)(plain)
    noisy = voice + sources.noise(len(voice) / SECOND, level=level(at(voice, 0.5, 2.5)) - 25)
    found = survey(f"noisy {kind}", noisy)
    how = decided(found, noisy)
    assert how is not None and how.denoise and not how.clicks and not how.pops

    after = treated(recorded(f"noisy {kind}", noisy), how, tmp_path)

    assert level(at(after, 3.4, 4.2)) < level(at(noisy, 3.4, 4.2)) - 8, "in the pause"
    assert level(at(after, 0.5, 2.5) - at(voice, 0.5, 2.5)) < level(at(noisy, 0.5, 2.5) - at(voice, 0.5, 2.5)) + 0.5
    assert abs(level(at(after, 0.5, 2.5)) - level(at(voice, 0.5, 2.5))) < 1


def test_a_drum_under_a_voice_is_no_pop_of_breath():
    """Music that a voice was already mixed with stays, its drum as well."""
    voice = np.concatenate([spoken(seconds=4, pause=1)] * 3)
    time = np.arange(len(voice)) / SECOND
    beat = time % 0.5
    drum = 0.2 * np.exp(-beat / 0.05) * np.sin(2 * np.pi * 55 * beat)
    found = survey("drum", voice + 0.2 * chords(len(voice) / SECOND) + drum)

    assert not found.steady or found.kind == "music"
    how = decided(found, voice)
    assert how is None or not (how.pops or how.denoise or how.clicks)


@pytest.mark.parametrize("factor", (1e-3, 1, 300))
def test_an_offset_and_floats_far_over_full_scale_neither_click_nor_pop(factor: float):
    voice = (spoken() + 0.05) * factor
    found = survey(f"offset {factor}", voice)

    assert (found.clicks, found.pops) == ((), ())


def test_crackle_all_the_time_is_bounded():
    """A worn record: the clicks that stand out are found, in time that grows with the length alone."""
    voice = spoken(seconds=6)
    chance = np.random.default_rng(4)
    for place in chance.integers(0, len(voice), 4000):
        voice[place] += 0.3 * chance.standard_normal()

    assert len(list(clicks_in(voice.astype(np.float32)))) < 25 * len(voice) / SECOND


def test_memory_for_long_recordings_is_small():
    """A quarter of an hour takes little more than a minute; three hours take twelve times that little."""
    script = """
import resource, sys
import numpy as np
from pipeline.media.treatment.survey import survey_of
from tests.media.treatment.spoken import spoken
voice = spoken(seconds=8, pause=1.5).astype(np.float32)
def grown(seconds):
    blocks = (voice[second % 9 * 48_000 :][:48_000, None] for second in range(seconds))
    found = survey_of(blocks, seconds * 48_000)
    assert found.kind == "speech" and found.pauses[-1][1] <= seconds * 100
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = grown(60)
print(grown(900) - first)
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)

    assert int(found.stdout) < 45_000, "kilobytes"
