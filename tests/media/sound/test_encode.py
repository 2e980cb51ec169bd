"""Every encoding is as long and as loud as its mix, in time with it, and below the peak limit."""

import subprocess
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.sound.encode import encode_sound
from pipeline.media.sound.loudness import loudness_of
from pipeline.model.rendition import Sound
from tests import sources
from tests.media.sounds import SECOND, Wave, band_noise, clicks, heard, medium, mixed, speech, tops, voice

AAC = Sound(codec="aac", bitrate=160_000)
MP3 = Sound(codec="mp3", bitrate=128_000)
OPUS = Sound(codec="opus", bitrate=96_000)
PADDED = {"aac": 1024, "mp3": 1, "opus": 1}
"""Decoders give whole frames of AAC; how much of the last is meant stands in the file only."""
SUFFIX = {"aac": ".m4a", "mp3": ".mp3", "opus": ".opus"}


def name_of(sound: Sound) -> str:
    return f"{sound.codec}-{sound.bitrate // 1000}-{sound.channels}"


def beats(seconds: float) -> Wave:
    """Drums: full-range noise that dies away twice a second over a low tone."""
    at = np.arange(round(seconds * SECOND)) / SECOND
    decay = np.exp(-8 * np.mod(at, 0.5))
    noise = np.random.default_rng(3).standard_normal((2, len(at)))
    return ((0.25 * noise + 0.4 * np.sin(2 * np.pi * 60 * at)) * decay).astype(np.float32)


def buzz(seconds: float) -> Wave:
    """A square wave, whose corners overshoot in every codec."""
    at = np.arange(round(seconds * SECOND)) / SECOND
    return np.tile(0.7 * np.sign(np.sin(2 * np.pi * 220 * at)), (2, 1)).astype(np.float32)


def knocks(seconds: float) -> Wave:
    """A voice, and full-scale knocks on the microphone."""
    wave = voice(seconds)
    for start in range(0, wave.shape[1], 9_600):
        wave[0, start : start + 8] = 1
    return wave


MATERIAL = {
    "voice": lambda: voice(5, level=-20),
    "tone": lambda: sources.sine(5, -20),
    "noise": lambda: band_noise(5, 20, 20_000),
    "drums": lambda: beats(5),
    "buzz": lambda: buzz(5),
    "knocks": lambda: knocks(5),
}


@cache
def mix_of(name: str) -> Path:
    """The mix of a material, made once."""
    folder = sources.folder() / f"mix of {name}"
    folder.mkdir(exist_ok=True)
    return mixed(folder, 5, speech(sources.sound(f"material {name}.wav", MATERIAL[name]()), 5))


def encoded(mix: Path, sound: Sound, folder: Path) -> Path:
    path = folder / f"声 音{SUFFIX[sound.codec]}"
    encode_sound(mix, sound, to=path)
    return path


@pytest.mark.parametrize("name", MATERIAL)
@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_every_file_meets_its_loudness_below_its_peak(tmp_path: Path, sound: Sound, name: str):
    measured = loudness_of(encoded(mix_of(name), sound, tmp_path))

    assert float(measured.integrated or 0) == pytest.approx(-16, abs=0.2)
    assert float(measured.true_peak or 0) <= -1


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_ordinary_sound_is_encoded_once_and_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: Sound
):
    mix = mix_of("voice")
    monkeypatch.delattr("pipeline.media.sound.encode.loudness_of")

    assert encoded(mix, sound, tmp_path).is_file()


@pytest.mark.parametrize("bitrate", [64_000, 160_000, 192_000, 224_000, 256_000, 320_000])
def test_mp3_is_as_loud_at_every_bitrate(tmp_path: Path, bitrate: int):
    measured = loudness_of(encoded(mix_of("voice"), Sound(codec="mp3", bitrate=bitrate), tmp_path))

    assert float(measured.integrated or 0) == pytest.approx(-16, abs=0.1)


@pytest.mark.parametrize("name", ["voice", "noise"])
@pytest.mark.parametrize(("codec", "bitrate"), [("aac", 64_000), ("mp3", 64_000), ("opus", 32_000)])
def test_one_channel_is_as_loud_from_two_speakers(tmp_path: Path, codec: str, bitrate: int, name: str):
    path = encoded(mix_of(name), Sound(codec=codec, bitrate=bitrate, channels=1), tmp_path)  # type: ignore[arg-type]

    measured = loudness_of(path)
    sound = medium(path).info.audio
    assert sound is not None
    assert sound.channels == 1
    assert float(measured.integrated or 0) == pytest.approx(-16, abs=0.2)
    assert float(measured.true_peak or 0) <= -1


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
@pytest.mark.parametrize("samples", [3 * SECOND, 123_457])
def test_clicks_and_the_end_stay_where_they_were(tmp_path: Path, sound: Sound, samples: int):
    places = [4_800, SECOND + 321, 2 * SECOND + 20_000]
    source = sources.sound(f"clicks for {samples}.wav", clicks(samples / SECOND, places))
    mix = mixed(tmp_path, samples / SECOND, speech(source, samples / SECOND))

    path = encoded(mix, sound, tmp_path)
    wave = heard(path)

    assert np.abs(np.subtract(tops(wave, places), places)).max() <= 2
    assert wave.shape[1] - samples in range(PADDED[sound.codec])
    with av.open(str(path)) as file:
        length = file.streams.audio[0].duration * file.streams.audio[0].time_base
    assert 0 <= float(length * SECOND - samples) < max(PADDED[sound.codec], 313)


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_the_same_again_is_the_same_file(tmp_path: Path, sound: Sound):
    first = encoded(mix_of("drums"), sound, tmp_path).read_bytes()

    assert encoded(mix_of("drums"), sound, tmp_path).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [f"声 音{SUFFIX[sound.codec]}"]


def test_mp3_says_how_much_of_it_is_padding(tmp_path: Path):
    data = encoded(mix_of("voice"), MP3, tmp_path).read_bytes()

    start = data.index(b"Info")
    delay, padding = int.from_bytes(data[start + 141 : start + 144]) >> 12, data[start + 142] & 15
    frames = int.from_bytes(data[start + 8 : start + 12])
    padding = int.from_bytes(data[start + 142 : start + 144]) & 0xFFF
    assert delay == 576
    assert frames * 1152 - delay - padding == 5 * SECOND


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_files_carry_nothing_but_sound(tmp_path: Path, sound: Sound):
    with av.open(str(encoded(mix_of("voice"), sound, tmp_path))) as file:
        known = {**file.metadata, **file.streams[0].metadata}

    assert not {name.lower() for name in known} & {"integrated", "limit", "brightness", "creation_time", "comment"}


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_silence_can_be_encoded(tmp_path: Path, sound: Sound):
    wave = heard(encoded(mixed(tmp_path, 1), sound, tmp_path))

    assert wave.shape[1] - SECOND in range(PADDED[sound.codec])
    assert np.abs(wave).max() < 1e-3


@pytest.mark.parametrize("sound", [AAC, MP3, OPUS], ids=name_of)
def test_files_decode_without_a_complaint(tmp_path: Path, sound: Sound):
    path = encoded(mix_of("drums"), sound, tmp_path)

    strict = ["-v", "warning", "-xerror", "-err_detect", "explode", "-i", path, "-f", "null", "-"]
    said = subprocess.run([binary(), *strict], capture_output=True, text=True, check=True).stderr
    assert said == ""


def test_horns_get_no_bass_and_softly_spoken_words_come_nearer(tmp_path):
    """Two voices of one pitch, the second 18 dB softer, over a hum."""
    at = np.arange(4 * SECOND) / SECOND
    level = np.where(at < 2, 0.4, 0.05)
    wave = level * np.sin(2 * np.pi * 1000 * at) + 0.2 * np.sin(2 * np.pi * 60 * at)
    mix = mixed(tmp_path, 4, speech(sources.sound("horn.wav", np.tile(wave, (2, 1)).astype(np.float32)), 4))

    before, after = (tmp_path / name for name in ("plain.mp3", "horn.mp3"))
    encode_sound(mix, Sound(codec="mp3", bitrate=128_000, channels=1), to=before)
    encode_sound(mix, Sound(codec="mp3", bitrate=128_000, channels=1, voicing="horn"), to=after)

    plain, horn = (levels_in(path) for path in (before, after))
    assert plain["hum"] - plain["loud"] > -9
    assert horn["hum"] - horn["loud"] < -30
    assert plain["loud"] - plain["soft"] > 17
    assert horn["loud"] - horn["soft"] < 12


def levels_in(path: Path) -> dict[str, float]:
    """dB of the hum and of both voices in the middle of their stretches."""
    samples, _ = sources.samples_of(path)
    found = {}
    for name, frequency, start in (("hum", 60, 0.5), ("loud", 1000, 0.5), ("soft", 1000, 2.8)):
        stretch = samples[0, round(start * SECOND) :][:SECOND]
        power = np.abs(np.fft.rfft(stretch * np.hanning(len(stretch))))[frequency - 3 : frequency + 4].max()
        found[name] = 20 * np.log10(power)
    return found
