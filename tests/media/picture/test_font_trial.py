"""Trials of fonts: what is broken, what is of another sort, and what is neither."""

import struct
from pathlib import Path

import pytest

from pipeline.errors import MediaError
from pipeline.media.picture.font_file import _faces_tables
from pipeline.media.picture.font_trial import strays_in, try_font
from pipeline.media.picture.fonts import VARIABLE, default_fonts


@pytest.fixture
def sound(monkeypatch) -> Path:
    """A font in a file of its own."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return next(path for path, _ in reversed(default_fonts()) if path.suffix == ".ttf")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is empty"),
        (b"wOF2" + bytes(60), "web pages"),
        (b"wOFF" + bytes(60), "web pages"),
        (b"\n<!DOCTYPE html><title>404</title>", "it is a web page"),
        (b"ttcf\0\1\0\0\xff\xff\xff\xff", "cut off or damaged"),
        (b"OTTO\0\x0c", "cut off or damaged"),
        (b"no font", "cannot be read as a font"),
    ],
)
def test_what_a_file_is_instead_of_a_font_is_said_with_what_to_do(content: bytes, told: str, tmp_path):
    (tmp_path / "字.otf").write_bytes(content)
    (found,) = strays_in(tmp_path)

    assert found.broken
    assert found.message.startswith("'字.otf' cannot be read as a font")
    assert told in found.message
    assert found.hint


@pytest.mark.parametrize("kept", [0.97, 0.5])
def test_a_copy_that_was_broken_off_is_said(sound: Path, kept: float, tmp_path):
    data = sound.read_bytes()
    with sound.open("rb") as file:
        (tables,) = _faces_tables(file)
    start, length = tables[b"glyf"]
    path = tmp_path / "cut.ttf"
    path.write_bytes(data[: start + int(length * kept)])

    with pytest.raises(MediaError, match=r"'cut\.ttf' cannot be read as a font: it is cut off or damaged"):
        try_font(path, name="cut.ttf")


def test_a_copy_whose_outlines_are_nothing_is_said(sound: Path, tmp_path):
    data = bytearray(sound.read_bytes())
    with sound.open("rb") as file:
        (tables,) = _faces_tables(file)
    start, length = tables[b"glyf"]
    data[start : start + length] = bytes(length)
    path = tmp_path / "blank.ttf"
    path.write_bytes(data)

    with pytest.raises(MediaError, match=r"no letters can be drawn with the font 'blank\.ttf'"):
        try_font(path, name="blank.ttf")


@pytest.mark.parametrize("font", default_fonts(), ids=str)
def test_a_sound_font_passes(font: tuple[Path, int]):
    try_font(font[0], name="ours")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("Our.woff2", b"wOF2" + bytes(60), "web pages"),
        ("Our.woff", b"wOFF" + bytes(60), "web pages"),
        ("Our.font", b"wOF2" + bytes(60), "web pages"),
        ("Our.zip", b"PK\3\4" + bytes(60), "packed"),
        ("Our.rar", b"Rar!" + bytes(60), "packed"),
        ("Our.pfb", b"\x80\1" + bytes(60), "of this sort"),
        ("Our.EOT", bytes(60), "of this sort"),
        ("Our.ttf.download", struct.pack(">LHHHH", 0x10000, 0, 0, 0, 0), "its name does not say so"),
        ("思源宋体", b"OTTO" + bytes(60), "its name does not say so"),
    ],
)
def test_a_font_of_another_sort_is_passed_over_and_said(name: str, content: bytes, told: str, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / name).write_bytes(content)
    (found,) = strays_in(tmp_path)

    assert (found.path, found.broken) == (tmp_path / "more" / name, False)
    assert told in found.message
    assert found.hint


def test_licences_and_notes_are_not_spoken_of(sound: Path, tmp_path):
    (tmp_path / "own.ttf").symlink_to(sound)
    for name in ("OFL.txt", "LICENSE", "说明.md", "preview.png", ".DS_Store", "fonts.css"):
        (tmp_path / name).write_bytes(b"about the font")

    assert list(strays_in(tmp_path)) == []
    assert list(strays_in(tmp_path / "nowhere")) == []
