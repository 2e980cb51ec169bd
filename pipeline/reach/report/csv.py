"""Tables for spreadsheets: every figure a number, its bounds beside it, and CSV that Excel opens rightly."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from pipeline.model.platform import platform_name
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.metrics import AVERAGED
from pipeline.reach.report.tables import TOTAL, Cell, Column, Table

MARK = "\ufeff"
"""At the head of a CSV file, by which Excel knows UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, also behind blanks and in full width."""

Part = Literal["value", "low", "high"]
Value = str | int | float | Date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a sheet: a column of the table, or a bound of it."""

    index: int
    column: Column
    part: Part = "value"

    def heading(self, *, chinese: bool) -> str:
        if not chinese:
            return self.column.name if self.part == "value" else f"{self.column.name} ({_ENGLISH[self.part]})"
        return self.column.chinese if self.part == "value" else f"{self.column.chinese}（{_CHINESE[self.part]}）"

    def value(self, row: Sequence[Cell], *, chinese: bool) -> Value:
        """What stands there: nothing where nobody reported, never a zero."""
        cell = row[self.index]
        if isinstance(cell, Amount):
            figure = {"value": cell.value, "low": cell.low, "high": cell.high}[self.part]
            return round(figure, 6) if figure is not None and self.column.name in AVERAGED else figure
        if isinstance(cell, str) and chinese:
            return "合计" if cell == TOTAL else platform_name(cell) if self.column.name == "platform" else cell
        return cell


_ENGLISH = {"low": "at least", "high": "at most"}
_CHINESE = {"low": "至少", "high": "至多"}


def fields(table: Table) -> list[Field]:
    """The columns of a sheet; one with a figure that is not exact has its bounds beside it."""
    found = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        exact = all(cell.exact for cell in cells if isinstance(cell, Amount))
        parts: tuple[Part, ...] = ("value",) if exact else ("value", "low", "high")
        found += [Field(index=index, column=column, part=part) for part in parts]
    return found


def csv_text(tables: Sequence[Table], *, chinese: bool) -> str:
    """All tables below each other, a blank line between; text that a spreadsheet might run gets an apostrophe first."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([harmless(table.title)])
        columns = fields(table)
        writer.writerow([harmless(column.heading(chinese=chinese)) for column in columns])
        for row in table.rows:
            writer.writerow(list(_harmless_values(column.value(row, chinese=chinese) for column in columns)))
    return out.getvalue()


def _harmless_values(values: Iterator[Value]) -> Iterator[Value]:
    for value in values:
        yield harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
