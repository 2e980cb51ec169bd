"""Filter graphs of moving spans: from any source to the one picture that all spans of a rendition share."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import ffmpeg as graph

from pipeline.media import ffmpeg, x264
from pipeline.media.seeking import Reading
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture
from pipeline.model.series import Fit

MAX_CLOCK = 2**31 - 1
"""FFmpeg keeps a time base in 32 bits."""
SCALER = "bicubic"
BACKDROP = 16
"""The blurred backdrop is made on a copy this many times smaller: nobody sees the difference, and it costs nothing."""
BACKDROP_BLUR = 0.035
"""Of the frame's longer side; this and the light that is left are those of pictures, whose neighbours clips are."""
BACKDROP_LIGHT = 0.45
SLIVER = 2
"""Pixels: a clip that misses the frame's shape by no more is taken to have it."""

_SWSCALE_MATRICES = ("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A source whose frames are read and brought to the rendition's picture."""

    path: Path
    video: VideoInfo
    reading: Reading
    fit: Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An encoded tile of a still: its first frame is shown throughout."""

    tile: Path


Side = Moving | Held


def clip_arguments(
    source: Moving, frames: int, picture: Picture, *, threads: int, to: Path, witness: Path
) -> list[str]:
    """FFmpeg's arguments that encode a clip; `witness` gets the timestamp of the source frame that each frame shows."""
    shown = _moving(_input(source.path, threads, source.reading.seek), source, frames, picture)
    return _compiled([_encoded(_tagged(shown), picture, to, witness)], threads)


def transition_arguments(
    outgoing: Side,
    incoming: Side,
    frames: int,
    picture: Picture,
    *,
    threads: int,
    to: Path,
    witnesses: tuple[Path, Path],
) -> list[str]:
    """The same for a dissolve; the witness of a held side stays unwritten."""
    if outgoing == incoming:
        # A picture that dissolves into itself; two equal branches would be one node of the graph.
        shown, unwritten = _side(outgoing, frames, picture, threads, witnesses[0])
        return _compiled([_encoded(_tagged(shown), picture, to, None), *unwritten], threads)
    leaving, unwritten_leaving = _side(outgoing, frames, picture, threads, witnesses[0])
    coming, unwritten_coming = _side(incoming, frames, picture, threads, witnesses[1])
    encoded = _encoded(_tagged(_dissolved(leaving, coming, frames)), picture, to, None)
    return _compiled([encoded, *unwritten_leaving, *unwritten_coming], threads)


def _side(side: Side, frames: int, picture: Picture, threads: int, witness: Path) -> tuple[Any, list[Any]]:
    """One side's frames, and a second, unwritten output only for its timestamps: after the blend they are lost."""
    if isinstance(side, Held):
        return _held(_input(side.tile, threads, None), frames, picture), []
    shown = _moving(_input(side.path, threads, side.reading.seek), side, frames, picture).split()
    return shown[0], [graph.output(shown[1], "-", format="null", vcodec="wrapped_avframe", **_witness(witness))]


def _input(path: Path, threads: int, seek: Fraction | None) -> Any:
    options: dict[str, object] = {
        "protocol_whitelist": ffmpeg.PROTOCOLS, "format_whitelist": ffmpeg.DEMUXERS,
        # Rotation is ours, after frames are dropped; frames are dropped by our law, not by the seek's.
        "noautorotate": None, "noaccurate_seek": None, "reinit_filter": 0, "threads": threads,
    }  # fmt: skip
    if seek is not None:
        # Up to the next microsecond: a hair below the keyframe's time would land on the one before it.
        options |= {"seek_timestamp": 1, "ss": f"{ceil(seek * 1_000_000)}us"}
    return graph.input(f"file:{path}", **options)


def _compiled(outputs: list[Any], threads: int) -> list[str]:
    # Timestamps stay as the file has them: FFmpeg's own shift to zero rounds to microseconds.
    merged = graph.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return ["-copyts", "-filter_complex_threads", str(threads), *graph.get_args(merged)]


def _encoded(stream: Any, picture: Picture, to: Path, witness: Path | None) -> Any:
    # One thread: with more, x264 searches less far in low pictures, and the bytes would depend on the machine.
    return graph.output(
        stream, f"file:{to}", format="mp4", threads=1, fps_mode="passthrough", map_metadata=-1, map_chapters=-1,
        **_as_options(x264.arguments(picture)), **({} if witness is None else _witness(witness)),
    )  # fmt: skip


def _witness(path: Path) -> dict[str, object]:
    return {"stats_enc_pre": str(path), "stats_enc_pre_fmt": "{ptsi}"}


def _as_options(arguments: list[str]) -> dict[str, str]:
    return {name.removeprefix("-"): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}


def _moving(source: Any, side: Moving, frames: int, picture: Picture) -> Any:
    """`frames` frames at the rendition's rate, brought to its picture."""
    stream = _law(source[str(side.reading.stream)], side, frames, picture.rate)
    return _normalized(stream, side.video, side.fit, picture)


def _law(stream: Any, side: Moving, frames: int, rate: Fraction) -> Any:
    """Output frame i shows the last source frame at or before `start + i / rate`, in whole numbers throughout."""
    reading, clock = side.reading, min(side.reading.clock, MAX_CLOCK)
    origin = ceil(reading.start * clock)
    moved = f"PTS-{origin}"
    if reading.last is not None:
        # The end of the stream is evaluated like a frame: pushed beyond the span, it leaves the last frame standing.
        last, beyond = int(reading.last * reading.base * clock), ceil((frames + 2) / rate * clock)
        moved += f"+gt(PTS,{last})*{beyond}"
    stream = stream.filter("settb", expr=f"1/{clock}").filter("setpts", moved)
    if side.video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    # Rounded up, a frame is first shown by the output frame at or after its time; what stood before 0 is held into it.
    stream = stream.filter("fps", fps=_ratio(rate), round="up", start_time=0)
    if reading.shown is None:
        stream = stream.filter("tpad", stop=-1, stop_mode="clone")
    return stream.filter("trim", end_frame=frames)


def _held(source: Any, frames: int, picture: Picture) -> Any:
    stream = source["v:0"].filter("trim", end_frame=1).filter("loop", loop=frames, size=1)
    stream = stream.filter("settb", expr=f"1/({_ratio(picture.rate)})").filter("setpts", "N")
    return stream.filter("fps", fps=_ratio(picture.rate)).filter("trim", end_frame=frames)


def _normalized(stream: Any, video: VideoInfo, fit: Fit, picture: Picture) -> Any:
    """Upright, square, of the rendition's size, BT.709 in limited range."""
    size = (picture.width, picture.height)
    stream = stream.filter("sidedata", mode="delete", type="DISPLAYMATRIX") if video.rotation else stream
    for turn in {90: ("clock",), 180: ("clock", "clock"), 270: ("cclock",)}.get(video.rotation, ()):
        stream = stream.filter("transpose", turn)
    if _has_alpha(video.pixel_format):
        stream, video = _over_black(stream, video)
    wide, high = video.shown_size
    inner = _fitted(wide, high, size)
    if size[0] - inner[0] <= SLIVER and size[1] - inner[1] <= SLIVER:
        return _converted(stream, video, size)
    if fit == "crop":
        return _converted(_cut(stream, video, size), video, size)
    if fit == "pad":
        left, top = _centred(inner, size)
        return _converted(stream, video, inner).filter("pad", *size, left, top)
    return _over_backdrop(_converted(stream, video, inner).split(), inner, size)


def _converted(stream: Any, video: VideoInfo, size: tuple[int, int]) -> Any:
    """Scaled and brought to 8-bit BT.709, limited range; untouched where it is that already."""
    if video.hdr or video.primaries == "bt2020" or video.matrix not in (*_SWSCALE_MATRICES, "gbr", "unknown"):
        return _tone_mapped(stream.filter("scale", *size, flags=SCALER), video)
    matrix = _matrix(video)
    turned = video.rotation in (90, 270)
    stands = (video.height, video.width) if turned else (video.width, video.height)
    if stands == size and _range(video) == "tv" and matrix == "bt709" and video.pixel_format == "yuv420p":
        return stream
    return stream.filter(
        "scale", *size, flags=SCALER, in_range=_range(video), in_color_matrix=matrix,
        out_range="tv", out_color_matrix="bt709",
    ).filter("format", "yuv420p")  # fmt: skip


def _tone_mapped(stream: Any, video: VideoInfo) -> Any:
    """High dynamic range or a wide gamut brought into BT.709, through linear light."""
    transfer = video.transfer if video.transfer != "unknown" else "bt709"
    primaries = video.primaries if video.primaries != "unknown" else "bt2020" if video.hdr else "bt709"
    matrix = video.matrix if video.matrix != "unknown" else "bt2020nc" if video.hdr else _matrix(video)
    linear = stream.filter(
        "zscale", transferin=transfer, primariesin=primaries, matrixin=matrix, rangein=_range(video),
        transfer="linear", npl=100,
    ).filter("format", "gbrpf32le").filter("zscale", primaries="bt709")  # fmt: skip
    if video.hdr:
        linear = linear.filter("tonemap", tonemap="hable", desat=0)
    return linear.filter("zscale", transfer="bt709", matrix="bt709", range="tv").filter("format", "yuv420p")


def _over_black(stream: Any, video: VideoInfo) -> tuple[Any, VideoInfo]:
    """Multiplying by alpha is laying over black."""
    stream = stream.filter("scale", in_range=_range(video), in_color_matrix=_matrix(video)).filter("format", "gbrap")
    opaque = replace(video, pixel_format="gbrp", matrix="gbr", range="pc")
    return stream.filter("premultiply", inplace=1).filter("format", "gbrp"), opaque


def _over_backdrop(twice: Any, inner: tuple[int, int], size: tuple[int, int]) -> Any:
    """The whole picture over a blurred, darkened copy that fills the frame."""
    small = tuple(_even(Fraction(side, BACKDROP)) for side in size)
    cover = max(Fraction(small[0], inner[0]), Fraction(small[1], inner[1]))
    filling = [max(_even(inner[0] * cover), small[0]), max(_even(inner[1] * cover), small[1])]
    back = twice[0].filter("scale", *filling, flags="area").filter("crop", *small)
    back = back.filter("gblur", sigma=BACKDROP_BLUR * max(size) / BACKDROP)
    chroma = f"128+(val-128)*{BACKDROP_LIGHT}"
    back = back.filter("lutyuv", y=f"16+(val-16)*{BACKDROP_LIGHT}", u=chroma, v=chroma)
    back = back.filter("scale", *size, flags="bilinear")
    left, top = _centred(inner, size)
    return graph.overlay(back, twice[1], x=left, y=top, eof_action="endall")


def _cut(stream: Any, video: VideoInfo, size: tuple[int, int]) -> Any:
    """The middle of the picture in the frame's shape, cut before it is scaled."""
    wide, high = video.shown_size
    part = Fraction(size[0], size[1]) / (wide / high)
    turned = video.rotation in (90, 270)
    columns, rows = (video.height, video.width) if turned else (video.width, video.height)
    one = Fraction(1)
    return stream.filter("crop", _even(columns * min(part, one)), _even(rows * min(1 / part, one)))


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


def _tagged(stream: Any) -> Any:
    tags = {"range": "tv", "color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}
    return stream.filter("setparams", **tags, field_mode="prog").filter("setsar", 1)


def _fitted(wide: Fraction, high: Fraction, size: tuple[int, int]) -> tuple[int, int]:
    """The largest even size of this shape inside `size`."""
    scale = min(size[0] / wide, size[1] / high)
    return min(_even(wide * scale), size[0]), min(_even(high * scale), size[1])


def _centred(inner: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """Even, so that colour samples keep their place."""
    return (size[0] - inner[0]) // 4 * 2, (size[1] - inner[1]) // 4 * 2


def _even(length: Fraction) -> int:
    return max(round(length / 2) * 2, 2)


def _matrix(video: VideoInfo) -> str:
    if video.matrix in _SWSCALE_MATRICES:
        return video.matrix
    return "bt709" if video.height >= 720 else "smpte170m"


def _range(video: VideoInfo) -> str:
    full = video.range == "pc" or video.pixel_format.startswith("yuvj") or _is_rgb(video.pixel_format)
    return "pc" if full else "tv"


def _is_rgb(pixel_format: str) -> bool:
    return pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8"))


def _has_alpha(pixel_format: str) -> bool:
    return pixel_format.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "pal8"))


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
