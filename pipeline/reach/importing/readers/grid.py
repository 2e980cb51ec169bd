"""Grids: rows of raw cells, as often as one asks for them, and what kind of file they came from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.reach.importing.cells import Cell

CELL_LIMIT = 3_000_000
"""Cells of one sheet, empty ones inside its rectangle included: a workbook's reader holds them all."""
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


def check_width(row: Sequence[Cell], number: int) -> None:
    """Raises UnreadableFile for a row that is too wide to belong to any table."""
    if len(row) > COLUMN_LIMIT:
        raise UnreadableFile(f"row {number:,} has {len(row):,} columns, at most {COLUMN_LIMIT:,} are read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A whole file."""

    kind: str
    """In words: a CSV table, an Excel workbook (.xlsx), ..."""
    grids: tuple[Grid, ...]
    encoding: str | None = None
    """As Python names it; None for binary files."""
