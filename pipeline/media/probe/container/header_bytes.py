"""Header bytes: how many bytes of a media file are not its content: tags, indexes, pictures."""

from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pipeline.media.mp4_boxes import boxes

_FOOTER = 0x10
"""The flag of an ID3v2 tag that repeats its header at its end."""
_BOXES = 10_000
"""A file with more boxes or pages than this before its content could not be played."""


def head_bytes(path: Path) -> int | None:
    """Bytes of an MP3's ID3v2 tag, an MP4's boxes other than its content, an Ogg stream's first pages.

    None for other files, and those that are cut short. Raises OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(12)
        size = path.stat().st_size
        if start[4:8] in (b"ftyp", b"moov"):
            return _boxes(file, size)
        if start.startswith(b"OggS"):
            return _pages(file, size)
        if start.startswith(b"ID3"):
            return _tag(start, size)
        # Frames of MPEG audio begin with eleven ones.
        return 0 if start[:1] == b"\xff" and start[1:2] >= b"\xe0" else None


def id3_bytes(start: bytes) -> int:
    """Length of the ID3v2 tag whose header a file begins with, 0 where it begins with none."""
    if not start.startswith(b"ID3"):
        return 0
    flags, *digits = start[5:10].ljust(5, b"\0")
    length = 0
    for digit in digits:
        length = length << 7 | digit & 0x7F
    return 10 + length + (10 if flags & _FOOTER else 0)


def _tag(start: bytes, size: int) -> int | None:
    head = id3_bytes(start)
    return head if head < size else None


def _boxes(file: BinaryIO, size: int) -> int | None:
    """All that is no content, wherever it lies: a player fetches an index at the end before it begins."""
    found = list(islice(boxes(file, 0, size), _BOXES))
    end = found[-1].stop if found else 0
    if end > size or (end + 8 <= size and len(found) < _BOXES):
        return None
    head = sum((box.body if box.kind == "mdat" else box.stop) - box.start for box in found)
    return head if head < size else None


def _pages(file: BinaryIO, size: int) -> int | None:
    """The pages before the first that ends any content."""
    at = 0
    for _ in range(_BOXES):
        file.seek(at)
        page = file.read(27)
        if len(page) < 27 or page[:4] != b"OggS":
            return None
        position = int.from_bytes(page[6:14], "little", signed=True)
        if position > 0:
            return at
        lengths = file.read(page[26])
        at += 27 + len(lengths) + sum(lengths)
        if at >= size:
            return None
    return None
