"""Boxes of an MP4: where each of them lies in the file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box by its place in the file."""

    kind: str
    """Four letters."""
    start: int
    body: int
    """Where its header ends and what it holds begins."""
    stop: int
    """Beyond the end of the file where that breaks off."""


def boxes(file: IO[bytes], start: int, stop: int) -> Iterator[Box]:
    """The boxes between two places; one that is shorter than its own header ends the list."""
    while start + 8 <= stop:
        file.seek(start)
        size, kind, long = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        body = start + 8
        if size == 1:
            body, size = start + 16, long
        elif size == 0:
            size = stop - start
        if size < body - start:
            return
        yield Box(kind=kind.decode("latin-1"), start=start, body=body, stop=start + size)
        start += size
