"""Daily figures and events added up over a period, of works and of whole accounts."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, case, func, select

from pipeline.reach.observation import COUNTS
from pipeline.reach.store.queries import exact
from pipeline.reach.store.tables import ACCOUNT, account, daily, latest, measure, sheet, work
from pipeline.reach.store.values import AccountSum, DaySum


def day_sums(connection: Connection, first: Date | None, last: Date | None) -> list[DaySum]:
    """Daily figures and events of works from `first` to `last`, both included."""
    found = []
    for row in _sums(connection, first, last, accounts=False):
        found.append(
            DaySum(
                row.work_id, row.metric, row.grain, row.definition, *_amounts(row), Date.fromordinal(row.first),
                Date.fromordinal(row.last), row.days, row.as_of, row.file_id, row.row,
            )
        )  # fmt: skip
    return found


def account_sums(connection: Connection, first: Date | None, last: Date | None) -> list[AccountSum]:
    """Daily figures of whole accounts in a period, and the newest summaries up to its end."""
    found = []
    for row in _sums(connection, first, last, accounts=True):
        found.append(
            AccountSum(
                row.platform, row.name, row.metric, row.grain, row.definition, *_amounts(row),
                Date.fromordinal(row.first), Date.fromordinal(row.last), row.days, row.as_of, row.file_id, row.row,
            )
        )  # fmt: skip
    return found + list(_summaries(connection, last))


def _sums(connection: Connection, first: Date | None, last: Date | None, *, accounts: bool) -> list[Any]:
    of = daily.c
    low = func.coalesce(of.low, of.value)
    endless = func.max(case((of.low.is_not(None) & of.high.is_(None), 1), else_=0)).cast(Integer)
    high = func.coalesce(of.high, of.value)
    sums = (
        select(
            of.work_id,
            of.measure_id,
            func.sum(of.value).label("value"),
            func.sum(low).label("low"),
            func.sum(high).label("high"),
            endless.label("endless"),
            func.max(of.value).label("greatest"),
            func.min(of.day).label("first"),
            func.max(of.day).label("last"),
            func.count().label("days"),
        )
        .where(*([of.day >= first.toordinal()] if first else []), *([of.day <= last.toordinal()] if last else []))
        .group_by(of.work_id, of.measure_id)
        .subquery()
    )
    whole = work.c.key == ACCOUNT
    chosen = (
        select(
            sums, measure.c.metric, measure.c.grain, measure.c.definition, account.c.platform, account.c.name,
            of.row, sheet.c.as_of, sheet.c.file_id,
        )
        .join(measure, measure.c.id == sums.c.measure_id)
        .join(work, work.c.id == sums.c.work_id)
        .join(account, account.c.id == work.c.account_id)
        .join(daily, (of.work_id == sums.c.work_id) & (of.measure_id == sums.c.measure_id) & (of.day == sums.c.last))
        .join(sheet, sheet.c.id == of.sheet_id)
        .where(measure.c.metric != "", whole if accounts else ~whole)
        .order_by(account.c.platform, account.c.name, sums.c.work_id, sums.c.measure_id)
    )  # fmt: skip
    return list(connection.execute(chosen))


def _amounts(row: Any) -> tuple[float, float, float | None, float]:
    whole = row.metric in COUNTS
    value, low, high, greatest = (int(v) if whole else v for v in (row.value, row.low, row.high, row.greatest))
    return value, low, None if row.endless else high, greatest


def _summaries(connection: Connection, last: Date | None) -> Iterator[AccountSum]:
    of = latest.c
    rows = connection.execute(
        select(
            account.c.platform, account.c.name, measure.c.metric, measure.c.grain, measure.c.definition, of.value,
            of.low, of.high, of.row, sheet.c.as_of, sheet.c.file_id,
        )
        .join(measure, measure.c.id == of.measure_id)
        .join(work, work.c.id == of.work_id)
        .join(account, account.c.id == work.c.account_id)
        .join(sheet, sheet.c.id == of.sheet_id)
        .where(work.c.key == ACCOUNT, measure.c.grain.in_(("summary", "work-cumulative")))
        .order_by(account.c.platform, account.c.name, of.measure_id)
    )  # fmt: skip
    end = datetime.max if last is None else datetime.combine(last, datetime.max.time())
    for row in rows:
        if row.as_of <= end:
            value, low, high = exact(row.value, row.low, row.high, whole=row.metric in COUNTS)
            day = row.as_of.date()
            yield AccountSum(
                row.platform, row.name, row.metric, row.grain, row.definition, value, low, high, value, day, day, 1,
                row.as_of, row.file_id, row.row,
            )  # fmt: skip
