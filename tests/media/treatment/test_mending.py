"""Clicks inside words and pops of breath: found where they are, mended there, and nothing else is touched."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.digest import plain
from pipeline.model.treatment import Survey, Treat, Treatment
from tests import sources
from tests.media.sounds import SECOND
from tests.media.treatment.spoken import spoken, whispered
from tests.media.treatment.voices import decided, level, recorded, survey, treated

CLICK = {
    "jump": np.array([0.3, -0.2]),
    "mouth": 0.3 * np.exp(-np.arange(24) / 5) * np.sin(np.arange(24) * 1.3),
}


def clicking(kind: str) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """A voice, the same with clicks in its vowels, and where they are."""
    voice = spoken(seconds=6, pause=0.5) + sources.noise(7, level=-75)
    # In vowels, where the wave is highest: in a sibilant a click is not heard, and not looked for.
    vowels = [1.4, 2.3, 4.9, 5.75]
    places = [int(np.argmax(np.abs(voice[(first := round(one * SECOND)) : first + 900]))) + first for one in vowels]
    spoiled = voice.copy()
    for place in places:
        if kind == "lost":
            spoiled[place : place + 10] = 0
        else:
            spoiled[place : place + len(CLICK[kind])] += CLICK[kind]
    return voice, spoiled, places


@pytest.mark.parametrize("kind", ("jump", "mouth", "lost"))
def test_clicks_in_words_are_found_and_bridged(kind: str, tmp_path: Path):
    voice, spoiled, places = clicking(kind)
    found = survey(f"clicking {kind}", spoiled)
    hit = [any(start - 30 < place < stop + 30 for start, stop in found.clicks) for place in places]
    assert len(found.clicks) <= len(places)
    assert sum(hit) >= 2, "one that is no louder than the strokes around it stays"
    how = decided(found, spoiled)
    assert how is not None and how.clicks == found.clicks
    assert how == type(how)(samples=len(spoiled), clicks=found.clicks), "and nothing else is done"

    after = treated(recorded(f"clicking {kind}", spoiled), how, tmp_path)

    touched = np.zeros(len(voice), bool)
    for start, stop in found.clicks:
        touched[start:stop] = True
        around = slice(start - 50, stop + 50)
        assert level(after[around] - voice[around]) < level(spoiled[around] - voice[around]) - 10
    assert np.abs(after - spoiled)[~touched].max() < 1e-6, "nothing else changes"


def test_clicks_are_counted_across_the_seconds_in_which_it_is_measured():
    voice = spoken(seconds=6, pause=0.5)
    for place in (SECOND - 3, SECOND + 4000, 5 * SECOND, 6 * SECOND + 700):
        voice[place] += 0.5

    assert [start // 10 for start, _ in survey("at seconds", voice).clicks] == [4799, 5200, 24000, 28870]


def plosives(pitch: float) -> np.ndarray:
    """A voice with bursts of p, t and k: noise that begins at once, and fades within 10 to 40 ms."""
    voice, chance = spoken(pitch=pitch), np.random.default_rng(9)
    for number, start in enumerate(range(SECOND // 3, len(voice) - SECOND, SECOND // 4)):
        fade = (0.003, 0.006, 0.012)[number % 3] * SECOND
        burst = np.diff(chance.standard_normal(4001)) * np.exp(-np.arange(4000) / fade)
        voice[start : start + 4000] += 0.15 * burst
    return voice


@pytest.mark.parametrize("kind", ("man", "child", "whisper", "sixteen bits"))
def test_plosives_of_a_clean_voice_are_no_clicks(kind: str):
    voice = plosives({"man": 95, "child": 330}.get(kind, 140))
    if kind == "whisper":
        voice = whispered(voice)
    if kind == "sixteen bits":
        voice = np.round(voice * 32768) / 32768

    found = survey(f"plosives {kind}", voice)

    assert (found.clicks, found.pops) == ((), ())


def popping(pitch: float = 110, height: float = 0.35) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """A voice, the same with breath that strikes the microphone, and where."""
    voice = spoken(seconds=6, pause=0.5, pitch=pitch)
    popped, places = voice.copy(), [SECOND // 2, 2 * SECOND, 5 * SECOND]
    time = np.arange(SECOND // 12) / SECOND
    pop = (1 - np.exp(-time / 0.004)) * np.exp(-time / 0.025) * np.sin(2 * np.pi * 50 * time)
    for place in places:
        popped[place : place + len(pop)] += height * pop / np.abs(pop).max()
    return voice, popped, places


@pytest.mark.parametrize("pitch", (85, 110, 220))
def test_pops_are_lowered_where_they_are(pitch: float, tmp_path: Path):
    voice, popped, places = popping(pitch)
    found = survey(f"popping {pitch}", popped)
    assert [any(start - 2 <= place / 480 <= stop for start, stop in found.pops) for place in places] == [True] * 3
    assert len(found.pops) == 3
    how = decided(found, popped, want=replace(Treat(), plosives="auto"))
    assert how is not None and how.plosives == 24

    after = treated(recorded(f"popping {pitch}", popped), how, tmp_path)

    for place in places:
        here = slice(place - 500, place + 5000)
        assert level(after[here] - voice[here]) < level(popped[here] - voice[here]) - 10
    far = np.ones(len(voice), bool)
    for start, stop in found.pops:
        far[(start - 5) * 480 : (stop + 5) * 480] = False
    assert np.abs(after - popped)[far].max() < 1e-6, "the voice's own lows stay"


@pytest.mark.parametrize("pitch", (75, 85, 140))
def test_the_lows_of_a_deep_voice_do_not_pop(pitch: float):
    voice = spoken(pitch=pitch)

    assert survey(f"deep {pitch}", voice).pops == ()
    # Nor does a lorry that goes by, or wind.
    rumble = sources.noise(len(voice) / SECOND, level=-22, slope=1.5)
    assert len(survey(f"deep wind {pitch}", voice + rumble).pops) <= 1


def test_an_amount_is_what_is_done():
    found = Survey(speech=-20, noise=-30, rumble=-20, pops=((10, 14),), lows=-18)
    asked = Treat(denoise=9, deess=4, highpass=90, plosives=6)

    how = decided(found, np.zeros(SECOND), want=asked)

    assert how is not None
    assert (how.denoise, how.deess, how.highpass, how.plosives, how.lows) == (9, 4, 90, 6, -38)
    assert decided(replace(found, kind="music"), np.zeros(SECOND), want=asked) is None


def test_music_that_comes_and_goes_does_not_pop():
    found = Survey(speech=-20, noise=-30, steady=False, pops=((10, 14),), lows=-18)

    assert decided(found, np.zeros(SECOND)) is None
    forced = decided(found, np.zeros(SECOND), want=Treat(plosives="yes"))
    assert forced is not None and forced.pops == found.pops


def test_the_level_of_a_recording_does_not_change_what_clicks_or_pops():
    _, popped, _ = popping()
    popped[67_418] += 0.4
    loud, quiet = survey("pops loud", popped * 30), survey("pops quiet", popped / 10)

    assert loud.clicks == quiet.clicks != ()
    assert loud.pops == quiet.pops != ()


def test_a_treatment_without_them_keeps_its_key():
    assert set(plain(Treatment(samples=1, denoise=6))) == {"is", "samples", "denoise", "version"}  # type: ignore[call-overload]
