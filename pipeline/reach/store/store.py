"""The store: every figure ever read, kept as it was read, and what follows from all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date as Date
from datetime import datetime, time
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, insert, select

from pipeline.gc_pause import gc_paused
from pipeline.reach.observation import ParsedFile
from pipeline.reach.store import daily, works
from pipeline.reach.store.conflicts import conflicts
from pipeline.reach.store.database import Database
from pipeline.reach.store.id_cache import IdCache
from pipeline.reach.store.migrations import migrate
from pipeline.reach.store.newest_within import Window, newest_within
from pipeline.reach.store.queries import Queries
from pipeline.reach.store.tables import account, file, placement
from pipeline.reach.store.values import (
    AccountSum,
    Conflict,
    DaySum,
    Decrease,
    FileRow,
    KnownWork,
    LatestFigure,
    PastFigure,
    Placement,
    file_row,
)
from pipeline.reach.store.write import FileWriter, added_up

if TYPE_CHECKING:
    from pipeline.reach.store.columns import Counts

AHEAD = 20_000
"""Rows that are read before the database is locked for other writers."""


class Store:
    """Observations in a database.

    Nothing is ever overwritten, and the order in which files come in does not matter: figures are in the order of the
    moments as of which they were true, then of their files' digests. Every method raises PipelineError where the
    database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ids = IdCache()
        self._written = False
        self._snapshot: Connection | None = None

    @classmethod
    def open(cls, place: str | Path) -> Self:
        """Open the store, or make it. `place` is a SQLite file, or a URL (`sqlite:///...`, `postgresql://...`)."""
        database = Database(place)
        try:
            migrate(database)
        except BaseException:
            database.close(written=False)
            raise
        return cls(database)

    def close(self) -> None:
        """Close the database; everything stored is on the disk then."""
        self._database.close(written=self._written)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All queries inside see the same state, whatever others import meanwhile."""
        with self._database.reading() as connection:
            self._snapshot = connection
            try:
                yield
            finally:
                self._snapshot = None

    def imported(self, sha256: str) -> FileRow | None:
        """The file of these bytes, if it was imported."""
        with self._reading() as connection:
            return _file_of(connection, sha256)

    def add(self, parsed: ParsedFile) -> FileRow:
        """Store a file, all of it or nothing; one that is known already changes nothing."""
        with gc_paused():
            return self._add(parsed)

    def _add(self, parsed: ParsedFile) -> FileRow:
        entries = iter(parsed.entries)
        weights: dict[int, int] = {}
        if parsed.grain == "event":
            merged, weights = added_up(entries, parsed.as_of.date())
            entries = iter(merged)
        first = list(islice(entries, AHEAD))
        try:
            with self._database.writing() as connection:
                known = _file_of(connection, parsed.sha256)
                if known is not None:
                    return known
                self._ids.begin(connection)
                writing = FileWriter(connection, self._ids, parsed, weights)
                writing.take(chain(first, entries))
                stored = writing.finish()
        except BaseException:
            self._ids.forget()
            raise
        self._written = True
        return stored

    def platforms(self) -> list[str]:
        """Every platform that figures are from, the one that came first first."""
        with self._reading() as connection:
            names = connection.execute(select(account.c.platform).order_by(account.c.id)).scalars()
            return list(dict.fromkeys(names))

    def works(self) -> list[KnownWork]:
        """Every work that was ever seen, with what is known of it."""
        with self._reading() as connection:
            return works.known_works(connection)

    def place(self, decisions: Mapping[int, Placement | None]) -> None:
        """Store decisions about which episodes works are, by work id; None takes a decision back.

        Older ones are kept; the newest one counts.
        """
        rows = [
            {
                "work_id": id,
                "verdict": "open" if one is None else "episode" if one.series else "none",
                "series": one.series if one else "",
                "number": one.number if one else None,
                "how": one.how if one else "",
            }
            for id, one in decisions.items()
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(placement), rows)
            self._written = True

    def latest(self, as_of: Date | datetime | None = None, metrics: Collection[str] = ()) -> list[LatestFigure]:
        """The cumulative figures known last, of each work and metric; known at the end of `as_of` where it is given."""
        with self._reading() as connection:
            return Queries(connection).latest(_end(as_of), metrics)

    def history(self, works: Collection[int], metrics: Collection[str] = ()) -> list[PastFigure]:
        """Every cumulative figure of some works, oldest first."""
        with self._reading() as connection:
            return Queries(connection).history(works, metrics)

    def latest_at(self, days: Sequence[Date], metrics: Sequence[str]) -> Iterator["Counts"]:
        """The newest cumulative counts at the end of each of some days, in ascending order; of metrics that are counts.

        There are many: each is made when it is asked for.
        """
        from pipeline.reach.store.latest_at import latest_at

        with self._reading() as connection:
            yield from latest_at(connection, [datetime.combine(day, time.max) for day in days], metrics)

    def newest_within(self, windows: Sequence[Window], metrics: Collection[str] = ()) -> list[list[PastFigure]]:
        """For each work and its days the cumulative figures of the newest file of these days that has any."""
        with self._reading() as connection:
            return newest_within(connection, windows, metrics)

    def decreases(self, since: Date | datetime | None = None, until: Date | datetime | None = None) -> list[Decrease]:
        """Cumulative counts that were lower than the ones before, as of after `since` and up to `until`."""
        with self._reading() as connection:
            return Queries(connection).decreases(_end(since), _end(until))

    def conflicts(self) -> list[Conflict]:
        """Where two files have different figures of the same work, metric and moment."""
        with self._reading() as connection:
            return conflicts(connection)

    def day_sums(self, first: Date | None = None, last: Date | None = None) -> list[DaySum]:
        """Daily figures and events of works, put together over the days from `first` to `last`, both included."""
        with self._reading() as connection:
            return daily.day_sums(connection, first, last)

    def account_sums(self, first: Date | None = None, last: Date | None = None) -> list[AccountSum]:
        """Figures of whole accounts: days put together, and the newest summaries."""
        with self._reading() as connection:
            return daily.account_sums(connection, first, last)

    def files(self, ids: Collection[int] | None = None) -> list[FileRow]:
        """Imported files, all or those of `ids`, in the order of their figures."""
        chosen = select(file).order_by(file.c.as_of, file.c.sha256)
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        wanted = None if ids is None else set(ids)
        return [file_row(row._asdict()) for row in rows if wanted is None or row.id in wanted]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._snapshot is not None:
            with self._database.plain_errors():
                yield self._snapshot
        else:
            with self._database.reading() as connection:
                yield connection


def _end(day: Date | datetime | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time.max)


def _file_of(connection: Connection, sha256: str) -> FileRow | None:
    row = connection.execute(select(file).where(file.c.sha256 == sha256)).first()
    return None if row is None else file_row(row._asdict())
