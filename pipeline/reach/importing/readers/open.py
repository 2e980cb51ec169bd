"""Opening: which kind of file it is by its first bytes, and the reader that goes with it."""

from pathlib import Path

from pipeline.reach.importing.readers.delimited import member_grid, text_grid
from pipeline.reach.importing.readers.fingerprint import Stamp, encoding_of
from pipeline.reach.importing.readers.grid import Contents, Grid, NotRead
from pipeline.reach.importing.readers.html import html_grids
from pipeline.reach.importing.readers.json import json_grids
from pipeline.reach.importing.readers.zip import blocks, opened
from pipeline.wording import round_size

_ZIP = b"PK\x03\x04"
_BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PK\x05\x06": "an empty zip archive",
    b"SQLite": "a database",
}
MEMBER_LIMIT = 200_000_000
"""Bytes of one table in a zip archive."""


def contents(stamp: Stamp) -> Contents:
    """What a file holds, by its bytes and never by its name. Raises NotRead where that is no table."""
    head = stamp.head
    if head.startswith(_ZIP):
        return _zipped(stamp.path)
    if head.startswith(_BIFF):
        from pipeline.reach.importing.readers.excel import xls_grids

        return Contents(kind="an Excel workbook (.xls)", grids=xls_grids(stamp.path))
    for mark, what in _OTHERS.items():
        if head.startswith(mark):
            raise NotRead(f"it is {what}, not a table", hint="export it as CSV or Excel")
    encoding = encoding_of(stamp)
    start = head[:1000].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        grids = html_grids(stamp.path, encoding)
        return Contents(kind="a web page", grids=grids, encoding=encoding)
    if start.startswith(("{", "[")):
        return Contents(kind="a JSON document", grids=json_grids(stamp.path, encoding), encoding=encoding)
    if stamp.long_lines:
        raise NotRead("it has a line of more than a million characters", hint="export it again")
    return Contents(kind="a text table", grids=(text_grid(stamp.path, encoding),), encoding=encoding)


def _zipped(path: Path) -> Contents:
    with opened(path) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return Contents(kind="a zip archive", grids=_members(path), encoding="utf-8")
    from pipeline.reach.importing.readers.excel import xlsx_grids

    return Contents(kind="an Excel workbook (.xlsx)", grids=xlsx_grids(path))


def _members(path: Path) -> tuple[Grid, ...]:
    """The text tables of an archive of several."""
    grids = []
    with opened(path) as archive:
        for member in archive.infolist():
            if member.is_dir() or not member.filename.lower().endswith((".csv", ".tsv", ".txt")):
                continue
            if member.file_size > MEMBER_LIMIT:
                raise NotRead(f"'{member.filename}' in it is larger than {round_size(MEMBER_LIMIT)}")
            data = b"".join(blocks(archive, member))
            try:
                grids.append(member_grid(member.filename, data.decode("utf-8-sig")))
            except UnicodeDecodeError:
                raise NotRead(f"'{member.filename}' in it is not UTF-8 text") from None
    if not grids:
        raise NotRead("it is a zip archive without tables", hint="unpack it and give the tables")
    return tuple(grids)
