"""Clips of any shape, turn and colour: upright, whole and as bright in the rendition's frame."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import av
import pytest

from pipeline.media.video.clips import encode_clip
from pipeline.model.rendition import Picture
from tests import sources
from tests.media.video.spans import clip, encoded
from tests.sources import numbered, numbers_in, regular

F = Fraction
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
