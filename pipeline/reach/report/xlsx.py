"""The XLSX workbook of a report: numbers as numbers, text as text whatever it looks like."""

import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pipeline.messages import tr
from pipeline.reach.report.csv import Value, fields
from pipeline.reach.report.tables import Kind, Table
from pipeline.wording import width

NAME_LENGTH = 31
"""Characters that the name of a sheet may have."""
FORMATS: dict[Kind, str] = {
    "count": "#,##0", "number": "0", "rate": "0.0%", "seconds": "0.0", "date": "yyyy-mm-dd", "text": "@",
    "figure": "General", "ratio": '0.00"×"',
    "change": "+#,##0;-#,##0;0", "growth": "+0.0%;-0.0%;0.0%",
}  # fmt: skip
NARROW, BROAD = 9, 60
"""Widths of columns in characters."""
BOLD = Font(bold=True)


def xlsx_bytes(tables: Sequence[Table], notes: Sequence[str]) -> bytes:
    """A workbook: a sheet for each table, the notes on the last one."""
    book = Workbook()
    book.remove(book.active)
    names: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(_name(table.title or tr("figures"), names)), table)
    sheet = book.create_sheet(_name(tr("notes"), names))
    sheet.column_dimensions["A"].width = 2 * BROAD
    for row, note in enumerate(notes, start=1):
        _put(sheet, row, 1, note, "text").alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    columns = fields(table)
    for place, field in enumerate(columns, start=1):
        kind = field.column.kind
        name = field.heading
        heading = _put(sheet, 1, place, name, "text")
        heading.font = BOLD
        heading.alignment = Alignment(horizontal="left" if kind == "text" else "right", wrap_text=True)
        widest = width(name)
        for row, cells in enumerate(table.rows, start=2):
            value = field.value(cells)
            put = _put(sheet, row, place, value, kind)
            if table.summed and row == len(table.rows) + 1:
                put.font = BOLD
            widest = max(widest, width(f"{value:,}" if isinstance(value, int) else str(value or "")))
        sheet.column_dimensions[get_column_letter(place)].width = min(BROAD, max(NARROW, widest + 2))
    sheet.freeze_panes = "A2"
    # A total that is sorted among what it sums up would mislead.
    last = len(table.rows) + (0 if table.summed else 1)
    if last > 1:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _put(sheet: Any, row: int, column: int, value: Value, kind: Kind) -> Any:
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # A title that begins with '=' is a title.
        cell.data_type = "s"
    else:
        cell.value = value
    cell.number_format = FORMATS[kind]
    return cell


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have, and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip("' ") or "-"
    name, times = plain[:NAME_LENGTH], 1
    while name.lower() in taken:
        times += 1
        end = f" {times}"
        name = plain[: NAME_LENGTH - len(end)] + end
    taken.add(name.lower())
    return name
