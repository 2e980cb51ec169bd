"""Filter graphs of moving spans as FFmpeg's arguments: frames chosen by time, normalized, blended, encoded."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ffmpeg as graph

from pipeline.media.video import x264
from pipeline.media.video.graphs.inputs import as_options, drawn, moving, png, ratio, source_input
from pipeline.media.video.graphs.sources import (
    LaidOver,
    MadeSource,
    MovingOverlay,
    MovingSource,
    Source,
    SplitSource,
    StillSource,
)
from pipeline.media.video.normalize import tagged
from pipeline.model.rendition import Picture

PLACES = 1000
"""Parts of one source; those of the next are counted from here on."""
INSETS = 4
"""Sources before those of insets: more than a frame without insets has."""


def clip_arguments(
    source: MovingSource,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[LaidOver] = (),
    threads: int,
    to: Path,
    times: Path,
    more: str = "",
) -> list[str]:
    """FFmpeg's arguments that encode a clip; `times` gets the timestamp of the source frame that each frame shows.

    `more` are further parameters for x264.
    """
    shown, unwritten = _overlaid(moving(source, frames, picture, threads), overlays, picture, threads, times)
    return _compiled([_encoded(tagged(shown), picture, to, times, more), *unwritten], threads)


def staged_arguments(
    ground: Path,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[LaidOver],
    threads: int,
    to: Path,
    times: Path,
    more: str = "",
) -> list[str]:
    """The same for a drawn picture of the whole frame under moving ones; `times` stands for their files."""
    held = _held(drawn(ground).filter("format", "yuv420p"), frames, picture)
    shown, unwritten = _overlaid(held, overlays, picture, threads, times)
    return _compiled([_encoded(tagged(shown), picture, to, None, more), *unwritten], threads)


def split_arguments(
    source: SplitSource,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[LaidOver] = (),
    threads: int,
    to: Path,
    times: Path,
    more: str = "",
) -> list[str]:
    """The same for a split; `times` stands for one file for each of its parts, as `part_times` names them."""
    shown, unwritten = _side(source, frames, picture, threads, times)
    shown, further = _overlaid(shown, overlays, picture, threads, times)
    return _compiled([_encoded(tagged(shown), picture, to, None, more), *unwritten, *further], threads)


def part_times(times: Path, number: int) -> Path:
    """The file that gets the timestamps of a part of a split, from 0."""
    return times.with_name(f"{times.name}-{number}")


def transition_arguments(
    outgoing: Source,
    incoming: Source,
    frames: int,
    picture: Picture,
    *,
    overlays: Sequence[LaidOver] = (),
    threads: int,
    to: Path,
    times: tuple[Path, Path],
    more: str = "",
) -> list[str]:
    """The same for a dissolve; `times` has a file for each side, which is not written for a still."""
    if outgoing == incoming:
        # A picture that dissolves into itself; two equal branches would be one node of the graph.
        shown, unwritten = _side(outgoing, frames, picture, threads, times[0])
        shown, further = _overlaid(shown, overlays, picture, threads, times[0])
        return _compiled([_encoded(tagged(shown), picture, to, None, more), *unwritten, *further], threads)
    leaving, unwritten_leaving = _side(outgoing, frames, picture, threads, times[0])
    coming, unwritten_coming = _side(incoming, frames, picture, threads, times[1], second=True)
    blended, further = _overlaid(_dissolved(leaving, coming, frames), overlays, picture, threads, times[0])
    encoded = _encoded(tagged(blended), picture, to, None, more)
    return _compiled([encoded, *unwritten_leaving, *unwritten_coming, *further], threads)


def _side(
    side: Source, frames: int, picture: Picture, threads: int, times: Path, *, second: bool = False
) -> tuple[Any, list[Any]]:
    """One side's frames, and further outputs that only write timestamps: after the blend they are lost."""
    if isinstance(side, StillSource):
        return _still(source_input(side.tile, threads, None, second=second), frames, picture), []
    if isinstance(side, MadeSource):
        return _made(source_input(side.file, threads, None, second=second), frames, picture), []
    if isinstance(side, SplitSource):
        return _split(side, frames, picture, threads, times, second=second)
    shown = moving(side, frames, picture, threads, second=second).split()
    return shown[0], [_unwritten(shown[1], times)]


def _split(
    split: SplitSource, frames: int, picture: Picture, threads: int, times: Path, *, second: bool
) -> tuple[Any, list[Any]]:
    """Every part over its place in the drawn frame, and the outputs that write their timestamps."""
    ground = drawn(split.ground).filter("format", "yuv420p")
    whole = _held(ground, frames, picture)
    unwritten = []
    for number, (source, area) in enumerate(split.parts):
        inner = replace(picture, width=area.width, height=area.height)
        place = number * PLACES
        shown = moving(source, frames, inner, threads, second=second, place=place, ground=split.colour).split()
        whole = graph.overlay(whole, shown[0], x=area.left, y=area.top, eof_action="repeat")
        unwritten.append(_unwritten(shown[1], part_times(times, number)))
    return whole, unwritten


def _unwritten(stream: Any, times: Path) -> Any:
    return graph.output(stream, "-", format="null", vcodec="wrapped_avframe", **_timestamps_to(times))


def _compiled(outputs: list[Any], threads: int) -> list[str]:
    # Timestamps stay as the file has them: FFmpeg's own shift to zero rounds to microseconds.
    merged = graph.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return ["-copyts", "-filter_complex_threads", str(threads), *graph.get_args(merged)]


def _encoded(stream: Any, picture: Picture, to: Path, times: Path | None, more: str) -> Any:
    # One thread: with more, x264 searches less far in low pictures, and the bytes would depend on the machine.
    return graph.output(
        stream, f"file:{to}", format="mp4", threads=1, fps_mode="passthrough", map_metadata=-1, map_chapters=-1,
        **as_options(x264.arguments(picture, more=more)), **({} if times is None else _timestamps_to(times)),
    )  # fmt: skip


def _timestamps_to(path: Path) -> dict[str, object]:
    return {"stats_enc_pre": str(path), "stats_enc_pre_fmt": "{ptsi}"}


def _still(source: Any, frames: int, picture: Picture) -> Any:
    return _held(source["v:0"].filter("trim", end_frame=1), frames, picture)


def _made(source: Any, frames: int, picture: Picture) -> Any:
    stream = source["v:0"].filter("settb", expr=f"1/({ratio(picture.rate)})").filter("setpts", "N")
    return stream.filter("fps", fps=ratio(picture.rate)).filter("trim", end_frame=frames)


def _held(one: Any, frames: int, picture: Picture) -> Any:
    """One picture as so many frames."""
    stream = one.filter("loop", loop=frames, size=1)
    stream = stream.filter("settb", expr=f"1/({ratio(picture.rate)})").filter("setpts", "N")
    return stream.filter("fps", fps=ratio(picture.rate)).filter("trim", end_frame=frames)


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


def _overlaid(
    stream: Any, overlays: Sequence[LaidOver], picture: Picture, threads: int, times: Path
) -> tuple[Any, list[Any]]:
    """The frames with pictures over them, in the colours that drawn stills get, and further outputs that only write the
    timestamps of those that move, as `inset_times` names their files.
    """
    unwritten = []
    for number, overlay in enumerate(overlays):
        if isinstance(overlay, MovingOverlay):
            frames, place = overlay.stop - overlay.start, PLACES * (INSETS + number)
            inner = replace(picture, width=overlay.area.width, height=overlay.area.height)
            shown = moving(overlay.source, frames, inner, threads, place=place).split()
            unwritten.append(_unwritten(shown[1], inset_times(times, number)))
            mask = png(overlay.mask).filter("format", "gray")
            seen = graph.filter([shown[0].filter("format", "yuva420p"), mask], "alphamerge")
            layer, left, top = _from_frame(seen, overlay.start, picture), overlay.area.left, overlay.area.top
        else:
            layer, left, top = drawn(overlay.file).filter("format", "yuva420p"), overlay.left, overlay.top
            if overlay.moving:
                layer = _from_frame(layer, overlay.start, picture)
        when = f"between(n,{overlay.start},{overlay.stop - 1})"
        stream = graph.overlay(stream, layer, x=left, y=top, enable=when, eof_action="repeat")
    return stream, unwritten


def inset_times(times: Path, number: int) -> Path:
    """The file that gets the timestamps of an overlay that moves, by its place among all overlays."""
    return times.with_name(f"{times.name}-over-{number}")


def _from_frame(stream: Any, start: int, picture: Picture) -> Any:
    """A frame for each frame of the programme from `start` on."""
    return stream.filter("settb", expr=f"1/({ratio(picture.rate)})").filter("setpts", f"N+{start}")
