"""Tables as text: columns that stand under each other although a Chinese character is two wide."""

from collections.abc import Sequence
from datetime import date as Date

from pipeline.reach.report.amounts import Amount, shown
from pipeline.reach.report.tables import Cell, Column, Table

WIDEST = 100_000
"""Columns of text that goes to a file: nothing is folded there."""


def cell_text(cell: Cell, column: Column) -> str:
    """A cell as people read it; nothing for what nobody reported."""
    if cell is None:
        return ""
    if isinstance(cell, Amount):
        if column.kind == "rate" and cell.value is not None:
            return f"{cell.value:.1%}"
        if column.kind == "seconds" and cell.value is not None:
            return f"{cell.value:.1f}"
        if column.kind == "ratio":
            return f"{cell.value:.2f}×"
        return shown(cell)
    return cell.isoformat() if isinstance(cell, Date) else str(cell)


def table_text(table: Table, *, terminal: bool) -> str:
    """The table, for a terminal as wide as that is, else as wide as it needs to be.

    What does not fit a terminal is left out from the right, and said.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    console = Console(force_terminal=terminal, no_color=not terminal, width=None if terminal else WIDEST)
    lines = [[cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    widths = [
        max([cell_len(column.name), *(cell_len(line[index]) for line in lines)])
        for index, column in enumerate(table.columns)
    ]
    kept = _fitting(table.columns, widths, console.width)
    drawn = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for index in kept:
        column = table.columns[index]
        wide = column.name == "title"
        drawn.add_column(
            column.name.replace("_", " "),
            justify="left" if column.kind == "text" else "right",
            no_wrap=not wide,
            overflow="fold",
        )
    for place, line in enumerate(lines):
        last = table.summed and place == len(lines) - 1
        drawn.add_row(*(Text(line[index], style="bold" if last else "") for index in kept))
        if table.summed and place == len(lines) - 2:
            drawn.add_section()
    with console.capture() as captured:
        console.print(drawn)
    text = "\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines())
    left = [column.name for index, column in enumerate(table.columns) if index not in kept]
    return f"{text}\n(no room for: {', '.join(left)})" if left else text


def _fitting(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """Columns that fit, the first ones first; a title may be folded to half a terminal."""
    kept, used = [], 1
    for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
        needed = min(width, max(16, room // 3)) if column.name == "title" else width
        # A blank to either side.
        if used + needed + 2 > room:
            break
        used += needed + 2
        kept.append(index)
    return kept
