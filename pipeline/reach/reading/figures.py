"""Figures: the cells of metric columns, each read once however often its text comes back."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from pipeline.reach.cells import Amount, Cell, count, plain_text, rate, seconds
from pipeline.reach.formats import Column
from pipeline.reach.observation import DURATIONS, RATES, Figure

_REMEMBERED = 1 << 16
"""Different cells of one column that are remembered."""

T = TypeVar("T")


class Remembered(dict[Cell, T], Generic[T]):
    """What a function says of each cell, asked once; forgets all when it knows too many."""

    def __init__(self, ask: Callable[[Cell], T]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, cell: Cell) -> T:
        answer = self.ask(cell)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = answer
        return answer


def figures_of(column: Column) -> Mapping[Cell, Figure | None]:
    """The figure for every cell of a column, None where it is missing; a lookup raises BrokenCell for a broken one."""
    metric, read = column.metric, _reader(column)
    plain = read is count and not column.missing
    make = tuple.__new__

    def figure(cell: Cell) -> Figure | None:
        # Nearly every cell of a large table is a few digits: those take the short way.
        if plain and isinstance(cell, str) and len(cell) < 12 and cell.isascii() and cell.isdecimal():
            number = int(cell)
            return make(Figure, (metric, number, number, number))
        if column.missing and _stands_for_nothing(cell, column):
            return None
        amount = read(cell)
        return Figure(metric, *amount) if amount else None

    return Remembered(figure)


def _reader(column: Column) -> Callable[[Cell], Amount | None]:
    if column.metric in RATES:
        return lambda cell: rate(cell, column.unit)
    if column.metric in DURATIONS:
        return lambda cell: seconds(cell, column.unit)
    return (lambda cell: count(cell, signed=True)) if column.signed else count


def _stands_for_nothing(cell: Cell, column: Column) -> bool:
    """Whether a cell is one of the column's own marks for a missing figure, `-1.00` being the same as `-1`."""
    text = plain_text(cell)
    if text in column.missing:
        return True
    try:
        return float(text) in {float(mark) for mark in column.missing}
    except ValueError:
        return False
