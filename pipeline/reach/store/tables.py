"""The tables of the store, as the newest migration leaves them."""

from datetime import date as Date

from sqlalchemy import JSON, Boolean, Column, DateTime, Double, Integer, MetaData, Table, Text

metadata = MetaData()

FOREVER = 0
"""The `day` of figures that count no single day."""
LISTED = ""
"""The metric of a row that names a work and gives no figure of it: that it was listed is known from it."""
ACCOUNT = ""
"""The key of a whole account among its works."""


def ordinal(day: Date | None) -> int:
    """A day in the tables: counted from 1 January of the year 1."""
    return FOREVER if day is None else day.toordinal()


account = Table(
    "reach_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text),
    Column("name", Text),
)

work = Table(
    "reach_work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer),
    Column("key", Text),
)

details = Table(
    "reach_look",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work_id", Integer),
    Column("title", Text),
    Column("published", DateTime),
    Column("url", Text),
    Column("state", Text),
    Column("named", Boolean),
    Column("episode", Text),
    Column("as_of", DateTime),
    Column("sha256", Text),
    Column("row", Integer, quote=True),
)
"""How a work was described, and where it was last described so. Of a work with only one description the place is not
kept up to date: when the work was seen last is known from its figures."""

file = Table(
    "reach_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text),
    Column("path", Text),
    Column("name", Text),
    Column("platform", Text),
    Column("account", Text),
    Column("format", Text),
    Column("grain", Text),
    Column("as_of", DateTime),
    Column("as_of_from", Text),
    Column("encoding", Text),
    Column("rows", Integer),
    Column("stored", Integer),
    Column("skipped", JSON),
    Column("warnings", JSON),
)

sheet = Table(
    "reach_sheet",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer),
    Column("account_id", Integer),
    Column("grain", Text),
    Column("as_of", DateTime),
    Column("sha256", Text),
    Column("whole", Boolean),
    Column("oldest", DateTime),
)
"""What a file says of one account as of one moment; its figures are in the order of their works."""

measure = Table(
    "reach_measure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("metric", Text),
    Column("grain", Text),
    Column("definition", Text),
)
"""What a figure counts; figures of different measures are never compared."""

observation = Table(
    "reach_observation",
    metadata,
    Column("sheet_id", Integer, primary_key=True),
    Column("work_id", Integer, primary_key=True),
    Column("measure_id", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("row", Integer, quote=True),
    Column("value", Double),
    Column("low", Double),
    Column("high", Double),
)
"""Every figure ever read. An exact one has neither `low` nor `high`, one without upper bound has no `high`."""

run = Table(
    "reach_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sheet_id", Integer),
)
"""Sheets that follow one another and have the same works and measures: the first one, and the newest."""

pair = Table(
    "reach_pair",
    metadata,
    Column("work_id", Integer, primary_key=True),
    Column("measure_id", Integer, primary_key=True),
    Column("day", Integer),
    Column("run_id", Integer),
    Column("first_sheet_id", Integer),
)
"""A work and what is measured of it: the run whose newest sheet has the newest figure, and the sheet of the first one.
Follows from the observations."""

latest = Table(
    "reach_latest",
    metadata,
    Column("work_id", Integer, primary_key=True),
    Column("measure_id", Integer, primary_key=True),
    Column("sheet_id", Integer),
    Column("row", Integer, quote=True),
    Column("value", Double),
    Column("low", Double),
    Column("high", Double),
    Column("first_sheet_id", Integer),
)
"""A view: the newest figure of each work and measure; of daily figures the last day's."""

daily = Table(
    "reach_daily",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("work_id", Integer, primary_key=True),
    Column("measure_id", Integer, primary_key=True),
    Column("sheet_id", Integer),
    Column("row", Integer, quote=True),
    Column("value", Double),
    Column("low", Double),
    Column("high", Double),
)
"""What the newest file says of each day. Follows from the observations."""

decrease = Table(
    "reach_fall",
    metadata,
    Column("work_id", Integer, primary_key=True),
    Column("measure_id", Integer, primary_key=True),
    Column("sheet_id", Integer, primary_key=True),
    Column("value", Double),
    Column("high", Double),
    Column("row", Integer, quote=True),
    Column("before_sheet_id", Integer),
    Column("before_value", Double),
    Column("before_low", Double),
)
"""Counts lower than the one before. Follows from the observations."""

placement = Table(
    "reach_placement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work_id", Integer),
    Column("verdict", Text),
    Column("series", Text),
    Column("number", Integer),
    Column("how", Text),
)
"""Every decision about which episode a work is; the newest one counts."""

schema = Table("reach_schema", metadata, Column("version", Integer, primary_key=True))
