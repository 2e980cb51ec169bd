"""Moving spans: which source frame every output frame shows, however the source is timed, cut, shaped or damaged."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from pipeline.digest import file_digest
from pipeline.effects.stills import TextCard
from pipeline.effects.transitions import Dissolve
from pipeline.errors import MediaError
from pipeline.media.probe.probe import probe
from pipeline.media.video.clips import encode_clip, encode_transition
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, StillSpan, TransitionSpan
from tests import sources
from tests.sources import irregular, numbered, numbers_in, regular

F = Fraction
PICTURE = Picture(width=320, height=180, rate=F(25), crf=12, preset="ultrafast")
STILL = StillSpan(frames=4, still=TextCard(text="", background="", foreground="", accent="", fonts=()))


def medium(path: Path) -> Medium:
    return Medium(content=file_digest(path), info=probe(path), path=path)


def clip(path: Path, start: Fraction | int, frames: int, fit: Any = "blur") -> ClipSpan:
    return ClipSpan(frames=frames, medium=medium(path), start=F(start), fit=fit)


def encoded(span: ClipSpan, folder: Path, picture: Picture = PICTURE, threads: int = 1) -> Path:
    to = folder / "镜头 span"
    encode_clip(span, picture, threads=threads, to=to)
    return to


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


UPRIGHT = {0: 0, 90: 1, 180: 2, 270: 3}
"""Quarter turns counterclockwise that bring the number back."""


@pytest.mark.parametrize("turn", UPRIGHT)
def test_pictures_stand_upright_and_whole(turn, tmp_path):
    source = numbered(f"turned{turn}.mp4", regular(25, 10), rotation=turn)

    shown = sources.grays(encoded(clip(source, 0, 3, "pad"), tmp_path))

    wide = 100 if turn in (90, 270) else 320
    inner = [gray[:, 160 - wide // 2 : 160 + wide // 2] for gray in shown]
    back = [sources.number_in(_turned(gray, UPRIGHT[turn])) for gray in inner]
    assert back == [0, 1, 2]
    assert all(gray[:, : 155 - wide // 2].mean() < 17 for gray in shown if wide < 320)


def _turned(gray: Any, quarters: int) -> Any:
    import numpy as np

    return np.rot90(gray, quarters)


SHAPES = {
    "wide-pixels": {"size": (240, 180), "sample_aspect": F(4, 3)},
    "odd-rgb": {"size": (321, 181), "codec": "ffv1", "pixel_format": "bgr0"},
    "ten-bit": {"pixel_format": "yuv420p10le"},
    "full-range": {"pixel_format": "yuvj420p", "colour": (2, 1, 1, 1)},
    "interlaced": {"interlaced": True},
    "pq": {"pixel_format": "yuv420p10le", "colour": (1, 9, 16, 9)},
    "hlg": {"pixel_format": "yuv420p10le", "colour": (1, 9, 18, 9)},
    "wide-gamut": {"pixel_format": "yuv420p10le", "colour": (1, 9, 14, 9)},
    "alpha": {"codec": "ffv1", "pixel_format": "yuva420p"},
    "gray": {"codec": "ffv1", "pixel_format": "gray"},
    "444": {"pixel_format": "yuv444p"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_any_picture_becomes_the_renditions(shape, tmp_path):
    suffix = ".mkv" if SHAPES[shape].get("codec") == "ffv1" else ".mp4"
    source = numbered(f"{shape}{suffix}", regular(25, 10), **SHAPES[shape])

    to = encoded(clip(source, 0, 4), tmp_path)

    assert numbers_in(to) == [0, 1, 2, 3]
    with av.open(str(to)) as file:
        stream = file.streams.video[0]
        packets = [packet for packet in file.demux(stream) if packet.pts is not None]
        assert (min(packet.pts for packet in packets), len(packets), packets[0].is_keyframe) == (0, 4, True)
    with av.open(str(to)) as file:
        frame = next(file.decode(video=0))
        assert (frame.width, frame.height, frame.format.name, frame.rotation) == (320, 180, "yuv420p", 0)
        assert (frame.color_range, frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 1, 1)
        assert file.streams.video[0].sample_aspect_ratio in (None, 1)


@pytest.mark.parametrize(
    ("name", "options", "level"),
    [
        ("plain.mp4", {"colour": (1, 1, 1, 1)}, 235),
        ("jpeg.mp4", {"pixel_format": "yuvj420p", "colour": (2, 1, 1, 1)}, 235),
        ("rgb.mkv", {"codec": "ffv1", "pixel_format": "bgr0"}, 235),
    ],
)
def test_white_stays_white(name, options, level, tmp_path):
    """The blocks are black and white: 16 and 235 in limited range, wherever they came from."""
    shown = sources.grays(encoded(clip(numbered(f"white-{name}", regular(25, 3), **options), 0, 1), tmp_path))

    assert abs(float(shown[0].max()) - level) <= 3
    assert abs(float(shown[0].min()) - 16) <= 3


@pytest.mark.parametrize(("fit", "sides"), [("blur", (60, 100)), ("pad", (15, 17))])
def test_a_narrow_picture_stands_whole_over_its_sides(fit, sides, tmp_path):
    source = numbered("four-three.mp4", regular(25, 10), size=(240, 180))

    to = encoded(clip(source, 0, 2, fit), tmp_path)

    assert numbers_in(to, part=(40 / 320, 0, 280 / 320, 1)) == [0, 1]
    assert sides[0] <= float(sources.grays(to)[0][:, :36].mean()) <= sides[1]


def test_cropping_fills_the_frame_from_the_middle(tmp_path):
    """Of four rows of blocks in 4:3, the frame shows the middle three quarters of the height."""
    source = numbered("four-three.mp4", regular(25, 10), size=(240, 180))

    shown = sources.grays(encoded(clip(source, 0, 1, "crop"), tmp_path))[0]

    whole = sources.numbered_picture(0, (320, 240))[30:210]
    assert abs(shown.astype(int) - (whole.astype(int) * 219 // 255 + 16)).mean() < 4


@pytest.mark.parametrize(("focus", "first"), [((F(0), F(1, 2)), 0), ((F(1, 2), F(0)), 80), ((F(9, 10), F(1)), 160)])
def test_a_crop_looks_where_its_focus_is(focus, first, tmp_path):
    """As far as the picture reaches: of four by one, the frame shows two by one."""
    source = numbered("four-one.mp4", regular(25, 3), size=(320, 80))
    span = replace(clip(source, 0, 1, "crop"), focus=focus)

    encode_clip(span, Picture(width=160, height=80, rate=F(25)), threads=1, to=tmp_path / "span.mp4")

    shown = sources.grays(tmp_path / "span.mp4")[0]
    whole = sources.numbered_picture(0, (320, 80))[:, first : first + 160]
    assert abs(shown.astype(int) - (whole.astype(int) * 219 // 255 + 16)).mean() < 4


def test_the_backdrop_of_a_small_upright_frame_has_the_picture_s_colours(tmp_path):
    """On narrow planes FFmpeg's blur spills colours that are nowhere in the picture."""
    source = numbered("gray.mp4", regular(25, 3))

    encode_clip(clip(source, 0, 1), Picture(width=180, height=320, rate=F(25)), threads=1, to=tmp_path / "span.mp4")

    with av.open(str(tmp_path / "span.mp4")) as file:
        colours = next(file.decode(video=0)).to_ndarray()[320:].astype(int)
    assert abs(colours - 128).max() <= 3


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
