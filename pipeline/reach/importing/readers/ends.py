"""Ends: whether the last row of a table without its line end is whole, or a figure in it may be cut short."""

import re
from collections.abc import Sequence

from pipeline.reach.importing.cells import Cell, plain_text

_LEAST = 2
"""Other rows by which the shape of the last cell is known."""


def is_whole(last: Sequence[Cell], before: Sequence[Sequence[Cell]], end: str) -> bool:
    """Whether a last row is believed although nothing ends it; `end` is the file's last character.

    A figure at the end of a file may have had more digits. It is whole where its quotation is closed, where it ends in
    words (`14.73秒`), or where it has the shape of all others: `2026-03-31`. A note of one cell is no row of figures.
    """
    others = [row for row in before if sum(1 for cell in row if plain_text(cell)) > 1]
    if not others or sum(1 for cell in last if plain_text(cell)) < 2 == len(last[:2]):
        return True
    width = max(len(row) for row in others)
    if len(last) < width:
        return False
    text = plain_text(last[-1])
    if end == '"' or (text and not text[-1].isdecimal() and text[-1] not in ".,-"):
        return True
    shapes = {_shape(row[-1]) for row in others[1:] if len(row) == width}
    return len(others) > _LEAST and shapes == {_shape(text)} and not _shape(text).isdecimal()


def _shape(cell: Cell) -> str:
    return re.sub(r"\d", "9", plain_text(cell))
