"""Links: files written one behind the other into one file, found by the heads that stand in its middle.

Ogg calls this chaining (RFC 3533, 4); recorders do it with FLAC, and people with MP3 and voice messages (AMR). Players
play all of it; FFmpeg takes the first for the whole, or its clock goes back, or it plays the second head as noise.
"""

import mmap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pipeline.media.probe.container.header_bytes import id3_bytes

LIMIT = 1000
"""Of more files in one than this, the last is taken to hold the rest."""
_TAG = 1 << 20
"""Bytes before a head within which its ID3 tag is looked for; a picture may be in it."""
_XING = (36, 21, 13)
"""Bytes from the head of an MPEG audio frame to the tag in it: MPEG 1 in stereo, in mono, MPEG 2 in mono."""


def links_of(path: Path, kind: str) -> list[tuple[int, int]]:
    """First byte, and the one after the last, of every file in a file of a kind; nothing where it is one file."""
    finders = {"ogg": _ogg, "flac": _flac, "mp3": _mp3, "amr": _amr}
    if kind not in finders or not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        begins: list[int] = []
        for begin in finders[kind](data):
            if len(begins) < LIMIT and begin > (begins[-1] if begins else 0):
                begins.append(begin)
        return list(pairwise([0, *begins, len(data)])) if begins else []


def _ogg(data: mmap.mmap) -> Iterator[int]:
    """Pages that begin a stream; those of one file stand together at its beginning."""
    stop = -1
    for at in _places(data, b"OggS\0\2", 0):
        if at != stop and at:
            yield at
        lengths = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b""
        stop = at + 27 + len(lengths) + sum(lengths)


def _flac(data: mmap.mmap) -> Iterator[int]:
    """The marker, and the head of the STREAMINFO block that must follow it (RFC 9639, 8)."""
    for at in _places(data, b"fLaC", 4):
        if data[at + 4 : at + 8] in (b"\0\0\0\x22", b"\x80\0\0\x22") and _before_tag(data, at):
            yield _before_tag(data, at)


def _amr(data: mmap.mmap) -> Iterator[int]:
    """The marker before frames of a narrow or a wide band (RFC 4867, 5.1)."""
    for at in _places(data, b"#!AMR", 5):
        if data[at + 5 : at + 6] == b"\n" or data[at + 5 : at + 9] == b"-WB\n":
            yield at


def _mp3(data: mmap.mmap) -> Iterator[int]:
    """Frames that hold the tag with which encoders begin a file, and nothing else before it."""
    first = id3_bytes(data[:10])
    for tag in (b"Xing", b"Info"):
        yield from _mp3_with(data, tag, first)


def _mp3_with(data: mmap.mmap, tag: bytes, first: int) -> Iterator[int]:
    for at in _places(data, tag, first + 1):
        for off in _XING:
            head = at - off
            frame = data[head : head + 4] if head > first else b""
            if frame[:1] == b"\xff" and frame[1] & 0xE0 == 0xE0 and not any(data[head + 6 : at]):
                yield _before_tag(data, head)
                break


def _before_tag(data: mmap.mmap, head: int) -> int:
    """Where the ID3 tag before a head begins; the head itself where there is none."""
    at = data.rfind(b"ID3", max(0, head - _TAG), head)
    return at if at >= 0 and at + id3_bytes(data[at : at + 10]) == head else head


def _places(data: mmap.mmap, word: bytes, start: int) -> Iterator[int]:
    at = data.find(word, start)
    while at >= 0:
        yield at
        at = data.find(word, at + 1)
