"""The ceiling of the bit rate: noise stays below it, ordinary pictures keep their bytes, packets still join."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from pipeline.media.video.ceiling import ceiling, is_exceeded
from pipeline.media.video.clips import encode_clip
from pipeline.model.rendition import PRESETS, Picture
from tests import sources
from tests.media.video.spans import clip
from tests.sources.charts import made

SMALL = Picture(width=320, height=180, rate=Fraction(25))


def noise(seconds: int) -> Path:
    words = (
        f"-f lavfi -i color=gray:s=320x180:r=25:d={seconds},noise=alls=100:allf=t -c:v libx264 -preset ultrafast -crf 8"
    )
    return made(f"noise{seconds}.mp4", *words.split())


def bits(path: Path) -> list[int]:
    with av.open(str(path)) as file:
        return [packet.size * 8 for packet in file.demux(video=0) if packet.size]


@pytest.mark.parametrize("seconds", [1, 4])
def test_noise_stays_below_the_ceiling(seconds, tmp_path):
    to = tmp_path / "span.mp4"

    encode_clip(clip(noise(seconds), 0, seconds * 25), SMALL, threads=1, to=to)

    assert len(bits(to)) == seconds * 25
    assert ceiling(SMALL) // 2 < sum(bits(to)) / seconds <= ceiling(SMALL) * 1.02


def test_what_is_held_joins_with_what_is_not(tmp_path):
    """The decoder's description is the same byte by byte, in every usual size."""
    still = sources.flat("plain-gray.mp4", (120,) * 30)
    for preset in ("video-720p", "video-draft"):
        picture = PRESETS[preset].picture
        assert picture is not None
        described = []
        for source in (still, noise(1)):
            encode_clip(clip(source, 0, 25), picture, threads=1, to=tmp_path / "span.mp4")
            with av.open(str(tmp_path / "span.mp4")) as file:
                described.append(file.streams.video[0].codec_context.extradata)
        assert described[0] == described[1], preset


@pytest.mark.parametrize(
    ("size", "rate", "most"),
    [
        ((1920, 1080), 25, 12_000_000), ((1080, 1920), 30, 12_000_000), ((1280, 720), 25, 7_500_000),
        ((1280, 720), 50, 11_250_000), ((640, 360), 25, 2_000_000), ((320, 180), 25, 500_000),
    ],
)  # fmt: skip
def test_the_table(size, rate, most):
    picture = Picture(width=size[0], height=size[1], rate=Fraction(rate))

    assert ceiling(picture) == most
    assert ceiling(replace(picture, most=3_000_000)) == 3_000_000


def test_ordinary_pictures_are_below(tmp_path):
    encode_clip(
        clip(sources.numbered("ordinary.mp4", sources.regular(25, 50)), 0, 50), SMALL, threads=1, to=tmp_path / "s"
    )

    assert not is_exceeded(tmp_path / "s", SMALL)
