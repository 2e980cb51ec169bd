"""Writing a parsed file into the tables, all of it or nothing; events of the same work and day are added up before."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Date
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.errors import PipelineError
from pipeline.messages import Message, tr, trn
from pipeline.reach.definitions import definition_of, era_of
from pipeline.reach.names import metric_name
from pipeline.reach.observation import Entry, Figure, ParsedFile, Work
from pipeline.reach.store.aggregates import update_aggregates
from pipeline.reach.store.bulk_insert import BulkInsert
from pipeline.reach.store.conflicts import conflicts
from pipeline.reach.store.descriptions import Descriptions
from pipeline.reach.store.id_cache import CachedWork, IdCache
from pipeline.reach.store.tables import ACCOUNT, FOREVER, LISTED, details, file, observation, ordinal, sheet
from pipeline.reach.store.values import Conflict, FileRow, file_row

SHOWN = 3
"""Examples in a warning."""
BATCH = 5_000
"""Rows that are handed to the database at a time."""
_WHOLE_ACCOUNT = Work(key=ACCOUNT, title="")
_LISTED = (Figure(LISTED, 0, 0, 0),)


class _Sheet:
    """A sheet that is being written."""

    __slots__ = ("account", "as_of", "cached_works", "id", "oldest", "platform", "whole")

    def __init__(
        self, id: int, platform: str, account: int, as_of: datetime, cached_works: dict[str, CachedWork]
    ) -> None:
        self.id = id
        self.platform = platform
        self.account = account
        self.as_of = as_of
        self.cached_works = cached_works
        self.whole = False
        """Whether it lists all works of its account, so that a work not on it is missing."""
        self.oldest: datetime | None = None


class FileWriter:
    """One file being written."""

    def __init__(self, connection: Connection, ids: IdCache, parsed: ParsedFile, weights: Mapping[int, int]) -> None:
        """`weights`: how many rows of the file are in an entry, by its row, where it is not one."""
        self.stored = 0
        """Figures."""
        self.works: dict[int, int] = {}
        """Public rows by work, those of repeats left out."""
        self.repeats = 0
        """Rows that repeat a work and day."""
        self._connection = connection
        self._ids = ids
        self._parsed = parsed
        self._weights = weights
        self._as_of = parsed.as_of.replace(microsecond=0)
        self._undated = parsed.grain in ("work-cumulative", "summary")
        self._differing: list[Message] = []
        """The first `SHOWN` rows that repeat a work with other figures."""
        self._more_differing = 0
        self._sheets: dict[tuple[str, int], _Sheet] = {}
        self._by_id: dict[int, _Sheet] = {}
        self._seen: dict[int, int] = {}
        """The row of each work and day."""
        self._rows = BulkInsert(connection, self._measure)
        self._descriptions = Descriptions(connection, ids, parsed.sha256)
        self._id = ids.next(file)

    def take(self, entries: Iterable[Entry]) -> None:
        """Store the rows of the file, or some of them."""
        left = iter(entries)
        while some := list(islice(left, BATCH)):
            self._take(some)
            self._rows.store()

    def finish(self) -> FileRow:
        """Store the descriptions of works, the aggregates, and the file itself with its warnings.

        Warnings are stored in the language of whoever imported the file.
        """
        self._ids.store(self._connection)
        self._descriptions.store()
        found = []
        for one in sorted(self._sheets.values(), key=lambda one: one.as_of):
            self._connection.execute(insert(sheet).values(self._sheet_values(one)))
            if update_aggregates(self._connection, one.id, self._parsed.grain):
                found += conflicts(self._connection, one.id)
        warnings = [*self._parsed.warnings, *self._repeat_warnings(), *self._conflict_warnings(found)]
        values = self._file_values() | {"warnings": warnings}
        self._connection.execute(insert(file).values(values))
        return file_row(values, self.works)

    def _file_values(self) -> dict[str, Any]:
        same = ("sha256", "path", "name", "platform", "account", "format", "grain", "as_of_from", "encoding", "rows")
        repeats = {"repeated": self.repeats} if self.repeats else {}
        return {name: getattr(self._parsed, name) for name in same} | {
            "id": self._id,
            "as_of": self._as_of,
            "stored": self.stored,
            "skipped": dict(self._parsed.skipped) | repeats,
        }

    def _sheet_values(self, one: _Sheet) -> dict[str, Any]:
        return {
            "id": one.id,
            "file_id": self._id,
            "account_id": one.account,
            "grain": self._parsed.grain,
            "as_of": one.as_of,
            "sha256": self._parsed.sha256,
            "whole": one.whole,
            "oldest": one.oldest,
        }

    def _take(self, entries: Iterable[Entry]) -> None:
        # Every figure of a year comes through here: what can be done once for many rows is done outside.
        spot: tuple[str, Date | None] | None = None
        works, seen, describe, add = self.works, self._seen, self._descriptions.add, self._rows.add
        for entry in entries:
            work, row, figures = entry.work or _WHOLE_ACCOUNT, entry.row, entry.figures
            if spot != (work.platform, entry.day):
                spot = (work.platform, entry.day)
                place, day, key, era = self._spot(*spot)
            cached = place.cached_works.get(work.key) or self._new(place, work, entry)
            before = seen.get(key + cached.id)
            seen[key + cached.id] = row
            if cached.described is not work:
                describe(cached, work, row, place.as_of, before=before)
            if work.published is not None and (place.oldest is None or work.published < place.oldest):
                place.oldest = work.published
            if before is not None:
                self._repeat(place, cached, day, era, entry)
                continue
            if work.state == "public":
                # Whoever read the file has counted its private rows as skipped.
                works[cached.id] = works.get(cached.id, 0) + self._weights.get(row, 1)
            add(place.id, era, cached.id, day, row, figures or _LISTED)
            self.stored += len(figures)

    def _spot(self, platform: str, day: Date | None) -> tuple[_Sheet, int, int, Date]:
        """Where rows of a platform and day go: the sheet, the day on it, and a number that no other rows have.

        The last one is a day by whose definitions they count: that of the figures, which is not that of their export.
        """
        if self._undated:
            dated, counted = ordinal(day), FOREVER
        else:
            dated, counted = FOREVER, ordinal(day or self._as_of.date())
        platform = platform or self._parsed.platform
        place = self._sheets.get((platform, dated)) or self._sheet(platform, dated)
        era = era_of(platform, Date.fromordinal(counted) if counted else place.as_of.date())
        return place, counted, (dated + counted) << 40, era

    def _sheet(self, platform: str, dated: int) -> _Sheet:
        account = self._ids.account(self._connection, platform, self._parsed.account)
        as_of = datetime.combine(datetime.fromordinal(dated), time(23, 59, 59)) if dated else self._as_of
        cached_works = self._ids.cached_works(self._connection, account)
        made = _Sheet(self._ids.next(sheet), platform, account, as_of, cached_works)
        made.whole = self._parsed.grain == "work-cumulative" and not dated
        self._sheets[platform, dated] = self._by_id[made.id] = made
        return made

    def _new(self, place: _Sheet, work: Work, entry: Entry) -> CachedWork:
        if work.key == ACCOUNT and entry.work is not None:
            message = tr(
                "row {row} of '{path}' is about a work without id, date of publication and title",
                row=entry.row,
                path=self._parsed.path,
            )
            raise PipelineError(message)
        return self._ids.add(place.account, work.key)

    def _measure(self, sheet: int, era: Date, metric: str) -> int:
        # A table that names platform or day in each row leaves it to them what its figures count.
        platform = self._by_id[sheet].platform
        definition = self._parsed.definitions.get(metric) or definition_of(platform, metric, era).id
        return self._ids.measure(self._connection, metric, self._parsed.grain, definition)

    def _repeat(self, place: _Sheet, cached: CachedWork, day: int, era: Date, entry: Entry) -> None:
        """A work and day once more: equal figures change nothing, of different ones the later row's count."""
        self._rows.store()
        of = observation.c
        here = (of.sheet_id == place.id, of.work_id == cached.id, of.day == day)
        known = {
            found.measure_id: found
            for found in self._connection.execute(select(of.measure_id, of.row, of.value).where(*here))
        }
        measures = [self._measure(place.id, era, figure.metric) for figure in entry.figures]
        # Of tables side by side each has other metrics of the same day of the account.
        self.repeats += entry.work.state == "public" if entry.work else not known.keys().isdisjoint(measures)
        for figure, measure in zip(entry.figures, measures, strict=True):
            before = known.get(measure)
            if before is None:
                self.stored += 1
            elif before.value == figure.value:
                continue
            else:
                self._note_difference(entry, figure, before.row, before.value)
                spot = (*here, of.measure_id == measure)
                self._connection.execute(observation.delete().where(*spot))
            self._rows.add(place.id, era, cached.id, day, entry.row, (figure,))
        self._rows.store()

    def _note_difference(self, entry: Entry, figure: Figure, row: int, value: float) -> None:
        """Keep the warning on a row whose figure is another than in an earlier row, if there are few so far."""
        if len(self._differing) == SHOWN:
            self._more_differing += 1
            return
        message = tr(
            "row {row}: '{title}' has {value} {metric}, but {other} in row {earlier}; the later row counts",
            row=entry.row,
            title=entry.work.title if entry.work else tr("the whole account"),
            value=f"{figure.value:g}",
            metric=metric_name(figure.metric),
            other=f"{value:g}",
            earlier=row,
        )
        self._differing.append(message)

    def _repeat_warnings(self) -> Iterator[Message]:
        yield from self._differing
        if more := self._more_differing:
            yield trn(
                "{count} more row repeats a work with other figures",
                "{count} more rows repeat a work with other figures",
                more,
            )

    def _conflict_warnings(self, found: Iterable[Conflict]) -> Iterator[Message]:
        """Where another file of the same moment has other figures."""
        others = {(one.work, one.metric, one.as_of): one for one in found}
        yield from (self._conflict_warning(one) for one in islice(others.values(), SHOWN))
        if (more := len(others) - SHOWN) > 0:
            yield trn(
                "{count} more figure differs from another file of the same moment",
                "{count} more figures differ from another file of the same moment",
                more,
            )

    def _conflict_warning(self, one: Conflict) -> Message:
        mine, theirs, name = one.value, one.other, one.other_file
        if one.file != self._id:
            mine, theirs, name = one.other, one.value, one.file
        titles = (
            select(details.c.title)
            .where(details.c.work_id == one.work, details.c.title != "")
            .order_by(details.c.as_of.desc())
        )
        title = self._connection.execute(titles).scalar()
        return tr(
            "'{title}' has {value} {metric} here and {other} in '{file}', both as of {time}; {counted} counts",
            title=" ".join(title.split()) if title else tr("the whole account"),
            value=f"{mine:g}",
            metric=metric_name(one.metric),
            other=f"{theirs:g}",
            file=self._connection.execute(select(file.c.name).where(file.c.id == name)).scalar() or "",
            time=f"{one.as_of:%Y-%m-%d %H:%M}",
            counted=f"{one.value:g}",
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
