"""Figures: the cells of metric columns; cells of the same text are read once."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import repeat
from typing import Generic, TypeVar

from pipeline.reach.importing.cells import LARGEST, Amount, BrokenCell, Cell, count, plain_text, rate, seconds
from pipeline.reach.importing.formats import Column
from pipeline.reach.observation import DURATIONS, RATES, Figure

_REMEMBERED = 1 << 16
"""Different cells of one column that are remembered."""

T = TypeVar("T")


class CellCache(dict[Cell, T], Generic[T]):
    """The results of a function by cell, each computed once; emptied when there are too many."""

    def __init__(self, ask: Callable[[Cell], T]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, cell: Cell) -> T:
        answer = self.ask(cell)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = answer
        return answer


_figure: Callable[[tuple[object, ...]], Figure] = partial(tuple.__new__, Figure)
"""A figure from its fields in order, which is faster than by their names."""


class Figures:
    """The figures of one column."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._read = _reader(column)
        self._plain = self._read is count and not any(mark.isdecimal() for mark in column.missing)
        """Whether a cell of digits is always a count."""
        self._known = CellCache(self._ask)

    def one(self, cell: Cell) -> Figure | None:
        """Of one cell, None where it is missing. Raises BrokenCell for a broken one."""
        return self._known[cell]

    def correction(self, cell: Cell) -> Figure | None:
        """A count that takes back what a day counted before; None for every other cell, and for -1: many platforms
        write it where they have no figure."""
        try:
            amount = count(cell, signed=True) if self._read is count else None
        except BrokenCell:
            return None
        return Figure(self._column.metric, *amount) if amount and amount.value < -1 else None

    def many(self, cells: Sequence[Cell]) -> list[Figure | None]:
        """Of many cells of the column. Raises BrokenCell if one is broken."""
        return (self._plain and _digits(self._column.metric, cells)) or list(map(self._known.__getitem__, cells))

    def _ask(self, cell: Cell) -> Figure | None:
        if self._column.missing and _stands_for_nothing(cell, self._column):
            return None
        amount = self._read(cell)
        return Figure(self._column.metric, *amount) if amount else None


def _digits(metric: str, cells: Sequence[Cell]) -> list[Figure | None]:
    """The figures of cells that are all a few plain digits, as nearly all of a large table are; else none at all."""
    try:
        joined = "".join(cells)  # type: ignore[arg-type]
        if not (joined.isascii() and joined.isdecimal()):
            return []
        numbers = list(map(int, cells))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return []
    if max(numbers) > LARGEST:
        return []
    return list(map(_figure, zip(repeat(metric), numbers, numbers, numbers)))


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
