"""Heads: how many bytes of a media file come before its content: tags, indexes, pictures."""

import struct
from pathlib import Path
from typing import BinaryIO

_BOXES = 10_000
"""A file with more boxes or pages than this before its content is none that players could use."""


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


def _tag(start: bytes, size: int) -> int | None:
    length = 0
    for byte in start[6:10]:
        length = length << 7 | (byte & 0x7F)
    footer = 10 if start[5] & 0x10 else 0
    head = 10 + length + footer
    return head if head < size else None


def _boxes(file: BinaryIO, size: int) -> int | None:
    """All that is no content, wherever it lies: a player fetches an index at the end before it begins."""
    head = at = 0
    for _ in range(_BOXES):
        if at + 8 > size:
            break
        file.seek(at)
        length, kind, long = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        lead = 8
        if length == 1:
            length, lead = long, 16
        elif length == 0:
            length = size - at
        if length < lead or at + length > size:
            return None
        head += lead if kind == b"mdat" else length
        at += length
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
