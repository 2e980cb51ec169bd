"""The clock of a file: going back and leaping are refused with their place; standing pictures and wraps are not."""

import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.probe.probe import ProbeError, probe
from tests.sources import irregular, joined, numbered, regular

F = Fraction
SECOND = regular(25, 25)
JOINED = {
    ".ts": {"sound": -20}, "-silent.ts": {}, ".webm": {"codec": "libvpx"}, ".mkv": {"sound": -20}, "-silent.mkv": {},
    ".mpg": {"codec": "mpeg2video", "time_base": F(1, 25)},
}  # fmt: skip


@pytest.mark.parametrize("container", JOINED)
def test_recordings_joined_byte_by_byte_are_refused_with_the_place(container):
    part = numbered(f"clock-part{container}", SECOND, **JOINED[container])

    with pytest.raises(ProbeError, match=r"goes back at 00:0(0\.9|1\.0)\d\d, to -?00:00\.0") as caught:
        probe(joined(f"clock-joined{container}", part, part))

    assert caught.value.code == "bad-clock"


def test_what_lies_behind_the_end_of_a_file_is_not_left_out_without_a_word():
    part = numbered("clock-behind.flv", regular(25, 50), codec="flv", b_frames=0, time_base=F(1, 1000))

    with pytest.raises(ProbeError, match=r"goes on behind its own end: 5\d % of it") as caught:
        probe(joined("clock-behind-joined.flv", part, part))

    assert caught.value.code == "several-films"
    assert probe(part).video is not None


def test_the_index_of_an_avi_of_small_pictures_is_not_behind_its_end(tmp_path: Path):
    film, avi = tmp_path / "slide.mp4", tmp_path / "slide.avi"
    slide = ["-f", "lavfi", "-i", "color=red:s=160x90:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast", film]
    for arguments in (slide, ["-i", film, "-c", "copy", avi]):
        subprocess.run([binary(), "-v", "error", *map(str, arguments)], check=True)

    assert probe(avi).duration == pytest.approx(2, abs=0.1)


def test_joined_avis_are_read_to_the_end():
    part = numbered("clock-behind.avi", regular(25, 50), codec="mpeg4", b_frames=0, time_base=F(1, 25))
    video = probe(joined("clock-behind-joined.avi", part, part)).video

    assert video is not None and video.duration == 4


def test_several_restarts_are_told_at_the_first():
    parts = [numbered(f"clock-{n}.ts", regular(25, 25 * n)) for n in (2, 1, 3)]

    with pytest.raises(ProbeError, match=r"goes back at 00:0(1\.9|2\.0)\d\d"):
        probe(joined("clock-restarts.ts", *parts))


def test_a_part_that_goes_on_where_the_other_ends_is_one_recording():
    parts = [numbered("clock-first.ts", SECOND, start=F(3)), numbered("clock-second.ts", SECOND, start=F(4))]

    info = probe(joined("clock-continued.ts", *parts))

    assert info.video is not None
    assert (info.start, info.video.duration) == (3, 2)


@pytest.mark.parametrize("sound", [None, -20])
def test_a_stream_that_jumps_ten_hours(sound):
    parts = [numbered(f"clock-{at}-{sound}.ts", SECOND, start=F(at), sound=sound) for at in (1, 36_001)]

    with pytest.raises(ProbeError, match=r"jumps from 00:0(0\.[89]|1\.0)\d\d to (9:59:59\.9|10:00:00\.0)"):
        probe(joined(f"clock-jump-{sound}.ts", *parts))


def test_one_frame_three_hours_late():
    times = (*regular(25, 50), F(3 * 3600 + 2))

    with pytest.raises(ProbeError, match=r"jumps from 00:01\.\d+ to 3:00:0[12]"):
        probe(numbered("clock-late.mp4", times))


def test_a_last_frame_that_would_stand_for_three_hours():
    with pytest.raises(ProbeError, match="jumps from"):
        probe(numbered("clock-last.mp4", regular(25, 50), last=F(3 * 3600)))


def test_sound_that_begins_hours_after_the_picture():
    with pytest.raises(ProbeError, match="jumps from"):
        probe(numbered("clock-apart.mkv", (*regular(25, 25), F(7202)), sound=-20, sound_start=F(7200)))


@pytest.mark.parametrize("gaps", [[F(240)] * 4, [F(1, 25)] * 10 + [F(200)] + [F(1, 25)] * 10, [F(600), F(900)]])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_slides_of_minutes_are_legal(gaps, suffix):
    info = probe(
        numbered(f"clock-slides{len(gaps)}-{gaps[0].numerator}.{suffix}", irregular(gaps), b_frames=0, last=F(1))
    )

    assert info.video is not None
    assert 0 < info.video.duration - sum(gaps) <= 1


def test_a_picture_may_stand_as_long_as_somebody_speaks():
    info = probe(numbered("clock-talk.mkv", (F(0), F(400)), last=F(1), sound=-20))

    assert info.video is not None
    assert info.video.duration == 401


def test_the_wrap_of_a_transport_stream_s_clock_is_no_jump():
    wrap = F(2**33, 90_000)
    parts = [numbered(f"clock-wrap{n}.ts", SECOND, start=wrap - 1 + n) for n in (0, 1)]

    info = probe(joined("clock-wrap.ts", *parts))

    assert info.video is not None
    assert abs(info.video.duration - 2) < F(1, 1000)


def test_the_hint_says_what_to_do():
    part = numbered("clock-part.ts", SECOND, sound=-20)

    with pytest.raises(ProbeError) as caught:
        probe(joined("clock-hint.ts", part, part))

    assert re.search("as a clip of its own", caught.value.hint)
