"""Motion over pictures: the part of a picture that each frame shows, drawn to a fraction of a pixel and encoded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

import av
from PIL import Image

from pipeline.effects.motion import Window
from pipeline.media.motion.overlays import Over
from pipeline.media.motion.resampling import Stage
from pipeline.media.video.planes import new_frame, planes_of
from pipeline.media.video.stills import to_frame
from pipeline.model.rendition import Picture

MARGIN = 8
"""Pixels around what is seen that are kept of a picture: filters look beyond its edge."""


class View:
    """A picture, and the part of it that is seen in each frame."""

    def __init__(self, image: Image.Image, windows: Sequence[Window], picture: Picture) -> None:
        self._size = picture.width, picture.height
        box = _box(image, windows)
        frame = to_frame(image.crop(box))
        planes = planes_of(frame.to_ndarray(), frame.width, frame.height)
        closest = min(float(window.wide) for window in windows) * image.width / picture.width
        self._stage = Stage(planes, closest, *self._size)
        self._windows = [_inside(window, box, image) for window in windows]

    def frames(self, over: Over | None = None) -> Iterator[av.VideoFrame]:
        """The frames in order, with what lies over them; it is the same frame every time, drawn anew."""
        frame, planes = new_frame(*self._size)
        for number, window in enumerate(self._windows):
            self._stage.draw(window, planes)
            if over:
                over.lay(number, planes)
            yield frame


def _box(image: Image.Image, windows: Sequence[Window]) -> tuple[int, int, int, int]:
    """The pixels that are seen in any frame, with even edges."""
    left = min(window.left for window in windows) * image.width
    top = min(window.top for window in windows) * image.height
    right = max(window.left + window.wide for window in windows) * image.width
    bottom = max(window.top + window.high for window in windows) * image.height
    return (
        max(floor(left) - MARGIN, 0) // 2 * 2,
        max(floor(top) - MARGIN, 0) // 2 * 2,
        min(ceil(right) + MARGIN, image.width) // 2 * 2,
        min(ceil(bottom) + MARGIN, image.height) // 2 * 2,
    )


def _inside(window: Window, box: tuple[int, int, int, int], image: Image.Image) -> Window:
    """A part of the picture as a part of the box."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    return replace(
        window,
        left=(window.left * image.width - left) / wide,
        top=(window.top * image.height - top) / high,
        wide=window.wide * image.width / wide,
        high=window.high * image.height / high,
    )
