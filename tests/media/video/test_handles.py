"""What an author cut away is not seen: beyond the limits of a span its first or last frame is held."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.transitions import Dissolve
from pipeline.media.video.clips import encode_transition
from pipeline.model.timeline import TransitionSpan, Within
from tests.media.video.spans import PICTURE, clip, encoded
from tests.sources import grays, numbered, numbers_in, regular

F = Fraction
SOURCES = {
    "handles.mp4": {}, "handles.ts": {"start": F(3)},
    "handles.avi": {"codec": "mpeg4", "b_frames": 0, "time_base": F(1, 25)},
    "handles.mkv": {}, "handles-late.mp4": {"start": F(1)},
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_the_last_frame_before_the_end_is_held(name, tmp_path):
    source = numbered(name, regular(25, 100), **SOURCES[name])

    span = replace(clip(source, F(38, 25), 8), within=Within(end=F(42, 25)))

    assert numbers_in(encoded(span, tmp_path)) == [38, 39, 40, 41, 41, 41, 41, 41]


@pytest.mark.parametrize("name", SOURCES)
def test_the_first_frame_is_held_until_its_time(name, tmp_path):
    source = numbered(name, regular(25, 100), **SOURCES[name])

    span = replace(clip(source, F(30, 25), 8), within=Within(first=F(33, 25)))

    assert numbers_in(encoded(span, tmp_path)) == [33, 33, 33, 33, 34, 35, 36, 37]


def test_both_limits_and_a_span_that_lies_beyond_one(tmp_path):
    source = numbered("handles.mp4", regular(25, 100))

    both = replace(clip(source, F(30, 25), 6), within=Within(first=F(32, 25), end=F(34, 25)))
    beyond = replace(clip(source, F(50, 25), 3), within=Within(end=F(42, 25)))
    before = replace(clip(source, F(10, 25), 3), within=Within(first=F(32, 25)))

    assert numbers_in(encoded(both, tmp_path)) == [32, 32, 32, 33, 33, 33]
    assert numbers_in(encoded(beyond, tmp_path)) == [41, 41, 41]
    assert numbers_in(encoded(before, tmp_path)) == [32, 32, 32]


def test_a_limit_between_two_frames_and_beyond_the_file(tmp_path):
    source = numbered("handles-odd.mp4", regular("30000/1001", 60), last=F(1001, 30000))

    odd = replace(clip(source, F(1), 5), within=Within(end=F(11, 10)))
    over = replace(clip(source, F(19, 10), 5), within=Within(end=F(5)))

    assert numbers_in(encoded(odd, tmp_path)) == [29, 31, 32, 32, 32]
    assert numbers_in(encoded(over, tmp_path)) == [56, 58, 59, 59, 59]


def test_a_dissolve_between_two_cuts_shows_nothing_beyond_them(tmp_path):
    source = numbered("handles.mp4", regular(25, 100))
    leaving = replace(clip(source, F(38, 25), 8), within=Within(end=F(42, 25)))
    coming = replace(clip(source, F(56, 25), 8), within=Within(first=F(60, 25)))
    span = TransitionSpan(frames=8, blend=Dissolve(), outgoing=leaving, incoming=coming)
    to = tmp_path / "dissolve.mp4"

    encode_transition(span, PICTURE, outgoing=None, incoming=None, threads=1, to=to)

    shown = [grays(encoded(side, tmp_path)) for side in (leaving, coming)]
    for index, gray in enumerate(grays(to)):
        part = (index + 1) / 9
        wanted = shown[0][index] * (1 - part) + shown[1][index] * part
        assert abs(gray.astype(float) - wanted).mean() < 3
