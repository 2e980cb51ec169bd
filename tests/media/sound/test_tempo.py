"""At another speed sound keeps its pitch and level, lasts exactly as long as it should, and comes when it should."""

from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.sound.decoding.decode import decoding
from pipeline.media.sound.tempo import atempo, change_tempo
from pipeline.model.timeline import Take
from tests import sources
from tests.media.sounds import SECOND, Wave, clicks, medium, tone_level, tops

F = Fraction
SPEEDS = [F(1, 10), F(1, 2), F(9, 10), F(5, 4), F(2), F(10)]


def changed(take: Take, to: Path) -> Wave:
    """As the mix reads it."""
    change_tempo(take, to=to)
    with decoding(take, joined=to) as pcm:
        return pcm.read(10 * take.samples).T


def at_tempo(source: Path, tempo: Fraction, to: Path, *, seconds: Fraction) -> Wave:
    take = Take(media=(medium(source),), samples=ceil(seconds / tempo * SECOND), tempo=tempo)
    return changed(take, to)


def loudest(wave: Wave) -> float:
    """The frequency that is heard most, in Hz."""
    part = wave[0] * np.hanning(wave.shape[1])
    return float(np.argmax(np.abs(np.fft.rfft(part))) * SECOND / wave.shape[1])


@pytest.mark.parametrize("tempo", SPEEDS, ids=str)
def test_a_tone_stays_the_same_tone(tempo, tmp_path):
    seconds = F(6) if tempo > 1 else F(2)
    wave = at_tempo(sources.tone("tempo.wav", 7, frequency=440), tempo, tmp_path / "t.flac", seconds=seconds)

    length = float(seconds / tempo)
    assert wave.shape[1] == ceil(seconds / tempo * SECOND)
    assert loudest(wave) == pytest.approx(440, abs=max(2, 1.5 / length))
    middle = wave[:, round(length * 0.2 * SECOND) : round(length * 0.8 * SECOND)]
    assert 20 * np.log10(np.sqrt(2 * (middle**2).mean())) == pytest.approx(-23, abs=0.5)


@pytest.mark.parametrize("tempo", [F(1, 2), F(4, 5), F(3, 2), F(2)], ids=str)
def test_words_come_when_their_pictures_do(tempo, tmp_path):
    places = [round(SECOND * at) for at in (0.5, 3.25, 8, 19.5)]
    source = sources.sound("tempo clicks.wav", clicks(20, places))

    wave = at_tempo(source, tempo, tmp_path / "c.flac", seconds=F(20))

    found = tops(wave, [round(place / tempo) for place in places], within=SECOND // 5)
    late = [abs(top - place / float(tempo)) / SECOND for top, place in zip(found, places, strict=True)]
    assert max(late) < 0.05, late


def test_it_begins_where_the_clip_does_and_ends_in_silence(tmp_path):
    first, second = sources.sine(2, -20, frequency=300), sources.sine(1, -20, frequency=700)
    source = sources.sound("tempo two.wav", np.concatenate((first, second), axis=1))

    take = Take(media=(medium(source),), start=F(2), samples=2 * SECOND, tempo=F(2))
    wave = changed(take, tmp_path / "s.flac")

    assert wave.shape[1] == 2 * SECOND
    assert loudest(wave[:, : SECOND // 2]) == pytest.approx(700, abs=3)
    assert tone_level(wave, 300, 0.05, 0.4) < -60
    assert np.abs(wave[:, SECOND // 2 + SECOND // 100 :]).max() == 0, "one second of sound lasts half a second"


def test_the_same_bytes_every_time(tmp_path):
    take = Take(media=(medium(sources.tone("tempo.wav", 7, frequency=440)),), samples=SECOND, tempo=F(3, 2))

    change_tempo(take, to=tmp_path / "a.flac")
    change_tempo(replace(take), to=tmp_path / "b.flac")

    assert (tmp_path / "a.flac").read_bytes() == (tmp_path / "b.flac").read_bytes()


@pytest.mark.parametrize("tempo", [F(1, 10), F(1, 3), F(1), F(7, 5), F(10)], ids=str)
def test_no_filter_goes_beyond_twice_or_half(tempo):
    factors = [float(one.removeprefix("atempo=")) for one in atempo(tempo)]

    assert all(0.5 <= one <= 2 for one in factors)
    assert float(np.prod(factors)) == pytest.approx(float(tempo), rel=1e-8)
