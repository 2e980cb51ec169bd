"""Reading sources into filter graphs: frames chosen by time, and brought to the rendition's picture."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ffmpeg as graph

from pipeline.media import ffmpeg
from pipeline.media.video.graphs.sources import ClipSource, MovingSource
from pipeline.media.video.normalize import evened, normalized
from pipeline.media.video.seek import ReadPlan
from pipeline.media.video.stretches import Stretch
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture

_EXACT = "bicubic+accurate_rnd+full_chroma_int"
PACKETS_READ_AHEAD = 8
"""FFmpeg's own choice."""
MAX_CLOCK = 2**31 - 1
"""FFmpeg keeps a time base in 32 bits."""


def moving(
    source: MovingSource,
    frames: int,
    picture: Picture,
    threads: int,
    *,
    second: bool = False,
    place: int = 0,
    ground: str = "",
) -> Any:
    """`frames` frames at the rendition's rate, brought to its picture."""
    if isinstance(source, ClipSource):
        return _clip(_opened(source, threads, second=second, place=place), source, frames, picture, ground)
    parts = []
    for number, (part, count) in enumerate(source.parts, start=place):
        shown = _clip(_opened(part, threads, second=second, place=number), part, count, picture, ground)
        parts.append(shown.filter("setsar", 1))
    return _joined(parts, picture)


def _joined(parts: Sequence[Any], picture: Picture) -> Any:
    """One after the other; each already has its number of frames."""
    joined = graph.filter(parts, "concat", n=len(parts)) if len(parts) > 1 else parts[0]
    return joined.filter("settb", expr=f"1/({ratio(picture.rate)})").filter("setpts", "N")


def _opened(source: ClipSource, threads: int, *, second: bool = False, place: int = 0) -> Any:
    more: dict[str, object] = as_options(list(ffmpeg.UNEDITED)) if source.unedited else {}
    if place:
        # Hardly more than by default, but another node: a part that is played twice is read twice.
        more["thread_queue_size"] = PACKETS_READ_AHEAD + place
    if source.video.decoder:
        more["c:v"] = source.video.decoder
    return source_input(source.path, threads, source.read.seek, second=second, more=more)


def source_input(
    path: Path,
    threads: int,
    seek: Fraction | None,
    *,
    second: bool = False,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Any:
    """A file opened; `second` where it may be the one that the graph has open already, to be read once more."""
    options: dict[str, object] = {
        "protocol_whitelist": ffmpeg.PROTOCOLS, "format_whitelist": ffmpeg.DEMUXERS,
        # We rotate, after frames are dropped; we choose the frames that are dropped, not the seek.
        "noautorotate": None, "noaccurate_seek": None, "reinit_filter": 0, "threads": threads,
    }  # fmt: skip
    if seek is not None:
        # Up to the next microsecond: a time just below the keyframe's would lead to the keyframe before it.
        options |= {"seek_timestamp": 1, "ss": f"{ceil(seek * 1_000_000)}us"}
    options |= more
    if second:
        # As it is by default, but another node: of two equal ones the graph would make one.
        options["stream_loop"] = 0
    return graph.input(f"file:{path}", **options)


def _clip(source: Any, side: ClipSource, frames: int, picture: Picture, ground: str) -> Any:
    """`frames` frames at the rendition's rate, brought to its picture."""
    stream = source[str(side.read.stream)]
    if not side.stretches:
        stream = _at_rate(stream, side.read, side.video, frames, picture.rate, side.speed)
        return normalized(stream, side.video, side.fit, picture, focus=side.focus, ground=ground)
    spread = stream.split() if len(side.stretches) > 1 else [stream]
    parts = [_stretch(spread[index], side, one, picture, ground) for index, one in enumerate(side.stretches)]
    return _joined(parts, picture)


def _stretch(stream: Any, side: ClipSource, stretch: Stretch, picture: Picture, ground: str) -> Any:
    """The frames of one stretch, brought to the rendition's picture by what they are themselves."""
    ends = [time for time in (stretch.stop, None if side.read.last is None else side.read.last + 1) if time is not None]
    kept = {"start_pts": stretch.first} | ({"end_pts": min(ends)} if ends else {})
    stream = evened(stream.filter("trim", **kept), stretch.video)
    begin = side.read.start + stretch.begin * side.speed / picture.rate
    stream = _at_rate(stream, side.read, stretch.video, stretch.frames, picture.rate, side.speed, start=begin)
    shown = normalized(stream, stretch.video, side.fit, picture, focus=side.focus, ground=ground)
    return shown.filter("setsar", 1)


def _at_rate(
    stream: Any,
    read: ReadPlan,
    video: VideoInfo,
    frames: int,
    rate: Fraction,
    speed: Fraction,
    *,
    start: Fraction | None = None,
) -> Any:
    """Output frame i shows the last source frame at or before `start + i * speed / rate`, in whole numbers throughout.

    `start` is that of a stretch, which ends before the file does; by default where reading begins.
    """
    # At another speed so many frames are taken from a second of the source; they are given their times afterwards.
    taken = rate / speed
    clock = min(read.clock if start is None else lcm(read.clock, start.denominator), MAX_CLOCK)
    origin = ceil((read.start if start is None else start) * clock)
    moved = f"PTS-{origin}"
    if read.first is not None:
        # The frame that is shown at this time comes at the span's start or before, and with it all before it.
        first = floor(read.first * read.base * clock)
        moved += f"-lte(PTS,{first})*{max(first - origin, 0)}"
    if read.last is not None and start is None:
        # The end of the stream is evaluated like a frame: moved beyond the span, it makes the last frame go on.
        last, beyond = int(read.last * read.base * clock), ceil((frames + 2) / taken * clock)
        moved += f"+gt(PTS,{last})*{beyond}"
    stream = stream.filter("settb", expr=f"1/{clock}").filter("setpts", moved)
    if video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    # Rounded up, a frame is first shown by the output frame at or after its time; what was shown before 0 goes on.
    stream = stream.filter("fps", fps=ratio(taken), round="up", start_time=0)
    if read.shown is None or start is not None:
        stream = stream.filter("tpad", stop=-1, stop_mode="clone")
    stream = stream.filter("trim", end_frame=frames)
    if speed == 1:
        return stream
    # The last filter changes nothing but the rate that the encoder writes into its headers.
    stream = stream.filter("settb", expr=f"1/({ratio(rate)})").filter("setpts", "N")
    return stream.filter("fps", fps=ratio(rate))


def drawn(file: Path) -> Any:
    """A picture of ours, in the colours that drawn stills get."""
    return png(file).filter("scale", out_range="tv", out_color_matrix="bt709", flags=_EXACT)


def png(file: Path) -> Any:
    return graph.input(
        f"file:{file}", f="png_pipe", protocol_whitelist=ffmpeg.PROTOCOLS, format_whitelist=ffmpeg.DEMUXERS
    )


def as_options(arguments: list[str]) -> dict[str, object]:
    return {name.removeprefix("-"): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}


def ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
