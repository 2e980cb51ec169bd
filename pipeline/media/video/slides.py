"""Slides: video of pictures that are each shown for a while, of which only the changes are encoded."""

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
from pipeline.media.video.stills import ALONE, FINER, Skip, tested_skip
from pipeline.model.rendition import Picture
from pipeline.stop import check_stop

_START_CODE = b"\0\0\0\1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A picture and for how many frames it is shown."""

    frame: av.VideoFrame
    """As `stills.to_frame` makes them."""
    frames: int
    refresh: bool
    """Whether players can seek to it; the first slide is one, and the next must come within ten seconds."""


def encode_slides(pictures: Iterable[Slide], picture: Picture, *, drawn: bool = False, to: Path) -> None:
    """Encode pictures one after the other; leaves an H.264 .mp4 at `to`, whatever that is called.

    A picture is followed by frames that repeat it, which take some dozens of bytes each. What is mostly `drawn`, not
    photographed, is encoded without adaptive quantization: a third of the CPU time, without a visible difference.
    """
    skip = tested_skip(picture)
    finer = replace(picture, crf=max(1, picture.crf - FINER))
    with av.open(str(to), "w", format="mp4", options={"fflags": "bitexact"}) as container:
        options = x264.options(finer, more=f"{ALONE}:rc-lookahead=0:scenecut=0{':aq-mode=0' if drawn else ''}")
        stream = container.add_stream("libx264", rate=picture.rate, options=options)
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "FRAME"
        # Should x264 no longer write a frame that can be repeated, each is encoded: slower, but it looks the same.
        wanted = pictures if skip else _frame_by_frame(pictures)
        for place, (unit, refresh) in enumerate(_units(wanted, stream, skip, picture.rate)):
            packet: av.Packet[Any] = av.Packet(_START_CODE + unit)
            packet.stream, packet.time_base, packet.is_keyframe = stream, 1 / picture.rate, refresh
            packet.pts, packet.dts, packet.duration = place, place, 1
            container.mux(packet)


def _frame_by_frame(pictures: Iterable[Slide]) -> Iterator[Slide]:
    for slide in pictures:
        for index in range(slide.frames):
            yield Slide(frame=slide.frame, frames=1, refresh=slide.refresh and index == 0)


def _units(
    pictures: Iterable[Slide], stream: VideoStream, skip: Skip | None, rate: Fraction
) -> Iterator[tuple[bytes, bool]]:
    """The slice of every frame, in order, and whether it is a refresh."""
    repeated: dict[int, bytes] = {}
    number = 0
    for unit, slide in _encoded(pictures, stream, rate):
        number = 0 if slide.refresh else number + 1
        if skip is None:
            yield unit, slide.refresh
            continue
        yield unit if slide.refresh else h264.renumbered(unit, skip.widths, number), slide.refresh
        for _ in range(slide.frames - 1):
            number += 1
            place = number % skip.widths.period
            if place not in repeated:
                repeated[place] = h264.renumbered(skip.unit, skip.widths, place)
            yield repeated[place], False


def _encoded(pictures: Iterable[Slide], stream: VideoStream, rate: Fraction) -> Iterator[tuple[bytes, Slide]]:
    """The pictures' own slices."""
    waiting: deque[Slide] = deque()
    without_sei = BitStreamFilterContext("filter_units=remove_types=6", stream)
    for place, slide in enumerate(_with_end(pictures)):
        check_stop()
        if slide is not None:
            slide.frame.pts, slide.frame.time_base = place, 1 / rate
            slide.frame.pict_type = PictureType.I if slide.refresh else PictureType.P
            waiting.append(slide)
        for packet in stream.encode(slide.frame if slide else None):
            for bare in without_sei.filter(packet):
                yield bytes(bare).partition(b"\0\0\1")[2], waiting.popleft()


def _with_end(pictures: Iterable[Slide]) -> Iterator[Slide | None]:
    yield from pictures
    yield None
