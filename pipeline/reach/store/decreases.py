"""Decreases around a file that was imported after newer ones: it comes between figures that were compared before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, text

from pipeline.reach.observation import COUNTS
from pipeline.reach.store.tables import decrease, measure, observation, sheet

Pair = tuple[int, int]
"""A work and what is measured of it, by id."""


class _Count(NamedTuple):
    work: int
    measure: int
    value: float
    low: float | None
    high: float | None
    row: int
    sheet: int

    @property
    def least(self) -> float:
        return self.value if self.low is None else self.low

    @property
    def most(self) -> float | None:
        return self.value if self.low is None else self.high


def insert_between(connection: Connection, sheet_id: int) -> None:
    """Find the decreases of a sheet's works again, where the sheet has its place before or beside others."""
    mine = connection.execute(select(sheet).where(sheet.c.id == sheet_id)).one()
    kin = and_(sheet.c.account_id == mine.account_id, sheet.c.grain == mine.grain)
    sheets = connection.execute(
        select(sheet.c.id, sheet.c.as_of).where(kin).order_by(sheet.c.as_of, sheet.c.sha256)
    ).all()
    older = [one for one in reversed(sheets) if one.as_of < mine.as_of]
    beside = [one for one in reversed(sheets) if one.as_of == mine.as_of]
    newer = [one for one in sheets if one.as_of > mine.as_of]

    counted = set(connection.execute(select(measure.c.id).where(measure.c.metric.in_(COUNTS))).scalars())
    pairs = {(seen.work, seen.measure) for seen in _on(connection, sheet_id) if seen.measure in counted}
    known = connection.execute(_KNOWN, {"sheet": sheet_id}).all()
    here = dict(_first_seen(connection, beside, pairs))
    before = dict(_first_seen(connection, older, pairs & {(row.work_id, row.measure_id) for row in known if row.older}))
    found: list[tuple[_Count, _Count]] = []
    for one in beside:
        found += [(before[pair], seen) for seen, pair in _of(connection, one.id, pairs) if pair in before]
    after = pairs & {(row.work_id, row.measure_id) for row in known if row.newer}
    for seen in _next_seen(connection, newer, after):
        found.append((here[seen.work, seen.measure], seen))
    _store(connection, found)


# Where nothing is older, or newer, there is no need to search a year of files for it.
_KNOWN = text("""
SELECT o.work_id, o.measure_id,
    (SELECT first.as_of < mine.as_of FROM reach_pair p JOIN reach_sheet first ON first.id = p.first_sheet_id
        WHERE p.work_id = o.work_id AND p.measure_id = o.measure_id) AS older,
    (SELECT last.as_of > mine.as_of FROM reach_pair p JOIN reach_run r ON r.id = p.run_id
        JOIN reach_sheet last ON last.id = r.sheet_id
        WHERE p.work_id = o.work_id AND p.measure_id = o.measure_id) AS newer
FROM reach_observation o CROSS JOIN reach_sheet mine
WHERE o.sheet_id = :sheet AND mine.id = :sheet
""")


def _store(connection: Connection, found: Sequence[tuple[_Count, _Count]]) -> None:
    """Store which of some figures are lower than the ones before them, in place of what was stored of them."""
    if found:
        connection.execute(_TAKE_BACK, [{"of": seen.work, "by": seen.measure, "on": seen.sheet} for _, seen in found])
    rows = [
        {
            "work_id": seen.work,
            "measure_id": seen.measure,
            "sheet_id": seen.sheet,
            "value": seen.value,
            "high": seen.most,
            "row": seen.row,
            "before_sheet_id": before.sheet,
            "before_value": before.value,
            "before_low": before.least,
        }
        for before, seen in found
        if seen.most is not None and seen.most < before.least
    ]
    if rows:
        connection.execute(insert(decrease), rows)


_TAKE_BACK = delete(decrease).where(
    decrease.c.work_id == bindparam("of"),
    decrease.c.measure_id == bindparam("by"),
    decrease.c.sheet_id == bindparam("on"),
)


def _first_seen(connection: Connection, sheets: Iterable[Any], pairs: set[Pair]) -> Iterator[tuple[Pair, _Count]]:
    """Each pair where it comes first in a row of sheets."""
    wanted = set(pairs)
    for one in sheets:
        if not wanted:
            return
        for seen, pair in _of(connection, one.id, wanted):
            yield pair, seen
            wanted.discard(pair)


def _next_seen(connection: Connection, sheets: Iterable[Any], pairs: set[Pair]) -> Iterator[_Count]:
    """Each pair at the first moment at which it comes, on every sheet of that moment."""
    wanted: dict[Pair, object] = dict.fromkeys(pairs)
    left = set(pairs)
    for one in sheets:
        if not left and one.as_of not in wanted.values():
            return
        for seen, pair in _of(connection, one.id, set(wanted)):
            if wanted[pair] in (None, one.as_of):
                wanted[pair] = one.as_of
                left.discard(pair)
                yield seen


def _of(connection: Connection, sheet_id: int, pairs: set[Pair]) -> list[tuple[_Count, Pair]]:
    found = ((seen, (seen.work, seen.measure)) for seen in _on(connection, sheet_id))
    return [(seen, pair) for seen, pair in found if pair in pairs]


def _on(connection: Connection, sheet_id: int) -> list[_Count]:
    of = observation.c
    columns = (of.work_id, of.measure_id, of.value, of.low, of.high, of.row, of.sheet_id)
    return [_Count(*row) for row in connection.execute(select(*columns).where(of.sheet_id == sheet_id))]
