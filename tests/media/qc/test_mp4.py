"""What an MP4's boxes say, and what they cannot hide."""

import subprocess
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.qc.mp4 import layout_of
from tests import sources


def film(tmp_path: Path, *arguments: str, name: str = "film.mp4") -> Path:
    path = tmp_path / name
    source = sources.numbered("layout.mp4", sources.regular(25, 60), sound=-20)
    subprocess.run(
        [binary(), "-v", "error", "-y", "-i", source, "-c", "copy", *arguments, path], check=True, capture_output=True
    )
    return path


def test_tracks_and_order(tmp_path: Path):
    layout = layout_of(film(tmp_path, "-movflags", "+faststart", "-metadata:s:a:0", "language=zho"))

    picture, sound = layout.track("vide"), layout.track("soun")
    assert picture and sound
    assert (layout.faststart, layout.problem) == (True, "")
    assert (picture.codec, picture.samples, picture.start, picture.length) == ("avc1", 60, 0, Fraction(12, 5))
    assert 1 / picture.intervals[0] == 25
    assert picture.closed is True
    assert (sound.codec, sound.language) == ("mp4a", "zho")


def test_an_index_behind_the_media(tmp_path: Path):
    assert not layout_of(film(tmp_path)).faststart


def test_sound_that_begins_late(tmp_path: Path):
    source = sources.numbered("layout.mp4", sources.regular(25, 60), sound=-20)
    path = tmp_path / "late.mp4"
    late = ["-itsoffset", "0.5", "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy"]
    subprocess.run([binary(), "-v", "error", "-i", source, *late, path], check=True, capture_output=True)

    sound = layout_of(path).track("soun")

    assert sound is not None
    assert sound.start == pytest.approx(Fraction(1, 2), abs=0.03)


def test_open_groups_of_pictures_are_not_closed(tmp_path: Path):
    options = ["-c:v", "libx264", "-x264-params", "open-gop=1:keyint=12:min-keyint=12:bframes=3:scenecut=0"]
    track = layout_of(film(tmp_path, *options)).track("vide")

    assert track is not None
    assert (track.refreshes > 2, track.closed) == (True, False)


def test_uneven_frames_have_several_intervals(tmp_path: Path):
    times = (Fraction(0), Fraction(1, 10), Fraction(1, 2), Fraction(3, 4), Fraction(1))
    track = layout_of(sources.numbered("intervals.mp4", times)).track("vide")

    assert track is not None
    assert len(track.intervals) > 1


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_a_file_that_breaks_off(tmp_path: Path, kept: float):
    data = film(tmp_path, "-movflags", "+faststart").read_bytes()
    path = tmp_path / "short.mp4"
    path.write_bytes(data[: int(len(data) * kept)])

    assert "beyond the end of the file" in layout_of(path).problem


def test_bytes_that_belong_to_no_box(tmp_path: Path):
    path = film(tmp_path)
    with path.open("ab") as file:
        file.write(b"\0\0\0\1more")

    assert layout_of(path).problem == "8 bytes at its end belong to no box"


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"moov", b"\xff" * 5000])
def test_what_is_no_mp4_is_told(tmp_path: Path, data: bytes):
    path = tmp_path / "x.mp4"
    path.write_bytes(data)

    with pytest.raises(ProbeError):
        layout_of(path)


def test_flipped_bytes_in_the_index_never_surprise(tmp_path: Path):
    """Whatever stands there, it is read or refused, and quickly."""
    data = film(tmp_path, "-movflags", "+faststart").read_bytes()
    end = data.index(b"mdat")
    path = tmp_path / "x.mp4"
    for place in range(40, end, 37):
        changed = bytearray(data)
        changed[place] ^= 0xFF
        path.write_bytes(changed)
        with suppress(ProbeError):
            layout_of(path)
