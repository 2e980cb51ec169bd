"""The meter agrees with EBU Tech 3341."""

import numpy as np
import pytest

from pipeline.errors import MediaError
from pipeline.media.sound.loudness import Measures, loudness_of, measures_in, measures_text
from tests import sources


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_stereo_tone_at_its_level(level: float):
    measured = loudness_of(sources.tone(f"tone{level}.wav", 5, level=level))

    assert float(measured.integrated or 0) == pytest.approx(level, abs=0.1)
    assert float(measured.true_peak or 0) == pytest.approx(level, abs=0.2)


def test_quiet_parts_are_gated():
    loud, quiet = sources.sine(10, -23), sources.sine(4, -36)
    measured = loudness_of(sources.sound("gated.wav", np.concatenate((quiet, loud, quiet), axis=1)))

    assert float(measured.integrated or 0) == pytest.approx(-23, abs=0.2)


def test_one_channel_counts_as_the_two_speakers_it_is_heard_from():
    measured = loudness_of(sources.tone("single.wav", 5, level=-23, channels=1))

    assert float(measured.integrated or 0) == pytest.approx(-23, abs=0.1)


def test_peaks_between_samples_are_seen():
    at = np.arange(48_000) / 48_000
    between = np.sin(2 * np.pi * 12_000 * at + np.pi / 4) * np.minimum(1, np.minimum(at, at[::-1]) * 10) / 2
    measured = loudness_of(sources.sound("between.wav", np.tile(between.astype(np.float32), (2, 1))))

    assert float(measured.true_peak or 0) == pytest.approx(-6, abs=0.2)


def test_silence_has_no_loudness():
    silence = sources.sound("silence.wav", np.zeros((2, 96_000), np.float32))

    assert loudness_of(silence) == Measures(integrated=None, true_peak=None, range=None)


@pytest.mark.parametrize("name", ["tone", "silence"])
def test_measures_are_the_same_from_their_text(name: str):
    wave = sources.sine(2, -20) if name == "tone" else np.zeros((2, 96_000), np.float32)
    measured = loudness_of(sources.sound(f"kept {name}.wav", wave))

    assert measures_in(measures_text(measured)) == measured


def test_what_cannot_be_decoded_is_said(tmp_path):
    broken = tmp_path / "坏.wav"
    broken.write_bytes(b"RIFF no sound")

    with pytest.raises(MediaError, match="the loudness of '坏"):
        loudness_of(broken)
