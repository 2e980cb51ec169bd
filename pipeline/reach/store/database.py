"""The database of the store: opened, locked for one writer at a time, its errors in plain words."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.errors import PassingError, PipelineError, in_words
from pipeline.extras import needing
from pipeline.messages import tr, trn

WAIT = 120
"""Seconds that an import waits for another one to finish its file."""
BUSY_TIMEOUT = 500
"""Milliseconds that SQLite waits by itself, without noticing Ctrl-C."""
_LOCK = 0x766F696365
"""The lock that a writer holds in PostgreSQL ("voice")."""
_DAMAGE = ("malformed", "not a database", "corrupt", "disk image")


class Database:
    """SQLite in a file, or PostgreSQL. Many may read while one writes."""

    def __init__(self, place: str | Path) -> None:
        """`place` is the file of a SQLite database or a URL (`sqlite:///...`, `postgresql://user@host/name`)."""
        self.url = _url(place)
        self.name = self.url.database if self.sqlite else self.url.render_as_string(hide_password=True)
        with self.plain_errors():
            self._engine = _engine(self.url)

    @property
    def sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database, whatever others write meanwhile."""
        with self.plain_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The connection of the only writer; everything or nothing of what it does is kept.

        Raises PassingError after `WAIT` seconds of waiting for another writer.
        """
        with self.plain_errors(), self._engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            if not self.sqlite:
                # A snapshot taken before the lock is held would not show what the writer before left.
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if not self.sqlite:
                    patience = {"wait": f"{WAIT}s"}
                    connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), patience)
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection

    def close(self, *, written: bool) -> None:
        """Close the database; what was written is on the disk when this returns."""
        try:
            if written:
                with self.plain_errors():
                    if self.sqlite:
                        _flush(self._engine)
                    else:
                        _analyze(self._engine)
        finally:
            self._engine.dispose()

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Errors of the database as PipelineErrors."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as cause:
            raise self._plain_error(cause) from cause

    def _plain_error(self, cause: Exception) -> PipelineError:
        own = getattr(cause, "orig", None) or cause
        name, words, said = self.name or "", " ".join(str(own).split()), in_words(own)
        if any(word in words for word in _DAMAGE):
            return PipelineError(
                tr("'{name}' is not a database of figures, or is damaged: {cause}", name=name, cause=said),
                hint=tr("put a copy of it back; or move it away and import all files again"),
            )
        if "locked" in words or "lock timeout" in words:
            message = trn(
                "the database of figures '{name}' is busy: another import has been writing for {count} second",
                "the database of figures '{name}' is busy: another import has been writing for {count} seconds",
                WAIT,
                name=name,
            )
            return PassingError(message, hint=tr("run the same command again when it has ended"))
        if "readonly" in words or "read-only" in words or "unable to open" in words:
            return PipelineError(
                tr("cannot write the database of figures '{name}': {cause}", name=name, cause=said),
                hint=tr("check who may write to its folder"),
            )
        if "full" in words:
            return PipelineError(
                tr("no space left for the database of figures '{name}': {cause}", name=name, cause=said),
                hint=tr("free some space on the disk"),
            )
        return PipelineError(tr("the database of figures '{name}' failed: {cause}", name=name, cause=said))


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
        tr("'{address}' is not the address of a database that figures can be stored in", address=place),
        hint=tr("write 'sqlite:///path/to/reach.sqlite' or 'postgresql://user@host/database'"),
    )


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        place = Path(url.database or "")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            reason = in_words(cause)
            raise PipelineError(
                tr("cannot make the folder of '{path}': {reason}", path=place, reason=reason)
            ) from cause
        engine = sqlalchemy.create_engine(url)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    with needing("postgres", tr("storing figures in PostgreSQL")):
        return sqlalchemy.create_engine(url, isolation_level="REPEATABLE READ")


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by `_begin`; sqlite3's own would begin them late, and without the lock.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -32000")
    _retry(lambda: connection.execute("PRAGMA journal_mode = WAL"))


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        _retry(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        connection.exec_driver_sql("BEGIN")


def _retry(attempt: Callable[[], object]) -> None:
    """Try again while another process holds the database; Ctrl-C works in between."""
    end = time.monotonic() + WAIT
    while True:
        try:
            attempt()
            return
        except (sqlite3.OperationalError, DBAPIError) as busy:
            if "locked" not in str(busy) or time.monotonic() > end:
                raise
        time.sleep(0.02)


def _flush(engine: Engine) -> None:
    """Write the write-ahead log to the disk: files were committed in it without waiting for the disk each time."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        connection.close()


def _analyze(engine: Engine) -> None:
    """Have PostgreSQL count its rows: it joins every row with every other of tables that it believes to be empty."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE reach_sheet, reach_observation, reach_run, reach_pair, reach_daily"))
