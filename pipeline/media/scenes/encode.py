"""Encoding scenes: the frames that a script makes, of which only those that move are encoded as moving."""

import tempfile
from collections.abc import Hashable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import numpy as np
from PIL import Image

from pipeline.errors import MediaError
from pipeline.media.picture.captions import caption_layer
from pipeline.media.picture.overlays import layer_of
from pipeline.media.scenes.process import check_unchanged, scene_frames
from pipeline.media.video.ceiling import held_below, is_exceeded
from pipeline.media.video.drawn_frames import encoding
from pipeline.media.video.packets import Piece, video_packets
from pipeline.media.video.planes import Layer, Plane, empty_pixels, frame_of, planes_of
from pipeline.media.video.stills import Converter, encode_still_frame
from pipeline.model.rendition import Picture
from pipeline.model.timeline import SceneSpan
from pipeline.stop import check_stop

HELD = 1
"""Seconds from which on a picture that stands is a still: a whole picture is encoded for it."""
_PLAIN = {"fflags": "bitexact"}
GLANCE = Fraction(15)
"""Seconds that a script may take for one picture that only shows roughly what it makes."""


def encode_scene(span: SceneSpan, picture: Picture, *, to: Path) -> None:
    """Encode a span of a scene; leaves an H.264 .mp4 of exactly its frames at `to`, whatever that is called.

    Raises SceneError where its script makes no scene.
    """
    check_unchanged(span.scene)
    _encode(span, picture, to)
    # Where the rendition itself sets a limit, x264 holds that.
    if not picture.most and is_exceeded(to, picture):
        _encode(span, picture, to, more=held_below(picture))


def _encode(span: SceneSpan, picture: Picture, to: Path, *, more: str = "") -> None:
    with tempfile.TemporaryDirectory(dir=to.parent) as folder, _Film(span.frames, picture, Path(folder), more) as film:
        over, last, standing = _Over(span, picture), None, 0
        for number, (pixels, again) in enumerate(_drawn(span, picture)):
            check_stop()
            laid = over.at(number)
            if last is not None and again and laid == last[1]:
                standing += 1
                continue
            if last is not None:
                film.stand(last[0], standing)
            last, standing = (over.laid(pixels, laid), laid), 0
            film.move(last[0])
        if last is not None:
            film.stand(last[0], standing)
        film.finish(to)


def scene_picture(span: SceneSpan, width: int, height: int) -> Image.Image:
    """The first frame of a span, RGB, drawn for a frame of this size; in little time. Raises SceneError."""
    scene = replace(span.scene, limit=min(span.scene.limit, GLANCE))
    drawn = scene_frames(scene, (width, height), span.rate, first=span.first, frames=1, total=span.total)
    data = [data for data, _ in drawn]
    return Image.frombytes("RGB", (width, height), data[0])


def _drawn(span: SceneSpan, picture: Picture) -> Iterator[tuple[Plane, bool]]:
    """The pixels of every frame, and whether they are those of the one before."""
    width, height = picture.width, picture.height
    convert, pixels = Converter(width, height), empty_pixels(width, height)
    drawn = scene_frames(
        span.scene, (width, height), picture.rate, first=span.first, frames=span.frames, total=span.total
    )
    for data, again in drawn:
        if not again:
            pixels = convert.frame(np.frombuffer(data, np.uint8).reshape(height, width, 3)).to_ndarray()
        yield pixels, again


class _Film:
    """The parts of a span as they come: those that move go through the encoder, what stands long enough is a still."""

    def __init__(self, frames: int, picture: Picture, folder: Path, more: str) -> None:
        self._frames, self._picture, self._folder, self._more = frames, picture, folder, more
        self._parts: list[Piece] = []
        self._moving = ExitStack()
        self._pipe: IO[bytes] | None = None
        self._count = 0

    def __enter__(self) -> "_Film":
        return self

    def __exit__(self, *raised: object) -> None:
        # Where something failed, the encoder's own complaint says less.
        with suppress(MediaError, BrokenPipeError):
            self._moving.close()

    def move(self, pixels: Plane) -> None:
        if self._pipe is None:
            self._pipe = self._moving.enter_context(
                encoding(self._picture, self._frames, more=self._more, to=self._next)
            )
        self._pipe.write(pixels.data)
        self._count += 1

    def stand(self, pixels: Plane, frames: int) -> None:
        """The last frame that moved, for so many more."""
        if frames < HELD * self._picture.rate:
            for _ in range(frames):
                self.move(pixels)
            return
        self._end()
        tile = self._next
        encode_still_frame(frame_of(pixels), self._picture, to=tile)
        self._parts.append(Piece(path=tile, frames=frames, still=True))

    def finish(self, to: Path) -> None:
        """Join the parts; leaves them as one file."""
        self._end()
        if len(self._parts) == 1 and not self._parts[0].still:
            self._parts[0].path.replace(to)
            return
        with av.open(self._parts[0].path) as model, av.open(str(to), "w", format="mp4", options=_PLAIN) as film:
            stream = film.add_stream_from_template(model.streams.video[0])
            for packet in video_packets(self._parts, self._picture.rate, stream):
                film.mux(packet)

    def _end(self) -> None:
        if self._pipe is not None:
            path = self._next
            self._pipe = None
            self._moving.close()
            self._parts.append(Piece(path=path, frames=self._count, still=False))
            self._count = 0

    @property
    def _next(self) -> Path:
        return self._folder / f"{len(self._parts)}.mp4"


class _Over:
    """What lies over the frames of a span, captions last."""

    def __init__(self, span: SceneSpan, picture: Picture) -> None:
        self._span, self._rate, self._size = span, picture.rate, (picture.width, picture.height)
        self._layers: dict[Hashable, Layer] = {}

    def laid(self, pixels: Plane, over: tuple[Hashable, ...]) -> Plane:
        """These pixels with what lies over them."""
        if over:
            pixels = pixels.copy()
            for one in over:
                self._layers[one].lay(planes_of(pixels, *self._size))
        return pixels

    def at(self, number: int) -> tuple[Hashable, ...]:
        """What lies over a frame."""
        return tuple(self._at(number))

    def _at(self, number: int) -> Iterator[Hashable]:
        for run in self._span.overlays:
            if run.start <= number < run.stop:
                overlay = run.overlay.after(number - run.start, self._rate)
                if overlay not in self._layers:
                    drawn = layer_of(overlay, *self._size)
                    self._layers[overlay] = Layer.of(drawn.image, drawn.left, drawn.top)
                yield overlay
        for caption in self._span.captions:
            if caption.start <= number < caption.stop:
                if caption not in self._layers:
                    image, place = caption_layer(caption.caption, *self._size)
                    self._layers[caption] = Layer.of(image, *place)
                yield caption
