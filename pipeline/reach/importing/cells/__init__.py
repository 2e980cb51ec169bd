"""Cells: what one cell of a platform's table says, or why it cannot be used."""

from pipeline.reach.importing.cells.dates import Moment, days_in, moment
from pipeline.reach.importing.cells.numbers import LARGEST, Amount, Unit, count, rate, says_its_scale, seconds
from pipeline.reach.importing.cells.text import BrokenCell, Cell, as_written, identity, is_missing, plain_text, quoted

__all__ = [
    "LARGEST",
    "Amount",
    "BrokenCell",
    "Cell",
    "Moment",
    "Unit",
    "as_written",
    "count",
    "days_in",
    "identity",
    "is_missing",
    "moment",
    "plain_text",
    "quoted",
    "rate",
    "says_its_scale",
    "seconds",
]
