"""Recordings as they come: joined, chained, of many channels, beyond full scale: the right tones at the right times."""

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MediaError
from pipeline.media.probe.probe import ProbeError
from pipeline.media.sound.decoding.decode import decoding
from pipeline.media.sound.levels import measure_take, read_level
from pipeline.media.sound.takes import join_takes
from pipeline.model.media import Hearing, Medium
from pipeline.model.timeline import Take
from tests import sources
from tests.media.sound.recordings import assert_tones, joined, made, run, silk
from tests.media.sounds import SECOND, Wave, medium, mixed, music, speech, take, tone_level, voice


def decoded(source: Medium | Path, seconds: float = 10, start: Fraction = Fraction(0)) -> Wave:
    its = source if isinstance(source, Medium) else medium(source)
    with decoding(Take(media=(its,), start=start, samples=round(seconds * SECOND))) as pcm:
        return pcm.read(round(seconds * SECOND)).T


CHANGES = {
    "channels.mp3": ("mp3", ("-ac", 1), ("-ac", 2)),
    "rate.mp3": ("mp3", ("-ar", 22_050), ("-ar", 48_000)),
    "bare.mp3": ("mp3", ("-ac", 1, "-write_xing", 0), ("-ac", 2, "-write_xing", 0)),
    "channels.aac": ("aac", ("-ac", 2), ("-ac", 1)),
    "rate.aac": ("aac", ("-ar", 48_000), ("-ar", 32_000)),
    "surround.ac3": ("ac3", ("-ac", 2), ("-ac", 6)),
    "rate.flac": ("flac", ("-ar", 44_100), ("-ar", 48_000, "-ac", 2)),
    "chained.opus": ("opus", (), ("-ac", 2)),
    "chained.ogg": ("ogg", ("-c:a", "libvorbis"), ("-c:a", "libvorbis")),
    "voice.amr": ("amr", ("-ar", 8000, "-ac", 1), ("-ar", 8000, "-ac", 1, "-b:a", "6.7k")),
    "flac.oga": ("oga", ("-c:a", "flac"), ("-c:a", "flac")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_sound_that_goes_on_in_another_format_is_heard_at_its_time(name: str, tmp_path: Path):
    kind, first, second = CHANGES[name]
    source = joined(
        tmp_path / name, made(tmp_path / f"a.{kind}", 440, *first), made(tmp_path / f"b.{kind}", 1000, *second)
    )

    found = medium(source)

    assert found.info.audio is not None
    assert float(found.info.duration) == pytest.approx(4, abs=0.1)
    wave = decoded(found)
    assert_tones(wave[:, : 4 * SECOND], [440] * 4 + [1000] * 4)
    assert wave.shape[1] == pytest.approx(float(found.info.duration) * SECOND, abs=SECOND // 10)
    assert_tones(decoded(found, 1.5, Fraction(5, 2)), [1000] * 3)


@pytest.mark.parametrize("name", ["channels.mp3", "chained.opus", "chained.ogg", "rate.flac"])
def test_files_in_a_file_have_their_exact_length(name: str, tmp_path: Path):
    kind, first, second = CHANGES[name]
    source = joined(
        tmp_path / name, made(tmp_path / f"a.{kind}", 440, *first), made(tmp_path / f"b.{kind}", 1000, *second)
    )

    assert float(medium(source).info.duration) == pytest.approx(4, abs=0.001)


def test_three_files_with_tags_between_them(tmp_path: Path):
    parts = [made(tmp_path / f"{n}.mp3", n, "-metadata", "title=诗" * 50, seconds=1) for n in (300, 600, 900)]
    source = joined(tmp_path / "three.mp3", *parts)

    assert_tones(decoded(source), [300, 300, 600, 600, 900, 900])


def test_the_take_after_one_that_changes_is_on_time(tmp_path: Path):
    change = joined(
        tmp_path / "c.mp3", made(tmp_path / "a.mp3", 440, "-ac", 1), made(tmp_path / "b.mp3", 1000, "-ac", 2)
    )
    chained = joined(tmp_path / "d.opus", made(tmp_path / "a.opus", 700), made(tmp_path / "b.opus", 1400))
    media = (medium(change), medium(chained), medium(sources.tone("t300.wav", 1, frequency=300)))

    join_takes(Take(media=media, samples=9 * SECOND), to=tmp_path / "joined.flac")

    expected = [440] * 4 + [1000] * 4 + [700] * 4 + [1400] * 4 + [300] * 2
    assert_tones(sources.samples_of(tmp_path / "joined.flac")[0], expected)


def test_music_that_changes_is_looped_whole(tmp_path: Path):
    source = joined(
        tmp_path / "c.mp3", made(tmp_path / "a.mp3", 440, "-ac", 1), made(tmp_path / "b.mp3", 1000, "-ac", 2)
    )

    wave = sources.samples_of(mixed(tmp_path, 8, music(source, 8)))[0]

    assert_tones(wave, [440] * 4 + [1000] * 4 + [440] * 4 + [1000] * 4)


def test_a_clip_whose_sound_changes_by_stream_copy(tmp_path: Path):
    """MP4 keeps one description of its sound; what changes is in the packets."""
    parts = [
        made(tmp_path / f"{n}.aac", n, "-ac", channels, "-c:a", "aac", rate=48_000)
        for n, channels in ((440, 2), (1000, 1))
    ]
    whole = joined(tmp_path / "both.aac", *parts)
    run("-i", whole, "-f", "lavfi", "-i", "color=s=64x64:r=25:d=4", "-c:a", "copy", tmp_path / "clip.mp4")

    assert_tones(decoded(tmp_path / "clip.mp4", 4), [440] * 4 + [1000] * 4)


def wav(path: Path, samples: Wave, *, said: int | None = None, kind: bytes = b"RIFF", format_code: int = 1) -> Path:
    """16 bits without a channel layout; `said` is the length that its header gives."""
    data = np.round(samples.T * 32767).astype("<i2").tobytes()
    size, channels = len(data) if said is None else said, samples.shape[0]
    head = struct.pack("<HHIIHH", format_code, channels, SECOND, SECOND * 2 * channels, 2 * channels, 16)
    if kind == b"RF64":
        sizes = struct.pack("<QQQI", size + 72 if size else 0, size, 0, 0)
        start = b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<I", len(sizes)) + sizes
        body = start + b"fmt " + struct.pack("<I", 16) + head + b"data\xff\xff\xff\xff"
    else:
        riff = min(size + 36, 0xFFFFFFFF) if size else 0
        body = b"RIFF" + struct.pack("<I", riff) + b"WAVEfmt " + struct.pack("<I", 16) + head + b"data"
        body += struct.pack("<I", size)
    path.write_bytes(body + data)
    return path


@pytest.mark.parametrize("channels", [3, 4, 5, 6, 8, 16, 60])
def test_channels_without_a_layout_are_mixed_evenly(channels: int, tmp_path: Path):
    levels = []
    for number in (0, channels // 2, channels - 1):
        samples = np.zeros((channels, SECOND), np.float32)
        samples[number] = sources.sine(1, -6, frequency=440, channels=1)
        wave = decoded(wav(tmp_path / f"{number}.wav", samples))
        assert_tones(wave, [440, 440])
        levels.append([tone_level(wave[side : side + 1], 440, 0.2, 0.8) for side in (0, 1)])

    assert np.ptp(levels) < 0.05


def test_more_channels_than_can_be_mixed_are_refused_in_words(tmp_path: Path):
    with pytest.raises(ProbeError, match="65 channels"):
        medium(wav(tmp_path / "65.wav", np.zeros((65, 4800), np.float32)))


PLACEHOLDERS = [0x7FFFFFFF, 0x7FFFF000, 2_000_000_000, 0x80000000, 0, 0xFFFFFFFF, 0x7FFFFFD3, 0xFFFFFFDB]


@pytest.mark.parametrize("said", PLACEHOLDERS, ids=hex)
def test_a_length_that_is_a_placeholder_is_no_length(said: int, tmp_path: Path):
    samples = sources.sine(3, -6, frequency=440, channels=1)

    for number, count in enumerate((3 * SECOND, 3 * SECOND - 777)):
        found = medium(wav(tmp_path / f"{number}.wav", samples[:, :count], said=said))
        assert found.info.duration == Fraction(count, SECOND)
        assert decoded(found).shape[1] == count


@pytest.mark.parametrize("said", [0, 0x7FFF_FFFF_FFFF_FF00], ids=hex)
def test_placeholders_of_long_wav(said: int, tmp_path: Path):
    samples = sources.sine(3, -6, frequency=440, channels=1)

    assert medium(wav(tmp_path / "long.wav", samples, said=said, kind=b"RF64")).info.duration == 3


def test_a_placeholder_in_w64(tmp_path: Path):
    path = made(tmp_path / "a.w64", 440, rate=SECOND, seconds=3)
    data = bytearray(path.read_bytes())
    at = data.index(b"data\xf3\xac\xd3\x11")
    data[at + 16 : at + 24] = struct.pack("<Q", 0x7FFF_FFFF_FFFF_FF00)
    data[16:24] = struct.pack("<Q", 0x7FFF_FFFF_FFFF_FF00)
    path.write_bytes(data)

    assert medium(path).info.duration == 3


def test_a_wav_that_was_really_cut_off_is_still_refused(tmp_path: Path):
    samples = sources.sine(1, -6, channels=1)

    with pytest.raises(ProbeError, match="breaks off"):
        medium(wav(tmp_path / "cut.wav", samples, said=2 * 2 * SECOND))


@pytest.mark.parametrize("suffix", ["wav", "aiff", "w64"])
def test_bytes_behind_a_files_own_end_are_counted(suffix: str, tmp_path: Path):
    part = made(tmp_path / f"a.{suffix}", 440)
    found = medium(joined(tmp_path / f"two.{suffix}", part, part)).info
    three = medium(joined(tmp_path / f"three.{suffix}", part, part, part)).info

    assert found.audio is not None and three.audio is not None
    assert (found.duration, found.audio.unread, three.audio.unread) == (2, 50, 67)


def test_tags_behind_the_end_are_nothing_unread(tmp_path: Path):
    plain = made(tmp_path / "a.wav", 440)
    plain.write_bytes(plain.read_bytes() + b"TAG" + bytes(125))
    tagged = made(tmp_path / "b.mp3", 440, "-write_id3v1", 1, "-metadata", "title=x")

    assert [medium(path).info.audio.unread for path in (plain, tagged)] == [0, 0]  # type: ignore[union-attr]


def hot(path: Path, seconds: float = 2, level: float = 6, frequency: int = 300) -> Path:
    """A tone above full scale in floats."""
    made(path, frequency, "-af", f"aformat=sample_fmts=flt,volume={level + 18}dB", "-c:a", "pcm_f32le", seconds=seconds)
    return path


@pytest.mark.parametrize("suffix", ["wav", "caf"])
def test_takes_above_full_scale_are_not_clipped_when_they_are_joined(suffix: str, tmp_path: Path):
    media = tuple(medium(hot(tmp_path / f"{n}.{suffix}", level=9)) for n in (1, 2))
    narration = Take(media=media, samples=4 * SECOND)
    join_takes(narration, to=tmp_path / "joined.flac")
    wave = sources.samples_of(tmp_path / "joined.flac")[0]

    assert wave.shape[1] == 4 * SECOND
    level = tone_level(wave, 300, 0.5, 1.5)
    assert level == pytest.approx(9 - 3, abs=0.2)
    assert tone_level(wave, 900, 0.5, 1.5) - level < -90

    measure_take(narration, joined=tmp_path / "joined.flac", to=tmp_path / "level.json")
    assert float(read_level(tmp_path / "level.json").peak or 0) == pytest.approx(6, abs=0.3)


def test_a_loud_take_between_ordinary_ones_is_found_when_it_is_decoded(tmp_path: Path):
    """Of a coded file only decoding tells."""
    loud = made(tmp_path / "loud.opus", 300, "-af", "volume=24dB,aformat=sample_fmts=flt", rate=SECOND)
    media = (medium(sources.tone("q.wav", 1)), medium(hot(tmp_path / "f.wav")), medium(loud))

    join_takes(Take(media=media, samples=5 * SECOND), to=tmp_path / "joined.flac")

    wave = sources.samples_of(tmp_path / "joined.flac")[0]
    assert tone_level(wave, 900, 1.5, 2.5) - tone_level(wave, 300, 1.5, 2.5) < -90


def with_hearing(path: Path, **how: object) -> Medium:
    from dataclasses import replace

    return replace(medium(path), hearing=Hearing(**how))  # type: ignore[arg-type]


def stereo(name: str, left: Wave, right: Wave) -> Path:
    return sources.sound(name, np.concatenate([left, right]))


def test_channels_are_heard_as_asked():
    left, right = (sources.sine(1, -6, frequency=hertz, channels=1) for hertz in (440, 1000))
    source = stereo("two voices.wav", left, right)

    assert_tones(decoded(with_hearing(source, channels="left")), [440, 440])
    assert_tones(decoded(with_hearing(source, channels="right")), [1000, 1000])
    mix = decoded(with_hearing(source, channels="mix"))
    assert [round(tone_level(mix[side : side + 1], hertz, 0.2, 0.8)) for side in (0, 1) for hertz in (440, 1000)] == [
        -12
    ] * 4
    only = decoded(with_hearing(source, channels="left"))
    assert tone_level(only[1:], 440, 0.2, 0.8) == pytest.approx(-9, abs=0.1)


def test_opposite_phase_is_brought_into_phase():
    tone = sources.sine(1, -6, frequency=440, channels=1)

    wave = decoded(with_hearing(stereo("against.wav", tone, -tone), channels="inverted"))

    assert tone_level(wave.mean(axis=0, keepdims=True), 440, 0.2, 0.8) == pytest.approx(-6, abs=0.1)


@pytest.mark.parametrize("wechat", [True, False])
@pytest.mark.parametrize("name", ["voice.silk", "voice.amr"])
def test_a_voice_message_of_wechat_is_heard(wechat: bool, name: str, tmp_path: Path):
    found = medium(silk(tmp_path / name, wechat=wechat))

    assert (found.info.kind, found.info.format, found.info.duration) == ("audio", "silk", 3)
    assert_tones(decoded(found), [440] * 6)
    assert_tones(decoded(found, start=Fraction(3, 2)), [440] * 3)


def test_voice_messages_are_takes(tmp_path: Path):
    media = tuple(medium(silk(tmp_path / f"{n}.silk", 1, frequency=n)) for n in (300, 800))

    join_takes(Take(media=media, samples=3 * SECOND, pause=SECOND), to=tmp_path / "j.flac")

    assert_tones(sources.samples_of(tmp_path / "j.flac")[0], [300, 300, 0, 0, 800, 800])


@pytest.mark.parametrize("damage", ["cut", "noise", "head"])
def test_a_damaged_voice_message_is_refused_by_name(damage: str, tmp_path: Path):
    path = silk(tmp_path / "voice.silk")
    data = path.read_bytes()
    noise = np.random.default_rng(1).integers(0, 256, 20_000, dtype=np.uint8).tobytes()
    path.write_bytes({"cut": data[: len(data) // 2], "noise": data[:10] + noise, "head": data[:10]}[damage])

    with pytest.raises(ProbeError) as error:
        medium(path)

    assert "WeChat" in str(error.value) or "no sound" in str(error.value)


@pytest.mark.parametrize(("name", "rate"), [("a.amr", 8000)])
def test_narrow_band_voices(name: str, rate: int, tmp_path: Path):
    path = made(tmp_path / name, 440, "-ar", rate, "-ac", 1, "-c:a", "libopencore_amrnb", "-b:a", "12.2k")

    found = medium(path)

    assert float(found.info.duration) == pytest.approx(2, abs=0.03)
    assert_tones(decoded(found, 2), [440] * 4)


def test_less_sound_than_promised_is_an_error(tmp_path: Path):
    from dataclasses import replace

    source = medium(sources.tone("short.wav", 1))
    assert source.info.audio is not None
    promised = replace(source, info=replace(source.info, audio=replace(source.info.audio, duration=Fraction(3))))

    with pytest.raises(MediaError, match=r"00:01\.000 of 00:03\.000"):
        decoded(promised)


@pytest.mark.parametrize("level", [-63, -50])
def test_music_lies_under_speech_however_quiet(level: int, tmp_path: Path):
    quiet = sources.sound(f"quiet{level}.wav", np.tile(voice(6, level=level + 15), (2, 1)))
    tune = sources.tone("tune.wav", 6, level=-6, frequency=3000)
    mix = sources.samples_of(mixed(tmp_path, 6, speech(quiet, 6), music(tune, 6, duck=-8)))[0]
    alone = sources.samples_of(mixed(tmp_path, 6, speech(quiet, 6), name="alone.flac"))[0]

    # Both are brought up by the same gain in the end: compare within one file.
    take_level = float(np.sqrt(np.square(alone).mean()))
    bed = 10 ** (tone_level(mix, 3000, 2, 4) / 20) / 2**0.5
    notch = np.fft.rfft(mix[0])
    hertz = np.fft.rfftfreq(mix.shape[1], 1 / SECOND)
    notch[np.abs(hertz - 3000) < 20] = 0
    spoken = float(np.sqrt(np.square(np.fft.irfft(notch)).mean()))
    assert take_level > 0
    assert 20 * np.log10(spoken / bed) > 9
    assert take(quiet, 6).samples == 6 * SECOND
