"""Folding: what follows from the observations of a sheet, kept up with as files come in, in whatever order."""

from sqlalchemy import Connection, text

from pipeline.reach.observation import DURATIONS, RATES
from pipeline.reach.store import falls
from pipeline.reach.store.tables import LISTED

_LATEST = """
INSERT INTO reach_latest (work_id, measure_id, as_of, sha256, "row", sheet_id, value, low, high, first_as_of)
SELECT o.work_id, o.measure_id, s.as_of, s.sha256, o."row", s.id, o.value, o.low, o.high, s.as_of
FROM reach_sheet s JOIN reach_observation o ON o.sheet_id = s.id
WHERE s.id = :sheet {last}
ON CONFLICT (work_id, measure_id) DO UPDATE SET as_of = excluded.as_of, sha256 = excluded.sha256,
    "row" = excluded."row", sheet_id = excluded.sheet_id, value = excluded.value, low = excluded.low,
    high = excluded.high
WHERE (excluded.as_of, excluded.sha256) > (reach_latest.as_of, reach_latest.sha256)
"""
_NEWEST = text(_LATEST.format(last=""))
_LAST_DAY = text(
    _LATEST.format(
        last="""AND NOT EXISTS (SELECT 1 FROM reach_observation n WHERE n.sheet_id = o.sheet_id
        AND n.work_id = o.work_id AND n.measure_id = o.measure_id AND n.day > o.day)"""
    )
)
_FIRST = text("""
UPDATE reach_latest SET first_as_of = (SELECT as_of FROM reach_sheet WHERE id = :sheet)
WHERE (work_id, measure_id) IN (SELECT work_id, measure_id FROM reach_observation WHERE sheet_id = :sheet)
    AND first_as_of > (SELECT as_of FROM reach_sheet WHERE id = :sheet)
""")
_DAYS = text("""
INSERT INTO reach_daily (day, work_id, measure_id, as_of, sha256, "row", sheet_id, value, low, high)
SELECT o.day, o.work_id, o.measure_id, s.as_of, s.sha256, o."row", s.id, o.value, o.low, o.high
FROM reach_sheet s JOIN reach_observation o ON o.sheet_id = s.id
WHERE s.id = :sheet ORDER BY o.day, o.work_id
ON CONFLICT (day, work_id, measure_id) DO UPDATE SET as_of = excluded.as_of, sha256 = excluded.sha256,
    "row" = excluded."row", sheet_id = excluded.sheet_id, value = excluded.value, low = excluded.low,
    high = excluded.high
WHERE (excluded.as_of, excluded.sha256) > (reach_daily.as_of, reach_daily.sha256)
""")
_FALLS = text(f"""
INSERT INTO reach_fall (work_id, measure_id, sheet_id, value, high, "row", before_sheet_id, before_value, before_low)
SELECT o.work_id, o.measure_id, o.sheet_id, o.value, CASE WHEN o.low IS NULL THEN o.value ELSE o.high END,
    o."row", l.sheet_id, l.value, coalesce(l.low, l.value)
FROM reach_observation o
JOIN reach_latest l ON l.work_id = o.work_id AND l.measure_id = o.measure_id
JOIN reach_measure m ON m.id = o.measure_id
WHERE o.sheet_id = :sheet AND m.metric NOT IN ({", ".join(f"'{name}'" for name in (*RATES, *DURATIONS, LISTED))})
    AND CASE WHEN o.low IS NULL THEN o.value ELSE o.high END < coalesce(l.low, l.value)
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


def fold(connection: Connection, sheet: int, grain: str) -> None:
    """Bring `latest`, `daily` and `fall` up to a sheet whose observations were just stored."""
    behind = connection.execute(_BEHIND, {"sheet": sheet}).first() is not None
    _fold(connection, sheet, grain, behind=behind)


def rebuild(connection: Connection) -> None:
    """Make all that follows from the observations anew."""
    for table in ("reach_latest", "reach_daily", "reach_fall"):
        connection.execute(text(f"DELETE FROM {table}"))
    sheets = connection.execute(text("SELECT id, grain FROM reach_sheet ORDER BY as_of, sha256, id")).all()
    for sheet, grain in sheets:
        tied = connection.execute(_TIED, {"sheet": sheet}).first() is not None
        _fold(connection, sheet, grain, behind=tied)


def _fold(connection: Connection, sheet: int, grain: str, *, behind: bool) -> None:
    """`behind`: whether another sheet of the account is as new or newer."""
    here = {"sheet": sheet}
    if grain in ("work-cumulative", "summary"):
        if grain == "work-cumulative" and behind:
            falls.insert_between(connection, sheet)
        elif grain == "work-cumulative":
            connection.execute(_FALLS, here)
        connection.execute(_NEWEST, here)
    else:
        connection.execute(_DAYS, here)
        connection.execute(_LAST_DAY, here)
    if behind:
        connection.execute(_FIRST, here)
