"""Grids: rows of raw cells that can be read again and again, and the kind of file that they come from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.errors import PipelineError
from pipeline.messages import Message, tr
from pipeline.reach.importing.cells import Cell

CELL_LIMIT = 3_000_000
"""Cells of one sheet, with the empty ones inside its rectangle: the reader of workbooks holds them all in memory."""
COLUMN_LIMIT = 1_000
"""Columns of one table; the widest export known has 30."""

Rows = Iterator[Sequence[Cell]]


class UnreadableFile(PipelineError):
    """A file that cannot be read as a table, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table, sheet or list of a file."""

    name: str
    """Of the sheet or the file within an archive; empty where there is only one."""
    rows: Callable[[], Rows]
    """From the first row on, blank ones included, so that the first is row `first` of the file."""
    first: int = 1
    cut: list[Cell] = field(default_factory=list)
    """The last row where it may be cut short, filled when the others have been read; it is none of them."""


def check_width(row: Sequence[Cell], number: int) -> None:
    """Raises UnreadableFile for a row that is too wide to belong to any table."""
    if len(row) > COLUMN_LIMIT:
        message = tr(
            "row {row} has {columns} columns; at most {limit} are read",
            row=f"{number:,}",
            columns=f"{len(row):,}",
            limit=f"{COLUMN_LIMIT:,}",
        )
        raise UnreadableFile(message)


def check_extent(rows: int, columns: int) -> None:
    """Raises UnreadableFile for a sheet of too many cells."""
    if rows * columns > CELL_LIMIT:
        message = tr(
            "a sheet of it has {rows} rows by {columns} columns; at most {limit} cells are read",
            rows=f"{rows:,}",
            columns=f"{columns:,}",
            limit=f"{CELL_LIMIT:,}",
        )
        raise UnreadableFile(message, hint=tr("delete the cells beyond the table, or save it as CSV"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A whole file."""

    kind: Message
    """In words: a text table, an Excel workbook (.xlsx), ..."""
    grids: tuple[Grid, ...]
    encoding: str | None = None
    """As Python names it; None for binary files."""
