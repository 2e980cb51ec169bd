"""Drawn frames: encoded as clips are, to the last header and tag, and exactly as many as were asked for."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from pipeline.errors import Interrupted
from pipeline.media.video import ceiling
from pipeline.media.video.drawn_frames import encode_drawn
from pipeline.media.video.packets import Piece, check_alike, video_packets
from pipeline.media.video.planes import Layer, empty_pixels, frame_of, planes_of
from pipeline.media.video.stills import encode_still, to_frame
from pipeline.model.rendition import Picture
from pipeline.stop import Stop
from tests import sources
from tests.media.video.spans import clip, encoded

PICTURE = Picture(width=320, height=180, rate=Fraction(25))
PICTURES = {
    "high": PICTURE,
    "baseline": replace(PICTURE, profile="baseline", most=600_000),
    "ntsc": replace(PICTURE, rate=Fraction(30000, 1001)),
    "draft": replace(PICTURE, crf=28, preset="superfast"),
}


def moving(frames: int) -> Iterator[av.VideoFrame]:
    """A photograph that goes left, two pixels a frame."""
    photo = sources.photo_pixels((320 + 2 * frames, 180))
    for number in range(frames):
        yield to_frame(Image.fromarray(np.ascontiguousarray(photo[:, 2 * number : 2 * number + 320])))


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_they_join_with_clips_and_stills(picture: Picture, tmp_path: Path):
    source = sources.numbered("numbered.mp4", sources.regular(25, 60))
    encode_drawn(lambda: moving(12), 12, picture, to=tmp_path / "drawn")
    encode_still(Image.new("RGB", (320, 180), "#404040"), picture, to=tmp_path / "still")
    spans = [
        Piece(path=encoded(clip(source, 0, 10), tmp_path, picture), frames=10, still=False),
        Piece(path=tmp_path / "drawn", frames=12, still=False),
        Piece(path=tmp_path / "still", frames=8, still=True),
    ]

    check_alike(spans)
    with av.open(str(tmp_path / "all.mp4"), "w") as film, av.open(str(tmp_path / "drawn")) as template:
        stream = film.add_stream_from_template(template.streams.video[0])
        packets = list(video_packets(spans, picture.rate, stream))
    assert sorted(packet.pts or 0 for packet in packets) == list(range(30))


def test_what_is_drawn_is_what_is_seen(tmp_path: Path):
    encode_drawn(lambda: moving(6), 6, replace(PICTURE, crf=10), to=tmp_path / "drawn")

    with av.open(str(tmp_path / "drawn")) as file:
        seen = list(file.decode(video=0))
    assert [frame.pts * frame.time_base * 25 for frame in seen if frame.pts is not None] == list(range(6))
    for one, drawn in zip(seen, moving(6), strict=True):
        assert abs(one.to_ndarray().astype(int) - drawn.to_ndarray().astype(int)).mean() < 1.5
    assert (seen[0].color_range, seen[0].colorspace, seen[0].color_primaries, seen[0].color_trc) == (1, 1, 1, 1)


def test_the_bytes_are_always_the_same(tmp_path: Path):
    for name in ("one", "other"):
        encode_drawn(lambda: moving(9), 9, PICTURE, to=tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    # Without the SEI that would name the machine's threads.
    assert b"x264 - core" not in (tmp_path / "one").read_bytes()


@pytest.mark.parametrize("asked", [5, 7])
def test_another_number_of_frames_is_refused(asked: int, tmp_path: Path):
    with pytest.raises(ValueError, match=r"frame 5 of 5|6 frames were drawn"):
        encode_drawn(lambda: moving(6), asked, PICTURE, to=tmp_path / "drawn")


def test_a_frame_of_another_size_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="640"):
        encode_drawn(lambda: moving(2), 2, replace(PICTURE, width=640), to=tmp_path / "drawn")


def test_it_ends_when_it_is_stopped(tmp_path: Path):
    stop, drawn = Stop(), 0

    def some() -> Iterator[av.VideoFrame]:
        nonlocal drawn
        for drawn, frame in enumerate(moving(50)):
            if drawn == 5:
                stop.ask()
            yield frame

    with stop.applied(), pytest.raises(Interrupted):
        encode_drawn(some, 50, PICTURE, to=tmp_path / "drawn")
    assert drawn == 5


def test_it_stays_below_the_ceiling(tmp_path: Path):
    noise = np.random.default_rng(7)

    def loud() -> Iterator[av.VideoFrame]:
        for _ in range(50):
            yield frame_of(noise.integers(16, 235, (270, 320), dtype=np.uint8))

    encode_drawn(loud, 50, replace(PICTURE, crf=4), to=tmp_path / "drawn")

    assert not ceiling.is_exceeded(tmp_path / "drawn", PICTURE)


def test_a_layer_lies_over_the_planes_where_it_is_opaque():
    pixels = empty_pixels(64, 32)
    pixels[:] = 90
    picture = Image.new("RGBA", (16, 8), (255, 255, 255, 0))
    picture.paste((255, 255, 255, 255), (4, 2, 8, 6))
    picture.paste((255, 255, 255, 128), (8, 2, 12, 6))

    Layer.of(picture, 20, 10).lay(planes_of(pixels, 64, 32))

    luma, blue, _ = planes_of(pixels, 64, 32)
    assert [int(luma[13, column]) for column in (23, 24, 27, 28, 31, 32)] == [90, 235, 235, 163, 163, 90]
    assert [int(blue[6, column]) for column in (11, 12, 13, 14, 16)] == [90, 128, 128, 109, 90]
    assert (luma == 90).sum() == 64 * 32 - 8 * 4


def test_a_layer_that_reaches_beyond_the_frame_is_cut():
    pixels = empty_pixels(64, 32)
    pixels[:] = 90

    Layer.of(Image.new("RGBA", (16, 8), "#ffffff"), 56, -4).lay(planes_of(pixels, 64, 32))
    Layer.of(Image.new("RGBA", (16, 8), "#ffffff"), 80, 4).lay(planes_of(pixels, 64, 32))

    luma, blue, _ = planes_of(pixels, 64, 32)
    assert (luma == 235).sum() == 8 * 4 and (luma[:4, 56:] == 235).all()
    assert (blue == 128).sum() == 4 * 2
