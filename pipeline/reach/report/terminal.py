"""Tables as text: columns that line up although a Chinese character is two columns wide."""

from collections.abc import Sequence
from datetime import date as Date
from itertools import zip_longest
from shutil import get_terminal_size

from pipeline.messages import tr
from pipeline.reach.names import listed
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.csv import text_of
from pipeline.reach.report.tables import Cell, Column, Table
from pipeline.wording import padded, width

WIDEST = 100_000
"""Columns of text that goes to a file: nothing is folded there."""


def cell_text(cell: Cell, column: Column) -> str:
    """A cell as people read it; empty for what nobody reported."""
    if cell is None:
        return ""
    if isinstance(cell, Amount):
        if column.kind == "rate" and cell.value is not None:
            return f"{cell.value:.1%}"
        if column.kind == "seconds" and cell.value is not None:
            return f"{cell.value:.1f}"
        if column.kind == "figure" and cell.by_lower_bound:
            # As its row has it, which one may look up there.
            return f"{cell.value:,} ({shown(cell)})"
        if column.kind == "growth" and cell.value is not None:
            return f"{cell.value:+.1%}"
        if column.kind == "change" and cell.value is not None:
            return f"{cell.value:+,}" if cell.value else "0"
        if column.kind == "ratio":
            return f"{cell.value:.2f}×"
        return shown(cell)
    if isinstance(cell, str):
        return text_of(cell, column)
    return cell.isoformat() if isinstance(cell, Date) else str(cell)


def table_text(table: Table, *, terminal: bool) -> str:
    """The table, for a terminal in its width, else as wide as it needs to be.

    Columns that do not fit a terminal are left out from the right, and named below.
    """
    lines = [[cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    names = [column.heading for column in table.columns]
    widths = [max(map(width, column)) for column in zip(names, *lines, strict=True)]
    room = get_terminal_size().columns if terminal else WIDEST
    kept = _fitting(table.columns, widths, room)
    widths = _narrowed(table.columns, widths, kept, room)

    def drawn(line: Sequence[str], *, bold: bool) -> str:
        folded = [
            _folded(line[index], widths[index]) if table.columns[index].name == "title" else [line[index]]
            for index in kept
        ]
        rows = []
        for parts in zip_longest(*folded, fillvalue=""):
            cells = (
                padded(part, widths[index], right=table.columns[index].kind != "text")
                for index, part in zip(kept, parts, strict=True)
            )
            rows.append(f" {'  '.join(cells)}".rstrip())
        text = "\n".join(rows)
        return f"\x1b[1m{text}\x1b[0m" if bold and terminal else text

    whole = [drawn(line, bold=table.summed and place == len(lines) - 1) for place, line in enumerate(lines)]
    if table.summed and len(whole) > 1:
        whole.insert(-1, "")
    rule = f" {'─' * (sum(widths[index] + 2 for index in kept) - 2)}"
    left = [name for index, name in enumerate(names) if index not in kept]
    omitted = ["", tr("(no room for: {columns})", columns=listed(left))] if left else []
    return "\n".join([drawn(names, bold=True), rule, *whole, *omitted])


def _folded(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns."""
    lines, left = [""], columns
    for character in text:
        left -= width(character)
        if left < 0:
            lines.append("")
            left = columns - width(character)
        lines[-1] += character
    return lines


def _narrowed(columns: Sequence[Column], widths: Sequence[int], kept: Sequence[int], room: int) -> list[int]:
    """The widths, that of the title as wide as the others leave room for."""
    over = sum(widths[index] + 2 for index in kept) + 1 - room
    return [
        wide - max(0, over) if index in kept and column.name == "title" else wide
        for index, (column, wide) in enumerate(zip(columns, widths, strict=True))
    ]


def _fitting(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """Columns that fit, the first ones first; a title may be folded to half a terminal."""
    kept, used = [], 1
    for index, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        needed = min(wide, max(16, room // 3)) if column.name == "title" else wide
        # A blank to either side.
        if used + needed + 2 > room:
            break
        used += needed + 2
        kept.append(index)
    return kept
