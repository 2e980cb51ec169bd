"""Excel workbooks, .xlsx and .xls: cells as they are, but formulas and error marks as the text that they are."""

import io
import pickle
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.reach.importing.cells import Cell
from pipeline.reach.importing.readers import xls
from pipeline.reach.importing.readers.grid import CELL_LIMIT, COLUMN_LIMIT, Grid, NotRead, Rows
from pipeline.reach.importing.readers.zip import blocks, opened
from pipeline.wording import round_size

WORKBOOK_LIMIT = 100_000_000
"""Bytes of a workbook, folded."""
SECONDS = 60
"""That unfolding may take."""

_REFERENCE = re.compile(rb'<(?:\w+:)?c\s(?:[^>]{0,200}?\s)?r="([A-Z]{1,6})(\d{1,9})"')
_STEP = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>/])")
_TOLD = re.compile(rb"""<(?:\w+:)?f[\s>/]|\st=["']e["']""")
_CELL = re.compile(rb"<((?:\w+:)?)c((?:\s[^<>]*+)?)(?<!/)>((?:[^<]++|<(?!/?(?:\w+:)?c[\s>/]))*+)</(?:\w+:)?c\s*>")
"""A cell that holds something; written so that no sheet, however broken, is looked at twice."""
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*+)?(?:(?<=/)>|>([^<]*+)<)")
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
    _check_size(path)
    with opened(path) as archive:
        # A sheet may lie under any name: what has no cells in it passes at once.
        told = [member.filename for member in archive.infolist() if _checked(archive, member)]
        with suppress(NotRead):
            return _unfolded(_spelt_out(archive, told, None) if told else path.read_bytes())
        return _unfolded(_spelt_out(archive, told, _PLAIN_STYLES))


def xls_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of an old .xls workbook (BIFF)."""
    _check_size(path)
    held = xls.sheets(path)
    return tuple(
        _with(grid, held[index].told) if index in held and held[index].told else grid
        for index, grid in enumerate(_unfolded(path.read_bytes()))
    )


def _check_size(path: Path) -> None:
    if path.stat().st_size > WORKBOOK_LIMIT:
        raise NotRead(
            f"it is a workbook of more than {round_size(WORKBOOK_LIMIT)}", hint="export a shorter time, or as CSV"
        )


def _unfolded(data: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook, read in a process of its own."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("excel_worker.py"))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotRead(f"it takes more than {SECONDS} seconds to unfold", hint="save the table as CSV") from None
    answer = pickle.loads(done.stdout) if done.returncode == 0 else "it cannot be unfolded"
    if isinstance(answer, str):
        hint = "wait until the download is finished, or export it again"
        raise NotRead(f"it is not a whole workbook: {answer}", hint=hint)
    return tuple(_grid(name, blank, rows) for name, blank, rows in answer)


def _with(grid: Grid, told: Mapping[tuple[int, int], str]) -> Grid:
    """The grid with some of its cells as text."""

    def rows() -> Rows:
        for number, row in enumerate(grid.rows()):
            yield [told.get((number, column), cell) for column, cell in enumerate(row)]

    return replace(grid, rows=rows)


def _grid(name: str, blank: int, held: list[list[Cell]]) -> Grid:
    """A sheet; `blank` columns stand before the first that says anything."""
    _check_extent(1, blank + len(held[0]) if held else 0)
    before: list[Cell] = [None] * blank

    def rows() -> Rows:
        for row in held:
            yield [*before, *(str(cell).upper() if isinstance(cell, bool) else cell for cell in row)]

    return Grid(name=name, rows=rows)


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
