"""Entries: the rows of a recognised table, one by one, each counted for what it is."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date as Date
from datetime import datetime, tzinfo
from itertools import islice
from operator import itemgetter

from pipeline.reach.cells import BrokenCell, Cell, is_missing, moment, plain_text, quoted
from pipeline.reach.formats import Found, Placed
from pipeline.reach.formats.model import plain_header
from pipeline.reach.observation import Entry, Figure, Work
from pipeline.reach.reading.figures import Remembered, figures_of
from pipeline.reach.reading.tally import Tally
from pipeline.reach.reading.works import Unusable, made_work, minute

_SUBJECT = (
    "id", "url-id", "published", "title", "state", "platform", "episode", "series", "url", "part", "robot"
)  # fmt: skip
"""Roles whose cells say which work a row is about, and whether it counts at all."""
_REMEMBERED = 100_000
"""Works that are remembered while a table is read."""


class Reader:
    """Reads the rows of one table of a file, by a plan that is made once."""

    def __init__(self, found: Found, placed: Placed, *, zone: tzinfo, now: datetime) -> None:
        self.found, self.table = found, placed.table
        self.zone, self.now = zone, now
        columns = placed.columns
        self.start, self.width = min(columns), max(columns) + 1
        self.metrics = [(i, figures_of(column)) for i, column in columns.items() if column.role == "metric"]
        self.roles = {column.role: (i, column) for i, column in columns.items() if column.role in _SUBJECT}
        self.of_works = found.format.grain.startswith("work") or found.format.grain == "event"
        self.day = next((i for i, column in columns.items() if column.role == "day"), None)
        self.day_needed = found.format.grain in ("work-daily", "account-daily", "event")
        self.days = Remembered(self._day)
        indexes = [i for i, _ in self.roles.values()]
        # A row of a whole account is told from a total or a note by its first cell and its day.
        more = [] if self.of_works else [self.start, *([] if self.day is None else [self.day])]
        self.subject_cells = _picker([*indexes, *more])
        self.crowded: Collection[str] = ()
        self.beside = bool(found.format.beside)
        self.each = (Figure(self.table.counts, 1, 1, 1),) if self.table.counts else ()

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows below the header that say anything, each with its number and as wide as the table."""
        first = self.found.grid.first + self.found.header + 1
        for number, row in enumerate(islice(self.found.grid.rows(), self.found.header + 1, None), first):
            if any(row[self.start : self.width] if self.beside else row):
                yield number, row if len(row) >= self.width else [*row, *[None] * (self.width - len(row))]

    def entries(self, tally: Tally) -> Iterator[Entry]:
        """Every entry of the table; what becomes of the other rows goes to `tally`."""
        self.crowded = self._crowded()
        lookups = self.metrics
        subjects: dict[tuple[Cell, ...], Work | None] = {}
        subject_cells, day_index, days = self.subject_cells, self.day, self.days
        day: Date | None = None
        for number, row in self.rows():
            tally.rows += 1
            cells = subject_cells(row)
            if cells in subjects:
                subject = subjects[cells]
            else:
                told = self._subject(row, number, tally)
                if isinstance(told, Unusable):
                    tally.skip(told.reason, told.words and f"row {number}: {told.words}")
                    continue
                if len(subjects) >= _REMEMBERED:
                    subjects.clear()
                subject = subjects[cells] = told
            if day_index is not None:
                try:
                    day = days[row[day_index]]
                except BrokenCell as cause:
                    tally.skip("broken", f"row {number}: the date {quoted(row[day_index])} {cause}")
                    continue
            if subject is not None and subject.state == "private":
                tally.skip("private")
                yield Entry(row=number, work=subject, figures=(), day=day)
                continue
            try:
                figures = tuple([figure for i, known in lookups if (figure := known[row[i]])])
            except BrokenCell:
                figures = self._whole_figures(row, number, tally)
            yield Entry(row=number, work=subject, figures=self.each + figures, day=day)

    def _subject(self, row: Sequence[Cell], number: int, tally: Tally) -> Work | Unusable | None:
        """What a row is about; asked once for rows that say the same of it."""
        cells = {role: row[i] for role, (i, _) in self.roles.items()}
        columns = {role: column for role, (_, column) in self.roles.items()}
        own = row[self.start : self.width]
        first = next((text for cell in own if (text := plain_text(cell))), "")
        if not first:
            return Unusable(reason="empty")
        if plain_header(first) in self.table.totals:
            tally.totals.append((number, {one.metric: one.value for one in self._whole_figures(row, number, tally)}))
            return Unusable(reason="total")
        if self._is_header(row):
            return Unusable(reason="banner")
        if len(own) > 2 and sum(bool(plain_text(cell)) for cell in own) == 1 and not self._names_work(cells):
            return Unusable(reason="note")
        if "part" in cells and columns["part"].only and plain_text(cells["part"]) not in columns["part"].only:
            return Unusable(reason="part")
        if "robot" in cells and not is_missing(cells["robot"]):
            return Unusable(reason="robot")
        if not self.of_works:
            return None
        word, state = plain_text(cells.get("state")), columns.get("state")
        if state and word and word not in state.public | state.private:
            tally.warnings.add(f"{quoted(word)} under '{state.header}' is new here: taken as public")
        return made_work(cells, columns, zone=self.zone, now=self.now, crowded=self.crowded)

    def _names_work(self, cells: dict[str, Cell]) -> bool:
        """Whether a row of one filled cell is a work without figures: a note stands in the first cell and is no id."""
        return any(not is_missing(cells.get(role)) for role in ("id", "url-id", "published", "episode"))

    def _is_header(self, row: Sequence[Cell]) -> bool:
        headers = [(i, text) for i, text in enumerate(self.found.headers[: self.width]) if text]
        return all(plain_text(row[i]) == text for i, text in headers[:4])

    def _whole_figures(self, row: Sequence[Cell], number: int, tally: Tally) -> tuple[Figure, ...]:
        """The figures of a row of which one is broken: that one is said and left out."""
        whole = []
        for i, figures in self.metrics:
            try:
                if figure := figures[row[i]]:
                    whole.append(figure)
            except BrokenCell as cause:
                header = self.found.headers[i]
                tally.warnings.add(f"row {number}: '{header}' {quoted(row[i])} {cause}; it is no figure")
        return tuple(whole)

    def _day(self, cell: Cell) -> Date | None:
        told = moment(cell, self.zone)
        if told is None and self.day_needed:
            raise BrokenCell("is missing")
        if told and told.when > self.now:
            raise BrokenCell("is yet to come")
        return told.when.date() if told else None

    def _crowded(self) -> frozenset[str]:
        """Minutes in which works of different titles came out, where works are known by that minute."""
        if "published" not in self.roles or "title" not in self.roles or {"id", "url-id"} & self.roles.keys():
            return frozenset()
        pick = itemgetter(self.roles["published"][0], self.roles["title"][0])
        seen: dict[str, str] = {}
        crowded = set()
        for when, title in {pick(row): None for _, row in self.rows()}:
            try:
                told = moment(when, self.zone)
            except BrokenCell:
                continue
            if told and not told.day_only and seen.setdefault(minute(told), plain_text(title)) != plain_text(title):
                crowded.add(minute(told))
        return frozenset(crowded)


def _picker(indexes: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """The cells at some places of a row, always as a tuple."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda row: tuple(row[i] for i in indexes)
