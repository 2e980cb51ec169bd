"""The sound of voices: cut where it is silent, joined to the sample."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.media.probe.sniff import ProbeError
from pipeline.media.voices.sound import Spoken, join_speech, read_kept, read_speech, write_speech


def tone(samples: int, rate: int = 16_000) -> Spoken:
    return Spoken(rate=rate, samples=np.full(samples, 5000, np.int16))


def test_silence_at_both_ends_is_cut_off(tmp_path: Path):
    padded = np.concatenate([np.zeros(1600, np.int16), tone(8000).samples, np.full(3200, 20, np.int16)])
    write_speech(Spoken(rate=16_000, samples=padded), to=tmp_path / "a.wav")

    found = read_speech(tmp_path / "a.wav", most=10)

    assert (found.rate, len(found)) == (16_000, 8000)


def test_sentences_are_joined_to_the_sample():
    whole, times = join_speech([tone(8000), tone(4001)], [200, 300], 100)

    assert len(whole) == 3200 + 8000 + 4800 + 4001 + 1600
    assert times == [(200, 700), (1000, 1250)]
    assert np.flatnonzero(whole.samples)[[0, 7999, 8000, 12000]].tolist() == [3200, 11199, 16000, 20000]


def test_the_same_speech_gives_the_same_bytes(tmp_path: Path):
    for name in ("a.wav", "b.wav"):
        write_speech(tone(100), to=tmp_path / name)

    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_stereo_and_another_rate_are_read(tmp_path: Path):
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.full(2 * 44_100, 5000, "<i2").tobytes())

    assert (read_speech(tmp_path / "a.wav", most=2).rate, len(read_speech(tmp_path / "a.wav", most=2))) == (
        44_100,
        44_100,
    )
    assert read_speech(tmp_path / "a.wav", most=2, rate=24_000).rate == 24_000


@pytest.mark.parametrize(
    ("samples", "code"), [(np.zeros(16_000, np.int16), "silent"), (np.full(16_000 * 11, 5000, np.int16), "too-long")]
)
def test_what_is_no_sentence(tmp_path: Path, samples: np.ndarray, code: str):
    write_speech(Spoken(rate=16_000, samples=samples), to=tmp_path / "a.wav")

    with pytest.raises(ProbeError) as caught:
        read_speech(tmp_path / "a.wav", most=10)

    assert caught.value.code == code


def test_what_is_kept_and_cut_short_is_not_there(tmp_path: Path):
    path = tmp_path / "a.wav"
    write_speech(tone(1000), to=path)
    assert len(read_kept(path) or ()) == 1000
    path.write_bytes(path.read_bytes()[:500])

    assert read_kept(path) is None
    assert read_kept(tmp_path / "none.wav") is None
