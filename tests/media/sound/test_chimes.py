"""Chimes: the same bytes each time, heard at their level over music that goes on."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from pipeline.effects.chimes import Chime
from pipeline.media.sound.chimes import HIGH, LOW, make_chime
from pipeline.media.sound.levels import measure_take
from pipeline.media.sound.loudness import loudness_of
from pipeline.media.sound.mix import make_mix
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take
from tests import sources
from tests.media.sounds import SECOND, Wave, heard, music, speech, tone_level, voice

BEGINS, ENDS = Chime(kind="begins"), Chime(kind="ends")


def chime(folder: Path, kind: Chime = BEGINS) -> Path:
    make_chime(kind, to=folder / f"{kind.kind}.flac")
    return folder / f"{kind.kind}.flac"


def mixed(folder: Path, *sounds: PlacedSound, seconds: int) -> Wave:
    """The mix of sounds, of which those without media are chimes."""
    made = chime(folder)
    levels, joined = [], {}
    for index, sound in enumerate(sounds):
        levels.append(folder / f"level-{index}.json")
        measure_take(sound.take, to=levels[-1], joined=made if sound.take.joined else None)
        if sound.take.joined:
            joined[sound.take] = made
    mix = Mix(samples=seconds * SECOND, sounds=sounds, loudness=Loudness(target=Decimal(-16)))
    make_mix(mix, levels, to=folder / "mix.flac", joined=joined)
    return heard(folder / "mix.flac")


def effect(at: int, gain: int = -6) -> PlacedSound:
    take = Take(tone=BEGINS, samples=BEGINS.samples)
    return PlacedSound(role="effect", start=at * SECOND, take=take, gain=Decimal(gain))


@pytest.mark.parametrize(("kind", "notes"), [(BEGINS, (LOW, HIGH)), (ENDS, (HIGH, LOW))])
def test_it_goes_up_where_a_pause_begins(tmp_path: Path, kind: Chime, notes: tuple[float, float]):
    wave = heard(chime(tmp_path, kind))

    assert wave.shape == (2, kind.samples)
    assert np.abs(wave[:, [0, -1]]).max() < 0.001, "it neither begins nor ends with a click"
    first = [tone_level(wave, note, 0.02, 0.16) for note in notes]
    second = [tone_level(wave, note, 0.2, 0.34) for note in notes]
    assert first[0] > first[1] + 15
    assert second[1] > second[0] + 2


def test_it_is_made_of_the_same_bytes_each_time(tmp_path: Path):
    (tmp_path / "again").mkdir()

    assert chime(tmp_path).read_bytes() == chime(tmp_path / "again").read_bytes()


def test_it_stands_at_its_level_below_speech(tmp_path: Path):
    narration = sources.sound("narration of a chime.wav", voice(6))

    wave = mixed(tmp_path, speech(narration, 6), effect(8), seconds=12)

    alone = loudness_of(sources.sound("a chime alone.wav", wave[:, 8 * SECOND : 8 * SECOND + BEGINS.samples]))
    assert float(alone.integrated or 0) == pytest.approx(-22, abs=1)
    assert np.abs(wave[:, 10 * SECOND :]).max() < 0.001, "it is heard once"


def test_music_goes_on_under_it_as_it_is(tmp_path: Path):
    bed = sources.tone("bed of a chime.wav", level=-20.0)
    taken = music(bed, 12, gain=-10, duck=-12)

    wave = mixed(tmp_path, taken, effect(4), speech(sources.sound("late.wav", voice(2)), 2, at=9), seconds=12)

    before, under = tone_level(wave, 1000, 2, 3), tone_level(wave, 1000, 4.5, 5.5)
    assert under == pytest.approx(before, abs=1)
    assert tone_level(wave, 1000, 9.8, 10.6) < before - 8, "speech does duck it"
