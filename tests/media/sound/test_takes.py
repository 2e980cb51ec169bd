"""Takes of a narration follow each other with their pauses, to the sample, without clicks between."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.sound import takes
from pipeline.media.sound.levels import measure_take, read_level
from pipeline.media.sound.takes import join_takes
from pipeline.model.timeline import Take
from tests import sources
from tests.media.sounds import SECOND, Wave, clicks, heard, medium, tops


def joined(folder: Path, *media: Path, samples: int, pause: int = 0, start: Fraction = Fraction(0)) -> Wave:
    narration = Take(media=tuple(map(medium, media)), start=start, samples=samples, pause=pause)
    join_takes(narration, to=folder / "joined.flac")
    return heard(folder / "joined.flac")


def test_one_follows_the_other_after_the_pause(tmp_path: Path):
    first = sources.sound("take 1.wav", clicks(71_983 / SECOND, [10_000]))
    second = sources.sound("take 2.mp3", clicks(1, [20_000]))
    third = sources.sound("take 3.m4a", clicks(1, [30_000]), rate=44_100)

    wave = joined(tmp_path, first, second, third, samples=4 * SECOND, pause=12_345)

    begin = 71_983 + 12_345
    places = [10_000, begin + 20_000, begin + SECOND + 12_345 + 30_000]
    assert np.abs(np.subtract(tops(wave, places), places)).max() <= 1
    assert wave.shape == (2, 4 * SECOND)


def test_the_first_may_start_inside_its_file(tmp_path: Path):
    source = sources.sound("inside.flac", clicks(2, [SECOND + 5_000]))

    wave = joined(tmp_path, source, source, samples=3 * SECOND, start=Fraction(1))

    assert tops(wave, [5_000, 2 * SECOND + 5_000]) == [5_000, 2 * SECOND + 5_000]


def test_ends_are_faded_and_the_rest_is_as_it_was(tmp_path: Path):
    loud = sources.tone("loud.wav", 1, level=-1.0, frequency=50)

    wave = joined(tmp_path, loud, loud, samples=2 * SECOND)

    alone = heard(loud)
    assert np.abs(wave[:, SECOND - 5 : SECOND + 5]).max() < 0.01
    assert np.abs(np.diff(wave[0])).max() < 0.02
    assert np.abs(wave[:, 500 : SECOND - 500] - alone[:, 500 : SECOND - 500]).max() <= 2 / 32768


def test_long_takes_go_through_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    source = sources.tone("pieces.wav", Fraction(5, 2), level=-3.0, frequency=50)
    whole = joined(tmp_path, source, source, samples=5 * SECOND)

    # The last piece would be too short to fade.
    monkeypatch.setattr(takes, "PIECE", SECOND * 5 // 4 - 50)

    assert np.array_equal(joined(tmp_path, source, source, samples=5 * SECOND), whole)


def test_what_is_missing_is_silence_and_what_is_too_much_is_left_out(tmp_path: Path):
    source = sources.tone("one second.wav", 1)

    assert not joined(tmp_path, source, source, samples=3 * SECOND)[:, 2 * SECOND :].any()
    assert joined(tmp_path, source, source, samples=SECOND * 3 // 2).shape == (2, SECOND * 3 // 2)


def test_joined_takes_have_one_level(tmp_path: Path):
    source = medium(sources.tone("level of two.wav", 1, level=-23.0))
    narration = Take(media=(source, source), samples=4 * SECOND, pause=2 * SECOND)
    join_takes(narration, to=tmp_path / "joined.flac")

    measure_take(narration, joined=tmp_path / "joined.flac", to=tmp_path / "level.json")

    level = read_level(tmp_path / "level.json")
    assert float(level.integrated or 0) == pytest.approx(-23, abs=1)
    assert [(stretch.start, stretch.stop) for stretch in level.active] == [(0, SECOND), (3 * SECOND, 4 * SECOND)]


def test_the_same_again_is_the_same_file(tmp_path: Path):
    source = sources.tone("n.m4a")
    joined(tmp_path, source, source, samples=5 * SECOND, pause=100)
    first = (tmp_path / "joined.flac").read_bytes()

    joined(tmp_path, source, source, samples=5 * SECOND, pause=100)

    assert (tmp_path / "joined.flac").read_bytes() == first
