"""The rows of a recognised table as entries, each row counted for what it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date as Date
from datetime import datetime, tzinfo
from functools import partial
from itertools import count, islice
from operator import itemgetter

from pipeline.messages import Message, tr
from pipeline.reach.importing.cache import ImportCache, Works
from pipeline.reach.importing.cells import BrokenCell, Cell, moment, plain_text, quoted
from pipeline.reach.importing.figures import CellCache, Figures
from pipeline.reach.importing.formats import FoundTable, PlacedTable
from pipeline.reach.importing.row_counts import RowCounts
from pipeline.reach.importing.subjects import Subjects
from pipeline.reach.importing.units import refuse_scaled, stated_unit
from pipeline.reach.importing.work_keys import UnusableRow
from pipeline.reach.observation import Entry, Figure, Work
from pipeline.reach.platforms import Platforms

_BATCH = 2_000
"""Rows that are looked at together."""
_REMEMBERED = 100_000
"""Works of one kind of table that are remembered."""
_entry: Callable[[tuple[object, ...]], Entry] = partial(tuple.__new__, Entry)
"""An entry from its fields in order, which is faster than by their names."""


class RowReader:
    """Reads the rows of one table of a file."""

    def __init__(
        self,
        found: FoundTable,
        placed: PlacedTable,
        *,
        zone: tzinfo,
        now: datetime,
        known: ImportCache,
        platforms: Platforms,
    ) -> None:
        """`known` has the works and times of the tables that were read before in the same import."""
        self._found = found
        self._zone, self._now = zone, now
        columns = placed.columns
        self._start, self._stop = min(columns), max(columns) + 1
        self._metrics = [(i, Figures(column)) for i, column in columns.items() if column.role == "metric"]
        self._each = (Figure(placed.table.counts, 1, 1, 1),) if placed.table.counts else ()
        """The figure that every row counts one of, in a table of events."""
        self._day = next((i for i, column in columns.items() if column.role == "day"), None)
        self._day_needed = found.format.grain in ("work-daily", "account-daily", "event")
        self._by_day = found.format.grain in ("work-daily", "account-daily")
        self._days = CellCache(self._day_of)
        self._subjects = Subjects(found, placed, zone=zone, now=now, minutes=known.minutes, platforms=platforms)
        self._cells_of = _picker(self._subjects.places)
        self._acquaintance = known
        self._kind = (found.format.id, found.headers, *((i, column.role) for i, column in columns.items()))
        self._known: Works = {}

    def entries(self, row_counts: RowCounts) -> Iterator[Entry]:
        """Every entry of the table; what becomes of the other rows goes to `row_counts`."""
        first = self._found.grid.first + self._found.header + 1
        self._subjects.look_ahead(row for _, row in self._filled(self._below(), first))
        self._known = self._acquaintance.works((*self._kind, self._subjects.shared_minutes))
        row_counts.starts.append(row_counts.entries)
        below = self._below()
        while rows := list(islice(below, _BATCH)):
            yield from self._quick(rows, first, row_counts) or self._slow(rows, first, row_counts)
            first += len(rows)

    def _below(self) -> Iterator[Sequence[Cell]]:
        """All rows below the header."""
        return islice(self._found.grid.rows(), self._found.header + 1, None)

    def _filled(self, rows: Iterable[Sequence[Cell]], first: int) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Those that are not empty, with their numbers, each as wide as the table.

        Beside another table, only its own cells count.
        """
        start, stop = (self._start, self._stop) if self._found.format.beside else (0, None)
        for number, row in enumerate(rows, first):
            if any(row[start:stop]):
                yield number, row if len(row) >= self._stop else [*row, *[None] * (self._stop - len(row))]

    def _quick(self, rows: Sequence[Sequence[Cell]], first: int, row_counts: RowCounts) -> Iterator[Entry] | None:
        """The entries of rows that are all about known works and have no broken cells, read column by column.

        None where one of them has to be read by itself. Nearly all rows of a year of daily figures are such, and this
        takes a quarter of the time.
        """
        try:
            columns = list(zip(*rows, strict=True))
            places = [columns[i] for i in self._subjects.places]
            works = list(map(self._known.__getitem__, zip(*places, strict=True)))
            days = [None] * len(rows) if self._day is None else list(map(self._days.__getitem__, columns[self._day]))
            figures = [one.many(columns[i]) for i, one in self._metrics]
        except (LookupError, ValueError):
            return None
        figures += [[one] * len(rows) for one in self._each]
        of_rows: Iterator[tuple[Figure | None, ...]] = zip(*figures, strict=True)
        if any(None in column for column in figures):
            of_rows = (tuple(filter(None, row)) for row in of_rows)
        row_counts.rows += len(rows)
        row_counts.entries += len(rows)
        return map(_entry, zip(count(first), works, of_rows, days))

    def _slow(self, rows: Sequence[Sequence[Cell]], first: int, row_counts: RowCounts) -> Iterator[Entry]:
        """The same for any rows, one at a time."""
        for number, row in self._filled(rows, first):
            row_counts.rows += 1
            work = self._work(row, number, row_counts)
            if isinstance(work, UnusableRow):
                row_counts.skipped[work.reason] += 1
                if work.problem:
                    row_counts.warnings.add_for_row(partial(_left_out, number, work.problem))
                continue
            try:
                day = None if self._day is None else self._days[row[self._day]]
            except BrokenCell as cause:
                row_counts.skipped["broken"] += 1
                row_counts.warnings.add_for_row(partial(_bad_date, number, row[self._day or 0], cause.reason))
                continue
            row_counts.entries += 1
            if work is not None and work.state == "private":
                row_counts.skipped["private"] += 1
                yield Entry(row=number, work=work, figures=(), day=day)
            else:
                figures = self._figures(row, number, row_counts) + self._each
                yield Entry(row=number, work=work, figures=figures, day=day)

    def _work(self, row: Sequence[Cell], number: int, row_counts: RowCounts) -> Work | UnusableRow | None:
        """What a row is about, looked up where it was seen before."""
        cells = self._cells_of(row)
        if cells in self._known:
            return self._known[cells]
        warned = len(row_counts.warnings)
        work = self._subjects.of(row, number, row_counts)
        if isinstance(work, UnusableRow):
            if work.reason == "total":
                row_counts.add_total(number, work.word, self._figures(row, number, row_counts))
            elif work.reason == "note" and (unit := stated_unit(" ".join(filter(None, map(plain_text, row))))):
                refuse_scaled(self._found, unit)
        elif (work is None or work.state == "public") and len(row_counts.warnings) == warned:
            # One with a warning is read again, so that every file has the warning.
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[cells] = work
        return work

    def _figures(self, row: Sequence[Cell], number: int, row_counts: RowCounts) -> tuple[Figure, ...]:
        """The figures of a row; a broken one is left out with a warning."""
        whole = []
        for i, figures in self._metrics:
            try:
                if figure := figures.one(row[i]):
                    whole.append(figure)
            except BrokenCell as cause:
                header = self._found.headers[i]
                if self._by_day and (figure := figures.correction(row[i])):
                    whole.append(figure)
                    row_counts.warnings.add_for_row(partial(_corrected, number, row[i], header))
                    continue
                row_counts.warnings.add_for_row(partial(_bad_figure, number, row[i], header, cause.reason))
        return tuple(whole)

    def _day_of(self, cell: Cell) -> Date | None:
        found = moment(cell, self._zone)
        if found is None and self._day_needed:
            raise BrokenCell(tr("no data"))
        if found and found.when > self._now:
            raise BrokenCell(tr("in the future"))
        return found.when.date() if found else None


def _left_out(row: int, problem: Message) -> Message:
    return tr("row {row} is left out: {problem}", row=row, problem=problem)


def _bad_date(row: int, cell: Cell, reason: Message) -> Message:
    return tr(
        "row {row} is left out: its date {cell} cannot be used: {reason}", row=row, cell=quoted(cell), reason=reason
    )


def _bad_figure(row: int, cell: Cell, header: str, reason: Message) -> Message:
    return tr(
        "row {row}: {cell} under '{header}' is left out: {reason}",
        row=row,
        cell=quoted(cell),
        header=header,
        reason=reason,
    )


def _corrected(row: int, cell: Cell, header: str) -> Message:
    return tr(
        "row {row}: {cell} under '{header}' is taken for a correction of the days before",
        row=row,
        cell=quoted(cell),
        header=header,
    )


def _picker(places: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """The cells at some places of a row, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[i] for i in places)
