"""At another speed, every output frame shows the last source frame at or before its own time in the source."""

from dataclasses import replace
from fractions import Fraction

import av
import pytest

from pipeline.effects.transitions import Dissolve
from pipeline.media.video.clips import encode_split, encode_transition
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, SplitSpan, TransitionSpan, Within, stretch_of
from tests import sources
from tests.media.video.spans import PICTURE, clip, encoded
from tests.sources import irregular, numbered, numbers_in, regular

F = Fraction


def lawful(times: tuple[Fraction, ...], start: Fraction, frames: int, step: Fraction) -> list[int]:
    return [
        max((index for index, time in enumerate(times) if time <= start + i * step), default=0) for i in range(frames)
    ]


def in_ticks(times: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(F(int(time * 90_000), 90_000) for time in times)


@pytest.mark.parametrize("speed", ["1/10", "37/100", "1/2", "3/2", "2", "10"])
@pytest.mark.parametrize(("rate", "out"), [("25", "25"), ("30000/1001", "25"), ("50", "30000/1001")])
def test_the_law_at_any_speed(speed, rate, out, tmp_path):
    times = in_ticks(regular(rate, round(F(rate) * 5)))
    source = numbered(f"speed {rate.replace('/', '_')}.mp4", times, last=1 / F(rate))
    span = replace(clip(source, F(1, 3), 11), speed=F(speed))

    shown = numbers_in(encoded(span, tmp_path, replace(PICTURE, rate=F(out))))

    assert shown == lawful(times, F(1, 3), 11, F(speed) / F(out))


def test_frames_that_come_when_they_like(tmp_path):
    times = irregular([F(1, 25), F(3, 25), F(1, 50), F(1, 10), F(1, 5), F(1, 25)] * 4)
    source = numbered("speed irregular.mkv", times)

    shown = numbers_in(encoded(replace(clip(source, F(0), 20), speed=F(3, 4)), tmp_path))

    assert shown == lawful(times, F(0), 20, F(3, 100))


@pytest.mark.parametrize("speed", [F(1, 2), F(2), F(7, 4)], ids=str)
def test_what_was_cut_away_is_not_seen_and_the_last_frame_stands(speed, tmp_path):
    source = numbered("handles.mp4", regular(25, 100))
    span = replace(clip(source, F(38, 25), 12), within=Within(end=F(45, 25)), speed=speed)

    shown = numbers_in(encoded(span, tmp_path))

    assert shown == [min(int(38 + i * speed), 44) for i in range(12)]


@pytest.mark.parametrize("speed", [F(1, 3), F(5, 2)], ids=str)
def test_chunks_show_what_the_whole_shows(speed, tmp_path):
    times = in_ticks(regular("30000/1001", 90))
    whole = replace(clip(numbered("speed chunks.mp4", times), F(1, 7), 20), speed=speed)

    parts = [stretch_of(whole, first, 10, PICTURE.rate) for first in (0, 10)]

    both = [number for part in parts for number in numbers_in(encoded(part, tmp_path))]
    assert both == numbers_in(encoded(whole, tmp_path)) == lawful(times, F(1, 7), 20, speed / 25)


def test_beyond_the_end_of_the_file_the_last_frame_stands(tmp_path):
    source = numbered("speed end.mp4", regular(25, 20))

    assert numbers_in(encoded(replace(clip(source, F(10, 25), 8), speed=F(3)), tmp_path)) == [10, 13, 16, 19, *[19] * 4]


def test_each_side_of_a_dissolve_at_its_own_speed(tmp_path):
    source = numbered("handles.mp4", regular(25, 100))
    slow = replace(clip(source, F(10, 25), 4), speed=F(1, 2))
    fast = replace(clip(source, F(60, 25), 4), speed=F(4))
    span = TransitionSpan(frames=4, blend=Dissolve(), outgoing=slow, incoming=fast)

    encode_transition(span, PICTURE, outgoing=None, incoming=None, threads=1, to=tmp_path / "both.mp4")
    # Two sides that show the same in every frame show it unmixed.
    same = replace(span, incoming=slow)
    encode_transition(same, PICTURE, outgoing=None, incoming=None, threads=1, to=tmp_path / "same.mp4")

    assert numbers_in(tmp_path / "same.mp4") == [10, 10, 11, 11]
    sides = [sources.grays(encoded(side, tmp_path)) for side in (slow, fast)]
    for i, gray in enumerate(sources.grays(tmp_path / "both.mp4")):
        mixed = (sides[0][i] * (4.0 - i) + sides[1][i] * (i + 1.0)) / 5
        assert abs(gray - mixed).mean() < 2, i


def test_each_side_of_a_split(tmp_path):
    source = numbered("handles.mp4", regular(25, 100))
    left, right = (
        ClipSpan(frames=6, medium=clip(source, 0, 6).medium, start=F(10, 25), fit="pad", speed=speed)
        for speed in (F(1, 2), F(3))
    )
    ground = sources.photo("speed ground.png", (640, 180))
    picture = Picture(width=640, height=180, rate=F(25), crf=12, preset="ultrafast")

    encode_split(
        SplitSpan(frames=6, first=left, second=right, ground="#000000"),
        picture, ground=ground, threads=1, to=tmp_path / "split.mp4",
    )  # fmt: skip

    halves = [numbers_in(tmp_path / "split.mp4", part=part) for part in ((0, 0, 0.5, 1), (0.5, 0, 1, 1))]
    assert halves == [[10, 10, 11, 11, 12, 12], [10, 13, 16, 19, 22, 25]]


def test_films_that_are_played_by_their_edits(tmp_path):
    source = sources.with_edits(
        numbered("speed edits.mp4", regular(25, 75), b_frames=0),
        "speed edited.mp4",
        {"video": [(F(10, 25), F(40, 25), 1), (F(10, 25), F(5, 25), 1)]},
    )

    shown = numbers_in(encoded(replace(clip(source, F(4, 25), 7), speed=F(2)), tmp_path))

    assert shown == [44, 46, 48, 5, 7, 9, 11]


def test_the_same_bytes_with_any_number_of_threads(tmp_path):
    span = replace(clip(numbered("handles.mp4", regular(25, 100)), F(1), 9), speed=F(3, 2))

    one = encoded(span, tmp_path, threads=1).read_bytes()

    assert one == encoded(span, tmp_path, threads=3).read_bytes()


@pytest.mark.parametrize("speed", [F(1, 10), F(7, 3), F(10)], ids=str)
def test_it_joins_with_all_other_pieces(speed, tmp_path):
    span = clip(numbered("handles.mp4", regular(25, 100)), F(1), 9)

    headers = []
    for one in (span, replace(span, speed=speed)):
        with av.open(str(encoded(one, tmp_path))) as container:
            stream = container.streams.video[0]
            headers.append((stream.codec_context.extradata, stream.time_base, stream.average_rate))

    assert headers[0] == headers[1]
