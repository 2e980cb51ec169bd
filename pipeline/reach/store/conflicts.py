"""Conflicts: two files that have different figures of the same work, metric and moment."""

from sqlalchemy import Connection, DateTime, text

from pipeline.reach.observation import COUNTS
from pipeline.reach.store.values import Conflict

_BESIDE = """reach_sheet t ON t.account_id = s.account_id AND t.grain = s.grain AND t.as_of = s.as_of
    AND t.sha256 < s.sha256"""
_ALL = text(f"SELECT s.id, t.id FROM reach_sheet s JOIN {_BESIDE} ORDER BY s.as_of, s.sha256, t.sha256")
_OWN = text(f"""
SELECT s.id, t.id FROM reach_sheet own
JOIN reach_sheet s ON s.account_id = own.account_id AND s.grain = own.grain AND s.as_of = own.as_of
JOIN {_BESIDE}
WHERE own.id = :sheet AND (s.id = :sheet OR t.id = :sheet) ORDER BY s.sha256, t.sha256
""")
"""Pairs of sheets of one moment; the figures of the greater digest count."""
_COMPARED = text("""
SELECT o.work_id AS work, m.metric AS metric, s.as_of AS as_of, o.value AS value, s.file_id AS file,
    p.value AS other, t.file_id AS other_file
FROM reach_observation o
JOIN reach_observation p ON p.work_id = o.work_id AND p.measure_id = o.measure_id AND p.day = o.day
JOIN reach_measure m ON m.id = o.measure_id
JOIN reach_sheet s ON s.id = o.sheet_id
JOIN reach_sheet t ON t.id = p.sheet_id
WHERE o.sheet_id = :counted AND p.sheet_id = :other AND p.value <> o.value
ORDER BY o.work_id, o.measure_id, o.day
""").columns(as_of=DateTime)


def conflicts(connection: Connection, sheet: int | None = None) -> list[Conflict]:
    """All of them, oldest first, or those of one sheet with others."""
    pairs = connection.execute(_ALL) if sheet is None else connection.execute(_OWN, {"sheet": sheet})
    found = []
    for counted, other in pairs.all():
        for row in connection.execute(_COMPARED, {"counted": counted, "other": other}):
            value, beside = (int(v) if row.metric in COUNTS else v for v in (row.value, row.other))
            found.append(Conflict(row.work, row.metric, row.as_of, value, row.file, beside, row.other_file))
    return found
