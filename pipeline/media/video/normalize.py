"""Normalizing: filters that convert any source's picture to the format of its rendition."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import ffmpeg as graph

from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture
from pipeline.model.series import Fit, Focus

SCALER = "bicubic"
BACKDROP = 16
"""The blurred backdrop is made on a copy this many times smaller: fast, and without a visible difference."""
BACKDROP_LEAST = 36
"""Pixels of its shorter side: FFmpeg's gblur fails on planes of less than 17 pixels, and colour planes are half as
wide."""
BACKDROP_BLUR = 0.035
"""Of the frame's longer side; blur and brightness are the same as for pictures, so that both look alike."""
BACKDROP_LIGHT = 0.45
SLIVER = 2
"""Pixels: a clip that differs no more from the frame's shape is scaled to it."""

REFERENCE_WHITE = 203
"""Candelas per square metre of white paper in HDR pictures (ITU-R BT.2408): it becomes the white of SDR."""
PEAKS = {"smpte2084": Fraction(10_000, REFERENCE_WHITE), "arib-std-b67": Fraction(1_000, REFERENCE_WHITE)}
"""The brightest that a transfer function can state, against reference white."""
KNEE = 0.88
"""Of linear light: darker parts keep their brightness, lights between it and the peak share what is above."""
DISPLAY = "bt470m"
"""Gamma 2.2, between the sRGB of pictures (which it is within 3 of 255) and the 2.4 of BT.1886."""

_SWSCALE_MATRICES = ("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc")


def normalized(
    stream: Any, video: VideoInfo, fit: Fit, picture: Picture, *, focus: Focus | None = None, ground: str = ""
) -> Any:
    """Upright, square, of the rendition's size, BT.709 in limited range.

    `ground` is the colour beside a padded picture, #rrggbb; black where there is none.
    """
    size = (picture.width, picture.height)
    if video.rotation or video.mirrored or video.tilt:
        stream = stream.filter("sidedata", mode="delete", type="DISPLAYMATRIX")
    stream = stream.filter("hflip") if video.mirrored else stream
    for turn in {90: ("clock",), 180: ("clock", "clock"), 270: ("cclock",)}.get(video.rotation, ()):
        stream = stream.filter("transpose", turn)
    if fit == "blur" and video.transparent:
        # At its edges there is nothing that a backdrop could go on with.
        fit = "pad"
    if video.has_alpha:
        stream, video = _over_black(stream, video)
    wide, high = video.shown_size
    inner = _fitted(wide, high, size)
    if size[0] - inner[0] <= SLIVER and size[1] - inner[1] <= SLIVER:
        return _converted(stream, video, size)
    if fit == "crop":
        return _converted(_cut(stream, video, size, focus), video, size)
    if fit == "pad":
        left, top = _centred(inner, size)
        colour = {"color": ground.replace("#", "0x")} if ground else {}
        return _converted(stream, video, inner).filter("pad", *size, left, top, **colour)
    return _over_backdrop(_converted(stream, video, inner).split(), inner, size)


def evened(stream: Any, video: VideoInfo) -> Any:
    """Frames of this very size and format, after others: most filters know only those that they began with."""
    colours = {"in_range": _range(video), "out_range": _range(video)}
    if not video.is_rgb:
        colours |= {"in_color_matrix": _matrix(video), "out_color_matrix": _matrix(video)}
    return stream.filter("scale", video.width, video.height, flags=SCALER, **colours).filter(
        "format", video.pixel_format
    )


def _converted(stream: Any, video: VideoInfo, size: tuple[int, int]) -> Any:
    """Scaled and brought to 8-bit BT.709, limited range; untouched where it is that already."""
    if video.wide_gamut or video.matrix not in (*_SWSCALE_MATRICES, "gbr", "unknown"):
        return _tone_mapped(stream.filter("scale", *size, flags=SCALER), video)
    matrix = _matrix(video)
    if matrix != "bt709" and not video.is_rgb:
        # `scale` would go through RGB of eight bits, and lose two steps of it.
        stream = stream.filter("scale", *size, flags=SCALER, in_range=_range(video), out_range=_range(video))
        return stream.filter("format", "yuv420p").filter(
            "colorspace", ispace=matrix, irange=_range(video), iprimaries="bt709", itrc="bt709",
            all="bt709", range="tv", format="yuv420p", fast=1,
        )  # fmt: skip
    turned = video.rotation in (90, 270)
    size_now = (video.height, video.width) if turned else (video.width, video.height)
    if size_now == size and _range(video) == "tv" and matrix == "bt709" and video.pixel_format == "yuv420p":
        return stream
    return stream.filter(
        "scale", *size, flags=SCALER, in_range=_range(video), in_color_matrix=matrix,
        out_range="tv", out_color_matrix="bt709",
    ).filter("format", "yuv420p")  # fmt: skip


def _tone_mapped(stream: Any, video: VideoInfo) -> Any:
    """High dynamic range or a wide gamut brought into BT.709, through linear light.

    Reference white stays white. HLG is taken as its cameras' scene, each colour by itself, as SDR cameras would.
    """
    transfer = video.transfer if video.transfer != "unknown" else "bt709"
    primaries = video.primaries if video.primaries != "unknown" else "bt2020" if video.hdr else "bt709"
    matrix = video.matrix if video.matrix != "unknown" else "bt2020nc" if video.hdr else _matrix(video)
    linear = stream.filter(
        "zscale", transferin=transfer, primariesin=primaries, matrixin=matrix, rangein=_range(video),
        transfer="linear", npl=REFERENCE_WHITE,
    ).filter("format", "gbrpf32le").filter("zscale", primaries="bt709")  # fmt: skip
    if video.hdr:
        peak = f"{float(PEAKS[video.transfer]):.3f}"
        linear = linear.filter("tonemap", tonemap="mobius", param=KNEE, peak=peak, desat=0)
    display = DISPLAY if video.hdr else "bt709"
    return linear.filter("zscale", transfer=display, matrix="bt709", range="tv").filter("format", "yuv420p")


def _over_black(stream: Any, video: VideoInfo) -> tuple[Any, VideoInfo]:
    """Multiplying by alpha is laying over black."""
    stream = stream.filter("scale", in_range=_range(video), in_color_matrix=_matrix(video)).filter("format", "gbrap")
    opaque = replace(video, pixel_format="gbrp", matrix="gbr", range="pc")
    return stream.filter("premultiply", inplace=1).filter("format", "gbrp"), opaque


def _over_backdrop(twice: Any, inner: tuple[int, int], size: tuple[int, int]) -> Any:
    """The whole picture over a blurred, darkened copy that fills the frame."""
    scale = max(Fraction(1, BACKDROP), Fraction(BACKDROP_LEAST, min(size)))
    small = tuple(_even(side * scale) for side in size)
    cover = max(Fraction(small[0], inner[0]), Fraction(small[1], inner[1]))
    filling = [max(_even(inner[0] * cover), small[0]), max(_even(inner[1] * cover), small[1])]
    back = twice[0].filter("scale", *filling, flags="area").filter("crop", *small)
    back = back.filter("gblur", sigma=BACKDROP_BLUR * float(max(size) * scale))
    chroma = f"128+(val-128)*{BACKDROP_LIGHT}"
    back = back.filter("lutyuv", y=f"16+(val-16)*{BACKDROP_LIGHT}", u=chroma, v=chroma)
    back = back.filter("scale", *size, flags="bilinear")
    left, top = _centred(inner, size)
    return graph.overlay(back, twice[1], x=left, y=top, eof_action="endall")


def _cut(stream: Any, video: VideoInfo, size: tuple[int, int], focus: Focus | None) -> Any:
    """The part of the picture around `focus`, its middle by default, in the frame's shape; cut before it is scaled."""
    wide, high = video.shown_size
    part = Fraction(size[0], size[1]) / (wide / high)
    turned = video.rotation in (90, 270)
    columns, rows = (video.height, video.width) if turned else (video.width, video.height)
    one = Fraction(1)
    kept = _even(columns * min(part, one)), _even(rows * min(1 / part, one))
    across, down = focus or (Fraction(1, 2), Fraction(1, 2))
    return stream.filter("crop", *kept, _from(columns, kept[0], across), _from(rows, kept[1], down))


def _from(length: int, kept: int, focus: Fraction) -> int:
    """Where a stretch of `kept` pixels begins that has the focus in its middle, as far as the picture reaches."""
    start = round(length * focus) - kept // 2
    return max(min(start, length - kept), 0) // 2 * 2


def tagged(stream: Any) -> Any:
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
    return video.shown_matrix if video.shown_matrix in _SWSCALE_MATRICES else "bt2020nc"


def _range(video: VideoInfo) -> str:
    full = video.range == "pc" or video.pixel_format.startswith("yuvj") or video.is_rgb
    return "pc" if full else "tv"
