"""Stills: one picture encoded once as a tile, whose packets fill any number of frames.

The usual tile is two pictures: the still itself, and one in which every macroblock repeats the picture before. The
second one is some dozens of bytes and holds no pixel, so it fits every still and is repeated with its counters
rewritten: a still of any length costs one intra picture. Should x264 no longer write it so, tiles are some seconds of
ordinary pictures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from av.video.frame import PictureType
from av.video.stream import VideoStream
from PIL import Image

from pipeline.errors import MediaError, in_words
from pipeline.media.video import h264, x264
from pipeline.messages import tr
from pipeline.model.rendition import Picture

Pixels = np.ndarray[Any, np.dtype[np.uint8]]

REMOVE_HINT = tr("delete this file; the next render makes it again")
ORDINARY_SECONDS = 5
FINER = 4
"""By how much a still's crf is below its rendition's: it is seen for long, and its bytes are stored once."""

UNDECODED = {"skip_frame": "all"}
"""Opening a file for its packets only: PyAV would decode a picture to learn what the container says anyway."""

_SKIP_TILE = 2
"""Pictures in a tile of made skip frames; an ordinary tile has more."""
ALONE = "mbtree=0"
"""For a single picture; otherwise x264 takes it for one of many and makes it too coarse."""
_SKIPPING = "zones=1,1,q=51"
"""Too coarse for any remainder to be worth a bit, so that every macroblock of the second picture is skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedPicture:
    """One picture's packet as an MP4 sample; those of a still are decoded in the order in which they are shown."""

    data: bytes
    keyframe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """The slice in which every macroblock repeats the picture before."""

    unit: bytes
    widths: h264.CounterWidths
    """Of the counters that place it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tile:
    """A tile as read from its file."""

    headers: bytes
    """avcC: SPS and PPS."""
    rate: Fraction
    pictures: tuple[EncodedPicture, ...]


def encode_still(image: Image.Image, picture: Picture, *, to: Path) -> None:
    """Encode an RGB image of the frame's size; leaves a tile at `to`, from which `still_packets` makes any length."""
    if image.size != (picture.width, picture.height):
        raise ValueError(f"an image of {image.size} for a frame of {picture.width} x {picture.height}")
    encode_still_frame(to_frame(image), picture, to=to)


def encode_still_frame(frame: av.VideoFrame, picture: Picture, *, to: Path) -> None:
    """The same of a frame with the pixels and tags that `to_frame` gives."""
    if (skip := tested_skip(picture)) is not None:
        finer = replace(picture, crf=max(1, picture.crf - FINER))
        tile = _encoded(frame, finer, 1, more=ALONE, then=skip.unit)
    else:
        tile = _encoded(frame, picture, ceil(ORDINARY_SECONDS * picture.rate))
    to.write_bytes(tile)


def still_packets(tile: Path, frames: int) -> Iterator[EncodedPicture]:
    """Exactly `frames` pictures of the still in `tile`, in runs of like length that each begin with a refresh.

    Raises MediaError when the file is no tile.
    """
    try:
        with tile.open("rb") as file:
            read = _read(file)
        pictures, longest = read.pictures, len(read.pictures)
        if longest == _SKIP_TILE:
            pictures, longest = _with_skips(read), int(x264.KEYFRAME_SECONDS * read.rate)
    except (av.FFmpegError, h264.UnexpectedBitstream) as cause:
        message = tr("'{path}' is not an encoded still: {reason}", path=tile, reason=in_words(cause))
        raise MediaError(message, hint=REMOVE_HINT) from cause
    for run in _even_runs(frames, longest):
        yield pictures[0]
        for number in range(run - 1):
            yield pictures[1 + number % (len(pictures) - 1)]


class Converter:
    """Gives RGB pixels of one size the pixels and tags that all filter graphs end with, by the same filters."""

    def __init__(self, width: int, height: int) -> None:
        self._graph = av.filter.Graph()
        self._graph.threads = 1
        shape = f"video_size={width}x{height}:pix_fmt=rgb24:time_base=1/1:pixel_aspect=1/1:colorspace=gbr:range=pc"
        last = self._source = self._graph.add("buffer", shape)
        for named in x264.COLOUR_FILTER.split(","):
            name, _, arguments = named.partition("=")
            step = self._graph.add(name, arguments)
            last.link_to(step)
            last = step
        self._sink = self._graph.add("buffersink")
        last.link_to(self._sink)
        self._graph.configure()

    def frame(self, pixels: Pixels) -> av.VideoFrame:
        """Of height x width x 3 bytes."""
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts = 0
        self._source.push(frame)
        converted = self._sink.pull()
        assert isinstance(converted, av.VideoFrame)
        return converted


def to_frame(image: Image.Image) -> av.VideoFrame:
    """An RGB image with the pixels and tags that all filter graphs end with, by the same filters."""
    return Converter(*image.size).frame(np.asarray(image))


def _encoded(frame: av.VideoFrame, picture: Picture, count: int, *, more: str = "", then: bytes = b"") -> bytes:
    """An MP4 of `count` pictures, all but the first built on the one before, and `then` a NAL unit as one more."""
    file = BytesIO()
    with av.open(file, "w", format="mp4", options={"fflags": "bitexact"}) as container:
        stream = container.add_stream("libx264", rate=picture.rate, options=x264.options(picture, more=more))
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "FRAME"
        packets: list[av.Packet[VideoStream]] = []
        for number in range(count):
            frame.pts, frame.time_base = number, 1 / picture.rate
            frame.pict_type = PictureType.P if number else PictureType.I
            packets += stream.encode(frame)
        packets += stream.encode(None)
        without_sei = BitStreamFilterContext("filter_units=remove_types=6", stream)
        units = [bytes(bare) for packet in packets for bare in without_sei.filter(packet)]
        for number, unit in enumerate([*units, b"\0\0\0\1" + then] if then else units):
            made = av.Packet(unit)
            made.stream, made.time_base, made.is_keyframe = stream, 1 / picture.rate, number == 0
            made.pts, made.dts, made.duration = number, number, 1
            container.mux(made)
    return file.getvalue()


def _read(file: IO[bytes]) -> _Tile:
    with av.open(file, "r", format="mp4", options=UNDECODED) as container:
        stream = container.streams.video[0]
        pictures = tuple(
            EncodedPicture(data=bytes(packet), keyframe=packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.size  # The last one has no bytes: it flushes decoders.
        )
        headers = stream.codec_context.extradata
        if len(pictures) < _SKIP_TILE or not pictures[0].keyframe or not headers or not stream.average_rate:
            raise h264.UnexpectedBitstream("it does not begin with a refresh and go on")
        return _Tile(headers=headers, rate=stream.average_rate, pictures=pictures)


def _with_skips(tile: _Tile) -> tuple[EncodedPicture, ...]:
    """The still, and its second picture in every place until both counters come round."""
    widths = h264.counter_widths(tile.headers)
    first, second = tile.pictures
    (unit,) = h264.units(second.data)
    moved = (h264.renumbered(unit, widths, number) for number in range(1, widths.period + 1))
    return (first, *(EncodedPicture(data=len(unit).to_bytes(4) + unit, keyframe=False) for unit in moved))


@cache
def tested_skip(picture: Picture) -> Skip | None:
    """The slice that repeats the picture before it, tested by decoding; None where x264 writes another.

    It holds no pixel: as it leaves one texture unchanged until the counters come round, so it leaves any picture.
    """
    across, down = np.meshgrid(np.arange(picture.width), np.arange(picture.height))
    texture = np.stack([across + down, 3 * across - down, across + 5 * down], axis=-1).astype(np.uint8)
    tile = _read(BytesIO(_encoded(to_frame(Image.fromarray(texture)), picture, 2, more=_SKIPPING)))
    pictures = _with_skips(tile)
    tested = _all_alike((*pictures, pictures[1]), tile.headers)
    if not tested:
        return None
    return Skip(unit=h264.units(pictures[1].data)[0], widths=h264.counter_widths(tile.headers))


def _all_alike(pictures: Sequence[EncodedPicture], headers: bytes) -> bool:
    """Whether every one decodes to the very pixels of the first."""
    decoder = av.VideoCodecContext.create("h264", "r")
    decoder.extradata = headers
    decoder.thread_count = 1
    first, alike = None, 0
    for packet in (*(av.Packet(picture.data) for picture in pictures), None):
        for frame in decoder.decode(packet):
            pixels = frame.to_ndarray()
            first = pixels if first is None else first
            alike += np.array_equal(pixels, first)
    return alike == len(pictures)


def _even_runs(frames: int, longest: int) -> list[int]:
    """Lengths of the fewest runs, none above `longest`, that make up `frames`."""
    count = ceil(frames / longest)
    return [(number + 1) * frames // count - number * frames // count for number in range(count)]
