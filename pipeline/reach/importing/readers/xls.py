"""Old workbooks (.xls, BIFF) before they are read: how large their sheets are, and which cells are formulas."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import olefile

from pipeline.messages import tr
from pipeline.reach.importing.readers.grid import UnreadableFile, check_extent

_BOUNDSHEET, _BOF, _FILEPASS = 0x0085, 0x0809, 0x002F
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BOOLERR = 0x0205
_CELLS = (*_FORMULAS, _BOOLERR, 0x00FD, 0x0203, 0x027E, 0x0204, 0x00D6)
"""Records that begin with row and column: formulas, errors, shared texts, numbers, packed numbers, texts."""
_RUNS = (0x00BD, 0x00BE)
"""Packed numbers and blanks of several columns, whose last two bytes are the last column."""
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(slots=True)
class Sheet:
    """One sheet."""

    rows: int = 0
    columns: int = 0
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas and error marks as text, by row and column from 0."""


def sheets(path: Path) -> Mapping[int, Sheet]:
    """The sheets of a workbook by their place in it. Raises UnreadableFile if it is locked, broken or too large."""
    try:
        with olefile.OleFileIO(path) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
            if container.exists("EncryptedPackage"):
                raise _locked()
            if name is None:
                message = tr("it is not an Excel workbook, though it begins like one")
                raise UnreadableFile(message, hint=tr("save it as .xlsx or CSV"))
            stream = container.openstream(name).read()
    except (OSError, ValueError, IndexError, struct.error) as cause:
        hint = tr("wait until the download is finished, or export it again")
        raise UnreadableFile(tr("it is not a complete workbook"), hint=hint) from cause
    found = _scanned(stream)
    for sheet in found.values():
        check_extent(sheet.rows, sheet.columns)
    return found


def _locked() -> UnreadableFile:
    return UnreadableFile(tr("it is locked with a password"), hint=tr("save it without one"))


def _scanned(stream: bytes) -> dict[int, Sheet]:
    places: dict[int, int] = {}
    found: dict[int, Sheet] = {}
    sheet = Sheet()
    for start, kind, body in _records(stream):
        if kind == _FILEPASS:
            raise _locked()
        if kind == _BOUNDSHEET and len(body) >= 4:
            places[struct.unpack_from("<I", body)[0]] = len(places)
        elif kind == _BOF and start in places:
            sheet = found[places[start]] = Sheet()
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
            if kind in _FORMULAS:
                sheet.texts[row, column] = "="
            elif kind == _BOOLERR and len(body) >= 8 and body[7]:
                sheet.texts[row, column] = _ERRORS.get(body[6], "#N/A")
        elif kind in _RUNS and len(body) >= 6:
            row, column = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0]
            sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each record begins, its kind and what it holds."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
