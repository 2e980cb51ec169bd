"""Opening files: the kind of a file by its first bytes, and the reader for it."""

from pathlib import Path

from pipeline.messages import tr
from pipeline.reach.importing.readers.delimited import member_grid, text_grid
from pipeline.reach.importing.readers.fingerprint import Fingerprint, encoding_of
from pipeline.reach.importing.readers.grid import Contents, Grid, UnreadableFile
from pipeline.reach.importing.readers.html import html_grids
from pipeline.reach.importing.readers.json import json_grids
from pipeline.reach.importing.readers.zip import blocks, opened
from pipeline.wording import round_size

_ZIP = b"PK\x03\x04"
_BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": tr("a PDF"),
    b"\x89PNG": tr("a picture"),
    b"\xff\xd8\xff": tr("a picture"),
    b"GIF8": tr("a picture"),
    b"\x1f\x8b": tr("a gzip archive"),
    b"7z\xbc\xaf": tr("a 7z archive"),
    b"Rar!": tr("a RAR archive"),
    b"PK\x05\x06": tr("an empty zip archive"),
    b"SQLite": tr("a database"),
}
MEMBER_LIMIT = 200_000_000
"""Bytes of one table in a zip archive."""


def contents(fingerprint: Fingerprint) -> Contents:
    """What a file holds, by its bytes and never by its name. Raises UnreadableFile where that is no table."""
    head = fingerprint.head
    if head.startswith(_ZIP):
        return _zipped(fingerprint.path)
    if head.startswith(_BIFF):
        from pipeline.reach.importing.readers.excel import xls_grids

        return Contents(kind=tr("an Excel workbook (.xls)"), grids=xls_grids(fingerprint.path))
    for mark, what in _OTHERS.items():
        if head.startswith(mark):
            message = tr("it is {what}, not a table", what=what)
            raise UnreadableFile(message, hint=tr("export it as CSV or Excel"))
    encoding = encoding_of(fingerprint)
    start = head[:1000].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        grids = html_grids(fingerprint.path, encoding)
        return Contents(kind=tr("a web page"), grids=grids, encoding=encoding)
    if start.startswith(("{", "[")):
        return Contents(kind=tr("a JSON document"), grids=json_grids(fingerprint.path, encoding), encoding=encoding)
    if fingerprint.long_lines:
        raise UnreadableFile(tr("it has a line of more than a million characters"), hint=tr("export it again"))
    return Contents(kind=tr("a text table"), grids=(text_grid(fingerprint.path, encoding),), encoding=encoding)


def _zipped(path: Path) -> Contents:
    with opened(path) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return Contents(kind=tr("a zip archive"), grids=_members(path), encoding="utf-8")
    from pipeline.reach.importing.readers.excel import xlsx_grids

    return Contents(kind=tr("an Excel workbook (.xlsx)"), grids=xlsx_grids(path))


def _members(path: Path) -> tuple[Grid, ...]:
    """The text tables of an archive of several."""
    grids = []
    with opened(path) as archive:
        for member in archive.infolist():
            if member.is_dir() or not member.filename.lower().endswith((".csv", ".tsv", ".txt")):
                continue
            if member.file_size > MEMBER_LIMIT:
                message = tr(
                    "'{name}' in it is larger than {limit}", name=member.filename, limit=round_size(MEMBER_LIMIT)
                )
                raise UnreadableFile(message)
            data = b"".join(blocks(archive, member))
            try:
                grids.append(member_grid(member.filename, data.decode("utf-8-sig")))
            except UnicodeDecodeError:
                raise UnreadableFile(tr("'{name}' in it is not UTF-8 text", name=member.filename)) from None
    if not grids:
        message = tr("it is a zip archive without tables")
        raise UnreadableFile(message, hint=tr("unpack it and import the tables"))
    return tuple(grids)
