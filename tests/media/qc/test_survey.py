"""A survey sees every frame and hears every sample, each at its time, and passes on what the decoder complains of."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MediaError
from pipeline.media.qc.survey import survey
from tests import sources

RATE = sources.SAMPLE_RATE


def test_cuts_black_and_loudness_are_where_they_are():
    seen = survey(sources.flat("cuts.mp4", (100,) * 10 + (180,) * 10 + (16,) * 5)).picture

    assert seen is not None
    assert [round(time * 25) for time in seen.times] == list(range(25))
    assert list(np.flatnonzero(seen.changes > 20)) == [10, 20]
    assert list(np.flatnonzero(seen.lit < 0.5)) == [20, 21, 22, 23, 24]


def test_sound_is_heard_at_its_time():
    samples = np.zeros((2, 3 * RATE), np.float32)
    samples[:, RATE : 2 * RATE] = sources.sine(1, -6)
    heard = survey(sources.sound("middle.wav", samples), windows=[(RATE - 100, RATE + 100)]).sound

    assert heard is not None
    assert heard.samples == 3 * RATE
    loud = np.flatnonzero(heard.peaks > 0.1)
    assert (loud[0], loud[-1]) == (100, 199)
    assert not heard.windows[0][:100].any()
    assert heard.windows[0][101:].any()
    assert heard.measures.true_peak == pytest.approx(-6, abs=0.1)  # type: ignore[comparison-overlap]


def test_a_stretch_counts_from_its_beginning():
    seen = survey(
        sources.flat("cuts.mp4", (100,) * 10 + (180,) * 10 + (16,) * 5), stretch=(Fraction(8, 25), Fraction(8, 25))
    ).picture

    assert seen is not None
    assert list(np.flatnonzero(seen.changes > 20)) == [2]
    assert len(seen.times) == 8


def test_half_of_a_file_may_be_left_out():
    film = sources.flash_and_beep("both.mp4", 2)

    assert (survey(film, only="picture").sound, survey(film, only="sound").picture) == (None, None)


def test_frames_come_at_the_times_they_have():
    times = (Fraction(0), Fraction(1, 10), Fraction(1, 2), Fraction(3, 4))
    seen = survey(sources.numbered("uneven.mp4", times)).picture

    assert seen is not None
    assert seen.times == pytest.approx([float(time) for time in times], abs=1e-3)


def test_the_decoder_complains_of_damage(tmp_path: Path):
    film = tmp_path / "damaged ' : ，.mp4"
    data = bytearray(sources.numbered("sound.mp4", sources.regular(25, 100)).read_bytes())
    start = data.index(b"mdat")
    for place in range(start + 3000, len(data) - 3000, 400):
        data[place] ^= 0xFF
    film.write_bytes(data)

    assert survey(sources.numbered("sound.mp4", sources.regular(25, 100))).faults == ()
    assert survey(film).faults


def test_what_holds_nothing_is_an_error(tmp_path: Path):
    path = tmp_path / "nothing.mp4"
    path.write_bytes(b"\0" * 1000)

    with pytest.raises(MediaError):
        survey(path)
