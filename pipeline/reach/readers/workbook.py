"""Excel workbooks, .xlsx and .xls: cells as calamine reads them, formulas and error marks as the text they are."""

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pipeline.reach.cells import Cell
from pipeline.reach.readers import biff
from pipeline.reach.readers.archive import blocks, opened
from pipeline.reach.readers.grid import CELL_LIMIT, COLUMN_LIMIT, Grid, NotRead, Rows

_REFERENCE = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,6})(\d{1,9})"')
_STEP = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>/])")
_TOLD = re.compile(rb"""<(?:\w+:)?f[\s>/]|\st=["']e["']""")
_CELL = re.compile(rb"<((?:\w+:)?)c((?:\s[^>]*?)?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_TYPE = re.compile(rb"""\st=["']\w*["']""")
_TAIL = 300
"""Bytes that two neighbouring blocks share, so that no cell's beginning is cut; longer than any such beginning."""
_STYLES = "xl/styles.xml"
_PLAIN_STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>'
)


def xlsx_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of an .xlsx workbook. Where its styles are broken, dates come as the numbers that Excel keeps."""
    with opened(path) as archive:
        # A sheet may lie under any name: what has no cells in it passes at once.
        told = [member.filename for member in archive.infolist() if _checked(archive, member)]
        if not told:
            try:
                return _grids(path.read_bytes())
            except CalamineError:
                pass
        for styles in (None, _PLAIN_STYLES):
            try:
                return _grids(_spelt_out(archive, told, styles))
            except CalamineError as cause:
                failed = cause
    raise _broken(failed)


def xls_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of an old .xls workbook (BIFF)."""
    held = biff.sheets(path)
    try:
        grids = _grids(path.read_bytes())
    except (CalamineError, OSError) as cause:
        raise _broken(cause) from cause
    return tuple(
        _with(grid, held[index].told) if index in held and held[index].told else grid
        for index, grid in enumerate(grids)
    )


def _with(grid: Grid, told: Mapping[tuple[int, int], str]) -> Grid:
    """The grid with some of its cells as text."""

    def rows() -> Rows:
        for number, row in enumerate(grid.rows()):
            yield [told.get((number, column), cell) for column, cell in enumerate(row)]

    return replace(grid, rows=rows)


def _broken(cause: Exception) -> NotRead:
    words = (str(cause).splitlines() or ["no reason given"])[0][:200]
    return NotRead(f"it is not a whole workbook: {words}", hint="wait until the download is finished, or export again")


def _grids(data: bytes) -> tuple[Grid, ...]:
    # Never by path: calamine would believe the name.
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return tuple(_grid(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names)


def _grid(sheet: CalamineSheet) -> Grid:
    # Its rows begin with the first of the sheet, their cells with the first column that is not blank.
    blank: list[Cell] = [None] * (sheet.start or (0, 0))[1]
    _check_extent(1, len(blank) + sheet.width)

    def rows() -> Rows:
        for row in sheet.iter_rows():
            yield [*blank, *(_cell(value) for value in row)]

    return Grid(name=sheet.name, rows=rows)


def _cell(value: str | float | bool | date | datetime | time | timedelta) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    return None if value == "" else value


def _checked(archive: ZipFile, sheet: ZipInfo) -> bool:
    """Whether there is a formula or an error mark in a sheet. Raises NotRead when it is too large to be held.

    How far it reaches is what its cells say; the sheet's own word for it is not trusted.
    """
    rows = columns = cells = walked = width = 0
    told, tail = False, b""
    for block in blocks(archive, sheet):
        if b"<!DOCTYPE" in block:
            raise NotRead("it declares a document type of its own, which no workbook needs")
        told = told or _TOLD.search(tail + block) is not None
        steps = _STEP.findall(block if not tail else tail[-5:] + block)
        found = _REFERENCE.findall(tail + block)
        rows = max(rows, *(int(row) for _, row in found), 0) if found else rows
        columns = max(columns, *(_column(name) for name in {name for name, _ in found}), 0) if found else columns
        cells += len(found)
        for step in steps if len(found) < steps.count(b"c") - 2 else ():
            width = width + 1 if step == b"c" else 0
            walked += step == b"row"
            columns = max(columns, width)
        tail = block[-_TAIL:]
        _check_extent(max(rows, walked), columns)
    return told


def _check_extent(rows: int, columns: int) -> None:
    if columns > COLUMN_LIMIT:
        raise NotRead(
            f"a sheet of it reaches to column {columns:,}, at most {COLUMN_LIMIT:,} are read",
            hint="delete what stands beyond the table",
        )
    if rows * columns > CELL_LIMIT:
        raise NotRead(
            f"a sheet of it spans {rows:,} rows by {columns:,} columns, at most {CELL_LIMIT:,} cells are read",
            hint="delete what stands beyond the table, or save it as CSV",
        )


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _spelt_out(archive: ZipFile, told: Collection[str], styles: bytes | None) -> bytes:
    """A copy of a workbook in which formulas and error marks are text: a formula's last result is nobody's figure."""
    copy = io.BytesIO()
    with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for member in archive.infolist():
            data = b"".join(blocks(archive, member))
            if member.filename in told:
                data = _CELL.sub(_as_text, data)
            elif member.filename == _STYLES and styles is not None:
                data = styles
            made.writestr(member.filename, data)
    return copy.getvalue()


def _as_text(cell: re.Match[bytes]) -> bytes:
    prefix, attributes, inside = cell.groups()
    formula = _FORMULA.search(inside)
    if formula is None and not _TOLD.search(attributes):
        return cell[0]
    if formula is not None:
        inside = b"<%bv>=%b</%bv>" % (prefix, formula[1] or b"", prefix)
    return b'<%bc%b t="str">%b</%bc>' % (prefix, _TYPE.sub(b"", attributes), inside, prefix)
