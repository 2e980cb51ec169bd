"""Clips whose pictures change in the middle of the file: each is shown in its own size, shape and format."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.effects.transitions import Dissolve
from pipeline.media.probe.probe import probe
from pipeline.media.video.clips import encode_transition
from pipeline.model.rendition import Picture
from pipeline.model.timeline import TransitionSpan
from tests import sources
from tests.media.video.spans import clip, encoded
from tests.sources.charts import joined, made

PICTURE = Picture(width=320, height=180, rate=Fraction(25), crf=8, preset="ultrafast")
X264 = "-c:v libx264 -preset ultrafast -crf 8"


def square(name: str, size: str, box: tuple[int, int], words: str = "", codec: str = X264) -> Path:
    """Ten frames with a white box in the middle."""
    wide, high = (int(side) for side in size.split("x"))
    left, top = (wide - box[0]) // 2, (high - box[1]) // 2
    picture = f"color=black:s={size}:r=25:d=0.4,drawbox={left}:{top}:{box[0]}:{box[1]}:white:fill{words}"
    return made(name, "-f", "lavfi", "-i", picture, *codec.split())


def wrapped(name: str, *parts: Path) -> Path:
    whole = joined(f"{name}.raw{parts[0].suffix}", *parts)
    return made(name, "-framerate", "25", "-i", str(whole), "-c", "copy")


def boxes(path: Path, *, above: int = 130) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of what is bright, frame by frame."""
    found = []
    for gray in sources.grays(path):
        rows, columns = np.where(gray > above)
        found.append((int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1))
    return found


@pytest.mark.parametrize("fit", ["pad", "blur", "crop"])
def test_a_square_stays_a_square_where_the_size_changes(fit, tmp_path):
    source = wrapped(
        "sizes.mkv", square("size1.h264", "320x180", (40, 40)), square("size2.h264", "180x320", (40, 40)),
        square("size3.h264", "160x120", (30, 30)),
    )  # fmt: skip

    found = boxes(encoded(clip(source, 0, 30, fit), tmp_path, PICTURE))

    side = {"pad": (40, 22.5, 45), "blur": (40, 22.5, 45), "crop": (40, 71, 60)}[fit]
    for index, expected in zip((0, 9, 10, 19, 20, 29), np.repeat(side, 2), strict=True):
        left, top, wide, high = found[index]
        assert abs(wide - expected) <= 1.5 and abs(high - expected) <= 1.5 and abs(wide - high) <= 2, (index, found)
        assert abs(left + wide / 2 - 160) <= 2 and abs(top + high / 2 - 90) <= 2


def test_a_span_that_begins_after_the_change_shows_the_right_frames(tmp_path):
    source = wrapped("twice.mkv", square("size1.h264", "320x180", (40, 40)), square("size2.h264", "180x320", (40, 40)))

    found = boxes(encoded(clip(source, Fraction(8, 25), 10, "pad"), tmp_path, PICTURE))

    assert [abs(wide - 40) <= 1 for _, _, wide, _ in found] == [True] * 2 + [False] * 8


def test_broadcasts_change_the_shape_of_their_pixels(tmp_path):
    """4:3 and 16:9 of MPEG-2, both of 720 by 576 pixels."""
    mpeg2 = "-c:v mpeg2video -q:v 2 -g 5 -bf 2"
    narrow = square("narrow.ts", "720x576", (96, 80), ",setsar=16/15", mpeg2)
    wide = square("wide.ts", "720x576", (96, 80), ",setsar=64/45", f"{mpeg2} -output_ts_offset 0.4")
    source = joined("aspects.ts", narrow, wide)

    found = boxes(encoded(clip(source, 0, 20, "pad"), tmp_path, PICTURE))

    # 180 lines of 576: a box of 80 lines is 25 high; it is 96 x 16/15 x 180/576 = 32 wide, then 43.
    assert [abs(found[index][3] - 25) <= 1 for index in (2, 15)] == [True, True]
    assert (abs(found[2][2] - 32) <= 1, abs(found[15][2] - 42.7) <= 1) == (True, True), found


def test_pixel_formats_change(tmp_path):
    first = square("format1.h264", "320x180", (40, 40), ",format=yuv420p")
    second = square("format2.h264", "320x180", (60, 60), ",format=yuv444p")

    found = boxes(encoded(clip(wrapped("formats.mkv", first, second), 0, 20), tmp_path, PICTURE))

    assert (found[3][2:], found[15][2:]) == ((40, 40), (60, 60))


def test_a_browser_s_recording_changes_its_size(tmp_path):
    """VP8, as when a window that is shared is dragged larger."""
    vp8 = "-c:v libvpx -crf 4 -b:v 4M -f ivf"
    parts = [
        square(f"{name}.ivf", size, (40, 40), codec=vp8) for name, size in (("vp1", "320x180"), ("vp2", "160x180"))
    ]
    data = parts[0].read_bytes() + parts[1].read_bytes()[32:]
    raw = sources.folder() / "window.ivf"
    raw.write_bytes(data)
    source = made("window.webm", "-fflags", "+genpts", "-r", "25", "-i", str(raw), "-c", "copy")

    assert (video := probe(source).video) is not None and video.uneven
    found = boxes(encoded(clip(source, 0, 20, "pad"), tmp_path, PICTURE))
    assert all(abs(wide - 40) <= 1 and abs(high - 40) <= 1 for _, _, wide, high in found)


def test_a_live_stream_sends_other_parameters_beside_its_pictures(tmp_path):
    """FLV keeps them apart from the pictures, as MP4 with several sample descriptions does."""
    parts = [square(f"{name}.mp4", size, (40, 40)) for name, size in (("flv1", "320x180"), ("flv2", "180x320"))]
    listed = sources.folder() / "parts.txt"
    listed.write_text("".join(f"file '{part}'\n" for part in parts))
    source = made("live.flv", "-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy")

    video = probe(source).video

    assert video is not None and video.uneven
    found = boxes(encoded(clip(source, 0, 20, "pad"), tmp_path, PICTURE))
    assert abs(found[2][2] - 40) <= 1 and abs(found[15][2] - 22.5) <= 1 and abs(found[15][3] - 22.5) <= 1.5, found


def test_a_dissolve_over_the_change_keeps_both_shapes(tmp_path):
    source = wrapped("twice.mkv", square("size1.h264", "320x180", (40, 40)), square("size2.h264", "180x320", (40, 40)))
    gray = sources.flat("dark.mp4", (16,) * 10)
    span = TransitionSpan(
        frames=8, blend=Dissolve(), outgoing=clip(source, Fraction(6, 25), 8, "pad"), incoming=clip(gray, 0, 8, "pad")
    )
    to = tmp_path / "span.mp4"

    encode_transition(span, PICTURE, outgoing=None, incoming=None, threads=1, to=to)

    found: Any = boxes(to, above=40)
    assert abs(found[1][2] - 40) <= 2 and abs(found[5][2] - 22.5) <= 2, found


def test_even_clips_are_known_as_such():
    video = probe(sources.numbered("even.mp4", sources.regular(25, 60))).video

    assert video is not None and not video.uneven
    assert replace(video, uneven=True) != video
