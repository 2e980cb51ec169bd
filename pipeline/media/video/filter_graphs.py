"""Filter graphs of moving spans as FFmpeg's arguments: frames chosen by time, normalized, blended, encoded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, lcm
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ffmpeg as graph

from pipeline.media import ffmpeg
from pipeline.media.video import x264
from pipeline.media.video.graph_sources import (
    ClipSource,
    MovingSource,
    Overlay,
    Source,
    SplitSource,
    StillSource,
)
from pipeline.media.video.normalize import evened, normalized, tagged
from pipeline.media.video.seek import ReadPlan
from pipeline.media.video.stretches import Stretch
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture

_EXACT = "bicubic+accurate_rnd+full_chroma_int"
PACKETS_READ_AHEAD = 8
"""FFmpeg's own choice."""
MAX_CLOCK = 2**31 - 1
"""FFmpeg keeps a time base in 32 bits."""
PLACES = 1000
"""Parts of one source; those of the next are counted from here on."""


def clip_arguments(
    source: MovingSource,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[Overlay] = (),
    threads: int,
    to: Path,
    times: Path,
    more: str = "",
) -> list[str]:
    """FFmpeg's arguments that encode a clip; `times` gets the timestamp of the source frame that each frame shows.

    `more` are further parameters for x264.
    """
    shown = _moving(source, frames, picture, threads)
    return _compiled([_encoded(tagged(_overlaid(shown, overlays)), picture, to, times, more)], threads)


def split_arguments(
    source: SplitSource,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[Overlay] = (),
    threads: int,
    to: Path,
    times: Path,
    more: str = "",
) -> list[str]:
    """The same for a split; `times` stands for one file for each of its parts, as `part_times` names them."""
    shown, unwritten = _side(source, frames, picture, threads, times)
    encoded = _encoded(tagged(_overlaid(shown, overlays)), picture, to, None, more)
    return _compiled([encoded, *unwritten], threads)


def part_times(times: Path, number: int) -> Path:
    """The file that gets the timestamps of a part of a split, from 0."""
    return times.with_name(f"{times.name}-{number}")


def transition_arguments(
    outgoing: Source,
    incoming: Source,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[Overlay] = (),
    threads: int,
    to: Path,
    times: tuple[Path, Path],
    more: str = "",
) -> list[str]:
    """The same for a dissolve; `times` has a file for each side, which is not written for a still."""
    if outgoing == incoming:
        # A picture that dissolves into itself; two equal branches would be one node of the graph.
        shown, unwritten = _side(outgoing, frames, picture, threads, times[0])
        return _compiled([_encoded(tagged(_overlaid(shown, overlays)), picture, to, None, more), *unwritten], threads)
    leaving, unwritten_leaving = _side(outgoing, frames, picture, threads, times[0])
    coming, unwritten_coming = _side(incoming, frames, picture, threads, times[1], second=True)
    blended = _overlaid(_dissolved(leaving, coming, frames), overlays)
    encoded = _encoded(tagged(blended), picture, to, None, more)
    return _compiled([encoded, *unwritten_leaving, *unwritten_coming], threads)


def _side(
    side: Source, frames: int, picture: Picture, threads: int, times: Path, *, second: bool = False
) -> tuple[Any, list[Any]]:
    """One side's frames, and further outputs that only write timestamps: after the blend they are lost."""
    if isinstance(side, StillSource):
        return _still(_input(side.tile, threads, None, second=second), frames, picture), []
    if isinstance(side, SplitSource):
        return _split(side, frames, picture, threads, times, second=second)
    shown = _moving(side, frames, picture, threads, second=second).split()
    return shown[0], [_unwritten(shown[1], times)]


def _split(
    split: SplitSource, frames: int, picture: Picture, threads: int, times: Path, *, second: bool
) -> tuple[Any, list[Any]]:
    """Every part over its place in the drawn frame, and the outputs that write their timestamps."""
    ground = _drawn(split.ground).filter("format", "yuv420p")
    whole = _held(ground, frames, picture)
    unwritten = []
    for number, (source, area) in enumerate(split.parts):
        inner = replace(picture, width=area.width, height=area.height)
        place = number * PLACES
        shown = _moving(source, frames, inner, threads, second=second, place=place, ground=split.colour).split()
        whole = graph.overlay(whole, shown[0], x=area.left, y=area.top, eof_action="repeat")
        unwritten.append(_unwritten(shown[1], part_times(times, number)))
    return whole, unwritten


def _unwritten(stream: Any, times: Path) -> Any:
    return graph.output(stream, "-", format="null", vcodec="wrapped_avframe", **_timestamps_to(times))


def _moving(
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
    return joined.filter("settb", expr=f"1/({_ratio(picture.rate)})").filter("setpts", "N")


def _opened(source: ClipSource, threads: int, *, second: bool = False, place: int = 0) -> Any:
    more: dict[str, object] = _as_options(list(ffmpeg.UNEDITED)) if source.unedited else {}
    if place:
        # Hardly more than by default, but another node: a part that is played twice is read twice.
        more["thread_queue_size"] = PACKETS_READ_AHEAD + place
    if source.video.decoder:
        more["c:v"] = source.video.decoder
    return _input(source.path, threads, source.read.seek, second=second, more=more)


def _input(
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


def _compiled(outputs: list[Any], threads: int) -> list[str]:
    # Timestamps stay as the file has them: FFmpeg's own shift to zero rounds to microseconds.
    merged = graph.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return ["-copyts", "-filter_complex_threads", str(threads), *graph.get_args(merged)]


def _encoded(stream: Any, picture: Picture, to: Path, times: Path | None, more: str) -> Any:
    # One thread: with more, x264 searches less far in low pictures, and the bytes would depend on the machine.
    return graph.output(
        stream, f"file:{to}", format="mp4", threads=1, fps_mode="passthrough", map_metadata=-1, map_chapters=-1,
        **_as_options(x264.arguments(picture, more=more)), **({} if times is None else _timestamps_to(times)),
    )  # fmt: skip


def _timestamps_to(path: Path) -> dict[str, object]:
    return {"stats_enc_pre": str(path), "stats_enc_pre_fmt": "{ptsi}"}


def _as_options(arguments: list[str]) -> dict[str, object]:
    return {name.removeprefix("-"): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}


def _clip(source: Any, side: ClipSource, frames: int, picture: Picture, ground: str) -> Any:
    """`frames` frames at the rendition's rate, brought to its picture."""
    stream = source[str(side.read.stream)]
    if not side.stretches:
        stream = _at_rate(stream, side.read, side.video, frames, picture.rate)
        return normalized(stream, side.video, side.fit, picture, focus=side.focus, ground=ground)
    spread = stream.split() if len(side.stretches) > 1 else [stream]
    parts = [_stretch(spread[index], side, one, picture, ground) for index, one in enumerate(side.stretches)]
    return _joined(parts, picture)


def _stretch(stream: Any, side: ClipSource, stretch: Stretch, picture: Picture, ground: str) -> Any:
    """The frames of one stretch, brought to the rendition's picture by what they are themselves."""
    ends = [time for time in (stretch.stop, None if side.read.last is None else side.read.last + 1) if time is not None]
    kept = {"start_pts": stretch.first} | ({"end_pts": min(ends)} if ends else {})
    stream = evened(stream.filter("trim", **kept), stretch.video)
    begin = side.read.start + stretch.begin / picture.rate
    stream = _at_rate(stream, side.read, stretch.video, stretch.frames, picture.rate, start=begin)
    shown = normalized(stream, stretch.video, side.fit, picture, focus=side.focus, ground=ground)
    return shown.filter("setsar", 1)


def _at_rate(
    stream: Any, read: ReadPlan, video: VideoInfo, frames: int, rate: Fraction, *, start: Fraction | None = None
) -> Any:
    """Output frame i shows the last source frame at or before `start + i / rate`, in whole numbers throughout.

    `start` is that of a stretch, which ends before the file does; by default where reading begins.
    """
    clock = min(read.clock if start is None else lcm(read.clock, start.denominator), MAX_CLOCK)
    origin = ceil((read.start if start is None else start) * clock)
    moved = f"PTS-{origin}"
    if read.first is not None:
        # The frame that is shown at this time comes at the span's start or before, and with it all before it.
        first = floor(read.first * read.base * clock)
        moved += f"-lte(PTS,{first})*{max(first - origin, 0)}"
    if read.last is not None and start is None:
        # The end of the stream is evaluated like a frame: moved beyond the span, it makes the last frame go on.
        last, beyond = int(read.last * read.base * clock), ceil((frames + 2) / rate * clock)
        moved += f"+gt(PTS,{last})*{beyond}"
    stream = stream.filter("settb", expr=f"1/{clock}").filter("setpts", moved)
    if video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    # Rounded up, a frame is first shown by the output frame at or after its time; what was shown before 0 goes on.
    stream = stream.filter("fps", fps=_ratio(rate), round="up", start_time=0)
    if read.shown is None or start is not None:
        stream = stream.filter("tpad", stop=-1, stop_mode="clone")
    return stream.filter("trim", end_frame=frames)


def _still(source: Any, frames: int, picture: Picture) -> Any:
    return _held(source["v:0"].filter("trim", end_frame=1), frames, picture)


def _held(one: Any, frames: int, picture: Picture) -> Any:
    """One picture as so many frames."""
    stream = one.filter("loop", loop=frames, size=1)
    stream = stream.filter("settb", expr=f"1/({_ratio(picture.rate)})").filter("setpts", "N")
    return stream.filter("fps", fps=_ratio(picture.rate)).filter("trim", end_frame=frames)


def _dissolved(outgoing: Any, incoming: Any, frames: int) -> Any:
    """Frame i of n with (i + 1) / (n + 1) of the incoming side: one mix for each frame, idle at all others.

    FFmpeg's xfade counts otherwise and is slower; blend is faster but rounds down, so that what is the same on both
    sides would darken.
    """
    spread = incoming.split()
    for i in range(frames):
        outgoing = graph.filter(
            [outgoing, spread[i]], "mix", inputs=2, weights=f"{frames - i} {i + 1}", enable=f"eq(n,{i})"
        )
    return outgoing


def _overlaid(stream: Any, overlays: Sequence[Overlay]) -> Any:
    """The frames with small pictures over them, in the colours that drawn stills get."""
    for overlay in overlays:
        drawn = _drawn(overlay.file).filter("format", "yuva420p")
        when = f"between(n,{overlay.start},{overlay.stop - 1})"
        stream = graph.overlay(stream, drawn, x=overlay.left, y=overlay.top, enable=when, eof_action="repeat")
    return stream


def _drawn(file: Path) -> Any:
    """A picture of ours, in the colours that drawn stills get."""
    drawn = graph.input(
        f"file:{file}", f="png_pipe", protocol_whitelist=ffmpeg.PROTOCOLS, format_whitelist=ffmpeg.DEMUXERS
    )
    return drawn.filter("scale", out_range="tv", out_color_matrix="bt709", flags=_EXACT)


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
