"""The newest figures of works within given days, looked up in their files and not by reading all history."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date as Date
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from pipeline.reach.store.queries import Queries, exact
from pipeline.reach.store.tables import work
from pipeline.reach.store.values import PastFigure

TRIES = 8
"""Files of an account, the newest of some days first, in which a work is looked for before it counts as not listed."""
ASKED = 20_000
"""Works of files that are asked for at once."""

Window = tuple[int, Date, Date]
"""A work, and the first and last of the days."""


def newest_within(
    connection: Connection, windows: Sequence[Window], metrics: Collection[str]
) -> list[list[PastFigure]]:
    """For each window the cumulative figures of its newest file that has any; nothing where none has."""
    queries = Queries(connection)
    accounts = {row.id: row.account_id for row in connection.execute(select(work.c.id, work.c.account_id))}
    sheets: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for sheet in queries.sheets.values():
        sheets[sheet.account].append((sheet.as_of, sheet.id))
    candidates = [_candidates(sheets[accounts[id]], first, last) for id, first, last in windows]
    found: list[list[PastFigure]] = [[] for _ in windows]
    waiting = list(range(len(windows)))
    for turn in range(TRIES):
        waiting = [index for index in waiting if turn < len(candidates[index])]
        places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index in waiting:
            places[candidates[index][turn], windows[index][0]].append(index)
        for place, seen in _seen(queries, list(places), metrics):
            for index in places[place]:
                found[index].append(seen)
        waiting = [index for index in waiting if not found[index]]
    return found


def _candidates(sheets: Sequence[tuple[datetime, int]], first: Date, last: Date) -> list[int]:
    """The sheets of these days, the newest first."""
    low = bisect_left(sheets, (datetime.combine(first, time.min), 0))
    high = bisect_right(sheets, datetime.combine(last, time.max), key=lambda sheet: sheet[0])
    return [id for _, id in reversed(sheets[max(low, high - TRIES) : high])]


def _seen(
    queries: Queries, places: Sequence[tuple[int, int]], metrics: Collection[str]
) -> Iterator[tuple[tuple[int, int], PastFigure]]:
    """The figures of works on sheets; a place is a sheet and a work."""
    measures = ", ".join(map(str, queries.wanted(metrics)))
    left = iter(places)
    while measures and (some := list(islice(left, ASKED))):
        values = ", ".join(f"({int(sheet)}, {int(id)})" for sheet, id in some)
        rows: Any = queries.connection.exec_driver_sql(
            'SELECT o.sheet_id, o.work_id, o.measure_id, o.value, o.low, o.high, o."row"'
            f" FROM (VALUES {values}) AS place JOIN reach_observation o ON o.sheet_id = place.column1"
            f" AND o.work_id = place.column2 WHERE o.measure_id IN ({measures})"
        )
        for row in rows:
            sheet, measure = queries.sheets[row.sheet_id], queries.measures[row.measure_id]
            yield (
                (row.sheet_id, row.work_id),
                PastFigure(
                    row.work_id, measure.metric, *exact(row.value, row.low, row.high, whole=measure.whole),
                    sheet.as_of, measure.definition, sheet.file, row.row,
                ),
            )  # fmt: skip
