"""x264: the one set of options that every span of a rendition is encoded with, so that their packets join."""

from functools import cache
from importlib import metadata
from math import ceil

from pipeline.digest import digest
from pipeline.media import ffmpeg
from pipeline.model.rendition import Picture

KEYFRAME_SECONDS = 10
"""The longest time from one instantaneous refresh to the next: what platforms ask for, and short enough to seek."""

REORDER = 2
"""Pictures by which decoding runs ahead of display: B-frames that others refer to."""

TO_LIMITED_BT709 = "out_range=tv:out_color_matrix=bt709"
"""For every `scale` that ends a graph: otherwise the full range of a JPEG would go into the whole programme."""

COLOUR_FILTER = (
    f"scale={TO_LIMITED_BT709}:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p,"
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,setsar=1"
)
"""The end of every filter graph: the pixel format and tags of all spans."""

_COLOUR = "colorprim=bt709:transfer=bt709:colormatrix=bt709:fullrange=off:chromaloc=0:sar=1/1:videoformat=undef"
"""Given to x264 itself: what ffmpeg would pass on depends on the source."""

_HEADERS = {
    "high": "stitchable=1:bframes=3:b-pyramid=normal:ref=1:weightp=1:weightb=1:cabac=1:8x8dct=1:force-cfr=1",
    "baseline": "stitchable=1:bframes=0:ref=1:weightp=0:cabac=0:8x8dct=0:force-cfr=1",
}
"""All settings that are written into SPS and PPS, by profile; `stitchable` keeps crf out of them."""

_SEARCH = "me=dia:subme=1:partitions=i4x4,i8x8:b-adapt=0"
"""How far x264 searches: measured on camera-like, drawn and synthetic pictures, it takes 30 % less CPU than veryfast's
own search, for -18 to +13 % of its size within 0.7 of its VMAF (at the median 1 % smaller and 0.2 lower)."""


def options(picture: Picture, *, more: str = "") -> dict[str, str]:
    """The codec options of libx264, by their names in ffmpeg and PyAV alike.

    `more` are further x264 parameters for one span; they must leave SPS and PPS alone, as analysis, picture types and
    quantizers do. Threads are the caller's, as frame threads.
    """
    keyint = keyframe_interval(picture)
    gop = f"keyint={keyint}:min-keyint={min(keyint, ceil(picture.rate))}:open-gop=0:sliced-threads=0"
    limit = f"vbv-maxrate={picture.most // 1000}:vbv-bufsize={picture.most // 500}" if picture.most else ""
    parts = (_HEADERS[picture.profile], _SEARCH, gop, _COLOUR, limit, more)
    parameters = ":".join(part for part in parts if part)
    return {"preset": picture.preset, "crf": str(picture.crf), "profile": picture.profile, "x264-params": parameters}


def arguments(picture: Picture, *, more: str = "") -> list[str]:
    """The same for ffmpeg's command line, without the SEI that would name the number of threads."""
    named = [word for name, value in options(picture, more=more).items() for word in (f"-{name}:v", value)]
    return ["-c:v", "libx264", *named, "-pix_fmt", "yuv420p", "-bsf:v", "filter_units=remove_types=6"]


def keyframe_interval(picture: Picture) -> int:
    """Frames from one refresh to the next, at most."""
    return int(KEYFRAME_SECONDS * picture.rate)


@cache
def version() -> str:
    """The versions and settings of what draws and encodes, as keys contain them: other ones give other bytes."""
    libraries = [f"{name} {metadata.version(name)}" for name in ("av", "pillow", "budoux")]
    settings = digest([_HEADERS, _SEARCH, _COLOUR, COLOUR_FILTER, KEYFRAME_SECONDS])[:8]
    return ", ".join([f"ffmpeg {ffmpeg.version()}", *libraries, f"settings {settings}"])
