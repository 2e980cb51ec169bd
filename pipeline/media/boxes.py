"""MP4 boxes: the one field that the muxer does not let us say."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_HOLDERS = (b"moov", b"trak", b"mdia")


def name_languages(path: Path, language: str) -> None:
    """Write `language` (three letters, ISO 639-2) into the tracks that say none, which the muxer's chapters are."""
    packed = 0
    for letter in language.encode("ascii"):
        packed = packed << 5 | (letter - 0x60)
    with path.open("r+b") as file:
        for header in list(_media_headers(file, 0, file.seek(0, os.SEEK_END))):
            file.seek(header)
            wide = file.read(1) == b"\1"
            place = header + (32 if wide else 20)
            file.seek(place)
            if file.read(2) == b"\0\0":
                file.seek(place)
                file.write(packed.to_bytes(2))


def _media_headers(file: IO[bytes], start: int, stop: int) -> Iterator[int]:
    """Where the body of each track's mdhd begins."""
    while start + 8 <= stop:
        file.seek(start)
        size, kind, long = struct.unpack(">I4sQ", file.read(16).ljust(16))
        body, size = (start + 16, long) if size == 1 else (start + 8, size)
        if kind == b"mdhd":
            yield body
        elif kind in _HOLDERS:
            yield from _media_headers(file, body, start + size)
        start += size
