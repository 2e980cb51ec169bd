"""Moving spans: which source frame every output frame shows, however the source is timed, cut or damaged."""

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.effects.look import Look
from pipeline.effects.stills import TextCard
from pipeline.effects.transitions import Dissolve
from pipeline.errors import MediaError
from pipeline.media.probe.probe import probe
from pipeline.media.video.clips import encode_transition
from pipeline.model.rendition import Picture
from pipeline.model.timeline import StillSpan, TransitionSpan
from tests import sources
from tests.media.video.spans import PICTURE, clip, encoded
from tests.sources import irregular, numbered, numbers_in, regular

F = Fraction
STILL = StillSpan(frames=4, still=TextCard(text="", look=Look(background="", foreground="", accent="", fonts=())))


def lawful(times: tuple[Fraction, ...], start: Fraction, frames: int, rate: Fraction) -> list[int]:
    """The law itself: the last source frame at or before the time, the first one before that."""
    return [
        max((index for index, time in enumerate(times) if time <= start + i / rate), default=0) for i in range(frames)
    ]


def in_ticks(times: tuple[Fraction, ...], second: int) -> tuple[Fraction, ...]:
    """Times as a container with so many ticks a second keeps them."""
    return tuple(F(int(time * second), second) for time in times)


RATES = ["25", "24000/1001", "30000/1001", "50", "60000/1001", "12"]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("start", [F(0), F(3, 4), F(31, 25)], ids=str)
def test_every_output_frame_shows_the_last_source_frame_at_or_before_it(rate, start, tmp_path):
    times = in_ticks(regular(rate, round(F(rate) * 2)), 90_000)
    source = numbered(f"{rate.replace('/', '_')}.mp4", times, last=1 / F(rate))

    shown = numbers_in(encoded(clip(source, start, 15), tmp_path))

    assert shown == lawful(times, start, 15, PICTURE.rate)


@pytest.mark.parametrize("rate", [F(30000, 1001), F(24000, 1001), F(50), F(12)], ids=str)
def test_at_any_output_rate(rate, tmp_path):
    times = in_ticks(regular("30000/1001", 60), 90_000)
    source = numbered("30000_1001.mp4", times, last=F(1001, 30000))
    picture = Picture(width=320, height=180, rate=rate, crf=12, preset="ultrafast")

    shown = numbers_in(encoded(clip(source, F(1, 3), 12), tmp_path, picture))

    assert shown == lawful(times, F(1, 3), 12, rate)


SLIDES = irregular([F(1, 25)] * 5 + [F(3)] + [F(1, 60)] * 20 + [F(7, 10)] * 3)
CONTAINERS = {
    ".mp4": {"start": F(0)}, "-offset.mp4": {"start": F(1, 2)}, ".mkv": {}, ".ts": {"start": F(3)},
    ".webm": {"codec": "libvpx-vp9"},
}  # fmt: skip


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("start", [F(-1, 5), F(0), F(2), F(8, 5), F(31, 10), F(6)], ids=str)
def test_variable_rates_with_long_gaps_in_every_container(container, start, tmp_path):
    times = in_ticks(SLIDES, 1000)
    source = numbered(f"slides{container}", times, **CONTAINERS[container])

    shown = numbers_in(encoded(clip(source, start, 12), tmp_path))

    assert shown == lawful(times, start, 12, PICTURE.rate)


@pytest.mark.parametrize("start", [F(0), F(1), F(19, 10)], ids=str)
def test_packets_without_timestamps(start, tmp_path):
    source = numbered("old.avi", regular(25, 50), codec="mpeg4", time_base=F(1, 25))
    late = probe(source).video.start

    shown = numbers_in(encoded(clip(source, start + late, 8), tmp_path))

    assert shown == lawful(regular(25, 50), start, 8, PICTURE.rate)


def test_before_the_first_and_after_the_last_frame_the_nearest_is_held(tmp_path):
    source = numbered("sixty.mp4", regular(60, 61), last=F(1, 60))

    assert numbers_in(encoded(clip(source, F(-1, 10), 4), tmp_path)) == [0, 0, 0, 1]
    assert numbers_in(encoded(clip(source, F(95, 100), 4), tmp_path)) == [57, 59, 60, 60]
    assert numbers_in(encoded(clip(source, 5, 3), tmp_path)) == [60, 60, 60]


def test_a_picture_that_begins_after_its_sound_is_held_until_it_does(tmp_path):
    source = numbered("late.mp4", regular(25, 20), start=F(2, 5), sound=-20, sound_start=F(-2, 5))
    info = probe(source)
    assert info.video.start == F(2, 5) - info.start

    assert numbers_in(encoded(clip(source, info.video.start - F(2, 25), 5), tmp_path)) == [0, 0, 0, 1, 2]


def test_chunks_show_what_the_whole_shows(tmp_path):
    source = numbered("30000_1001.mp4", in_ticks(regular("30000/1001", 60), 90_000), last=F(1001, 30000))
    whole = numbers_in(encoded(clip(source, F(1, 7), 40), tmp_path))

    chunks = [
        number
        for first in range(0, 40, 10)
        for number in numbers_in(encoded(clip(source, F(1, 7) + F(first, 25), 10), tmp_path))
    ]

    assert chunks == whole


def test_bytes_do_not_depend_on_threads(tmp_path):
    span = clip(numbered("odd.mkv", regular(25, 30), size=(321, 241), codec="ffv1", pixel_format="bgr0"), 0, 25)

    one, two = (hashlib.sha256(encoded(span, tmp_path, threads=n).read_bytes()).hexdigest() for n in (1, 2))

    assert one == two


@pytest.mark.parametrize("frames", [1, 4, 12])
def test_a_dissolve_rises_evenly(frames, tmp_path):
    dark, light = sources.flat("dark.mp4", (40,) * 50), sources.flat("light.mp4", (200,) * 50)
    span = TransitionSpan(
        frames=frames, blend=Dissolve(), outgoing=clip(dark, 1, frames), incoming=clip(light, 0, frames)
    )
    fine = Picture(width=320, height=180, rate=F(25), crf=1, preset="ultrafast")

    encode_transition(span, fine, outgoing=None, incoming=None, threads=1, to=tmp_path / "span.mp4")

    levels = [float(gray.mean()) for gray in sources.grays(tmp_path / "span.mp4")]
    assert levels == pytest.approx([40 + 160 * (i + 1) / (frames + 1) for i in range(frames)], abs=1)


def test_what_is_the_same_on_both_sides_does_not_flicker(tmp_path):
    still = sources.flat("level.mp4", (137,) * 30)
    other = sources.flat("level-again.mkv", (137,) * 30)
    fine = Picture(width=320, height=180, rate=F(25), crf=1, preset="ultrafast")
    span = TransitionSpan(frames=8, blend=Dissolve(), outgoing=clip(still, 0, 8), incoming=clip(other, 0, 8))

    encode_transition(span, fine, outgoing=None, incoming=None, threads=1, to=tmp_path / "span.mp4")

    assert {int(value) for gray in sources.grays(tmp_path / "span.mp4") for value in (gray.min(), gray.max())} == {137}


def test_stills_take_part_in_dissolves_by_their_tile(tmp_path):
    tile, light = sources.flat("tile.mp4", (90, 20, 20)), sources.flat("light.mp4", (200,) * 50)
    dark = sources.flat("dark.mp4", (40,) * 50)
    to = tmp_path / "span.mp4"
    fine = Picture(width=320, height=180, rate=F(25), crf=1, preset="ultrafast")

    def levels(leaving: Any, coming: Any, **tiles: Path | None) -> list[int]:
        span = TransitionSpan(frames=4, blend=Dissolve(), outgoing=leaving, incoming=coming)
        encode_transition(span, fine, threads=1, to=to, **tiles)
        return [round(float(gray.mean())) for gray in sources.grays(to)]

    assert levels(STILL, clip(light, 0, 4), outgoing=tile, incoming=None) == [112, 134, 156, 178]
    assert levels(clip(dark, 0, 4), STILL, outgoing=None, incoming=tile) == [50, 60, 70, 80]
    assert levels(STILL, STILL, outgoing=tile, incoming=tile) == [90, 90, 90, 90]


LONG = regular(25, 300)


@pytest.mark.parametrize(
    ("name", "options", "at"),
    [("long.mp4", {}, "00:05."), ("long.mkv", {}, "00:05."), ("long.ts", {"start": F(3)}, "00:0")],
)
def test_what_cannot_be_decoded_is_named_not_held(name, options, at, tmp_path):
    whole = numbered(name, LONG, **options)
    holed = sources.with_hole(whole, f"holed-{name}", start=F(45, 100), stop=F(65, 100))

    with pytest.raises(MediaError, match=f"'holed-{name}' cannot be decoded at {at}"):
        encoded(clip(holed, 4, 75), tmp_path)
    assert numbers_in(encoded(clip(holed, 1, 5), tmp_path)) == [25, 26, 27, 28, 29]


def test_a_medium_without_a_picture_is_refused(tmp_path):
    with pytest.raises(MediaError, match=r"'sine\.wav' has no picture"):
        encoded(clip(sources.tone("sine.wav"), 0, 5), tmp_path)
