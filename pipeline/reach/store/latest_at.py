"""The newest figures at several ends of days, each looked up once and kept until there is a newer one."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from pipeline.reach.store.queries import Queries, exact
from pipeline.reach.store.tables import latest, observation
from pipeline.reach.store.values import LatestFigure

Pair = tuple[int, str]
"""A work and a metric."""


class _Found(NamedTuple):
    place: int
    """Of its sheet in the order in which figures follow each other."""
    figure: LatestFigure


def latest_at(connection: Connection, ends: Sequence[datetime], metrics: Collection[str]) -> list[list[LatestFigure]]:
    """The newest cumulative figure of each work and metric at each of `ends`, which ascend."""
    return list(_LatestAt(connection, metrics).over(ends))


class _LatestAt:
    """One pass through the sheets, oldest first."""

    def __init__(self, connection: Connection, metrics: Collection[str]) -> None:
        self.queries = Queries(connection)
        self.measures = self.queries.wanted(metrics)
        self.sheets = list(self.queries.sheets.values())
        self.places = {sheet.id: place for place, sheet in enumerate(self.sheets)}
        self.state: dict[Pair, _Found] = {}
        of = latest.c
        columns = (of.work_id, of.measure_id, of.sheet_id, of.row, of.value, of.low, of.high, of.first_sheet_id)
        self.newest = connection.execute(select(*columns).where(of.measure_id.in_(self.measures))).all()

    def over(self, ends: Sequence[datetime]) -> Iterator[list[LatestFigure]]:
        begin = 0
        for end in ends:
            stop = bisect_right(self.sheets, end, key=lambda sheet: sheet.as_of)
            past = self._newest(begin, stop)
            for sheet in reversed(self.sheets[begin:stop]):
                if left := past.get(sheet.account):
                    self._take(sheet.id, left)
            yield [found.figure for found in self.state.values()]
            begin = stop

    def _newest(self, begin: int, stop: int) -> dict[int, set[tuple[int, int]]]:
        """Keep figures whose newest one is among these sheets; returns what has a newer one, by account."""
        past: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for row in self.newest:
            place = self.places[row[2]]
            if place >= stop:
                if self.places[row[7]] < stop:
                    past[self.sheets[place].account].add((row[0], row[1]))
            elif place >= begin:
                self._put(row)
        return past

    def _take(self, sheet: int, left: set[tuple[int, int]]) -> None:
        """Keep the figures of a sheet that are in `left`, and remove them from it."""
        of = observation.c
        columns = (of.work_id, of.measure_id, of.sheet_id, of.row, of.value, of.low, of.high)
        chosen = select(*columns).where(of.sheet_id == sheet, of.measure_id.in_(self.measures))
        for row in self.queries.connection.execute(chosen).all():
            pair = (row[0], row[1])
            if pair in left:
                left.discard(pair)
                self._put(row)

    def _put(self, row: Any) -> None:
        id, measure_id, sheet_id, line, *_ = row
        measure, place = self.queries.measures[measure_id], self.places[sheet_id]
        pair = (id, measure.metric)
        known = self.state.get(pair)
        if known is None or known.place <= place:
            sheet = self.sheets[place]
            value, low, high = exact(row.value, row.low, row.high, whole=measure.whole)
            figure = LatestFigure(
                id, measure.metric, value, low, high, sheet.as_of, measure.definition, sheet.file, line
            )
            self.state[pair] = _Found(place, figure)
