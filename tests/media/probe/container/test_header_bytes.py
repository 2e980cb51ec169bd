"""Heads: how many bytes of a file come before its content."""

import struct
from pathlib import Path

import pytest

from pipeline.media.probe.container.header_bytes import head_bytes


def box(kind: bytes, size: int) -> bytes:
    return struct.pack(">I4s", size, kind) + bytes(size - 8)


def test_the_boxes_of_an_mp4_but_for_its_content(tmp_path: Path):
    path = tmp_path / "a.mp4"

    path.write_bytes(box(b"ftyp", 24) + box(b"moov", 5000) + box(b"free", 8) + box(b"mdat", 90_000))
    assert head_bytes(path) == 24 + 5000 + 8 + 8
    path.write_bytes(box(b"ftyp", 24) + box(b"mdat", 90_000) + box(b"moov", 5000))
    assert head_bytes(path) == 24 + 8 + 5000


def test_large_and_open_ended_boxes(tmp_path: Path):
    path = tmp_path / "a.m4a"

    path.write_bytes(box(b"ftyp", 24) + struct.pack(">I4sQ", 1, b"mdat", 1016) + bytes(1000) + box(b"moov", 500))
    assert head_bytes(path) == 24 + 16 + 500
    path.write_bytes(box(b"ftyp", 24) + struct.pack(">I4s", 0, b"mdat") + bytes(1000))
    assert head_bytes(path) == 24 + 8


def test_the_tag_of_an_mp3(tmp_path: Path):
    path = tmp_path / "a.mp3"

    # Seven bits of each byte count: 0x0201 is 257.
    path.write_bytes(b"ID3\x04\x00\x00" + bytes([0, 0, 2, 1]) + bytes(257) + b"\xff\xfb" + bytes(1000))
    assert head_bytes(path) == 10 + 257
    path.write_bytes(b"ID3\x04\x00\x10" + bytes([0, 0, 2, 1]) + bytes(1000))
    assert head_bytes(path) == 20 + 257
    path.write_bytes(b"\xff\xfb\x90\x64" + bytes(1000))
    assert head_bytes(path) == 0


def page(position: int, *lengths: int) -> bytes:
    head = b"OggS\x00\x00" + position.to_bytes(8, "little", signed=True) + bytes(12) + bytes([len(lengths), *lengths])
    return head + bytes(sum(lengths))


def test_the_first_pages_of_an_ogg(tmp_path: Path):
    path = tmp_path / "a.opus"
    first, tags, more = page(0, 19), page(-1, 255, 255), page(0, 30)

    path.write_bytes(first + tags + more + page(48_000, 200, 100))

    assert head_bytes(path) == len(first + tags + more)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"OggS",
        b"RIFF0000WAVEfmt ",
        box(b"ftyp", 24) + struct.pack(">I4s", 99_999, b"moov"),
        box(b"ftyp", 24) + struct.pack(">I4s", 3, b"moov") + bytes(100),
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(100),
        page(0, 19) + page(0, 30),
    ],
)
def test_what_is_cut_short_or_unknown_has_none(tmp_path: Path, content: bytes):
    path = tmp_path / "a.bin"
    path.write_bytes(content)

    assert head_bytes(path) is None
