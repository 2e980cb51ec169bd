"""What a file has at a time is heard at that time: whatever its format, its sampling rate, its offset, its start."""

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.sound.decoding.decode import decoding
from pipeline.model.timeline import Take
from tests import sources
from tests.media.sounds import SECOND, Wave, clicks, heard, medium, take, tops

PLACES = [4_800, SECOND, 2 * SECOND + 1_234, 3 * SECOND + 777]
SECONDS = 4


def decoded(wanted: Take) -> Wave:
    with decoding(wanted) as pcm:
        return pcm.read(wanted.samples + SECOND).T


@pytest.mark.parametrize(
    ("name", "rate", "off"),
    [
        ("clicks.wav", 48_000, 0),
        ("clicks.flac", 48_000, 0),
        ("clicks44.wav", 44_100, 1),
        ("clicks8.wav", 8_000, 3),
        ("clicks.mp3", 48_000, 1),
        ("clicks44.mp3", 44_100, 1),
        ("clicks22.mp3", 22_050, 2),
        ("clicks.m4a", 48_000, 1),
        ("clicks44.m4a", 44_100, 1),
        ("clicks.opus", 48_000, 1),
        ("clicks.mkv", 48_000, 24),  # Matroska counts milliseconds.
    ],
)
@pytest.mark.parametrize("start", [Fraction(0), Fraction(3, 2), Fraction(1_234_567, 1_000_000)], ids=float)
def test_clicks_stand_where_they_were(name: str, rate: int, off: int, start: Fraction):
    source = sources.sound(name, clicks(SECONDS, PLACES), rate=rate)
    first = round(start * SECOND)
    places = [place - first for place in PLACES if place > first]

    found = tops(decoded(take(source, SECONDS, start=start)), places)

    assert len(found) >= 2
    assert np.abs(np.subtract(found, places)).max() <= off


def test_sound_that_begins_late_stays_late(tmp_path: Path):
    plain = sources.sound("plain.wav", clicks(SECONDS, PLACES))
    late = tmp_path / "late.mp4"
    run("-f", "lavfi", "-i", "color=s=32x32:d=5:r=25", "-itsoffset", "0.5", "-i", plain, "-c:a", "aac", late)
    source = take(late, 5)

    found = tops(decoded(source), [place + SECOND // 2 for place in PLACES])

    assert source.media[0].info.audio.start > Fraction(4, 10)  # type: ignore[union-attr]
    assert found == [place + SECOND // 2 for place in PLACES]


@pytest.mark.parametrize("lost", [0.5, 0.08])
def test_a_gap_in_a_recording_is_silence(tmp_path: Path, lost: float):
    """Some packets are lost on the way; what follows keeps its time."""
    source = sources.sound("whole.flac", clicks(SECONDS, PLACES))
    holed = tmp_path / "holed.mkv"
    with av.open(str(source)) as whole, av.open(str(holed), "w") as output:
        stream = output.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(audio=0):
            if packet.pts is not None and not 1.2 <= float(packet.pts * packet.time_base) < 1.2 + lost:
                packet.stream = stream
                output.mux(packet)

    found = tops(decoded(take(holed, SECONDS)), PLACES)

    assert np.abs(np.subtract(found, PLACES)).max() <= 48


def test_the_cover_picture_of_an_mp3_moves_nothing(tmp_path: Path):
    source, covered = sources.sound("bare.mp3", clicks(SECONDS, PLACES)), tmp_path / "covered.mp3"
    cover = ["-i", sources.photo(), "-map", "0:a", "-map", "1:v", "-disposition:v", "attached_pic"]
    run("-i", source, *cover, "-c", "copy", covered)

    assert np.abs(np.subtract(tops(decoded(take(covered, SECONDS)), PLACES), PLACES)).max() <= 1


def test_one_channel_goes_to_both_sides_as_loud_as_it_was():
    both = decoded(take(sources.tone("mono.wav", level=-20.0, channels=1), 1))

    assert np.array_equal(both[0], both[1])
    assert 20 * np.log10(np.abs(both[0]).max()) == pytest.approx(-23.01, abs=0.05)


def test_the_voice_in_the_middle_of_surround_is_on_both_sides():
    both = decoded(take(sources.surround(), 1))

    assert 20 * np.log10(np.abs(both).max(axis=1)) == pytest.approx([-23.01, -23.01], abs=0.05)


def test_nothing_comes_after_the_take():
    assert decoded(take(sources.tone("long.wav"), 0.5)).shape == (2, SECOND // 2)


def test_names_with_any_character(tmp_path: Path):
    odd = tmp_path / "旁白 100%d 'a' [b]:c,d.wav"
    odd.write_bytes(sources.tone("plain-tone.wav").read_bytes())

    assert np.array_equal(decoded(take(odd, 1)), heard(odd)[:, :SECOND])


def test_takes_of_several_media_come_joined():
    source = medium(sources.tone("part.wav"))
    with pytest.raises(ValueError, match="joined"), decoding(Take(media=(source, source), samples=SECOND)):
        pass


def run(*arguments: object) -> None:
    subprocess.run([binary(), "-v", "error", "-y", *map(str, arguments)], check=True)
