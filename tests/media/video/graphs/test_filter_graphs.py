"""Graphs of moving spans, as FFmpeg's arguments: needless filters cost CPU, so they are not there."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.media.video.graphs.filter_graphs import clip_arguments, transition_arguments
from pipeline.media.video.graphs.sources import ClipSource, StillSource
from pipeline.media.video.seek import ReadPlan
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture

F = Fraction
PICTURE = Picture(width=1920, height=1080, rate=F(25))
VIDEO = VideoInfo(
    codec="h264", width=1920, height=1080, rate=F(25), start=F(0), duration=F(60), pixel_format="yuv420p", range="tv",
    matrix="bt709", transfer="bt709", primaries="bt709",
)  # fmt: skip
READING = ReadPlan(
    stream=1, base=F(1, 90_000), start=F(52, 5), seek=F(10), shown=(936_000,) * 50, following=None, last=None
)


def moving(**changes: object) -> ClipSource:
    return ClipSource(path=Path("/片/a b.mp4"), video=replace(VIDEO, **changes), read=READING, fit="blur")


def arguments(source: ClipSource) -> list[str]:
    return clip_arguments(source, 50, PICTURE, threads=1, to=Path("/to"), times=Path("/w"))


def filters(source: ClipSource) -> list[str]:
    """The graph's filters without labels, in order."""
    given = arguments(source)
    graph = given[given.index("-filter_complex") + 1]
    return [re.sub(r"\[[^]]*\]", "", part) for part in graph.split(";")]


LAW = ["settb=expr=1/90000", "setpts=PTS-936000", "fps=fps=25/1:round=up:start_time=0", "trim=end_frame=50"]
TAGS = ["setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:field_mode=prog:range=tv", "setsar=1"]


@pytest.mark.parametrize("unsaid", [{}, {"range": "unknown"}, {"matrix": "unknown"}, {"transfer": "unknown"}], ids=str)
def test_a_source_that_is_as_it_should_be_is_only_timed_and_tagged(unsaid):
    assert filters(moving(**unsaid)) == LAW + TAGS


def test_another_size_is_scaled_once():
    scale = "scale=1920:1080:flags=bicubic:in_color_matrix=bt709:in_range=tv:out_color_matrix=bt709:out_range=tv"

    assert filters(moving(width=1280, height=720)) == [*LAW, scale, "format=yuv420p", *TAGS]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"range": "pc"}, "in_range=pc"),
        ({"pixel_format": "yuvj420p"}, "in_range=pc"),
        ({"matrix": "smpte170m"}, "ispace=smpte170m"),
        ({"width": 720, "height": 405, "matrix": "unknown"}, "ispace=smpte170m"),
        ({"pixel_format": "yuv420p10le"}, "format=yuv420p"),
        ({"pixel_format": "bgr0", "matrix": "gbr"}, "in_range=pc"),
        ({"rotation": 90, "width": 1080, "height": 1920}, "transpose=clock"),
        ({"interlaced": True}, "bwdif=deint=interlaced:mode=send_frame"),
        (
            {"transfer": "smpte2084", "primaries": "bt2020", "matrix": "bt2020nc"},
            "tonemap=desat=0:param=0.88:peak=49.261:tonemap=mobius",
        ),
        ({"pixel_format": "yuva420p"}, "premultiply=inplace=1"),
    ],
)
def test_what_differs_is_brought_into_line(changes, part):
    assert part in ",".join(filters(moving(**changes)))


def test_only_real_media_are_opened_as_the_file_they_are():
    given = arguments(moving())

    name = given.index("-i")
    assert given[name + 1] == "file:/片/a b.mp4"
    assert {"-protocol_whitelist", "-format_whitelist", "-noautorotate"} <= set(given[:name])
    assert given[given.index("-ss") + 1] == "10000000us"


def test_bytes_do_not_depend_on_threads():
    given = clip_arguments(moving(), 50, PICTURE, threads=4, to=Path("/to"), times=Path("/w"))

    before, after = given[: given.index("-i")], given[given.index("-i") :]
    assert before[before.index("-threads") + 1] == "4"
    assert after[after.index("-threads") + 1] == "1"


def test_a_clock_that_ffmpeg_cannot_count_is_cut_to_what_it_can():
    odd = replace(READING, start=F(1, 2_147_483_629) + 1)

    assert filters(replace(moving(), read=odd))[0] == "settb=expr=1/2147483647"


def test_a_dissolve_weighs_every_frame():
    given = transition_arguments(
        moving(), StillSource(tile=Path("/tile")), 3, PICTURE, threads=1, to=Path("/to"), times=(Path("/a"), Path("/b"))
    )

    graph = given[given.index("-filter_complex") + 1]
    weights = re.findall(r"mix=enable=eq\(n\\+,(\d)\):inputs=2:weights=(\d \d)", graph)
    assert weights == [("0", "3 1"), ("1", "2 2"), ("2", "1 3")]
