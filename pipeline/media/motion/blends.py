"""Blends drawn: what a frame of a transition shows of both sides, as integers throughout."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cache, singledispatch
from pathlib import Path

import av
import numpy as np

from pipeline.effects.transitions import CircleOpen, Dip, Dissolve, Push, Slide, Wipe
from pipeline.media.motion.overlays import Over
from pipeline.media.video.planes import Plane, Planes, new_frame, planes_of
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Blend

Side = Callable[[], Iterable[Planes]]
"""Makes the frames of one side in order; once more when asked again."""

SOFT = 96
"""One of so many parts of the frame's width is the soft edge between two pictures."""
WHOLE = 256
_COLOURS = {"black": (16, 128, 128), "white": (235, 128, 128)}


def blended_frames(
    blend: Blend, outgoing: Side, incoming: Side, frames: int, picture: Picture, over: Over | None = None
) -> Iterator[av.VideoFrame]:
    """Both sides of a cut, blended, with what lies over them; it is the same frame every time, drawn anew."""
    frame, planes = new_frame(picture.width, picture.height)
    for number, (leaving, coming) in enumerate(zip(outgoing(), incoming(), strict=True)):
        blended(blend, leaving, coming, blend.share(number, frames), planes)
        if over:
            over.lay(number, planes)
        yield frame


def frames_in(path: Path) -> Iterator[Planes]:
    """The frames of an encoded piece."""
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            yield planes_of(frame.to_ndarray(format="yuv420p"), frame.width, frame.height)


def standing(path: Path, frames: int) -> Iterator[Planes]:
    """The picture of a still's tile, so many times."""
    picture = next(iter(frames_in(path)))
    for _ in range(frames):
        yield picture


@singledispatch
def blended(blend: object, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    """Draw what is seen when this share of the way is done. A new blend registers its drawing here."""
    raise TypeError(f"no way to draw a {type(blend).__name__}")


@blended.register(Dissolve)
def _(blend: Dissolve, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    for one, other, plane in zip(leaving, coming, to, strict=True):
        _mix(one, other, np.uint16(round(share * WHOLE)), plane)


@blended.register(Dip)
def _(blend: Dip, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    first = share < Fraction(1, 2)
    left = 1 - 2 * share if first else 2 * share - 1
    for shown, value, plane in zip(leaving if first else coming, _COLOURS[blend.into], to, strict=True):
        _mix(np.full_like(shown, value), shown, np.uint16(round(left * WHOLE)), plane)


@blended.register(Wipe)
def _(blend: Wipe, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    width = leaving[0].shape[1]
    soft = _soft(width)
    # The line comes from beyond one edge and goes beyond the other.
    line = float(share) * (width + soft) - soft / 2
    across = np.arange(width) + 0.5
    behind = _shares((line - across) / soft)
    _through(behind[::-1] if blend.towards == "left" else behind, leaving, coming, to)


@blended.register(CircleOpen)
def _(blend: CircleOpen, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    height, width = leaving[0].shape
    soft = _soft(width)
    distance = _from_middle(width, height)
    radius = float(share) * (float(distance[0, 0]) + soft) - soft / 2
    _through(_shares((np.float32(radius) - distance) / np.float32(soft)), leaving, coming, to)


@blended.register(Slide)
def _(blend: Slide, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    for one, other, plane, seen in _sliding(leaving, coming, share, to):
        plane[:] = one
        _enter(plane, other, seen, blend.towards)


@blended.register(Push)
def _(blend: Push, leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> None:
    for one, other, plane, seen in _sliding(leaving, coming, share, to):
        if blend.towards == "left":
            plane[:, :-seen] = one[:, seen:]
        else:
            plane[:, seen:] = one[:, :-seen]
        _enter(plane, other, seen, blend.towards)


def _sliding(leaving: Planes, coming: Planes, share: Fraction, to: Planes) -> Iterator[tuple[Plane, Plane, Plane, int]]:
    """Each plane of both and of the frame, and how many columns are seen of the one that comes."""
    width = leaving[0].shape[1]
    # Even, so that colour samples keep their place.
    seen = min(max(round(share * width / 2) * 2, 2), width - 2)
    for one, other, plane in zip(leaving, coming, to, strict=True):
        yield one, other, plane, seen * plane.shape[1] // width


def _enter(plane: Plane, other: Plane, seen: int, towards: str) -> None:
    """Draw the picture that comes where it is by now."""
    if towards == "left":
        plane[:, -seen:] = other[:, :seen]
    else:
        plane[:, :seen] = other[:, -seen:]


def _soft(width: int) -> float:
    return max(width / SOFT, 4.0)


def _shares(depth: Plane) -> Plane:
    """How much is seen of the picture that comes, out of `WHOLE`: half at depth 0."""
    return (np.clip(depth + np.float32(0.5), 0, 1) * WHOLE + 0.5).astype(np.uint16)


@cache
def _from_middle(width: int, height: int) -> Plane:
    """How far every pixel is from the middle of the frame."""
    across = np.arange(width, dtype=np.float32) - np.float32((width - 1) / 2)
    down = np.arange(height, dtype=np.float32) - np.float32((height - 1) / 2)
    return np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)


def _through(mask: Plane, leaving: Planes, coming: Planes, to: Planes) -> None:
    """Draw both through a mask of shares for every pixel, or every column."""
    quarter = (mask[..., ::2] + mask[..., 1::2]) >> 1
    quarter = (quarter[::2] + quarter[1::2]) >> 1 if mask.ndim == 2 else quarter
    for one, other, plane, share in zip(leaving, coming, to, (mask, quarter, quarter), strict=True):
        _mix(one, other, share, plane)


def _mix(one: Plane, other: Plane, share: "Plane | np.uint16", to: Plane) -> None:
    """`share` of `WHOLE` parts of the other picture, the rest of the one."""
    mixed = one * (np.uint16(WHOLE) - share)
    mixed += other * share
    mixed += np.uint16(WHOLE // 2)
    mixed >>= 8
    np.copyto(to, mixed, casting="unsafe")
