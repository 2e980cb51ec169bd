"""Completeness: how long a file should be by its own framing and header; decoders accept whatever is left of it."""

from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pipeline.media.mp4_boxes import boxes
from pipeline.media.probe.container.header_bytes import id3_bytes
from pipeline.messages import Message, tr
from pipeline.model.media import MediaInfo
from pipeline.timebase import format_time

TAIL = 128 * 1024
"""An Ogg page is at most 64 KB long."""
PLACEHOLDERS = (range(0x7FFF_0000, 0x8000_0100), range(0xFFFF_0000, 1 << 32), range(2_000_000_000, 2_000_000_100))
"""Lengths that are written by programs which do not know how long a recording will be, with a header before some."""
MOST_BOXES = 10_000
SLACK = Fraction(1, 2)
"""Seconds by which a header may state more than the file has: coders pad, and recorders stop between packets."""

_EXACT = ("mov", "matroska", "flac", "asf", "caf")
"""Formats whose headers know how long they last; others estimate it from their bit rate."""


def broken_off(path: Path, info: MediaInfo, stated: Fraction) -> Message | None:
    """Where a file ends too early; `stated` is its length in seconds by its header."""
    size, promised = path.stat().st_size, promised_bytes(path)
    if promised is not None and promised > size:
        return tr("'{name}' breaks off after {size} of {promised} bytes", name=path.name, size=size, promised=promised)
    if info.format.split(",")[0] not in _EXACT or stated <= info.duration + SLACK:
        return None
    return tr(
        "'{name}' breaks off at {time}; its header says that it lasts {length}",
        name=path.name,
        time=format_time(info.duration),
        length=format_time(stated),
    )


def promised_bytes(path: Path) -> int | None:
    """How many bytes the file should have at least; None where its kind does not say."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] in (b"RIFF", b"FORM"):
            return _container_end(head)
        if head[:4] == b"OggS":
            start = max(0, size - TAIL)
            file.seek(start)
            return _end_of_last_page(file.read(TAIL), start)
        tag = id3_bytes(head)
        file.seek(tag)
        return _end_by_xing(file.read(512), tag)


def own_end(path: Path, kind: str) -> int:
    """Where a file ends by its own header, by which players go; 0 where its kind does not say."""
    with path.open("rb") as file:
        head = file.read(12)
        if kind == "mov":
            # A second head is that of another file; players look no further.
            found = islice(boxes(file, 0, path.stat().st_size), MOST_BOXES)
            return next((box.start for box in found if box.kind == "ftyp" and box.start), 0)
        if kind == "avi":
            return _avi_end(file, path.stat().st_size)
        if kind == "w64":
            # Behind the sixteen bytes of its first chunk's name.
            file.seek(16)
            return int.from_bytes(file.read(8), "little")
    if kind not in ("wav", "aiff") or head[:4] not in (b"RIFF", b"FORM"):
        return 0
    return _container_end(head) or 0


def _avi_end(file: BinaryIO, size: int) -> int:
    """The end of an AVI with its index and the further parts (`AVIX`) of a long one; 0 where it does not say."""
    at = 0
    for _ in range(MOST_BOXES):
        file.seek(at)
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != (b"AVIX" if at else b"AVI ") or (end := _container_end(head)) is None:
            break
        at += end + end % 2
        if at >= size:
            return size
    return at


def _container_end(head: bytes) -> int | None:
    """The end that the head of a WAV, AVI or AIFF promises; None where it is only a placeholder."""
    length = int.from_bytes(head[4:8], "little" if head[:4] == b"RIFF" else "big")
    unknown = not length or any(length in lengths for lengths in PLACEHOLDERS)
    return None if unknown else 8 + length


def _end_of_last_page(tail: bytes, start: int) -> int | None:
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + 27:
        return None
    segments = tail[at + 27 : at + 27 + tail[at + 26]]
    return start + at + 27 + tail[at + 26] + sum(segments)


def _end_by_xing(frame: bytes, start: int) -> int | None:
    """By the tag with which encoders begin an MP3: its flags, then the number of frames and of bytes."""
    if len(frame) < 2 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:
        return None
    at = max(frame.find(b"Xing"), frame.find(b"Info"))
    if at < 0 or len(frame) < at + 16:
        return None
    flags = int.from_bytes(frame[at + 4 : at + 8], "big")
    place = at + 8 + (4 if flags & 1 else 0)
    length = int.from_bytes(frame[place : place + 4], "big")
    return start + length if flags & 2 and length else None
