"""Reading what a report needs from the store: cumulative figures as they are, days added up, never mixed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.model.reach import ReachSettings
from pipeline.reach.observation import KnownSeries
from pipeline.reach.report.data import AccountFigure, Days, Fact, ReportData, ReportWork, SourceFile
from pipeline.reach.report.gains import Gains, gains, months
from pipeline.reach.report.growth import Curves, Point, curves, due
from pipeline.reach.report.metrics import AVERAGED, GAINED, MAIN, PEOPLE
from pipeline.reach.report.periods import Period
from pipeline.reach.report.report import ReachReport
from pipeline.reach.store import AccountSum, DaySum, FileRow, KnownWork, Store
from pipeline.reach.store.columns import Counts, both


class Window(NamedTuple):
    """Days in which a count of a work is used for an age."""

    work: int
    age: int
    first: Date
    last: Date


def gather_known(
    store: Store,
    works: Iterable[KnownWork],
    series: Sequence[KnownSeries],
    settings: ReachSettings,
    *,
    as_of: Date | None,
    today: Date,
) -> ReportData:
    """What is known of `series` at the end of `as_of`; of the newest figure's day where none, or no past one, is given.

    `works` are all works of the store, each with its placement.
    """
    latest = store.latest(as_of)
    sums = without_overlap(store.day_sums(last=as_of))
    ids = {one.id for one in series}
    newest = max([*(one.as_of.date() for one in latest), *(one.last for one in sums)], default=today)
    day = as_of if as_of and as_of <= today else newest
    facts = tuple(together(latest, sums))
    return ReportData(
        as_of=day,
        series=tuple(series),
        works={work.id: _work(work, day) for work in works},
        facts=facts,
        days={(one.work, one.metric, one.definition): Days(one.first, one.last, one.days, one.grain) for one in sums},
        accounts=tuple(_accounts(store.account_sums(last=as_of))),
        files={file.id: _file(file) for file in store.files()},
        primary=settings.primary,
        expected=frozenset(name.partition("/")[0] for name, posted in settings.accounts.items() if posted in ids),
    )


def gains_since(store: Store, report: ReachReport, start: Date) -> Gains:
    """What was gained from the end of `start` until the day of the report."""
    return _since(report, start, _facts_at(store, start))


def compared_gains(store: Store, report: ReachReport, start: Date) -> tuple[Gains, Gains]:
    """What was gained since then, and in the period of the same length before: that ends where this one begins."""
    earlier = Period(start, report.data.as_of).before
    between, before = _facts_at(store, start), _facts_at(store, earlier.start)
    return _since(report, start, between), gains(
        before, between, report.data, report.series, start=earlier.start, stop=earlier.stop
    )


def _since(report: ReachReport, start: Date, before: Iterable[Fact]) -> Gains:
    after = (fact for fact in report.data.facts if fact.metric in GAINED)
    return gains(before, after, report.data, report.series, start=start, stop=report.data.as_of)


def monthly_gains(store: Store, report: ReachReport) -> tuple[Gains, ...]:
    """What was gained in each month, from the oldest figure's until the day of the report.

    In a report since a day, from then on, and of the works whose gain since then is known: the months add up to it.
    """
    lists = [file.as_of.date() for file in store.files() if file.grain == "work-cumulative"]
    first = min([*lists, *(days.first for days in report.data.days.values())], default=None)
    if first is None or first > report.data.as_of:
        return ()
    since = report.since
    if since is not None:
        first = since.start + timedelta(days=1)
    ends = months(first, report.data.as_of)
    if since is not None:
        ends = (since.start, *ends[1:])
        if len(ends) == 2:
            # A report on a single month is that month.
            return (since,)
    blank = since.blank if since else frozenset()
    return tuple(
        gains(
            before,
            after,
            report.data,
            report.series,
            start=start,
            stop=stop,
            without=blank,
            origin=ends[0],
            apart=False,
        )
        for (start, before), (stop, after) in pairwise(zip(ends, _counts_at(store, ends), strict=True))
    )


def _counts_at(store: Store, ends: Sequence[Date]) -> Iterator[Counts]:
    """At each of these ends of days what was known, of metrics with gains; cumulative where there is such a figure."""
    for day, counts in zip(ends, store.latest_at(ends, GAINED), strict=True):
        sums = [one for one in store.day_sums(last=day) if one.metric in GAINED]
        days = Counts.of(filter(None, map(_summed, without_overlap(sums))), GAINED)
        yield both(counts, days.at(~np.isin(days.pair, counts.pair))) if len(days) else counts


def curves_of(store: Store, data: ReportData) -> dict[tuple[str, str], Curves]:
    """Growth since release, by series and platform."""
    ids = {one.id for one in data.series}
    days = {(episode.series, episode.number): episode.date for one in data.series for episode in one.episodes}
    windows = []
    for work in data.works.values():
        released = work.published.date() if work.published else days.get((work.series, work.number or 0))
        if work.counts and work.series in ids and released is not None:
            windows += [Window(work.id, age, first, last) for age, first, last in due(released, data.as_of)]
    found = store.newest_within([(one.work, one.first, one.last) for one in windows], MAIN)
    points = [
        Point(one.work, seen.metric, one.age, seen.low, seen.definition, seen.low == seen.high)
        for one, figures in zip(windows, found, strict=True)
        for seen in figures
    ]
    return curves(points, data)


def _facts_at(store: Store, day: Date) -> list[Fact]:
    """The newest figures at the end of a day, of metrics with gains."""
    sums = [one for one in store.day_sums(last=day) if one.metric in GAINED]
    return list(together(store.latest(day, GAINED), without_overlap(sums)))


def together(latest: Iterable[Fact], sums: Iterable[DaySum]) -> Iterator[Fact]:
    """Cumulative figures, and sums of days of works that have no cumulative figure of the same metric."""
    days = list(sums)
    facts = list(latest)
    yield from facts
    cumulative = {(fact.work, fact.metric) for fact in facts} if days else frozenset()
    for one in days:
        summed = _summed(one)
        if summed is not None and (one.work, one.metric) not in cumulative:
            yield summed


def _summed(one: DaySum) -> Fact | None:
    """Days as one figure: counts added, people of several days within bounds, rates of a single day only."""
    if one.metric in AVERAGED and one.days > 1:
        return None
    value, low = (one.greatest, one.greatest) if one.metric in PEOPLE else (one.value, one.low)
    as_of = datetime.combine(one.last, time(23, 59, 59))
    return Fact(one.work, one.metric, value, low, one.high, as_of, one.definition, one.file, one.row, True)


def without_overlap(sums: Iterable[DaySum]) -> list[DaySum]:
    """One count of each day: of several definitions or grains the newest file's, and older ones that end before it."""
    by_pair: dict[tuple[int, str], list[DaySum]] = defaultdict(list)
    for one in sums:
        by_pair[one.work, one.metric].append(one)
    found = []
    for several in by_pair.values():
        several.sort(key=lambda one: (one.as_of, one.last, one.days, one.definition), reverse=True)
        kept = [several[0]]
        kept += [one for one in several[1:] if one.last < min(other.first for other in kept)]
        # The newest day first: it is what notes call the newest definition.
        found += kept
    return found


def _work(work: KnownWork, day: Date) -> ReportWork:
    placed = work.placed
    gone = work.gone_since if work.gone_since and work.gone_since.date() <= day else None
    still_public = work.private_since is not None and work.private_since.date() > day
    return ReportWork(
        id=work.id,
        platform=work.platform,
        account=work.account,
        title=work.title,
        published=work.published,
        url=work.url,
        state="public" if still_public else work.state,
        gone_since=None if work.beyond else gone,
        out_of_reach=work.beyond and gone is not None,
        series=placed.series if placed else "",
        number=placed.number if placed else None,
        decided=placed is not None,
    )


def _accounts(sums: Iterable[AccountSum]) -> Iterator[AccountFigure]:
    """Figures of accounts; a summary only where there are no days of the same."""
    known = list(sums)
    daily = {(one.platform, one.account, one.metric) for one in known if one.grain == "account-daily"}
    for one in known:
        pair = (one.platform, one.account, one.metric)
        if one.grain != "account-daily" and pair in daily:
            continue
        if one.days > 1 and (one.metric in PEOPLE or one.metric in AVERAGED):
            continue
        yield AccountFigure(
            platform=one.platform,
            account=one.account,
            grain=one.grain,
            metric=one.metric,
            value=one.value,
            first=one.first,
            last=one.last,
            days=one.days,
        )


def _file(file: FileRow) -> SourceFile:
    return SourceFile(id=file.id, path=file.path, sha256=file.sha256, platform=file.platform, as_of=file.as_of)
