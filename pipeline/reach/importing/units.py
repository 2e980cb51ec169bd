"""Units that a table states for all its counts (`单位：万次`): read as they stand, its figures would be too small."""

import re
from itertools import islice

from pipeline.messages import tr
from pipeline.reach.importing.cells import plain_text
from pipeline.reach.importing.formats import FoundTable
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.importing.readers import UnreadableFile

_SCALE = r"(?:百万|千万|[千万萬亿億kw])(?:人?次|[次人个条篇])?"
_STATED = re.compile(rf"单位[:为]?\(?{_SCALE}(?![\u4e00-\u9fff])")
_IN_BRACKETS = re.compile(rf"[(\[]{_SCALE}[)\]]$")
_ROWS_BELOW = 3
"""Rows below the header in which a note may say it."""


def refuse_scaled(found: FoundTable) -> None:
    """Raises UnreadableFile where counts of a table are written in thousands, 万 or 亿 and its cells do not say so."""
    below = islice(found.grid.rows(), found.header + 1, found.header + 1 + _ROWS_BELOW)
    notes = [row for row in (list(filter(None, map(plain_text, row))) for row in below) if len(row) == 1]
    for text in (*found.above, *(row[0] for row in notes)):
        plain = plain_header(text)
        if _STATED.search(plain) or _IN_BRACKETS.fullmatch(plain):
            raise _scaled(text)
    for placed in found.tables:
        for place, column in placed.columns.items():
            if column.metric and column.unit == "count" and _IN_BRACKETS.search(plain_header(found.headers[place])):
                raise _scaled(found.headers[place])


def _scaled(text: str) -> UnreadableFile:
    return UnreadableFile(
        tr("it says '{text}': its counts are in thousands or more, and their cells do not say so", text=text.strip()),
        hint=tr("export whole figures, or write the unit into the cells (1.2万) and take it away there"),
    )
