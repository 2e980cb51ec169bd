"""MP4s with edit lists of all kinds, and files that were joined byte by byte."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from tests.sources.place import folder

Edit = tuple[Fraction | int, Fraction | int | None, int]
"""Seconds that it lasts, seconds of the media that it begins at (None shows nothing), rate (0 lets a frame stand)."""

_HANDLERS = {b"vide": "video", b"soun": "audio"}


def with_edits(source: Path, name: str, edits: Mapping[str, Sequence[Edit]]) -> Path:
    """An MP4 whose index lies last, with other edits in its `video` and `audio` track."""
    path = folder() / name
    path.write_bytes(b"".join(_rebuilt(part, edits, 0) for part in _parts(source.read_bytes())))
    return path


def joined(name: str, *sources: Path) -> Path:
    """Files one after the other, as `cat` joins them."""
    path = folder() / name
    path.write_bytes(b"".join(source.read_bytes() for source in sources))
    return path


def _parts(data: bytes, at: int = 0) -> Iterator[bytes]:
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at : at + length]
        at += length


def _rebuilt(part: bytes, edits: Mapping[str, Sequence[Edit]], movie: int) -> bytes:
    kind = part[4:8]
    if kind not in (b"moov", b"trak"):
        return part
    inner = {one[4:8]: one for one in _parts(part, 8)} if kind == b"trak" else {}
    held = list(_parts(part, 8))
    if kind == b"moov":
        movie = int.from_bytes(next(one for one in held if one[4:8] == b"mvhd")[20:24], "big")
    else:
        media = {one[4:8]: one for one in _parts(inner[b"mdia"], 8)}
        rows = edits.get(_HANDLERS.get(media[b"hdlr"][16:20], ""))
        if rows is not None:
            scale = int.from_bytes(media[b"mdhd"][20:24], "big")
            # What the coder put before its first sample is skipped as before.
            first = max(int.from_bytes(inner[b"edts"][28:32], "big", signed=True), 0) if b"edts" in inner else 0
            table = struct.pack(">II", 0, len(rows)) + b"".join(
                struct.pack(
                    ">IiI",
                    round(long * movie),
                    -1 if at is None else first + round(at * scale),
                    (rate << 16) & 0xFFFFFFFF,
                )
                for long, at, rate in rows
            )
            held = [one for one in held if one[4:8] != b"edts"]
            held.insert(1, _box(b"edts", _box(b"elst", table)))
    return _box(kind, b"".join(_rebuilt(one, edits, movie) for one in held))


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body
