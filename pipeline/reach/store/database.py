"""The database under the reach store: opened, locked for one writer at a time, and its troubles told plainly."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.errors import PassingError, PipelineError
from pipeline.extras import needing
from pipeline.messages import tr

PATIENCE = 120
"""Seconds that an import waits for another one to finish its file."""
GLANCE = 500
"""Milliseconds that SQLite waits by itself, deaf to Ctrl-C."""
_LOCK = 0x766F696365
"""Under which writers queue up in PostgreSQL ("voice")."""
_DAMAGE = ("malformed", "not a database", "corrupt", "disk image")


class Database:
    """SQLite in a file, or PostgreSQL. Many may read while one writes."""

    def __init__(self, place: str | Path) -> None:
        """`place` is the file of a SQLite database or a URL (`sqlite:///...`, `postgresql://user@host/name`)."""
        self.url = _url(place)
        self.name = self.url.database if self.sqlite else self.url.render_as_string(hide_password=True)
        with self.troubles():
            self._engine = _engine(self.url)

    @property
    def sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database, whatever others write meanwhile."""
        with self.troubles(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The connection of the only writer; everything or nothing of what it does is kept.

        Raises PassingError after `PATIENCE` seconds of waiting for another writer.
        """
        with self.troubles(), self._engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            if not self.sqlite:
                # A snapshot taken before the lock is held would not show what the writer before left.
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if not self.sqlite:
                    patience = {"wait": f"{PATIENCE}s"}
                    connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), patience)
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection

    def close(self, *, written: bool) -> None:
        """Let go of the database; what was written is on the disk when this returns."""
        try:
            if written:
                with self.troubles():
                    if self.sqlite:
                        _flush(self._engine)
                    else:
                        _analyze(self._engine)
        finally:
            self._engine.dispose()

    @contextmanager
    def troubles(self) -> Iterator[None]:
        """What the database complains of, as a PipelineError."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as cause:
            raise self._plainly(cause) from cause

    def _plainly(self, cause: Exception) -> PipelineError:
        words = " ".join(str(getattr(cause, "orig", None) or cause).split())
        if any(word in words for word in _DAMAGE):
            return PipelineError(
                f"the reach store '{self.name}' is damaged, or no reach store: {words}",
                hint="put back a copy of it; or move it away and import all files again",
            )
        if "locked" in words or "lock timeout" in words:
            return PassingError(
                f"the reach store '{self.name}' is busy: another import has been writing for {PATIENCE} seconds",
                hint="run the same command again when it has ended",
            )
        if "readonly" in words or "read-only" in words or "unable to open" in words:
            return PipelineError(
                f"the reach store '{self.name}' cannot be written: {words}", hint="look at the rights of its folder"
            )
        if "full" in words:
            return PipelineError(
                f"no room left for the reach store '{self.name}': {words}", hint="make room on the disk"
            )
        return PipelineError(f"the reach store '{self.name}' fails: {words}")


def _url(place: str | Path) -> URL:
    if isinstance(place, Path):
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
        backend = url.get_backend_name()
    except ArgumentError:
        backend = ""
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database:
        return url
    raise PipelineError(
        f"'{place}' is no address of a reach store",
        hint="write 'sqlite:///path/to/reach.sqlite' or 'postgresql://user@host/database'",
    )


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        place = Path(url.database or "")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise PipelineError(f"cannot make the folder of the reach store '{place}': {cause.strerror}") from cause
        engine = sqlalchemy.create_engine(url)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    with needing("postgres", tr("a reach store in PostgreSQL")):
        return sqlalchemy.create_engine(url, isolation_level="REPEATABLE READ")


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by `_begin`; sqlite3's own would begin them late, and without the lock.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {GLANCE}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -32000")
    _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"))


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        connection.exec_driver_sql("BEGIN")


def _patiently(attempt: Callable[[], object]) -> None:
    """Try again while another process holds the database; a Ctrl-C is heard in between."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            attempt()
            return
        except (sqlite3.OperationalError, DBAPIError) as busy:
            if "locked" not in str(busy) or time.monotonic() > end:
                raise
        time.sleep(0.02)


def _flush(engine: Engine) -> None:
    """Put the write-ahead log onto the disk: files were committed in it without waiting for the disk each time."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        connection.close()


def _analyze(engine: Engine) -> None:
    """Have PostgreSQL look at what is there: of tables it takes for empty it joins every row with every other."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE reach_sheet, reach_observation, reach_run, reach_pair, reach_daily"))
