"""Aggregates: what follows from the observations, kept up to date as files come in, in whatever order."""

from sqlalchemy import Connection, text

from pipeline.reach.observation import DURATIONS, RATES
from pipeline.reach.store import decreases
from pipeline.reach.store.tables import LISTED

_PAIRS = """
INSERT INTO reach_pair (work_id, measure_id, day, run_id, first_sheet_id)
SELECT o.work_id, o.measure_id, o.day, o.sheet_id, o.sheet_id
FROM reach_observation o WHERE o.sheet_id = :sheet {last}
ON CONFLICT (work_id, measure_id) DO UPDATE SET day = excluded.day, run_id = excluded.run_id {newer}
"""
_DAILY = """
INSERT INTO reach_daily (day, work_id, measure_id, sheet_id, "row", value, low, high)
SELECT o.day, o.work_id, o.measure_id, o.sheet_id, o."row", o.value, o.low, o.high
FROM reach_observation o WHERE o.sheet_id = :sheet ORDER BY o.day, o.work_id
ON CONFLICT (day, work_id, measure_id) DO UPDATE SET sheet_id = excluded.sheet_id, "row" = excluded."row",
    value = excluded.value, low = excluded.low, high = excluded.high {newer}
"""
_LAST_DAY = """AND o.day = (SELECT max(n.day) FROM reach_observation n WHERE n.sheet_id = o.sheet_id
    AND n.work_id = o.work_id AND n.measure_id = o.measure_id)"""
_NEWER = """WHERE (SELECT (mine.as_of, mine.sha256) > (other.as_of, other.sha256)
    FROM reach_sheet mine, reach_sheet other WHERE mine.id = excluded.{mine} AND other.id = {other})"""
_NEWER_PAIR = _NEWER.format(mine="run_id", other="(SELECT sheet_id FROM reach_run r WHERE r.id = reach_pair.run_id)")
_NEWER_DAY = _NEWER.format(mine="sheet_id", other="reach_daily.sheet_id")
_FIRST = text("""
UPDATE reach_pair SET first_sheet_id = :sheet
WHERE (work_id, measure_id) IN (SELECT work_id, measure_id FROM reach_observation WHERE sheet_id = :sheet)
    AND (SELECT mine.as_of < first.as_of FROM reach_sheet mine, reach_sheet first
        WHERE mine.id = :sheet AND first.id = reach_pair.first_sheet_id)
""")
_PREVIOUS = text("""
SELECT other.id FROM reach_sheet mine JOIN reach_sheet other ON other.account_id = mine.account_id
    AND other.grain = mine.grain AND other.as_of < mine.as_of
WHERE mine.id = :sheet ORDER BY other.as_of DESC, other.sha256 DESC LIMIT 1
""")
_SIZE = text("SELECT count(*) FROM reach_observation WHERE sheet_id = :sheet")
_NEITHER = ", ".join(f"'{name}'" for name in (*RATES, *DURATIONS, LISTED))
"""Metrics that may go down as they like."""
_MOST = "CASE WHEN o.low IS NULL THEN o.value ELSE o.high END"
_COUNTS = f"SELECT id FROM reach_measure WHERE metric NOT IN ({_NEITHER})"
# Other figures are looked up one by one, in queries within the query. Of a join PostgreSQL, which knows nothing yet of
# rows that were stored a moment ago, would compare every row with every other.
_FIGURE = """(SELECT {what} FROM reach_observation l
    WHERE l.sheet_id = {on} AND l.work_id = o.work_id AND l.measure_id = o.measure_id AND l.day = o.day)"""
_NEW, _LOWER, _NO_LOWER = range(3)
_FELL = f"{_MOST} < coalesce(l.low, l.value) AND o.measure_id IN ({_COUNTS})"
_AGAINST = _FIGURE.format(what=f"CASE WHEN {_FELL} THEN {_LOWER} ELSE {_NO_LOWER} END", on=":previous")
_WORST = text(f"SELECT min(coalesce({_AGAINST}, {_NEW})) FROM reach_observation o WHERE o.sheet_id = :sheet")
"""Of a sheet's figures against the sheet before: whether any is new there, any count lower, or neither."""
_DECREASES = text(f"""
INSERT INTO reach_fall (work_id, measure_id, sheet_id, value, high, "row", before_sheet_id, before_value, before_low)
SELECT o.work_id, o.measure_id, o.sheet_id, o.value, {_MOST}, o."row", o.latest, o.before_value, o.before_low
FROM (SELECT o.*, {_FIGURE.format(what="l.value", on="o.latest")} AS before_value,
        {_FIGURE.format(what="coalesce(l.low, l.value)", on="o.latest")} AS before_low
    FROM (SELECT o.*, (SELECT r.sheet_id FROM reach_pair p JOIN reach_run r ON r.id = p.run_id
            WHERE p.work_id = o.work_id AND p.measure_id = o.measure_id) AS latest
        FROM reach_observation o WHERE o.sheet_id = :sheet AND o.measure_id IN ({_COUNTS})) o) o
WHERE {_MOST} < o.before_low
ON CONFLICT DO NOTHING
""")
_BEHIND = text("""
SELECT 1 FROM reach_sheet mine JOIN reach_sheet other ON other.account_id = mine.account_id
    AND other.grain = mine.grain AND other.as_of >= mine.as_of AND other.id <> mine.id
WHERE mine.id = :sheet LIMIT 1
""")
_TIED = text("""
SELECT 1 FROM reach_sheet mine JOIN reach_sheet other ON other.account_id = mine.account_id
    AND other.grain = mine.grain AND other.as_of = mine.as_of AND other.id <> mine.id
WHERE mine.id = :sheet LIMIT 1
""")


def update_aggregates(connection: Connection, sheet: int, grain: str) -> bool:
    """Bring `latest`, `daily` and `decrease` up to date with a sheet whose observations were just stored.

    Returns whether another sheet of its account is as new or newer.
    """
    behind = connection.execute(_BEHIND, {"sheet": sheet}).first() is not None
    _update(connection, sheet, grain, behind=behind)
    return behind


def rebuild(connection: Connection) -> None:
    """Compute all aggregates again from the observations."""
    for table in ("reach_run", "reach_pair", "reach_daily", "reach_fall"):
        connection.execute(text(f"DELETE FROM {table}"))
    sheets = connection.execute(text("SELECT id, grain FROM reach_sheet ORDER BY as_of, sha256, id")).all()
    for sheet, grain in sheets:
        tied = connection.execute(_TIED, {"sheet": sheet}).first() is not None
        _update(connection, sheet, grain, behind=tied)


def _update(connection: Connection, sheet: int, grain: str, *, behind: bool) -> None:
    """`behind`: whether another sheet of the account is as new or newer."""
    here = {"sheet": sheet}
    counted = grain == "work-cumulative"
    by_day = grain not in ("work-cumulative", "summary")
    if not behind and not by_day:
        previous, fell = _continued(connection, sheet)
        if fell and counted:
            connection.execute(_DECREASES, here)
        if previous:
            connection.execute(_CONTINUE, here | {"previous": previous})
            return
    elif counted:
        decreases.insert_between(connection, sheet)
    elif by_day:
        connection.execute(_UPDATE_DAYS[behind], here)
    connection.execute(_RUN, here)
    connection.execute(_UPDATE_PAIRS[by_day, behind], here)
    if behind:
        connection.execute(_FIRST, here)


def _continued(connection: Connection, sheet: int) -> tuple[int | None, bool]:
    """The sheet before, where a sheet has the same works and measures; and whether any count may have decreased.

    Nearly every sheet of a year of daily exports has, and then nothing needs to be stored for each of its figures.
    """
    previous = connection.execute(_PREVIOUS, {"sheet": sheet}).scalar()
    if previous is None:
        return None, False
    sizes = {connection.execute(_SIZE, {"sheet": id}).scalar_one() for id in (sheet, previous)}
    if len(sizes) > 1:
        return None, True
    worst = connection.execute(_WORST, {"sheet": sheet, "previous": previous}).scalar()
    return (None, True) if worst == _NEW else (previous, worst == _LOWER)


_RUN = text("INSERT INTO reach_run (id, sheet_id) VALUES (:sheet, :sheet)")
_CONTINUE = text("UPDATE reach_run SET sheet_id = :sheet WHERE sheet_id = :previous")
_UPDATE_DAYS = {behind: text(_DAILY.format(newer=_NEWER_DAY if behind else "")) for behind in (False, True)}
_UPDATE_PAIRS = {
    (by_day, behind): text(_PAIRS.format(last=_LAST_DAY if by_day else "", newer=_NEWER_PAIR if behind else ""))
    for by_day in (False, True)
    for behind in (False, True)
}
"""By whether figures count days, and whether some known ones are newer, so that each must be looked at."""
