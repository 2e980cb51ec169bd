"""Whatever a span is made of and whoever encodes it, its SPS and PPS are the same bytes."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.media import ffmpeg
from pipeline.media.video import x264
from pipeline.model.rendition import Picture

PICTURES = [
    Picture(width=320, height=180, rate=Fraction(25)),
    Picture(width=320, height=180, rate=Fraction(25), preset="superfast", crf=28),
    Picture(width=178, height=322, rate=Fraction(30)),
    Picture(width=854, height=480, rate=Fraction(30000, 1001)),
    Picture(width=640, height=360, rate=Fraction(50), preset="superfast"),
    Picture(width=1920, height=1080, rate=Fraction(25)),
    Picture(width=1280, height=720, rate=Fraction(25), profile="baseline", most=1_500_000),
]


@pytest.mark.parametrize("picture", PICTURES, ids=str)
def test_binary_and_pyav_write_the_same_headers(picture, tmp_path):
    moving = _by_binary(picture, "testsrc2", to=tmp_path / "moving.mp4")
    odd = _by_binary(
        picture, "testsrc2", "format=yuvj444p,setsar=4/3,setparams=chroma_location=center", to=tmp_path / "odd.mp4"
    )
    still = _by_pyav(picture, to=tmp_path / "still.mp4")

    assert moving == odd == still


def test_quality_stays_out_of_the_headers(tmp_path):
    coarse, fine = (Picture(width=320, height=180, rate=Fraction(25), crf=crf) for crf in (35, 12))

    assert _by_pyav(coarse, to=tmp_path / "coarse.mp4") == _by_pyav(fine, to=tmp_path / "fine.mp4")


def test_colour_is_said_to_players(tmp_path):
    _by_binary(PICTURES[0], "testsrc2", "format=yuvj420p", to=tmp_path / "film.mp4")

    with av.open(tmp_path / "film.mp4") as film:
        frame = next(film.decode(video=0))
    assert (frame.format.name, frame.colorspace, frame.color_range) == ("yuv420p", 1, 1)
    assert (frame.color_primaries, frame.color_trc) == (1, 1)


def test_a_refresh_every_ten_seconds_even_at_ntsc_rates():
    assert x264.keyframe_interval(Picture(width=320, height=180, rate=Fraction(30000, 1001))) == 299


def _by_binary(picture: Picture, source: str, *filters: str, to: Path) -> bytes:
    graph = ",".join((*filters, x264.COLOUR_FILTER))
    lavfi = f"{source}=size={picture.width}x{picture.height}:rate={picture.rate}:duration=0.2"
    call = ("-f", "lavfi", "-i", lavfi, "-vf", graph, *x264.arguments(picture), "-threads", "1", str(to))
    ffmpeg.run(ffmpeg.Command(doing="encoding a test film", limit=60, arguments=call))
    return _headers(to)


def _by_pyav(picture: Picture, *, to: Path) -> bytes:
    with av.open(to, "w") as film:
        stream = film.add_stream("libx264", rate=picture.rate, options=x264.options(picture))
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "FRAME"
        grey = np.full((picture.height * 3 // 2, picture.width), 128, np.uint8)
        film.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="yuv420p")))
        film.mux(stream.encode())
    return _headers(to)


def _headers(path: Path) -> bytes:
    with av.open(path) as film:
        return bytes(film.streams.video[0].codec_context.extradata)
