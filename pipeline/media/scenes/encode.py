"""Encoding scenes: the frames that a script makes, of which only those that move are encoded as moving."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from pipeline.media.picture.captions import caption_layer
from pipeline.media.scenes.process import check_unchanged, scene_frames
from pipeline.media.video.drawn import encode_drawn
from pipeline.media.video.planes import Layer, Plane, empty_pixels, frame_of, planes_of
from pipeline.media.video.stills import Converter
from pipeline.model.rendition import Picture
from pipeline.model.timeline import CaptionRun, SceneSpan

GLANCE = Fraction(15)
"""Seconds that a script may take for one picture that only shows roughly what it makes."""


def encode_scene(span: SceneSpan, picture: Picture, *, to: Path) -> None:
    """Encode a span of a scene; leaves an H.264 .mp4 of exactly its frames at `to`, whatever that is called.

    Raises SceneError where its script makes no scene.
    """
    check_unchanged(span.scene)
    encode_drawn(lambda: _frames(span, picture), span.frames, picture, to=to)


def scene_picture(span: SceneSpan, width: int, height: int) -> Image.Image:
    """The first frame of a span, RGB, drawn for a frame of this size; in little time. Raises SceneError."""
    scene = replace(span.scene, limit=min(span.scene.limit, GLANCE))
    drawn = scene_frames(scene, (width, height), span.rate, first=span.first, frames=1, total=span.total)
    data = [data for data, _ in drawn]
    return Image.frombytes("RGB", (width, height), data[0])


def _frames(span: SceneSpan, picture: Picture) -> Iterator[av.VideoFrame]:
    size = picture.width, picture.height
    convert = Converter(*size)
    captions = _Captions(span.captions, size)
    drawn = scene_frames(span.scene, size, picture.rate, first=span.first, frames=span.frames, total=span.total)
    pixels = empty_pixels(*size)
    for number, (data, again) in enumerate(drawn):
        if not again:
            pixels = convert.frame(np.frombuffer(data, np.uint8).reshape(size[1], size[0], 3)).to_ndarray()
        yield captions.over(pixels, number)


class _Captions:
    """The captions of a span, laid over its frames."""

    def __init__(self, runs: Sequence[CaptionRun], size: tuple[int, int]) -> None:
        self._runs, self._size = runs, size
        self._layers: dict[CaptionRun, Layer] = {}

    def over(self, pixels: Plane, number: int) -> av.VideoFrame:
        """A frame with these pixels, and whatever is said while it is shown."""
        for run in self._runs:
            if run.start <= number < run.stop:
                if run not in self._layers:
                    image, place = caption_layer(run.caption, *self._size)
                    self._layers[run] = Layer.of(image, *place)
                pixels = pixels.copy()
                self._layers[run].lay(planes_of(pixels, *self._size))
        return frame_of(pixels)
