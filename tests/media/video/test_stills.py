"""A still is encoded once; its packets fill any number of frames, and every one shows the very same picture."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.errors import MediaError
from pipeline.media import ffmpeg
from pipeline.media.video import stills, x264
from pipeline.media.video.stills import encode_still, still_packets
from pipeline.model.rendition import Picture

SMALL = Picture(width=320, height=180, rate=Fraction(25))


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def gradient(width: int, height: int) -> Image.Image:
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack([across, down, (across + down) / 2], axis=-1).astype(np.uint8))


def flat(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "#7a1414")


def shapes(width: int, height: int) -> Image.Image:
    image = flat(width, height)
    draw = ImageDraw.Draw(image)
    for step in range(0, height, 7):
        draw.line((0, step, width, height - step), fill=(step % 256, 255 - step % 256, 200))
    return Image.blend(image, noise(width, height), 0.1)


@pytest.mark.parametrize("drawn", [noise, gradient, flat, shapes], ids=lambda drawn: drawn.__name__)
@pytest.mark.parametrize("size", [(320, 180), (854, 480), (180, 322), (64, 16)], ids=str)
def test_every_frame_is_the_first(drawn, size, tmp_path):
    picture = Picture(width=size[0], height=size[1], rate=Fraction(25))
    encode_still(drawn(*size), picture, to=tmp_path / "tile")

    shown = _decoded_strictly(_film(tmp_path / "tile", 530, picture, to=tmp_path / "film.mp4"))

    assert len(shown) == 530
    assert len(set(shown)) == 1


@pytest.mark.parametrize("rate", [Fraction(30), Fraction(50), Fraction(30000, 1001)], ids=str)
@pytest.mark.parametrize("preset", ["veryfast", "superfast"])
def test_at_every_rate_and_preset(rate, preset, tmp_path):
    picture = Picture(width=320, height=180, rate=rate, preset=preset)
    encode_still(shapes(320, 180), picture, to=tmp_path / "tile")

    shown = _decoded_strictly(_film(tmp_path / "tile", 333, picture, to=tmp_path / "film.mp4"))

    assert (len(shown), len(set(shown))) == (333, 1)


def test_at_the_baseline_which_has_no_order_of_its_own(tmp_path):
    picture = Picture(width=320, height=180, rate=Fraction(25), profile="baseline", most=500_000)
    encode_still(shapes(320, 180), picture, to=tmp_path / "tile")

    shown = _decoded_strictly(_film(tmp_path / "tile", 530, picture, to=tmp_path / "film.mp4"))

    assert (len(shown), len(set(shown))) == (530, 1)


@pytest.mark.parametrize("frames", [1, 2, 3, 249, 250, 251, 501, 15_000])
def test_any_length_with_a_refresh_every_ten_seconds(frames, tmp_path):
    encode_still(gradient(320, 180), SMALL, to=tmp_path / "tile")

    packets = list(still_packets(tile := tmp_path / "tile", frames))

    refreshes = [index for index, packet in enumerate(packets) if packet.keyframe]
    assert len(packets) == frames
    assert refreshes[0] == 0
    assert all(there - here <= 250 for here, there in pairwise([*refreshes, frames]))
    assert frames == 1 or refreshes[-1] < frames - 1, "a lone refresh would stand before the next span's"
    assert tile.stat().st_size < 20_000


def test_repeats_cost_next_to_nothing(tmp_path):
    encode_still(noise(320, 180), SMALL, to=tmp_path / "tile")

    first, *others = still_packets(tmp_path / "tile", 250)

    assert len(first.data) > 40_000
    assert sum(len(packet.data) for packet in others) < 10_000


def test_the_same_still_is_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        encode_still(shapes(320, 180), SMALL, to=tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_headers_are_those_of_moving_spans(tmp_path):
    source = "testsrc2=size=320x180:rate=25:duration=1"
    call = (
        "-f",
        "lavfi",
        "-i",
        source,
        "-vf",
        x264.COLOUR_FILTER,
        *x264.arguments(SMALL),
        str(tmp_path / "moving.mp4"),
    )
    ffmpeg.run(ffmpeg.Command(doing="encoding a moving span", limit=60, arguments=call))
    encode_still(noise(320, 180), SMALL, to=tmp_path / "tile")

    with av.open(tmp_path / "moving.mp4") as moving, av.open(tmp_path / "tile") as tile:
        assert moving.streams.video[0].codec_context.extradata == tile.streams.video[0].codec_context.extradata


def test_an_encoder_that_writes_no_skips_gives_an_ordinary_tile(tmp_path, monkeypatch):
    monkeypatch.setattr(stills, "tested_skip", lambda picture: None)
    encode_still(shapes(320, 180), SMALL, to=tmp_path / "tile")

    packets = list(still_packets(tmp_path / "tile", 312))
    shown = _decoded_strictly(_film(tmp_path / "tile", 312, SMALL, to=tmp_path / "film.mp4"))

    assert [packet.keyframe for packet in packets].count(True) == 3
    assert len(shown) == 312
    assert shown[:104] == shown[104:208] == shown[208:]


def test_a_second_picture_that_changes_anything_is_no_proof(monkeypatch):
    stills.tested_skip.cache_clear()
    monkeypatch.setattr(stills, "_SKIPPING", "zones=1,1,q=1")

    assert stills.tested_skip(SMALL) is None
    stills.tested_skip.cache_clear()


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        # ITU-R BT.709, limited range: Y = 16 + 219 Y', C = 128 + 224 C'.
        ("#ffffff", (235, 128, 128)),
        ("#000000", (16, 128, 128)),
        ("#ff0000", (63, 102, 240)),
        ("#00ff00", (173, 42, 26)),
        ("#0000ff", (32, 240, 118)),
        ("#7a1414", (52, 118, 173)),
    ],
)
def test_colours_come_out_as_bt709_says(colour, expected):
    planes = stills.to_frame(Image.new("RGB", (64, 32), colour)).to_ndarray()

    luma, blue, red = planes[:32], planes[32:40], planes[40:]
    assert (int(luma.min()), int(blue.min()), int(red.min())) == pytest.approx(expected, abs=1)
    assert (luma.max(), blue.max(), red.max()) == (luma.min(), blue.min(), red.min())


def test_pixels_are_those_of_the_binary(tmp_path):
    noise(320, 180).save(tmp_path / "noise.png")
    call = ("-i", str(tmp_path / "noise.png"), "-vf", x264.COLOUR_FILTER, "-f", "rawvideo", str(tmp_path / "planes"))
    ffmpeg.run(ffmpeg.Command(doing="converting", limit=60, arguments=call))

    assert stills.to_frame(noise(320, 180)).to_ndarray().tobytes() == (tmp_path / "planes").read_bytes()


def test_something_else_is_no_tile(tmp_path):
    (tmp_path / "tile").write_bytes(b"not a film")

    with pytest.raises(MediaError, match="is not an encoded still"):
        list(still_packets(tmp_path / "tile", 10))


def _film(tile: Path, frames: int, picture: Picture, *, to: Path) -> Path:
    """The still's packets alone, in a container."""
    with av.open(tile) as made, av.open(to, "w") as film:
        stream = film.add_stream_from_template(made.streams.video[0], opaque=True)
        for index, encoded in enumerate(still_packets(tile, frames)):
            packet = av.Packet(encoded.data)
            packet.stream, packet.time_base = stream, 1 / picture.rate
            packet.pts = packet.dts = index
            packet.is_keyframe = encoded.keyframe
            film.mux(packet)
    return to


def _decoded_strictly(path: Path) -> Sequence[str]:
    """Hashes of all frames, by the binary and refusing the slightest fault in the stream."""
    call = ("-xerror", "-err_detect", "explode", "-i", str(path), "-f", "framemd5", str(path.with_suffix(".md5")))
    said = ffmpeg.run(ffmpeg.Command(doing="decoding", limit=60, arguments=call))
    assert "error" not in said.lower()
    lines = path.with_suffix(".md5").read_text().splitlines()
    return [line.rsplit(",", 1)[1] for line in lines if not line.startswith("#")]
