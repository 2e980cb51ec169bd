"""Queries: the newest figures up to a moment, their history, and their decreases."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from pipeline.reach.observation import COUNTS
from pipeline.reach.store import tables
from pipeline.reach.store.values import Decrease, LatestFigure, PastFigure

CUMULATIVE = "work-cumulative"


class _Sheet(NamedTuple):
    id: int
    file: int
    account: int
    as_of: datetime
    sha256: str


class _Measure(NamedTuple):
    metric: str
    grain: str
    definition: str
    whole: bool
    """Whether its values are whole numbers."""


@dataclass
class Queries:
    """Questions to one state of the store."""

    connection: Connection

    @cached_property
    def measures(self) -> dict[int, _Measure]:
        rows = self.connection.execute(select(tables.measure))
        return {row.id: _Measure(row.metric, row.grain, row.definition, row.metric in COUNTS) for row in rows}

    @cached_property
    def sheets(self) -> dict[int, _Sheet]:
        """Cumulative sheets, in the order in which their figures follow each other."""
        of = tables.sheet.c
        chosen = select(of.id, of.file_id, of.account_id, of.as_of, of.sha256).where(of.grain == CUMULATIVE)
        return {row.id: _Sheet(*row) for row in self.connection.execute(chosen.order_by(of.as_of, of.sha256))}

    def latest(self, as_of: datetime | None, metrics: Collection[str] = ()) -> list[LatestFigure]:
        """The newest figure of each work and metric, not newer than `as_of`; by work, then metric."""
        # Every report has tens of thousands of rows: they are unpacked, not asked by name.
        sheets, measures = self.sheets, self.measures
        rank = {id: place for place, id in enumerate(sheets)}
        names = {id: measure.metric for id, measure in measures.items()}
        newest: dict[tuple[int, str], Any] = {}
        for row in self._latest(as_of, metrics):
            pair = (row[0], names[row[1]])
            other = newest.get(pair)
            if other is None or rank[other[2]] < rank[row[2]]:
                newest[pair] = row
        fallen = self._fallen(as_of)
        result = []
        for pair in sorted(newest):
            work, measure_id, sheet_id, row, value, low, high, *_ = newest[pair]
            measure, sheet = measures[measure_id], sheets[sheet_id]
            value, low, high = exact(value, low, high, whole=measure.whole)
            before = fallen.get((work, measure_id)) if fallen else None
            figure = (work, measure.metric, value, low, high, sheet.as_of, measure.definition, sheet.file, row, False)
            if before is not None and high is not None and high < before.before_low:
                fell_at = sheets[before.before_sheet_id].as_of
                result.append(LatestFigure(*figure, fell_from=int(before.before_value), fell_at=fell_at))
            else:
                result.append(LatestFigure(*figure))
        return result

    def history(self, works: Collection[int], metrics: Collection[str] = ()) -> list[PastFigure]:
        """Every cumulative figure of some works, oldest first."""
        of, sheet = tables.observation.c, tables.sheet.c
        accounts = select(tables.work.c.account_id).where(tables.work.c.id.in_(works))
        chosen = (
            select(of.work_id, of.measure_id, of.value, of.low, of.high, of.sheet_id, of.row)
            .join(tables.sheet, sheet.id == of.sheet_id)
            .where(sheet.account_id.in_(accounts), sheet.grain == CUMULATIVE, of.work_id.in_(works))
            .where(of.measure_id.in_(self.wanted(metrics)))
            .order_by(sheet.as_of, sheet.sha256, of.row, of.measure_id)
        )
        found = []
        for row in self.connection.execute(chosen):
            measure, sheet_ = self.measures[row.measure_id], self.sheets[row.sheet_id]
            found.append(
                PastFigure(
                    row.work_id, measure.metric, *exact(row.value, row.low, row.high, whole=measure.whole),
                    sheet_.as_of, measure.definition, sheet_.file, row.row,
                )
            )  # fmt: skip
        return found

    def decreases(self, since: datetime | None, until: datetime | None) -> list[Decrease]:
        """Counts of files newer than `since`, up to `until`, that were lower than the ones before; oldest first."""
        found = []
        for row in self.connection.execute(select(tables.decrease)):
            sheet, before = self.sheets[row.sheet_id], self.sheets[row.before_sheet_id]
            if (since is None or sheet.as_of > since) and (until is None or sheet.as_of <= until):
                measure = self.measures[row.measure_id]
                found.append(
                    Decrease(
                        row.work_id, measure.metric, measure.definition, int(row.value), sheet.as_of, sheet.file,
                        row.row, int(row.before_value), before.as_of, before.file,
                    )
                )  # fmt: skip
        return sorted(found, key=lambda one: (one.as_of, one.work, one.metric))

    def wanted(self, metrics: Collection[str]) -> list[int]:
        return [
            id
            for id, measure in self.measures.items()
            if measure.grain == CUMULATIVE and measure.metric and (not metrics or measure.metric in metrics)
        ]

    def _latest(self, as_of: datetime | None, metrics: Collection[str]) -> Iterator[Any]:
        """The newest figure of each work and measure, in no order."""
        of = tables.latest.c
        columns = (of.work_id, of.measure_id, of.sheet_id, of.row, of.value, of.low, of.high, of.first_sheet_id)
        rows = self.connection.execute(select(*columns).where(of.measure_id.in_(self.wanted(metrics)))).all()
        if as_of is None:
            yield from rows
            return
        past: dict[int, set[tuple[int, int]]] = defaultdict(set)
        """By account: what was known then already and has been counted again since."""
        early = {id for id, sheet in self.sheets.items() if sheet.as_of <= as_of}
        for row in rows:
            work, measure, last, *_, first = row
            if last in early:
                yield row
            elif first in early:
                past[self.sheets[last].account].add((work, measure))
        for sheet in reversed(self.sheets.values()):
            if sheet.as_of <= as_of and (left := past.get(sheet.account)):
                yield from self._take(sheet.id, left)

    def _take(self, sheet: int, wanted: set[tuple[int, int]]) -> Iterator[Any]:
        """The figures on a sheet of some works and measures, which are no longer wanted then."""
        of = tables.observation.c
        columns = (of.work_id, of.measure_id, of.sheet_id, of.row, of.value, of.low, of.high)
        for row in self.connection.execute(select(*columns).where(of.sheet_id == sheet)).all():
            pair = (row[0], row[1])
            if pair in wanted:
                wanted.discard(pair)
                yield row

    def _fallen(self, as_of: datetime | None) -> Mapping[tuple[int, int], Any]:
        """The newest decrease of each work and measure."""
        rows = [
            row
            for row in self.connection.execute(select(tables.decrease))
            if as_of is None or self.sheets[row.sheet_id].as_of <= as_of
        ]
        rows.sort(key=lambda row: (self.sheets[row.sheet_id].as_of, self.sheets[row.sheet_id].sha256))
        return {(row.work_id, row.measure_id): row for row in rows}


def exact(
    value: float, low: float | None, high: float | None, *, whole: bool
) -> tuple[int | float, int | float, int | float | None]:
    """Value and bounds as they were reported, from their columns in the tables."""
    if whole:
        value = int(value)
        if low is None:
            return value, value, value
        return value, int(low), None if high is None else int(high)
    return (value, value, value) if low is None else (value, low, high)
