"""Bulk inserts: figures go into the database many at a time and with as few values as will do."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date as Date

from sqlalchemy import Connection

from pipeline.reach.observation import Figure

_INTO = 'INSERT INTO reach_observation (sheet_id, work_id, measure_id, day, "row", value, low, high) VALUES '

_Shape = tuple[int, Date, tuple[str, ...], bool]
"""A sheet, a day by whose definitions its figures count, the metrics of a row, and whether they are exact."""


class BulkInsert:
    """Rows of a file that wait to be stored.

    They go straight to the driver, not through SQLAlchemy, and those with the same metrics by one statement that names
    each value once: what Python does for a figure would otherwise take longer than what the database does.
    """

    def __init__(self, connection: Connection, measure: Callable[[int, Date, str], int]) -> None:
        """`measure` gives the id under which a metric of a sheet is stored, by the definitions of a day."""
        self._connection = connection
        self._measure = measure
        self._waiting: dict[_Shape, list[tuple[float | None, ...]]] = defaultdict(list)

    def add(self, sheet: int, era: Date, work: int, day: int, row: int, figures: Sequence[Figure]) -> None:
        metrics, values, lows, highs = zip(*figures, strict=True)
        if values == lows == highs:
            self._waiting[sheet, era, metrics, True].append((work, day, row, *values))
        else:
            bounds = (one for figure in figures for one in _bounds(figure))
            self._waiting[sheet, era, metrics, False].append((work, day, row, *values, *bounds))

    def store(self) -> None:
        """Store all rows that wait."""
        for (sheet, era, metrics, exact), rows in self._waiting.items():
            ids = [self._measure(sheet, era, metric) for metric in metrics]
            if self._connection.dialect.name == "sqlite":
                self._connection.exec_driver_sql(_numbered(sheet, ids, exact=exact), rows)
            else:
                spread = list(_spread(sheet, ids, rows, exact=exact))
                self._connection.exec_driver_sql(f"{_INTO}({', '.join(['%s'] * 8)})", spread)
        self._waiting.clear()


def _bounds(figure: Figure) -> tuple[float | None, float | None]:
    """As in the table: none for an exact figure."""
    exact = figure.low == figure.value == figure.high
    return (None, None) if exact else (figure.low, figure.high)


def _numbered(sheet: int, ids: list[int], *, exact: bool) -> str:
    """A row of a file in one statement: `?1` is its work, `?2` its day, `?3` its row, then values, then bounds."""
    groups = []
    for place, id in enumerate(ids):
        bounds = "NULL, NULL" if exact else f"?{4 + len(ids) + 2 * place}, ?{5 + len(ids) + 2 * place}"
        groups.append(f"({sheet}, ?1, {id}, ?2, ?3, ?{4 + place}, {bounds})")
    return _INTO + ", ".join(groups)


def _spread(
    sheet: int, ids: list[int], rows: list[tuple[float | None, ...]], *, exact: bool
) -> Iterator[tuple[float | None, ...]]:
    """The same rows, each figure for itself."""
    for work, day, row, *rest in rows:
        for place, id in enumerate(ids):
            at = len(ids) + 2 * place
            bounds = (None, None) if exact else (rest[at], rest[at + 1])
            yield (sheet, work, id, day, row, rest[place], *bounds)
