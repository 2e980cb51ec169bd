"""Font files: the faces they hold and the characters these cover, read from the files' own tables."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from os import SEEK_END
from pathlib import Path
from typing import IO
from unicodedata import normalize

from pipeline.errors import MediaError, in_words
from pipeline.messages import tr

_KINDS = (b"\0\1\0\0", b"OTTO", b"true")
_ENCODINGS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of the character maps for Unicode, the most complete first."""
_ENGLISH = ((3, 1, 0x409), (3, 10, 0x409), (1, 0, 0))
_FAMILY_NAMES = (16, 1)
_MOST_FACES = 256
_OUTLINES = (b"glyf", b"loca", b"CFF ", b"CFF2", b"CBDT", b"sbix")
"""Tables that make up most of a file: a copy that was broken off ends within one of them."""

Tables = Mapping[bytes, tuple[int, int]]
"""Offset and length of each table by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of the faces of a font file."""

    index: int
    family: str
    """English name, as `Noto Sans CJK SC`; empty where the file gives none."""
    weight: int
    """1 to 1000: 400 is regular, 700 bold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The characters that a face has glyphs for, as ascending runs of code points."""

    starts: tuple[int, ...]
    last: tuple[int, ...]

    def draws(self, character: str) -> bool:
        """Whether there is a glyph for it, or for the letter and the marks it is made of."""
        return character in self or all(part in self for part in normalize("NFD", character))

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self.starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.last[place]


def faces(path: Path) -> tuple[Face, ...]:
    """The faces of a .ttf, .otf or .ttc file. Raises MediaError when it is none of these or cannot be read."""
    try:
        with path.open("rb") as file:
            return tuple(_face(file, index, tables) for index, tables in enumerate(_faces_tables(file)))
    except (OSError, struct.error, ValueError, KeyError) as cause:
        raise no_font(path, cause) from cause


@cache
def coverage(path: Path, index: int = 0) -> Coverage:
    """The characters of one face. Raises MediaError when the file is no font or has no such face."""
    try:
        with path.open("rb") as file:
            tables = list(_faces_tables(file))[index]
            start, length = tables[b"cmap"]
            runs = list(_joined(sorted(_runs(_read(file, start, length)))))
    except (OSError, struct.error, ValueError, LookupError) as cause:
        raise no_font(path, cause) from cause
    return Coverage(starts=tuple(first for first, _ in runs), last=tuple(last for _, last in runs))


@cache
def colour_size(path: Path, index: int = 0) -> int | None:
    """Pixels of an em of the small pictures that a font holds instead of outlines; None for any other font."""
    try:
        with path.open("rb") as file:
            tables = list(_faces_tables(file))[index]
            if b"CBLC" in tables:
                # Two sizes in pixels stand at the end of the first strike's record.
                start, _ = tables[b"CBLC"]
                return _read(file, start + 8 + 44, 2)[1] or None
            if b"sbix" in tables:
                start, _ = tables[b"sbix"]
                (count,) = struct.unpack(">L", _read(file, start + 4, 4))
                offsets = struct.unpack(f">{count}L", _read(file, start + 8, 4 * count))
                return max(int.from_bytes(_read(file, start + offset, 2)) for offset in offsets)
    except (OSError, struct.error, ValueError, LookupError):
        return None
    return None


def no_font(path: Path, cause: BaseException | None, *, name: str = "") -> MediaError:
    """Said of a file that is none, by a name where there is one: what it is instead, as far as its first bytes tell."""
    shown = name or str(path)
    again = tr("copy or download it again, or take it out of its folder")
    if isinstance(cause, OSError):
        return MediaError(
            tr("the font '{path}' cannot be opened: {reason}", path=shown, reason=in_words(cause)),
            hint=tr("allow reading it, or take it out of its folder"),
        )
    try:
        with path.open("rb") as file:
            begin = file.read(64)
    except OSError:
        begin = b"?"
    if not begin:
        return MediaError(tr("'{path}' cannot be read as a font: it is empty", path=shown), hint=again)
    if begin[:4] in (b"wOFF", b"wOF2"):
        return MediaError(
            tr("'{path}' cannot be read as a font: it is one for web pages (WOFF)", path=shown),
            hint=tr("take the .ttf or .otf of the same font"),
        )
    if begin.lstrip()[:1] == b"<":
        return MediaError(tr("'{path}' cannot be read as a font: it is a web page", path=shown), hint=again)
    if begin[:4] in (*_KINDS, b"ttcf"):
        return MediaError(tr("'{path}' cannot be read as a font: it is cut off or damaged", path=shown), hint=again)
    return MediaError(
        tr("'{path}' cannot be read as a font", path=shown), hint=tr("fonts are .ttf, .otf and .ttc files")
    )


def _faces_tables(file: IO[bytes]) -> Iterator[Tables]:
    """The table directory of every face."""
    offsets: tuple[int, ...] = (0,)
    size = file.seek(0, SEEK_END)
    if _read(file, 0, 4) == b"ttcf":
        (count,) = struct.unpack(">L", _read(file, 8, 4))
        if count > _MOST_FACES:
            raise ValueError("too many faces")
        offsets = struct.unpack(f">{count}L", _read(file, 12, 4 * count))
    for offset in offsets:
        kind, count = struct.unpack(">4sH", _read(file, offset, 6))
        if kind not in _KINDS:
            raise ValueError("no font")
        entries = struct.iter_unpack(">4s4xLL", _read(file, offset + 12, 16 * count))
        tables = {name: (start, length) for name, start, length in entries}
        if any(sum(tables[name]) > size for name in _OUTLINES if name in tables):
            raise ValueError("the file ends too early")
        yield tables


def _face(file: IO[bytes], index: int, tables: Tables) -> Face:
    weight = 400
    if b"OS/2" in tables:
        (weight,) = struct.unpack(">H", _read(file, tables[b"OS/2"][0] + 4, 2))
    return Face(index=index, family=_family(_read(file, *tables[b"name"])), weight=weight)


def _family(names: bytes) -> str:
    count, texts = struct.unpack(">2xHH", names[:6])
    found: dict[int, str] = {}
    for platform, encoding, language, name, length, start in struct.iter_unpack(">6H", names[6 : 6 + 12 * count]):
        if name in _FAMILY_NAMES and (platform, encoding, language) in _ENGLISH:
            text = names[texts + start : texts + start + length]
            found.setdefault(name, text.decode("utf-16-be" if platform == 3 else "mac-roman", errors="replace"))
    return next((found[name] for name in _FAMILY_NAMES if name in found), "")


def _runs(cmap: bytes) -> Iterator[tuple[int, int]]:
    """First and last code point of every run of characters; empty for a font without Unicode."""
    (count,) = struct.unpack(">2xH", cmap[:4])
    maps = {
        (platform, encoding): start for platform, encoding, start in struct.iter_unpack(">HHL", cmap[4 : 4 + 8 * count])
    }
    for encoding in _ENCODINGS:
        if encoding in maps:
            table = cmap[maps[encoding] :]
            (form,) = struct.unpack(">H", table[:2])
            if form in (4, 12):
                yield from _segments(table) if form == 4 else _groups(table)
                return


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: runs over all of Unicode. Glyph 0 is the box for a missing one."""
    (count,) = struct.unpack(">12xL", table[:16])
    for first, last, glyph in struct.iter_unpack(">3L", table[16 : 16 + 12 * count]):
        yield (first + (glyph == 0), last)


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 4: the first 65,536 characters, by a sum or through a list of glyphs."""
    (doubled,) = struct.unpack(">6xH", table[:8])
    count = doubled // 2
    lasts, _, firsts, deltas, offsets = (
        struct.unpack(f">{count}H", table[start : start + 2 * count])
        for start in (14, 14 + doubled, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled)
    )
    for segment, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        base = 16 + 3 * doubled + 2 * segment + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph: int = (code + delta) & 0xFFFF
            if offset:
                (glyph,) = struct.unpack_from(">H", table, base + 2 * (code - first))
            if glyph:
                yield (code, code)


def _joined(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ascending runs, with neighbours made one."""
    held: tuple[int, int] | None = None
    for first, last in runs:
        if held and first <= held[1] + 1:
            held = (held[0], max(held[1], last))
        elif first <= last:
            if held:
                yield held
            held = (first, last)
    if held:
        yield held


def _read(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    found = file.read(length)
    if len(found) < length:
        raise ValueError("the file ends too early")
    return found
