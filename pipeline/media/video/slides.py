"""Held pictures: a film of pictures that each stand for a while, in which only what changes is encoded."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.bitstream import BitStreamFilterContext
from av.video.frame import PictureType
from av.video.stream import VideoStream

from pipeline.media.video import h264, x264
from pipeline.media.video.stills import ALONE, FINER, Skip, proved_skip
from pipeline.model.rendition import Picture
from pipeline.stop import check_stop

_START_CODE = b"\0\0\0\1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A picture and for how many frames it stands."""

    frame: av.VideoFrame
    """As `stills.to_frame` makes them."""
    frames: int
    refresh: bool
    """Whether viewers may seek to it; the first of a film is one, and none may be further away than ten seconds."""


def encode_held(pictures: Iterable[Held], picture: Picture, *, drawn: bool = False, to: Path) -> None:
    """Encode pictures one after the other; leaves an H.264 .mp4 at `to`, whatever that is called.

    While a picture stands, made frames that say "as before" follow it, at some dozens of bytes each. What is mostly
    `drawn`, not photographed, is encoded without weighing its parts: a third of the CPU time, and nobody sees it.
    """
    skip = proved_skip(picture)
    finer = replace(picture, crf=max(1, picture.crf - FINER))
    with av.open(str(to), "w", format="mp4", options={"fflags": "bitexact"}) as container:
        options = x264.options(finer, more=f"{ALONE}:rc-lookahead=0:scenecut=0{':aq-mode=0' if drawn else ''}")
        stream = container.add_stream("libx264", rate=picture.rate, options=options)
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "FRAME"
        # Should x264 no longer write a frame that can be repeated, each is encoded: dearer, and the same to the eye.
        wanted = pictures if skip else _each(pictures)
        for place, (unit, refresh) in enumerate(_units(wanted, stream, skip, picture.rate)):
            packet: av.Packet[Any] = av.Packet(_START_CODE + unit)
            packet.stream, packet.time_base, packet.is_keyframe = stream, 1 / picture.rate, refresh
            packet.pts, packet.dts, packet.duration = place, place, 1
            container.mux(packet)


def _each(pictures: Iterable[Held]) -> Iterator[Held]:
    for held in pictures:
        for index in range(held.frames):
            yield Held(frame=held.frame, frames=1, refresh=held.refresh and index == 0)


def _units(
    pictures: Iterable[Held], stream: VideoStream, skip: Skip | None, rate: Fraction
) -> Iterator[tuple[bytes, bool]]:
    """The slice of every frame, in order, and whether it is a refresh."""
    repeated: dict[int, bytes] = {}
    number = 0
    for unit, held in _encoded(pictures, stream, rate):
        number = 0 if held.refresh else number + 1
        if skip is None:
            yield unit, held.refresh
            continue
        yield unit if held.refresh else h264.renumbered(unit, skip.widths, number), held.refresh
        for _ in range(held.frames - 1):
            number += 1
            place = number % skip.widths.period
            if place not in repeated:
                repeated[place] = h264.renumbered(skip.unit, skip.widths, place)
            yield repeated[place], False


def _encoded(pictures: Iterable[Held], stream: VideoStream, rate: Fraction) -> Iterator[tuple[bytes, Held]]:
    """The pictures' own slices."""
    waiting: deque[Held] = deque()
    without_sei = BitStreamFilterContext("filter_units=remove_types=6", stream)
    for place, held in enumerate(_closed(pictures)):
        check_stop()
        if held is not None:
            held.frame.pts, held.frame.time_base = place, 1 / rate
            held.frame.pict_type = PictureType.I if held.refresh else PictureType.P
            waiting.append(held)
        for packet in stream.encode(held.frame if held else None):
            for bare in without_sei.filter(packet):
                yield bytes(bare).partition(b"\0\0\1")[2], waiting.popleft()


def _closed(pictures: Iterable[Held]) -> Iterator[Held | None]:
    yield from pictures
    yield None
