"""Stages: a picture prepared once, so that any part of it is drawn into a frame quickly, to a fraction of a pixel.

The view only grows and shifts, so a frame is made side by side: columns first, then rows. The picture is kept larger
than it is shown; then a mixture of the two nearest samples is as good as any filter. Columns are prepared at every
fraction, and lie as rows in memory, so that drawing them is copying; a turn, and rows are mixed.
"""

from fractions import Fraction
from typing import Any

import av
import numpy as np

from pipeline.effects.motion import Window
from pipeline.media.video.planes import Plane, Planes, pixels_of

DENSITY = 1.3
"""Samples for a pixel of the frame where it is enlarged most; of colour there are as many as pixels. As many fractions
of rows do not fall on every row alike, so that their rounding cancels out.
"""
FRACTIONS = ((1280 * 720, 8), (1920 * 1200, 4), (1 << 30, 2))
"""Pixels up to which a frame has so many columns between two samples: no eye can tell them apart, and in large frames
pixels are small, and memory is dear.
"""
QUARTERS = 4
"""Between two rows there are so many: mixtures are means of means, of bytes, at which processors are quickest."""
_STRIP = 128
"""Rows that are mixed at a time: as many as the processor's cache holds."""
_STEP = 64
"""Bytes to which FFmpeg aligns rows."""


class Stage:
    """All planes of a picture, for frames of one size."""

    def __init__(self, planes: Planes, closest: float, width: int, height: int) -> None:
        """At least `closest` pixels of the picture fall on one of the frame."""
        fractions = next(count for most, count in FRACTIONS if width * height <= most)
        density, colour = DENSITY / closest, 1 / closest
        half = (width // 2, height // 2)
        luma, blue, red = planes
        self._planes = (
            _PlaneStage(luma, density, fractions, width, height),
            _PlaneStage(blue, colour, fractions, *half),
            _PlaneStage(red, colour, fractions, *half),
        )

    def draw(self, window: Window, planes: Planes) -> None:
        """Draw a part of the picture into the planes of a frame."""
        for stage, plane in zip(self._planes, planes, strict=True):
            stage.draw(window, plane)


class _PlaneStage:
    """One plane of a picture."""

    def __init__(self, plane: Plane, density: float, fractions: int, width: int, height: int) -> None:
        dense = _scaled(plane, round(plane.shape[1] * density), round(plane.shape[0] * density))
        self._columns, self._rows = dense.shape[1], dense.shape[0]
        self._fractions = fractions
        self._prepared = _with_fractions(np.ascontiguousarray(dense.T), fractions)
        self._turn = _Turn(self._prepared.shape[1], width)
        self._width, self._height = width, height
        self._buffers = np.empty((3, _STRIP, width), np.uint8)

    def draw(self, window: Window, plane: Plane) -> None:
        across = _places(window.left, window.wide, self._width, self._columns)
        chosen = np.rint(across * self._fractions).astype(np.intp)
        np.take(self._prepared, chosen, axis=0, out=self._turn.room, mode="clip")
        self._mix(self._turn.turned(), _places(window.top, window.high, self._height, self._rows), plane)

    def _mix(self, source: Plane, down: Plane, plane: Plane) -> None:
        """Rows at these places of the source, each a mixture of two in quarters."""
        quarters = np.rint(np.clip(down, 0, self._rows - 1) * QUARTERS).astype(np.intp)
        above, part = quarters // QUARTERS, quarters % QUARTERS
        below = np.minimum(above + 1, self._rows - 1)
        for quarter in range(QUARTERS):
            alike = np.flatnonzero(part == quarter)
            for begin in range(0, len(alike), _STRIP):
                rows = alike[begin : begin + _STRIP]
                near, far, spare = self._buffers[:, : len(rows)]
                # What is more than half-way down is nearer to the row below.
                first, second = (above, below) if quarter < 3 else (below, above)
                np.take(source, first[rows], axis=0, out=near, mode="clip")
                if quarter:
                    np.take(source, second[rows], axis=0, out=far, mode="clip")
                if quarter in (1, 3):
                    _mean(far, near, spare)
                if quarter:
                    _mean(near, far, spare)
                plane[rows] = near


def _mean(one: Plane, other: Plane, spare: Plane) -> None:
    """The mean of both into the first, in bytes throughout."""
    np.bitwise_xor(one, other, out=spare)
    np.right_shift(spare, 1, out=spare)
    np.bitwise_or(one, other, out=one)
    np.subtract(one, spare, out=one)


class _Turn:
    """Columns that lie as rows become columns again; FFmpeg does that much faster than numpy."""

    def __init__(self, width: int, height: int) -> None:
        self._graph = av.filter.Graph()
        self._graph.threads = 1
        size = f"video_size={width}x{height}"
        self._source = self._graph.add("buffer", f"{size}:pix_fmt=gray:time_base=1/1:pixel_aspect=1/1")
        turn, self._sink = self._graph.add("transpose", "dir=cclock_flip"), self._graph.add("buffersink")
        self._source.link_to(turn)
        turn.link_to(self._sink)
        self._graph.configure()
        self._frame = av.VideoFrame(width, height, "gray")
        self._frame.pts = 0
        self.room = pixels_of(self._frame.planes[0])
        """Where the columns are put, one a row."""
        self._turned: Any = None

    def turned(self) -> Plane:
        """Valid until the next turn."""
        self._source.push(self._frame)
        self._turned = self._sink.pull()
        return pixels_of(self._turned.planes[0])


def _places(start: Fraction, length: Fraction, pixels: int, samples: int) -> Plane:
    """Where the middles of the frame's pixels lie between the samples of a side of which this share is seen."""
    begin, seen = float(start) * samples, float(length) * samples
    return begin + (np.arange(pixels) + 0.5) * (seen / pixels) - 0.5


def _scaled(plane: Plane, width: int, height: int) -> Plane:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(plane), format="gray")
    return pixels_of(frame.reformat(width, height, interpolation="BICUBIC").planes[0]).copy()


def _with_fractions(lines: Plane, fractions: int) -> Plane:
    """Every line, and after it mixtures with the next; as wide as rows of FFmpeg's frames are."""
    count, length = lines.shape
    wide = -(-length // _STEP) * _STEP
    prepared = np.zeros((count, fractions, wide), np.uint8)
    following = np.concatenate([lines[1:], lines[-1:]])
    for number in range(fractions):
        mixed = lines.astype(np.uint16) * (fractions - number) + following.astype(np.uint16) * number
        prepared[:, number, :length] = (mixed + fractions // 2) // fractions
    return prepared.reshape(count * fractions, wide)
