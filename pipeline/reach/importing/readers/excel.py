"""Excel workbooks, .xlsx and .xls: cells as they are, but formulas and error marks as text."""

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

from pipeline.messages import tr
from pipeline.reach.importing.cells import Cell
from pipeline.reach.importing.readers import excel_worker, xls
from pipeline.reach.importing.readers.grid import COLUMN_LIMIT, Grid, Rows, UnreadableFile, check_extent
from pipeline.reach.importing.readers.zip import blocks, opened
from pipeline.wording import duration, round_size

WORKBOOK_LIMIT = 100_000_000
"""Bytes of a workbook as it is packed."""
SECONDS = 60
"""That reading a workbook may take."""

_REFERENCE = re.compile(rb'<(?:\w+:)?c\s(?:[^>]{0,200}?\s)?r="([A-Z]{1,6})(\d{1,9})"')
_STEP = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>/])")
_FORMULA_OR_ERROR = re.compile(rb"""<(?:\w+:)?f[\s>/]|\st=["']e["']""")
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
        # A sheet may have any name: a member without cells passes at once.
        names = [member.filename for member in archive.infolist() if _checked(archive, member)]
        with suppress(UnreadableFile):
            return _sheets(_with_texts(archive, names, None) if names else path.read_bytes())
        return _sheets(_with_texts(archive, names, _PLAIN_STYLES))


def xls_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of an old .xls workbook (BIFF)."""
    _check_size(path)
    scanned = xls.sheets(path)
    return tuple(
        _with(grid, scanned[index].texts) if index in scanned and scanned[index].texts else grid
        for index, grid in enumerate(_sheets(path.read_bytes()))
    )


def _check_size(path: Path) -> None:
    if path.stat().st_size > WORKBOOK_LIMIT:
        message = tr("it is a workbook of more than {limit}", limit=round_size(WORKBOOK_LIMIT))
        raise UnreadableFile(message, hint=tr("export a shorter period, or as CSV"))


def _sheets(data: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook, read in a process of its own."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("excel_worker.py"))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        message = tr("reading the workbook takes more than {limit}", limit=duration(SECONDS))
        raise UnreadableFile(message, hint=tr("save the table as CSV")) from None
    answer = pickle.loads(done.stdout) if done.returncode == 0 else ""
    if isinstance(answer, str):
        raise _problem(answer)
    return tuple(_grid(name, blank, rows) for name, blank, rows in answer)


def _problem(answer: str) -> UnreadableFile:
    """Why a workbook could not be read, by the answer of the process that reads it."""
    if answer == excel_worker.MUCH_MEMORY:
        message = tr("reading the workbook needs more memory than any export does")
        return UnreadableFile(message, hint=tr("save the table as CSV"))
    if answer == excel_worker.MANY_CELLS:
        message = tr("its sheets hold more than any export does")
        return UnreadableFile(message, hint=tr("save the sheet that is needed as CSV"))
    hint = tr("wait until the download is finished, or export it again")
    if not answer:
        return UnreadableFile(tr("it is not a complete workbook"), hint=hint)
    return UnreadableFile(tr("it is not a complete workbook: {cause}", cause=answer), hint=hint)


def _with(grid: Grid, texts: Mapping[tuple[int, int], str]) -> Grid:
    """The grid with some of its cells as text."""

    def rows() -> Rows:
        for number, row in enumerate(grid.rows()):
            yield [texts.get((number, column), cell) for column, cell in enumerate(row)]

    return replace(grid, rows=rows)


def _grid(name: str, blank: int, held: list[list[Cell]]) -> Grid:
    """A sheet; `blank` columns are empty before the first."""
    _check_extent(1, blank + len(held[0]) if held else 0)
    before: list[Cell] = [None] * blank

    def rows() -> Rows:
        for row in held:
            yield [*before, *(str(cell).upper() if isinstance(cell, bool) else cell for cell in row)]

    return Grid(name=name, rows=rows)


def _checked(archive: ZipFile, sheet: ZipInfo) -> bool:
    """Whether there is a formula or an error mark in a sheet. Raises UnreadableFile when it is too large to be held.

    Its extent is taken from its cells; what the sheet states itself is not trusted.
    """
    rows = columns = cells = walked = width = 0
    has_texts, tail = False, b""
    for block in blocks(archive, sheet):
        if b"<!DOCTYPE" in block:
            raise UnreadableFile(tr("it declares a document type of its own, which no workbook needs"))
        has_texts = has_texts or _FORMULA_OR_ERROR.search(tail + block) is not None
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
    return has_texts


def _check_extent(rows: int, columns: int) -> None:
    if columns > COLUMN_LIMIT:
        message = tr(
            "a sheet of it reaches to column {column}; at most {limit} columns are read",
            column=f"{columns:,}",
            limit=f"{COLUMN_LIMIT:,}",
        )
        raise UnreadableFile(message, hint=tr("delete the cells beyond the table"))
    check_extent(rows, columns)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _with_texts(archive: ZipFile, names: Collection[str], styles: bytes | None) -> bytes:
    """A copy of a workbook in which formulas and errors of some members are text: the last result of a formula is no
    figure of a platform."""
    copy = io.BytesIO()
    with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for member in archive.infolist():
            data = b"".join(blocks(archive, member))
            if member.filename in names:
                data = _CELL.sub(_as_text, data)
            elif member.filename == _STYLES and styles is not None:
                data = styles
            made.writestr(member.filename, data)
    return copy.getvalue()


def _as_text(cell: re.Match[bytes]) -> bytes:
    prefix, attributes, inside = cell.groups()
    formula = _FORMULA.search(inside)
    if formula is None and not _FORMULA_OR_ERROR.search(attributes):
        return cell[0]
    if formula is not None:
        inside = b"<%bv>=%b</%bv>" % (prefix, formula[1] or b"", prefix)
    return b'<%bc%b t="str">%b</%bc>' % (prefix, _TYPE.sub(b"", attributes), inside, prefix)
