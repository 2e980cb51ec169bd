"""Units that a table states for all its counts (`单位：万次`): read as they stand, its figures would be too small."""

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.messages import tr
from pipeline.reach.importing.cells import Cell, is_missing, plain_text, quoted, says_its_scale
from pipeline.reach.importing.formats import FoundTable
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.importing.readers import UnreadableFile

_SCALE = r"(?:百万|千万|[千万萬亿億kw])(?:人?次|[次人个条篇])?"
_STATED = re.compile(rf"单位[:为]?\(?{_SCALE}(?![\u4e00-\u9fff])")
_IN_BRACKETS = re.compile(rf"[(\[](?:单位[:为]?)?{_SCALE}[)\]]$|[/_·|]{_SCALE}$")
_ROWS_BELOW = 3
"""Rows below the header in which a note may stand that only names a unit in brackets."""


def stated_unit(text: str) -> str:
    """A text that states the unit of the counts around it; empty where it states none."""
    plain = plain_header(text)
    return text.strip() if _STATED.search(plain) or _IN_BRACKETS.fullmatch(plain) else ""


def check_units(found: FoundTable) -> None:
    """Raises UnreadableFile where counts of a table are written in thousands, 万 or 亿 and its cells do not say so."""
    below = islice(found.grid.rows(), found.header + 1, found.header + 1 + _ROWS_BELOW)
    notes = [row for row in (list(filter(None, map(plain_text, row))) for row in below) if len(row) == 1]
    for text in (*found.above, *(row[0] for row in notes)):
        if unit := stated_unit(text):
            refuse_scaled(found, unit)
    for place in _counts(found):
        if _IN_BRACKETS.search(plain_header(found.headers[place])):
            refuse_scaled(found, found.headers[place], place)


def refuse_scaled(found: FoundTable, unit: str, column: int | None = None) -> None:
    """Raises UnreadableFile for a stated unit, of all counts or those of one column; a cell that says its own unit
    (`1.2万`) can be read in one way only, and so can a zero."""
    places = list(_counts(found)) if column is None else [column]
    below = islice(found.grid.rows(), found.header + 1, None)
    for number, row in enumerate(below, found.grid.first + found.header + 1):
        if sum(1 for cell in row if plain_text(cell)) < 2:
            continue
        for place in places:
            cell: Cell = row[place] if place < len(row) else None
            if not is_missing(cell) and plain_text(cell) != found.headers[place] and not says_its_scale(cell):
                raise UnreadableFile(
                    tr(
                        "it says '{text}': its counts are in thousands or more, and their cells do not say so, such as "
                        "{cell} in row {row}",
                        text=unit,
                        cell=quoted(plain_text(cell)),
                        row=number,
                    ),
                    hint=tr("export whole figures, or write the unit into the cells (1.2万) and take it away there"),
                )


def _counts(found: FoundTable) -> Iterator[int]:
    """Columns of counts."""
    for placed in found.tables:
        yield from (place for place, column in placed.columns.items() if column.metric and column.unit == "count")
