"""Frames: what a decoded picture says of itself: size, orientation, shape of its pixels, colours."""

import struct
from fractions import Fraction
from math import atan2, degrees
from typing import Any, Literal, NamedTuple, TypedDict

import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

_MATRICES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 14: "ictcp", 15: "ipt-c2",
}  # fmt: skip
_TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 11: "iec61966-2-4",
    13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 18: "arib-std-b67",
}  # fmt: skip
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 11: "smpte431",
    12: "smpte432",
}  # fmt: skip
_RANGES: dict[int, Literal["tv", "pc"]] = {1: "tv", 2: "pc"}

_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""FFmpeg's own decoders of these leave the transparency out, which Matroska keeps beside the picture."""
_ALPHA_MARK = "alpha_mode"


class Look(TypedDict):
    """What may change from frame to frame; fields of VideoInfo."""

    width: int
    height: int
    rotation: int
    mirrored: bool
    tilt: int
    sample_aspect: Fraction
    pixel_format: str
    range: Literal["tv", "pc", "unknown"]
    matrix: str
    transfer: str
    primaries: str


class Orientation(NamedTuple):
    """How a player shows a frame: mirrored first, then turned clockwise by quarters."""

    rotation: int = 0
    mirrored: bool = False
    tilt: int = 0


def look_of(frame: VideoFrame, context: VideoCodecContext, aspect: Fraction | None, decoder: str = "") -> Look:
    """What a frame is like; `aspect` is that of its pixels, by the stream, `decoder` the one that will be used."""
    rotation, mirrored, tilt = orientation_of(frame)
    name = frame.format.name
    return Look(
        width=frame.width,
        height=frame.height,
        rotation=rotation,
        mirrored=mirrored,
        tilt=tilt,
        sample_aspect=aspect or Fraction(1),
        pixel_format=name.replace("yuv", "yuva", 1) if decoder and name.startswith("yuv4") else name,
        range=_RANGES.get(_stated(frame.color_range, context.color_range, 0), "unknown"),
        matrix=_MATRICES.get(_stated(frame.colorspace, context.colorspace, 2), "unknown"),
        transfer=_TRANSFERS.get(_stated(frame.color_trc, context.color_trc, 2), "unknown"),
        primaries=_PRIMARIES.get(_stated(frame.color_primaries, context.color_primaries, 2), "unknown"),
    )


def orientation_of(frame: VideoFrame) -> Orientation:
    """By its display matrix, nine numbers of 32 bits: x' = ax + cy, y' = bx + dy (ISO/IEC 14496-12, 6.2.2)."""
    found: Any = frame.side_data.get("DISPLAYMATRIX")
    numbers = b"" if found is None else bytes(found)
    if len(numbers) < 20:
        return Orientation()
    a, b, _, c, d = struct.unpack("=5i", numbers[:20])
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    if a == b == 0:
        return Orientation(mirrored=mirrored)
    angle = round(degrees(atan2(b, a)))
    quarters = round(angle / 90)
    return Orientation(rotation=quarters * 90 % 360, mirrored=mirrored, tilt=angle - quarters * 90)


def alpha_decoder(codec: str, metadata: dict[str, str]) -> str:
    """The decoder that knows the transparency of a stream whose own does not; empty for all others."""
    return _ALPHA_DECODERS.get(codec, "") if metadata.get(_ALPHA_MARK, metadata.get("ALPHA_MODE")) == "1" else ""


def has_clear_edges(frame: VideoFrame) -> bool:
    """Whether most of a frame's edges are transparent: there is nothing that a backdrop could go on with."""
    alpha = frame.reformat(format="rgba").to_ndarray()[:, :, 3]
    edges = np.concatenate((alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))
    return bool(edges.mean() < 128)


def _stated(of_frame: int, of_stream: int, unspecified: int) -> int:
    return int(of_stream) if int(of_frame) == unspecified else int(of_frame)
