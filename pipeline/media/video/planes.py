"""Planes: the pixels of frames that are made in Python, and small pictures laid over them."""

from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from av.video.plane import VideoPlane
from PIL import Image

from pipeline.media.video.stills import to_frame

Plane = np.ndarray[Any, np.dtype[Any]]
Planes = tuple[Plane, Plane, Plane]
"""Luma, and the two of colour in half its width and height."""


def planes_of(pixels: Plane, width: int, height: int) -> Planes:
    """Views of the three planes of a yuv420p picture, whose pixels are as `VideoFrame.to_ndarray` gives them."""
    flat, size = pixels.reshape(-1), width * height
    half = (height // 2, width // 2)
    return (
        flat[:size].reshape(height, width),
        flat[size : size * 5 // 4].reshape(half),
        flat[size * 5 // 4 :].reshape(half),
    )


def frame_of(pixels: Plane) -> av.VideoFrame:
    """A frame of its own with these pixels, all three planes one after the other."""
    return av.VideoFrame.from_ndarray(pixels, format="yuv420p")


def new_frame(width: int, height: int) -> tuple[av.VideoFrame, Planes]:
    """A frame, and its planes to be drawn into; as often as one likes, for encoders copy what they are given."""
    frame = av.VideoFrame(width, height, "yuv420p")
    return frame, planes_in(frame)


def planes_in(frame: av.VideoFrame) -> Planes:
    """The planes of a yuv420p frame, which can be changed in place."""
    luma, blue, red = (pixels_of(plane) for plane in frame.planes)
    return luma, blue, red


def pixels_of(plane: VideoPlane) -> Plane:
    """The pixels of a frame's plane of bytes, which can be changed in place."""
    lines = np.frombuffer(memoryview(plane), np.uint8)[: plane.line_size * plane.height]
    return lines.reshape(plane.height, plane.line_size)[:, : plane.width]


def empty_pixels(width: int, height: int) -> Plane:
    """Room for the pixels of a frame; both sides are even."""
    return np.empty((height * 3 // 2, width), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A small picture with transparency, ready to be laid over frames; as FFmpeg's `overlay` does."""

    left: int
    top: int
    """Of its corner in the frame; even, so that colour samples keep their place."""
    shares: tuple[Plane, ...]
    """For each plane what its own pixels add, in 255ths."""
    rests: tuple[Plane, ...]
    """And how much of the frame's is left, out of 255."""

    @classmethod
    def of(cls, image: Image.Image, left: int, top: int) -> "Layer":
        """An RGBA picture of even size whose corner is at an even place."""
        width, height = image.size
        if width % 2 or height % 2 or left % 2 or top % 2:
            raise ValueError(f"a layer of {width} x {height} at {left}, {top} is not even")
        colours = planes_of(_as_yuv(image), width, height)
        alpha = np.asarray(image.getchannel("A"), dtype=np.uint16)
        quarter = (alpha[::2, ::2] + alpha[::2, 1::2] + alpha[1::2, ::2] + alpha[1::2, 1::2] + 2) >> 2
        shares = tuple(colour * share for colour, share in zip(colours, (alpha, quarter, quarter), strict=True))
        rest, rest_quarter = 255 - alpha, 255 - quarter
        return cls(left=left, top=top, shares=shares, rests=(rest, rest_quarter, rest_quarter))

    def lay(self, planes: Planes) -> None:
        """Draw it over a frame's planes, in place; whatever lies outside is cut off."""
        for number, (plane, share, rest) in enumerate(zip(planes, self.shares, self.rests, strict=True)):
            left, top = (self.left, self.top) if number == 0 else (self.left // 2, self.top // 2)
            rows = slice(max(-top, 0), max(plane.shape[0] - top, 0))
            columns = slice(max(-left, 0), max(plane.shape[1] - left, 0))
            share, rest = share[rows, columns], rest[rows, columns]
            if not share.size:
                continue
            top, left = max(top, 0), max(left, 0)
            beneath = plane[top : top + share.shape[0], left : left + share.shape[1]]
            mixed = beneath * rest
            mixed += share
            mixed += 128
            mixed += mixed >> 8
            mixed >>= 8
            beneath[:] = mixed


def _as_yuv(image: Image.Image) -> Plane:
    """The pixels of a picture's colours, those beneath its transparent parts among them."""
    return to_frame(image.convert("RGB")).to_ndarray()
