"""Works as they are stored: their newest description, when they were seen last, which episode they are."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from pipeline.reach.observation import State
from pipeline.reach.store.tables import (
    ACCOUNT,
    LISTED,
    account,
    details,
    file,
    latest,
    measure,
    pair,
    placement,
    run,
    sheet,
    work,
)
from pipeline.reach.store.values import KnownWork, Placement

MAIN = ("plays", "reads", "downloads", "attendance")
"""Metrics that say best how far a work reached: the first of these that is known."""


class _LastListed(NamedTuple):
    """When a work was seen last in a list of its account, with the formats of such lists."""

    as_of: datetime
    formats: frozenset[str]


def known_works(connection: Connection) -> list[KnownWork]:
    """All works ever seen, by platform, account and the time of their first import."""
    descriptions: dict[int, list[Any]] = defaultdict(list)
    newest_first = (details.c.as_of.desc(), details.c.sha256.desc(), details.c.row.desc())
    for row in connection.execute(select(details).order_by(*newest_first)).all():
        descriptions[row.work_id].append(row)
    figures = _figures(connection)
    listed, seen = _last_listed(connection)
    lists = _lists(connection)
    decisions = placements(connection)
    bare = _first_without_figures(connection)
    rows = connection.execute(
        select(work.c.id, work.c.key, work.c.account_id, account.c.platform, account.c.name)
        .join(account, account.c.id == work.c.account_id)
        .where(work.c.key != ACCOUNT)
        .order_by(account.c.platform, account.c.name, work.c.id)
    ).all()
    found = []
    for id, key, account_id, platform, name in rows:
        newest, titles = _description(descriptions[id])
        gone, beyond = _gone(account_id, listed.get(id), newest.published, lists)
        found.append(
            KnownWork(
                id=id,
                platform=platform,
                account=name,
                key=key,
                named=newest.named,
                title=newest.title,
                titles=titles,
                published=newest.published,
                url=newest.url,
                state=newest.state,
                episode=newest.episode,
                seen=seen[id],
                gone_since=gone,
                beyond=beyond,
                plays=figures.get(id),
                placed=decisions.get(id),
                private_since=bare.get(id) if newest.state == "private" else None,
            )
        )
    return found


def placements(connection: Connection) -> dict[int, Placement]:
    """The newest decisions, by work id."""
    newest: dict[int, Placement] = {}
    for row in connection.execute(select(placement).order_by(placement.c.id)):
        if row.verdict == "open":
            newest.pop(row.work_id, None)
        else:
            newest[row.work_id] = Placement(series=row.series, number=row.number, how=row.how)
    return newest


class _Description(NamedTuple):
    title: str
    published: datetime | None
    url: str
    state: State
    named: bool
    episode: str


def _description(descriptions: Sequence[Any]) -> tuple[_Description, tuple[str, ...]]:
    """A work's description and titles, from its descriptions, newest first: older ones say what the newest does not."""
    if len(descriptions) == 1:
        [only] = descriptions
        return only, (only.title,) if only.title else ()
    titles = tuple(dict.fromkeys(one.title for one in descriptions if one.title))
    description = _Description(
        title=titles[0] if titles else "",
        published=next((one.published for one in descriptions if one.published), None),
        url=next((one.url for one in descriptions if one.url), ""),
        state=descriptions[0].state,
        named=any(one.named for one in descriptions),
        episode=next((one.episode for one in descriptions if one.episode), ""),
    )
    return description, titles


def _figures(connection: Connection) -> dict[int, int]:
    of = latest.c
    rows = connection.execute(
        select(of.work_id, measure.c.metric, of.value)
        .join(measure, measure.c.id == of.measure_id)
        .join(sheet, sheet.c.id == of.sheet_id)
        .where(measure.c.metric.in_(MAIN), measure.c.grain == "work-cumulative")
        .order_by(sheet.c.as_of, sheet.c.sha256)
    ).all()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.work_id][row.metric] = int(row.value)
    return {id: next(metrics[name] for name in MAIN if name in metrics) for id, metrics in found.items()}


def _last_listed(connection: Connection) -> tuple[dict[int, _LastListed], dict[int, datetime]]:
    """By work: where it was listed last, and when it was seen last in whatever file."""
    sheets = {
        row.id: row
        for row in connection.execute(
            select(sheet.c.id, sheet.c.grain, sheet.c.as_of, file.c.format).join(file, file.c.id == sheet.c.file_id)
        )
    }
    sheets_of_works = select(pair.c.work_id, run.c.sheet_id).join(run, run.c.id == pair.c.run_id).distinct()
    listed: dict[int, _LastListed] = {}
    seen: dict[int, datetime] = {}
    for id, sheet_id in connection.execute(sheets_of_works).all():
        on = sheets[sheet_id]
        seen[id] = max(seen.get(id, on.as_of), on.as_of)
        if on.grain == "work-cumulative":
            other = listed.get(id, _LastListed(on.as_of, frozenset()))
            listed[id] = _LastListed(max(on.as_of, other.as_of), other.formats | {on.format})
    return listed, seen


def _first_without_figures(connection: Connection) -> dict[int, datetime]:
    """By work: as of when it was first listed without figures."""
    first = (
        select(pair.c.work_id, sheet.c.as_of)
        .join(measure, measure.c.id == pair.c.measure_id)
        .join(sheet, sheet.c.id == pair.c.first_sheet_id)
        .where(measure.c.metric == LISTED)
    )
    found: dict[int, datetime] = {}
    for id, as_of in connection.execute(first).all():
        found[id] = min(found.get(id, as_of), as_of)
    return found


def _lists(connection: Connection) -> dict[tuple[int, str], list[tuple[datetime, datetime | None]]]:
    """By account and format: the moments of its lists, each with the time of its oldest work; oldest first."""
    rows = connection.execute(
        select(sheet.c.account_id, file.c.format, sheet.c.as_of, sheet.c.oldest)
        .join(file, file.c.id == sheet.c.file_id)
        .where(sheet.c.whole)
        .order_by(sheet.c.as_of)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.account_id, row.format].append((row.as_of, row.oldest))
    return found


def _gone(
    account_id: int,
    last: _LastListed | None,
    published: datetime | None,
    lists: dict[tuple[int, str], list[tuple[datetime, datetime | None]]],
) -> tuple[datetime | None, bool]:
    """As of when a work was first missing, and whether it may only be older than that list reaches back.

    Lists of the day on which it was seen last do not count: they may be parts of one list.
    """
    if last is None:
        return None, False
    day_over = last.as_of.replace(hour=23, minute=59, second=59, microsecond=999_999)
    without = []
    for format in last.formats:
        moments = lists.get((account_id, format), [])
        if not moments or moments[-1][0] <= day_over:
            continue
        place = bisect_right(moments, day_over, key=lambda moment: moment[0])
        without += moments[place : place + 1]
    if not without:
        return None, False
    since, oldest = min(without, key=lambda moment: moment[0])
    return since, published is not None and oldest is not None and published < oldest
