"""Writing: a file's reading into the tables, all of it or nothing; what it says of a work and day added up before."""

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.errors import PipelineError
from pipeline.reach.definitions import definition_of, era_of
from pipeline.reach.observation import Entry, Figure, Reading, Work
from pipeline.reach.store.aggregates import fold
from pipeline.reach.store.bulk_insert import Rows
from pipeline.reach.store.conflicts import conflicts
from pipeline.reach.store.descriptions import Looks
from pipeline.reach.store.id_cache import Memory, Subject
from pipeline.reach.store.tables import ACCOUNT, FOREVER, LISTED, file, look, observation, ordinal, sheet
from pipeline.reach.store.values import Conflict, FileRow, file_row

SHOWN = 3
"""Examples in a warning."""
BATCH = 5_000
"""Rows that are handed to the database at a time."""
_WHOLE_ACCOUNT = Work(key=ACCOUNT, title="")
_LISTED = (Figure(LISTED, 0, 0, 0),)


class _Sheet:
    """A sheet in the making."""

    __slots__ = ("account", "as_of", "id", "oldest", "platform", "subjects", "whole")

    def __init__(self, id: int, platform: str, account: int, as_of: datetime, subjects: dict[str, Subject]) -> None:
        self.id = id
        self.platform = platform
        self.account = account
        self.as_of = as_of
        self.subjects = subjects
        self.whole = False
        """Whether it lists all that its account shows, so that a work not on it is missed."""
        self.oldest: datetime | None = None


class Writing:
    """One file being written."""

    def __init__(self, connection: Connection, memory: Memory, reading: Reading, weights: Mapping[int, int]) -> None:
        """`weights`: how many rows of the file are in an entry, by its row, where it is not one."""
        self.stored = 0
        """Figures."""
        self.works: dict[int, int] = {}
        """Public rows by work, those of repeats left out."""
        self.repeats = 0
        """Rows that tell again of a work and day."""
        self._connection = connection
        self._memory = memory
        self._reading = reading
        self._weights = weights
        self._as_of = reading.as_of.replace(microsecond=0)
        self._undated = reading.grain in ("work-cumulative", "summary")
        self._differing: list[str] = []
        self._sheets: dict[tuple[str, int], _Sheet] = {}
        self._by_id: dict[int, _Sheet] = {}
        self._seen: dict[int, int] = {}
        """The row of each work and day."""
        self._rows = Rows(connection, self._measure)
        self._looks = Looks(connection, memory, reading.sha256)
        self._id = memory.next(file)

    def take(self, entries: Iterable[Entry]) -> None:
        """Store the rows of the file, or some of them."""
        left = iter(entries)
        while some := list(islice(left, BATCH)):
            self._take(some)
            self._rows.store()

    def finish(self) -> FileRow:
        """Store how works are described, what follows from all of it, and what is known of the file."""
        self._memory.store(self._connection)
        self._looks.store()
        clashes = []
        for one in sorted(self._sheets.values(), key=lambda one: one.as_of):
            self._connection.execute(insert(sheet).values(self._sheet_values(one)))
            if fold(self._connection, one.id, self._reading.grain):
                clashes += conflicts(self._connection, one.id)
        values = self._file_values() | {"warnings": [*self._reading.warnings, *self._repeated(), *self._told(clashes)]}
        self._connection.execute(insert(file).values(values))
        return file_row(values, self.works)

    def _file_values(self) -> dict[str, Any]:
        same = ("sha256", "path", "name", "platform", "account", "format", "grain", "as_of_from", "encoding", "rows")
        repeats = {"repeated": self.repeats} if self.repeats else {}
        return {name: getattr(self._reading, name) for name in same} | {
            "id": self._id,
            "as_of": self._as_of,
            "stored": self.stored,
            "skipped": dict(self._reading.skipped) | repeats,
        }

    def _sheet_values(self, one: _Sheet) -> dict[str, Any]:
        return {
            "id": one.id,
            "file_id": self._id,
            "account_id": one.account,
            "grain": self._reading.grain,
            "as_of": one.as_of,
            "sha256": self._reading.sha256,
            "whole": one.whole,
            "oldest": one.oldest,
        }

    def _take(self, entries: Iterable[Entry]) -> None:
        # Every figure of a year comes through here: what can be done once for many rows is done outside.
        spot: tuple[str, Date | None] | None = None
        works, seen, see, add = self.works, self._seen, self._looks.see, self._rows.add
        for entry in entries:
            work, row, figures = entry.work or _WHOLE_ACCOUNT, entry.row, entry.figures
            if spot != (work.platform, entry.day):
                spot = (work.platform, entry.day)
                place, day, key, era = self._spot(*spot)
            subject = place.subjects.get(work.key) or self._new(place, work, entry)
            before = seen.get(key + subject.id)
            seen[key + subject.id] = row
            if subject.described is not work:
                see(subject, work, row, place.as_of, before=before)
            if work.published is not None and (place.oldest is None or work.published < place.oldest):
                place.oldest = work.published
            if before is not None:
                self._repeat(place, subject, day, era, entry)
                continue
            if work.state == "public":
                # Whoever read the file has counted its private rows as skipped.
                works[subject.id] = works.get(subject.id, 0) + self._weights.get(row, 1)
            add(place.id, era, subject.id, day, row, figures or _LISTED)
            self.stored += len(figures)

    def _spot(self, platform: str, day: Date | None) -> tuple[_Sheet, int, int, Date]:
        """Where rows of a platform and day go: the sheet, the day on it, and what tells them from all other rows.

        Last comes a day by whose definitions they count: that of the figures, which is not that of their export.
        """
        if self._undated:
            dated, counted = ordinal(day), FOREVER
        else:
            dated, counted = FOREVER, ordinal(day or self._as_of.date())
        platform = platform or self._reading.platform
        place = self._sheets.get((platform, dated)) or self._sheet(platform, dated)
        era = era_of(platform, Date.fromordinal(counted) if counted else place.as_of.date())
        return place, counted, (dated + counted) << 40, era

    def _sheet(self, platform: str, dated: int) -> _Sheet:
        account = self._memory.account(self._connection, platform, self._reading.account)
        as_of = datetime.combine(datetime.fromordinal(dated), time(23, 59, 59)) if dated else self._as_of
        subjects = self._memory.subjects(self._connection, account)
        made = _Sheet(self._memory.next(sheet), platform, account, as_of, subjects)
        made.whole = self._reading.grain == "work-cumulative" and not dated
        self._sheets[platform, dated] = self._by_id[made.id] = made
        return made

    def _new(self, place: _Sheet, work: Work, entry: Entry) -> Subject:
        if work.key == ACCOUNT and entry.work is not None:
            raise PipelineError(
                f"'{self._reading.path}' row {entry.row}: a work without id, date of publication and title"
            )
        return self._memory.add(place.account, work.key)

    def _measure(self, sheet: int, era: Date, metric: str) -> int:
        # A table that names platform or day in each row leaves it to them what its figures count.
        platform = self._by_id[sheet].platform
        definition = self._reading.definitions.get(metric) or definition_of(platform, metric, era).id
        return self._memory.measure(self._connection, metric, self._reading.grain, definition)

    def _repeat(self, place: _Sheet, subject: Subject, day: int, era: Date, entry: Entry) -> None:
        """A work and day once more: equal figures change nothing, of different ones the later row's stand."""
        self._rows.store()
        of = observation.c
        here = (of.sheet_id == place.id, of.work_id == subject.id, of.day == day)
        known = {
            found.measure_id: found
            for found in self._connection.execute(select(of.measure_id, of.row, of.value).where(*here))
        }
        title = entry.work.title if entry.work else "the account"
        measures = [self._measure(place.id, era, figure.metric) for figure in entry.figures]
        # Of tables side by side each tells something else of the account's same day.
        self.repeats += entry.work.state == "public" if entry.work else not known.keys().isdisjoint(measures)
        for figure, measure in zip(entry.figures, measures, strict=True):
            metric, value = figure.metric, figure.value
            before = known.get(measure)
            if before is None:
                self.stored += 1
            elif before.value == value:
                continue
            else:
                self._differing.append(
                    f"row {entry.row}: '{title}' has {metric} {value:g}, "
                    f"in row {before.row} it had {before.value:g}: the later row counts"
                )
                spot = (*here, of.measure_id == measure)
                self._connection.execute(observation.delete().where(*spot))
            self._rows.add(place.id, era, subject.id, day, entry.row, (figure,))
        self._rows.store()

    def _repeated(self) -> list[str]:
        more = len(self._differing) - SHOWN
        return [*self._differing[:SHOWN], *([f"{more} more rows repeat a work with other figures"] if more > 0 else [])]

    def _told(self, clashes: Iterable[Conflict]) -> list[str]:
        """Where another file of the same moment has other figures."""
        others = {(one.work, one.metric, one.as_of): one for one in clashes}
        said = [self._clash(one) for one in islice(others.values(), SHOWN)]
        more = len(others) - SHOWN
        return [*said, *([f"{more} more figures differ from another file of the same moment"] if more > 0 else [])]

    def _clash(self, one: Conflict) -> str:
        mine, theirs, name = one.value, one.other, one.other_file
        if one.file != self._id:
            mine, theirs, name = one.other, one.value, one.file
        titles = (
            select(look.c.title).where(look.c.work_id == one.work, look.c.title != "").order_by(look.c.as_of.desc())
        )
        title = " ".join((self._connection.execute(titles).scalar() or "the account").split())
        other = self._connection.execute(select(file.c.name).where(file.c.id == name)).scalar()
        return (
            f"'{title}' has {one.metric} {mine:g} here and {theirs:g} in '{other}', "
            f"both as of {one.as_of:%Y-%m-%d %H:%M}: {one.value:g} counts"
        )


def added_up(entries: Iterable[Entry], day: Date) -> tuple[list[Entry], dict[int, int]]:
    """One entry for each work and day, at its first row, and how many rows are in it by that row.

    `day` is that of rows which do not say theirs.
    """
    rows: dict[tuple[str, str, Date], int] = {}
    works: dict[int, tuple[Work | None, Date]] = {}
    figures: dict[int, dict[str, Figure]] = {}
    weights: dict[int, int] = {}
    for entry in entries:
        work = entry.work
        on = entry.day or day
        row = rows.setdefault((work.platform, work.key, on) if work else ("", "", on), entry.row)
        works.setdefault(row, (work, on))
        weights[row] = weights.get(row, 0) + 1
        sums = figures.setdefault(row, {})
        for figure in entry.figures:
            so_far = sums.get(figure.metric)
            sums[figure.metric] = figure if so_far is None else _plus(so_far, figure)
    merged = [
        Entry(row=row, work=work, figures=tuple(figures[row].values()), day=on) for row, (work, on) in works.items()
    ]
    return merged, weights


def _plus(one: Figure, other: Figure) -> Figure:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Figure(one.metric, one.value + other.value, one.low + other.low, high)
