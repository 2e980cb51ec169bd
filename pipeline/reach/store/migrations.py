"""Migrations: the steps that make the tables of the store; a step never changes."""

from collections.abc import Callable

from sqlalchemy import Connection, inspect, text

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.reach.store.aggregates import rebuild
from pipeline.reach.store.database import Database

_RECORDED = """
CREATE TABLE reach_account (id {id}, platform TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (platform, name));
CREATE TABLE reach_work (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, key TEXT NOT NULL,
    UNIQUE (account_id, key));
CREATE TABLE reach_look (id INTEGER PRIMARY KEY, work_id INTEGER NOT NULL, title TEXT NOT NULL, published TIMESTAMP,
    url TEXT NOT NULL, state TEXT NOT NULL, named BOOLEAN NOT NULL, episode TEXT NOT NULL,
    as_of TIMESTAMP NOT NULL, sha256 TEXT NOT NULL, "row" INTEGER NOT NULL);
CREATE INDEX reach_look_work ON reach_look (work_id);
CREATE TABLE reach_file (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, path TEXT NOT NULL, name TEXT NOT NULL,
    platform TEXT NOT NULL, account TEXT NOT NULL, format TEXT NOT NULL, grain TEXT NOT NULL,
    as_of TIMESTAMP NOT NULL, as_of_from TEXT NOT NULL, encoding TEXT, rows INTEGER NOT NULL,
    stored INTEGER NOT NULL, skipped {json} NOT NULL, warnings {json} NOT NULL);
CREATE TABLE reach_sheet (id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, account_id INTEGER NOT NULL,
    grain TEXT NOT NULL, as_of TIMESTAMP NOT NULL, sha256 TEXT NOT NULL, whole BOOLEAN NOT NULL, oldest TIMESTAMP);
CREATE INDEX reach_sheet_order ON reach_sheet (account_id, grain, as_of);
CREATE TABLE reach_measure (id {id}, metric TEXT NOT NULL, grain TEXT NOT NULL, definition TEXT NOT NULL,
    UNIQUE (metric, grain, definition));
CREATE TABLE reach_observation (sheet_id INTEGER, work_id INTEGER, measure_id INTEGER, day INTEGER,
    "row" INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL, low DOUBLE PRECISION, high DOUBLE PRECISION,
    PRIMARY KEY (sheet_id, work_id, measure_id, day)) {clustered};
CREATE TABLE reach_placement (id {id}, work_id INTEGER NOT NULL, verdict TEXT NOT NULL, series TEXT NOT NULL,
    number INTEGER, how TEXT NOT NULL);
CREATE INDEX reach_placement_work ON reach_placement (work_id)
"""

_FOLLOWING = """
CREATE TABLE reach_run (id INTEGER PRIMARY KEY, sheet_id INTEGER NOT NULL UNIQUE);
CREATE TABLE reach_pair (work_id INTEGER, measure_id INTEGER, day INTEGER NOT NULL, run_id INTEGER NOT NULL,
    first_sheet_id INTEGER NOT NULL, PRIMARY KEY (work_id, measure_id)) {clustered};
CREATE VIEW reach_latest AS
    SELECT p.work_id, p.measure_id, r.sheet_id, o."row", o.value, o.low, o.high, p.first_sheet_id
    FROM reach_pair p CROSS JOIN reach_run r CROSS JOIN reach_observation o
    WHERE r.id = p.run_id AND o.sheet_id = r.sheet_id AND o.work_id = p.work_id AND o.measure_id = p.measure_id
        AND o.day = p.day;
CREATE TABLE reach_daily (day INTEGER, work_id INTEGER, measure_id INTEGER, sheet_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL, low DOUBLE PRECISION, high DOUBLE PRECISION,
    PRIMARY KEY (day, work_id, measure_id)) {clustered};
CREATE TABLE reach_fall (work_id INTEGER, measure_id INTEGER, sheet_id INTEGER, value DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION, "row" INTEGER NOT NULL, before_sheet_id INTEGER NOT NULL,
    before_value DOUBLE PRECISION NOT NULL, before_low DOUBLE PRECISION,
    PRIMARY KEY (work_id, measure_id, sheet_id)) {clustered}
"""


def recorded(connection: Connection) -> None:
    """Version 1: what files hold, and what people decided."""
    _run(connection, _RECORDED)


def following(connection: Connection) -> None:
    """Version 2: what follows from it, kept so that a report need not read everything."""
    _run(connection, _FOLLOWING)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (recorded, following)


def migrate(database: Database) -> None:
    """Bring the tables to the newest version, from none or any older one.

    Raises PipelineError when a newer voicehall has used the store.
    """
    with database.reading() as connection:
        if _version(connection, database) == len(MIGRATIONS):
            return
    with database.writing() as connection:
        # Asked again: another process may have been quicker.
        version = _version(connection, database)
        if version == 0:
            connection.execute(text("CREATE TABLE IF NOT EXISTS reach_schema (version INTEGER PRIMARY KEY)"))
        for number, step in enumerate(MIGRATIONS[version:], version + 1):
            step(connection)
            connection.execute(text("INSERT INTO reach_schema (version) VALUES (:number)"), {"number": number})
        # By today's rules, which may need the newest tables.
        rebuild(connection)


def _version(connection: Connection, database: Database) -> int:
    if not inspect(connection).has_table("reach_schema"):
        return 0
    version: int = connection.execute(text("SELECT coalesce(max(version), 0) FROM reach_schema")).scalar_one()
    if version > len(MIGRATIONS):
        message = tr(
            "the database of figures '{name}' has tables of version {version}; this voicehall knows version {known}",
            name=database.name or "",
            version=version,
            known=len(MIGRATIONS),
        )
        raise PipelineError(message, hint=tr("a newer voicehall has used it: update this one"))
    return version


def _run(connection: Connection, script: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    words = {
        "id": "INTEGER PRIMARY KEY" if sqlite else "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "json": "JSON",
        "clustered": "WITHOUT ROWID" if sqlite else "",
    }
    for statement in script.format(**words).split(";"):
        connection.execute(text(statement))
