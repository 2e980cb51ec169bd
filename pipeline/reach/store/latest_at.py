"""The newest figures at several ends of days, each looked up once and kept until there is a newer one."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from pipeline.reach.store.columns import ENDLESS, Counts, microseconds, texts
from pipeline.reach.store.queries import Queries
from pipeline.reach.store.tables import latest, observation

_UNKNOWN = -1
"""The sheet of what was never counted."""


def latest_at(connection: Connection, ends: Sequence[datetime], metrics: Sequence[str]) -> Iterator[Counts]:
    """The newest cumulative counts of each work at each of `ends`, which ascend; one after the other."""
    yield from _LatestAt(connection, metrics).over(ends)


class _LatestAt:
    """One pass through the sheets, oldest first; what stands is kept by the number of work and metric."""

    def __init__(self, connection: Connection, metrics: Sequence[str]) -> None:
        self.queries = Queries(connection)
        self.metrics = tuple(metrics)
        self.measures = self.queries.wanted(metrics)
        sheets = list(self.queries.sheets.values())
        self.sheets = sheets
        self.places = _by_id({sheet.id: place for place, sheet in enumerate(sheets)})
        self.accounts = np.array([sheet.account for sheet in sheets], np.int64)
        self.moments = np.array([microseconds(sheet.as_of) for sheet in sheets], np.int64)
        measures = self.queries.measures
        self.kinds = _by_id({id: self.metrics.index(measures[id].metric) for id in self.measures})
        self.names = texts(
            [measures[id].definition if id in measures else "" for id in range(max(measures, default=0) + 1)]
        )
        of = latest.c
        columns = (of.work_id, of.measure_id, of.value, of.low, of.high, of.sheet_id, of.first_sheet_id)
        self.newest = _columns(connection.execute(select(*columns).where(of.measure_id.in_(self.measures))).all(), 7)
        works = int(self.newest[0].max(initial=0)) + 1
        self.last, self.first = self.places[self.newest[5]], self.places[self.newest[6]]
        self.account = self.accounts[self.last] if len(sheets) else self.last
        room = works * len(self.metrics)
        self.sheet = np.full(room, _UNKNOWN, np.int64)
        self.measure, self.value, self.low, self.high = (np.zeros(room, np.int64) for _ in range(4))

    def over(self, ends: Sequence[datetime]) -> Iterator[Counts]:
        begin = 0
        for end in ends:
            stop = bisect_right(self.sheets, end, key=lambda sheet: sheet.as_of)
            here = (self.last >= begin) & (self.last < stop)
            self._put([column[here] for column in self.newest[:5]], self.last[here])
            self._look_back(begin, stop)
            yield self._standing()
            begin = stop

    def _look_back(self, begin: int, stop: int) -> None:
        """What has a newer figure stood on the newest sheet before that has it: the newest are searched first."""
        open_ = (self.last >= stop) & (self.first < stop)
        accounts, numbers = np.unique(self.account[open_], return_counts=True)
        left = dict(zip(accounts.tolist(), numbers.tolist(), strict=True))
        room = int(self.newest[1].max(initial=0)) + 1
        wanted = np.zeros((len(self.sheet) // max(1, len(self.metrics))) * room, np.bool_)
        wanted[self.newest[0][open_] * room + self.newest[1][open_]] = True
        of = observation.c
        columns = (of.work_id, of.measure_id, of.value, of.low, of.high)
        for place in range(stop - 1, begin - 1, -1):
            sheet = self.sheets[place]
            if not left.get(sheet.account):
                continue
            chosen = select(*columns).where(of.sheet_id == sheet.id, of.measure_id.in_(self.measures))
            found = _columns(self.queries.connection.execute(chosen).all(), 5)
            pairs = found[0] * room + found[1]
            mine = wanted[pairs]
            wanted[pairs[mine]] = False
            left[sheet.account] -= int(mine.sum())
            self._put([column[mine] for column in found], np.full(int(mine.sum()), place, np.int64))

    def _put(self, found: Sequence[Any], places: Any) -> None:
        """Keep figures that are newer than what stands; of several of a work and metric the newest."""
        order = np.argsort(places, kind="stable")
        work, measure, value, low, high = (column[order] for column in found)
        places = places[order]
        pairs = work * len(self.metrics) + self.kinds[measure]
        newer = self.sheet[pairs] <= places
        pairs = pairs[newer]
        # Of the same pair the last one stays.
        self.sheet[pairs], self.measure[pairs] = places[newer], measure[newer]
        exact = np.isnan(low)
        self.value[pairs] = value[newer]
        self.low[pairs] = np.where(exact, value, low)[newer]
        self.high[pairs] = np.where(exact, value, np.where(np.isnan(high), ENDLESS, high))[newer]

    def _standing(self) -> Counts:
        known = np.flatnonzero(self.sheet != _UNKNOWN)
        return Counts(
            self.metrics, known // len(self.metrics), known % len(self.metrics), self.value[known], self.low[known],
            self.high[known], self.moments[self.sheet[known]], self.names[self.measure[known]],
            np.zeros(len(known), np.bool_),
        )  # fmt: skip


def _columns(rows: Sequence[Any], count: int) -> list[Any]:
    """Rows as columns: two of ids, three of values and bounds - what is not there is no number -, the rest ids."""
    columns = list(zip(*rows, strict=True)) or [()] * count
    return [np.array(column, np.float64 if 2 <= place <= 4 else np.int64) for place, column in enumerate(columns)]


def _by_id(numbers: dict[int, int]) -> Any:
    found = np.full(max(numbers, default=0) + 1, _UNKNOWN, np.int64)
    for id, number in numbers.items():
        found[id] = number
    return found
