"""Tables for spreadsheets: every figure a number, its bounds beside it, and CSV that Excel opens correctly.

English headings and platforms are the names that JSON has, for programs; Chinese ones are for people.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from pipeline.messages import Message, spoken, told, tr
from pipeline.reach.names import platform_title
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.tables import Cell, Column, Table

MARK = "\ufeff"
"""At the head of a CSV file, by which Excel knows UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet may take for a formula, also behind blanks and in full width."""

FRACTIONS = ("rate", "seconds", "growth", "ratio")
"""Kinds of columns whose figures are no whole numbers."""

Part = Literal["value", "low", "high"]
Value = str | int | float | Date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a sheet: a column of the table, or a bound of it."""

    index: int
    column: Column
    part: Part = "value"

    @property
    def heading(self) -> str:
        name = self.column.name if spoken() == "en" else self.column.heading
        if self.part == "value":
            return name
        return tr("{column} (at least)", column=name) if self.part == "low" else tr("{column} (at most)", column=name)

    def value(self, row: Sequence[Cell]) -> Value:
        """The value of a row: None where nobody reported, never a zero."""
        cell = row[self.index]
        if isinstance(cell, Amount):
            # What is shown everywhere: of a figure that is not exact the lower bound.
            main = cell.low if cell.by_lower_bound and self.column.kind != "figure" else cell.value
            figure = {"value": main, "low": cell.low, "high": cell.high}[self.part]
            return round(figure, 6) if figure is not None and self.column.kind in FRACTIONS else figure
        return text_of(cell, self.column) if isinstance(cell, str) else cell


def text_of(cell: str, column: Column) -> str:
    """A text of a table in the language that is spoken; in English a platform is its id."""
    if column.name == "platform" and spoken() == "zh" and not isinstance(cell, Message):
        return platform_title(cell)
    return told(cell)


def fields(table: Table) -> list[Field]:
    """The columns of a sheet; one with a figure that is not exact has its bounds beside it."""
    found = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        exact = all(cell.exact for cell in cells if isinstance(cell, Amount))
        parts: tuple[Part, ...] = ("value",) if exact else ("value", "low", "high")
        found += [Field(index=index, column=column, part=part) for part in parts]
    return found


def csv_text(tables: Sequence[Table]) -> str:
    """All tables, an empty line between them; a text that a spreadsheet might run gets an apostrophe first."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        if len(tables) > 1 and table.title:
            writer.writerow([harmless(table.title)])
        columns = fields(table)
        writer.writerow([harmless(column.heading) for column in columns])
        for row in table.rows:
            writer.writerow(list(_harmless_values(column.value(row) for column in columns)))
    return out.getvalue()


def _harmless_values(values: Iterator[Value]) -> Iterator[Value]:
    for value in values:
        yield harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
