"""Edited films: every output frame shows the picture that the edits play at its time, whatever they are."""

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.effects.transitions import Dissolve
from pipeline.media.ffmpeg import binary
from pipeline.media.video.clips import encode_transition
from pipeline.media.video.frames import first_frame
from pipeline.model.timeline import TransitionSpan, Within
from tests.media.video.spans import PICTURE, clip, encoded, medium
from tests.sources import folder, number_in, numbered, numbers_in, regular, with_edits
from tests.sources.reading import grays

F = Fraction
TWO = [(1, 0, 1), (1, 3, 1)]

CASES = {
    "two parts": (TWO, [*range(25), *range(75, 100)]),
    "the same part twice": ([(1, 1, 1), (1, 1, 1)], [*range(25, 50), *range(25, 50)]),
    "backwards": ([(1, 3, 1), (1, 0, 1)], [*range(75, 100), *range(25)]),
    "between keyframes": ([(F(2, 5), F(13, 25), 1), (F(2, 5), F(53, 25), 1)], [*range(13, 23), *range(53, 63)]),
    "between frames": ([(F(1, 2), F(1, 50), 1), (F(1, 2), 2, 1)], [*range(13), *range(50, 62)]),
    "a pause": ([(1, 0, 1), (1, None, 1), (1, 1, 1)], [*range(25), *[24] * 25, *range(25, 50)]),
    "a pause at the end": ([(1, 0, 1), (1, None, 1)], [*range(25), *[24] * 25]),
    "a picture that stands": ([(1, 0, 1), (2, 1, 0), (1, 1, 1)], [*range(25), *[25] * 50, *range(25, 50)]),
    "stands between frames": ([(1, F(61, 50), 0), (F(1, 5), 0, 1)], [*[30] * 25, *range(5)]),
    "beyond the end": ([(1, F(7, 2), 1), (F(1, 5), 0, 1)], [*range(87, 100), *[99] * 12, *range(5)]),
    "wholly beyond the end": ([(1, 7, 1), (F(1, 5), 0, 1)], [*[99] * 25, *range(5)]),
    "before the first picture": ([(F(2, 5), F(-2, 25), 1), (F(1, 5), 3, 1)], [0, 0, *range(8), *range(75, 80)]),
    "stands beyond the end": ([(F(1, 5), 0, 1), (1, 9, 0)], [*range(5), *[99] * 25]),
    "many": ([(F(1, 25), F(n * 3, 25), 1) for n in range(32)], [n * 3 for n in range(32)]),
}


def recording(name: str = "edited.mp4") -> Path:
    return numbered(name, regular(25, 100), sound=-20, gop=30, b_frames=2)


def remade(source: Path, name: str, *how: object) -> Path:
    made = folder() / name
    if not made.exists():
        command = [binary(), "-v", "error", "-i", source, "-map", "0", "-c", "copy", *map(str, how), made]
        subprocess.run(command, check=True)
    return made


def shown(path: Path, folder: Path, frames: int, start: Fraction | int = 0, picture=PICTURE) -> list[int | None]:
    return numbers_in(encoded(clip(path, start, frames), folder, picture))


@pytest.mark.parametrize("case", CASES)
def test_each_frame_is_the_one_that_is_played_at_its_time(case, tmp_path):
    edits, expected = CASES[case]
    path = with_edits(recording(), f"edited {case}.mp4", {"video": edits})

    video = medium(path).info.video

    assert video is not None and (video.start, video.duration * 25) == (0, len(expected))
    assert shown(path, tmp_path, len(expected)) == expected


FORMS = {
    "clock of 600": ["-movie_timescale", 600, "-video_track_timescale", 600],
    "odd clocks": ["-movie_timescale", 44_100, "-video_track_timescale", 12_800],
    "negative offsets": ["-movflags", "negative_cts_offsets"],
    "index first": ["-movflags", "faststart"],
    "QuickTime": [],
}


@pytest.mark.parametrize("form", FORMS)
def test_whatever_the_clocks_and_offsets_of_its_index_are(form, tmp_path):
    suffix = "mov" if form == "QuickTime" else "mp4"
    made = remade(recording(), f"edited form {form}.{suffix}", *FORMS[form])
    if form == "index first":
        # The offsets of an index that comes first would move with its length.
        made = remade(made, "edited form last.mp4")
    path = with_edits(made, f"edited in {form}.{suffix}", {"video": TWO, "audio": TWO})

    assert shown(path, tmp_path, 50) == [*range(25), *range(75, 100)]


CODECS = {"libx265": "yuv420p", "mpeg4": "yuv420p", "prores_ks": "yuv422p10le", "mjpeg": "yuvj420p"}


@pytest.mark.parametrize("codec", CODECS)
def test_whatever_its_pictures_are_coded_with(codec, tmp_path):
    how = ["-c:v", codec, "-g", 30, "-q:v", 2, "-pix_fmt", CODECS[codec]]
    made = remade(recording(), f"edited {codec}.mov", *how)
    path = with_edits(made, f"edited with {codec}.mov", {"video": TWO})

    assert shown(path, tmp_path, 50) == [*range(25), *range(75, 100)]


def test_a_part_begins_at_its_own_time_at_any_rate(tmp_path):
    """At 29.97 pictures a second: every output frame shows the last picture at or before its time."""
    rate = F(30_000, 1001)
    made = numbered("edited ntsc.mp4", regular(rate, 120), last=1 / rate, time_base=F(1, 30_000))
    edits = [(F(7, 10), F(3, 10), 1), (F(13, 10), F(19, 10), 1)]
    path = with_edits(made, "edited ntsc parts.mp4", {"video": edits})

    times = [F(n, 25) for n in range(50)]
    played = [time + F(3, 10) if time < F(7, 10) else time - F(7, 10) + F(19, 10) for time in times]
    assert shown(path, tmp_path, 50) == [int(time * rate) for time in played]


def test_a_rotated_film_stays_rotated(tmp_path):
    made = numbered("edited turned.mp4", regular(25, 100), rotation=90, size=(180, 320))
    path = with_edits(made, "edited turned parts.mp4", {"video": TWO})

    plain = encoded(clip(made, 3, 1), tmp_path)
    (tmp_path / "edited").mkdir()
    ours = encoded(clip(path, 1, 1), tmp_path / "edited")

    assert number_in(grays(plain)[0]) == number_in(grays(ours)[0])
    assert abs(grays(plain)[0].astype(int) - grays(ours)[0].astype(int)).max() <= 2


def test_pictures_that_begin_later_than_the_sound(tmp_path):
    path = with_edits(
        recording(), "edited late.mp4", {"video": [(1, None, 1), *TWO], "audio": [(3, 0, 1)]}
    )  # fmt: skip
    video = medium(path).info.video

    assert video is not None and (video.start, video.duration) == (1, 2)
    assert shown(path, tmp_path, 75) == [*[0] * 25, *range(25), *range(75, 100)]


def test_a_span_within_it(tmp_path):
    path = with_edits(recording(), "edited span.mp4", {"video": TWO})

    assert shown(path, tmp_path, 10, F(4, 5)) == [*range(20, 25), *range(75, 80)]
    assert shown(path, tmp_path, 5, F(6, 5)) == [*range(80, 85)]


def test_nothing_is_shown_that_was_cut_away(tmp_path):
    path = with_edits(recording(), "edited within.mp4", {"video": TWO})
    span = replace(clip(path, F(4, 5), 15), within=Within(first=F(22, 25), end=F(28, 25)))

    assert numbers_in(encoded(span, tmp_path)) == [*[22] * 3, 23, 24, 75, 76, *[77] * 8]


def test_a_dissolve_between_two_parts_of_it(tmp_path):
    path = with_edits(recording(), "edited dissolve.mp4", {"video": TWO})
    span = TransitionSpan(frames=9, blend=Dissolve(), outgoing=clip(path, F(4, 5), 9), incoming=clip(path, 0, 9))
    to = tmp_path / "dissolve"

    encode_transition(span, PICTURE, outgoing=None, incoming=None, threads=1, to=to)

    # A tenth of the other side is seen at both ends.
    found = numbers_in(to)
    assert (len(found), found[0], found[-1]) == (9, 20, 8)


def test_its_first_frame(tmp_path):
    path = with_edits(recording(), "edited first.mp4", {"video": [(1, 2, 1), (1, 0, 1)]})

    assert number_in(np.asarray(first_frame(clip(path, 0, 1), 320, 180).convert("L"))) == 50


def test_the_same_bytes_for_any_number_of_threads(tmp_path):
    path = with_edits(recording(), "edited threads.mp4", {"video": TWO})
    (tmp_path / "2").mkdir()

    one = encoded(clip(path, 0, 50), tmp_path).read_bytes()
    assert one == encoded(clip(path, 0, 50), tmp_path / "2", threads=2).read_bytes()


def test_parts_that_are_shorter_than_a_frame(tmp_path):
    """As a script leaves them that takes the film's clock for milliseconds: what counts is what the file says."""
    made = remade(recording(), "edited short.mp4", "-movie_timescale", 44_100)
    short = F(1000, 44_100)
    path = with_edits(made, "edited short parts.mp4", {"video": [(short, 0, 1), (short, 3, 1)]})
    video = medium(path).info.video

    assert video is not None and video.duration == 2 * short
    assert shown(path, tmp_path, 1) == [0]
    assert shown(path, tmp_path, 5, picture=replace(PICTURE, rate=F(100))) == [0, 0, 0, 75, 75]


COLOURS = {
    "as usual": {},
    "BT.601": {"colour": (1, 6, 6, 6)},
    "full range": {"colour": (2, 1, 1, 1)},
    "HLG": {"colour": (1, 9, 18, 9), "pixel_format": "yuv420p10le"},
    "wide pixels": {"sample_aspect": F(4, 3)},
    "interlaced": {"interlaced": True},
}


@pytest.mark.parametrize("colour", COLOURS)
def test_pictures_look_as_those_of_the_recording(colour, tmp_path):
    made = numbered(f"edited {colour}.mp4", regular(25, 100), gop=30, size=(320, 180), **COLOURS[colour])
    path = with_edits(made, f"edited {colour} parts.mp4", {"video": [(F(1, 5), 1, 1), (F(1, 5), 3, 1)]})

    (tmp_path / "part").mkdir()
    ours = grays(encoded(clip(path, 0, 10), tmp_path))
    part = grays(encoded(clip(made, 3, 5), tmp_path / "part"))

    inside = slice(1, 4) if colour == "interlaced" else slice(0, 5)
    for one, other in zip(ours[5:][inside], part[inside], strict=True):
        assert abs(one.astype(int) - other.astype(int)).max() <= 6


def test_one_part_of_it_takes_the_same_bytes_as_from_the_recording(tmp_path):
    path = with_edits(recording(), "edited bytes.mp4", {"video": TWO})
    (tmp_path / "plain").mkdir()

    ours = encoded(clip(path, 1, 25), tmp_path).read_bytes()
    assert ours == encoded(clip(recording(), 3, 25), tmp_path / "plain").read_bytes()
