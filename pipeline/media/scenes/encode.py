"""Encoding scenes: the frames that a script makes, of which only those that move are encoded as moving."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from pipeline.media.picture.captions import caption_layer
from pipeline.media.picture.overlays import layer_of
from pipeline.media.scenes.process import check_unchanged, scene_frames
from pipeline.media.video.drawn import encode_drawn
from pipeline.media.video.planes import Layer, Plane, empty_pixels, frame_of, planes_of
from pipeline.media.video.stills import Converter
from pipeline.model.rendition import Picture
from pipeline.model.timeline import SceneSpan

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
    over = _Over(span, picture)
    drawn = scene_frames(span.scene, size, picture.rate, first=span.first, frames=span.frames, total=span.total)
    pixels = empty_pixels(*size)
    for number, (data, again) in enumerate(drawn):
        if not again:
            pixels = convert.frame(np.frombuffer(data, np.uint8).reshape(size[1], size[0], 3)).to_ndarray()
        yield over.laid(pixels, number)


class _Over:
    """What lies over the frames of a span, captions last."""

    def __init__(self, span: SceneSpan, picture: Picture) -> None:
        self._span, self._rate, self._size = span, picture.rate, (picture.width, picture.height)
        self._layers: dict[Hashable, Layer] = {}

    def laid(self, pixels: Plane, number: int) -> av.VideoFrame:
        """A frame with these pixels, and with what lies over it."""
        layers = list(self._at(number))
        pixels = pixels.copy() if layers else pixels
        for layer in layers:
            layer.lay(planes_of(pixels, *self._size))
        return frame_of(pixels)

    def _at(self, number: int) -> Iterator[Layer]:
        for run in self._span.overlays:
            if run.start <= number < run.stop:
                overlay = run.overlay.after(number - run.start, self._rate)
                if overlay not in self._layers:
                    drawn = layer_of(overlay, *self._size)
                    self._layers[overlay] = Layer.of(drawn.image, drawn.left, drawn.top)
                yield self._layers[overlay]
        for caption in self._span.captions:
            if caption.start <= number < caption.stop:
                if caption not in self._layers:
                    image, place = caption_layer(caption.caption, *self._size)
                    self._layers[caption] = Layer.of(image, *place)
                yield self._layers[caption]
