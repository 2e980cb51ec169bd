"""Listening: on which sides sound is heard, whether it is clipped, how loud it is; and what is no fault."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.media.probe.probe import probe
from pipeline.media.sound.decoding.decode import decoding
from pipeline.model.media import Listened
from tests import sources
from tests.media.sounds import SECOND, Wave, band_noise, take, voice

SECONDS = (2, 20)
"""A file that is decoded whole, and one of which windows are."""


def heard(name: str, samples: Wave, seconds: int | None = None) -> Listened:
    audio = probe(sources.sound(name, samples.astype(np.float32))).audio
    assert audio is not None and audio.heard is not None
    return audio.heard


def many_channels(path: Path, layout: str, gains: tuple[int, ...], seconds: int) -> Path:
    """A tone of 440 Hz in the channels of a layout, each with its gain."""
    tone = np.sin(2 * np.pi * 440 * np.arange(seconds * SECOND) / SECOND) * 8192
    samples = np.stack([tone * gain for gain in gains], axis=1).astype(np.int16)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=SECOND, layout=layout)
        for begin in range(0, len(samples), SECOND):
            block = np.ascontiguousarray(samples[begin : begin + SECOND])
            frame = av.AudioFrame(format="s16", layout=layout, samples=len(block))
            frame.planes[0].update(block.tobytes())
            frame.sample_rate, frame.pts = SECOND, begin
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def decoded(path: Path, seconds: int) -> Wave:
    with decoding(take(path, seconds)) as pcm:
        return pcm.read(seconds * SECOND)


def frequency(wave: Wave) -> float:
    return float(np.abs(np.fft.rfft(wave)).argmax() * SECOND / len(wave))


def both(left: Wave, right: Wave) -> Wave:
    return np.concatenate([left, right])


@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a"])
def test_a_voice_on_one_side(seconds: int, suffix: str):
    one, noise = voice(seconds), band_noise(seconds, 100, 8000, channels=1) * np.float32(0.001)

    left = heard(f"left{seconds}.{suffix}", both(one, np.zeros_like(one)))
    right = heard(f"right{seconds}.{suffix}", both(noise, one))

    assert (left.left, left.right, left.opposite) == (100, 0, 0)
    assert right.right >= 95 and right.left == 0


@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "opus"])
def test_opposite_phase(seconds: int, suffix: str):
    one = voice(seconds)
    noise = band_noise(seconds, 100, 8000) * np.float32(0.002)

    found = heard(f"opposite{seconds}.{suffix}", both(one, -one) + noise)
    lower = heard(f"opposite-lower{seconds}.{suffix}", both(one, -one * np.float32(0.5)))

    assert found.opposite >= 95
    assert lower.opposite >= 95


def test_what_is_no_fault():
    one, other = voice(6), voice(6, seed=2)
    plain = heard("mono in stereo.wav", both(one, one))
    wide = heard("wide.mp3", band_noise(6, 60, 12_000))
    near = heard("two microphones.wav", both(one, one * np.float32(0.1)))
    panned = heard("panned.wav", both(one + other * np.float32(0.3), other + one * np.float32(0.3)))

    for found in (plain, wide, near, panned):
        assert (found.left, found.right, found.opposite, found.clipped) == (0, 0, 0, 0)


def test_a_part_is_told_with_its_place():
    one = voice(20)
    turned = one.copy()
    turned[:, 6 * SECOND : 12 * SECOND] *= -1
    silent = one.copy()
    silent[:, 10 * SECOND :] = 0

    opposite, left = heard("partly opposite.wav", both(one, turned)), heard("partly left.flac", both(one, silent))

    assert opposite.opposite == pytest.approx(30, abs=4)
    assert abs(opposite.uneven_at - 6) < Fraction(3, 10)
    assert (opposite.left, opposite.right) == (0, 0)
    assert left.left == pytest.approx(50, abs=6)
    assert abs(left.uneven_at - 10) < Fraction(3, 10)


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a"])
@pytest.mark.parametrize("gain", [12, 25])
def test_clipped_speech(suffix: str, gain: int):
    loud = np.clip(voice(10, level=-1) * np.float32(10 ** (gain / 20)), -1, 1)
    late = voice(10, level=-3)
    late[:, 5 * SECOND :] = np.clip(late[:, 5 * SECOND :] * np.float32(10 ** (gain / 20)), -1, 1)

    found, partly = heard(f"clipped{gain}.{suffix}", loud), heard(f"partly clipped{gain}.{suffix}", late)

    assert found.clipped > (50 if gain == 25 else 10)
    if gain == 25 or suffix == "wav":
        assert partly.clipped > 3
        assert 4.8 <= partly.clipped_at < 7


def test_clipped_and_made_quieter_afterwards():
    flat = np.clip(voice(6, level=-1) * np.float32(18), -1, 1) * np.float32(0.5)

    assert heard("flat tops.wav", flat).clipped > 50


@pytest.mark.parametrize("frequency", [50, 100, 440, 1000, 3000])
@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a"])
def test_loud_tones_and_speech_are_not_clipped(frequency: int, suffix: str):
    tone = sources.sine(3, -0.1, frequency=frequency, channels=1)

    assert heard(f"loud{frequency}.{suffix}", tone).clipped == 0
    assert heard(f"speech{frequency}.{suffix}", voice(3, level=-0.1, seed=frequency)).clipped == 0


@pytest.mark.parametrize(("level", "suffix"), [(-23, "wav"), (-40, "m4a"), (-50, "wav")])
def test_the_level_is_known_within_two(level: int, suffix: str):
    assert heard(f"level{level}.{suffix}", sources.sine(3, level)).level == pytest.approx(level, abs=2)


def test_silence_is_silent_and_one_word_in_it_is_not():
    quiet = np.zeros((1, 30 * SECOND), np.float32)
    word = quiet.copy()
    word[:, 21 * SECOND : 22 * SECOND] = voice(1)

    first, second = (probe(sources.sound(f"s{n}.flac", wave)).audio for n, wave in enumerate((quiet, word)))

    assert first is not None and second is not None
    assert (first.silent, first.heard, second.silent) == (True, None, False)
    assert second.heard is not None


def test_memory_does_not_grow_with_the_length(tmp_path: Path):
    import tracemalloc

    one = voice(240)
    path = sources.sound("long opposite.wav", both(one, -one))
    tracemalloc.start()
    probe(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # The samples alone are 92 MB.
    assert most < 16_000_000


@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize(
    ("layout", "gains", "found"),
    [
        ("quad", (0, 0, 0, 1), (0, 100, 0)),
        ("quad", (1, 0, 1, 0), (100, 0, 0)),
        ("5.1", (0, 0, 0, 0, 1, -1), (0, 0, 100)),
        ("5.1", (1, -1, 0, 1, 0, 0), (0, 0, 100)),
        ("5.1", (0, 0, 1, 0, 0, 0), (0, 0, 0)),
        ("7.1.4", (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), (0, 100, 0)),
    ],
)
def test_sides_of_many_channels_are_those_of_their_fold(
    tmp_path: Path, seconds: int, layout: str, gains: tuple[int, ...], found: tuple[int, int, int]
):
    audio = probe(many_channels(tmp_path / "many.wav", layout, gains, seconds)).audio

    assert audio is not None and audio.heard is not None and audio.laid_out
    assert (audio.heard.left, audio.heard.right, audio.heard.opposite) == found


@pytest.mark.parametrize(
    ("layout", "channel"), [("5.1", 3), ("7.1.4", 11), ("6 channels", 3), ("TFL+TFC+TFR+TBL+TBC+TBR", 5), ("2.1", 2)]
)
def test_what_folding_would_leave_out_is_mixed_evenly(tmp_path: Path, layout: str, channel: int):
    count = {"5.1": 6, "7.1.4": 12, "6 channels": 6, "2.1": 3}.get(layout, 6)
    path = many_channels(tmp_path / "many.wav", layout, tuple(int(at == channel) for at in range(count)), 2)

    audio = probe(path).audio
    heard = decoded(path, 2)

    assert audio is not None and not audio.laid_out and not audio.silent
    assert frequency(heard[:, 0]) == pytest.approx(440, abs=2) and frequency(heard[:, 1]) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(0.25 / 2**0.5 * count**-0.5, rel=0.05)
