"""Tables of a report, by platform, episode, series or month: values with headings, in no certain form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from pipeline.messages import tr
from pipeline.reach.names import joint_name, metric_name, platform_title
from pipeline.reach.observation import RATES
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.comparison import Comparison
from pipeline.reach.report.differences import Gain
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.growth import Growth
from pipeline.reach.report.meanings import meaning
from pipeline.reach.report.metrics import COUNTED, GAINED, JOINED, MAIN, METRIC_ORDER
from pipeline.reach.report.periods import DAY
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.totals import Figures, SeriesFigures, joined

By = Literal["platform", "episode", "series", "month"]
Kind = Literal["text", "number", "count", "rate", "seconds", "date", "figure", "ratio", "change", "growth"]
Cell = Amount | str | int | Date | None
"""None for what nobody reported; a text may be a message."""

TOTAL = tr("total")
_GAINS = frozenset([*GAINED, *JOINED])


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its heading."""

    name: str
    """As in JSON, and as the heading of English sheets."""
    heading: str
    """As people read it, in the language that is spoken."""
    kind: Kind = "count"
    total: bool = False
    """Whether it sums up others of its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; the last row is a total where `summed` says so."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summed: bool = False


def tables(report: ReachReport, by: By) -> tuple[Table, ...]:
    """The tables of a report; the period beside the one before it first, where that is asked for."""
    beside = (by_period(report.comparison),) if report.comparison else ()
    return (*beside, *_tables(report, by))


def _tables(report: ReachReport, by: By) -> tuple[Table, ...]:
    if by == "series":
        return (by_series(report),)
    if by == "month":
        return (by_month(report),)
    make = by_platform if by == "platform" else by_episode
    return tuple(make(one, report) for one in report.series)


def by_platform(one: SeriesFigures, report: ReachReport) -> Table:
    """Platforms of a series, every metric that any of them reports, and the totals."""
    lines = [platform.figures for platform in one.platforms.values()]
    metrics = _metrics([*lines, one.totals])
    since = report.since
    places = {name: since.by_place.get((one.series.id, name), {}) for name in one.platforms} if since else {}
    whole = since.by_series.get(one.series.id, {}) if since else {}
    gained = _gained([*places.values(), whole])
    columns = [
        Column(name="platform", heading=tr("platform"), kind="text"),
        Column(name="works", heading=tr("works"), kind="number"),
        *(figure_column(metric) for metric in metrics),
        *map(gained_column, gained),
        Column(name="as_of", heading=tr("figures as of"), kind="date"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for name, platform in one.platforms.items():
        newest = platform.dates[1].date() if platform.dates else None
        figures = joined(platform.figures)
        own = _amounts(places.get(name, {}), gained)
        rows.append((name, platform.works, *(figures.get(metric) for metric in metrics), *own, newest))
    works = sum(platform.works for platform in one.platforms.values())
    rows.append((TOTAL, works, *(one.totals.get(metric) for metric in metrics), *_amounts(whole, gained), None))
    return Table(title=_title(one), columns=tuple(columns), rows=tuple(rows), summed=True)


def by_episode(one: SeriesFigures, report: ReachReport) -> Table:
    """Episodes of a series: the main metric of each platform, the totals, and growth compared with the series."""
    mains = {name: main for name, platform in one.platforms.items() if (main := main_metric(platform.figures))}
    totals = _metrics([found.totals for found in one.episodes])
    since = report.since
    gains = (
        {
            found.episode.number: since.by_episode.get((one.series.id, found.episode.number), {})
            for found in one.episodes
        }
        if since
        else {}
    )
    whole_gains = since.by_series.get(one.series.id, {}) if since else {}
    gained = _gained([*gains.values(), whole_gains])
    grown = {found.episode.number: report.growth(found) for found in one.episodes}
    compared = [name for name in one.platforms if any(name in growth for growth in grown.values())]
    columns = [
        Column(name="number", heading=tr("episode"), kind="number"),
        Column(name="title", heading=tr("title"), kind="text"),
        *(figure_column(metric) for metric in totals),
        *map(gained_column, gained),
        *(_platform_column(name, metric) for name, metric in mains.items()),
        *(_ratio_column(name) for name in compared),
    ]
    rows: list[tuple[Cell, ...]] = []
    for found in one.episodes:
        own = (
            found.platforms[name].figures.get(metric) if name in found.platforms else None
            for name, metric in mains.items()
        )
        cells: list[Cell] = [found.episode.number, found.episode.title]
        cells += [found.totals.get(metric) for metric in totals]
        cells += [*_amounts(gains.get(found.episode.number, {}), gained), *own]
        cells += [_ratio(grown[found.episode.number].get(name)) for name in compared]
        rows.append(tuple(cells))
    whole = (one.platforms[name].figures.get(metric) for name, metric in mains.items())
    last: list[Cell] = [None, TOTAL, *(one.totals.get(metric) for metric in totals)]
    last += [*_amounts(whole_gains, gained), *whole]
    rows.append(tuple(last + [None] * (len(columns) - len(last))))
    return Table(title=_title(one), columns=tuple(columns), rows=tuple(rows), summed=True)


def by_series(report: ReachReport) -> Table:
    """Series with their totals."""
    metrics = _metrics([one.totals for one in report.series])
    since = report.since
    gains = {one.series.id: since.by_series.get(one.series.id, {}) for one in report.series} if since else {}
    gained = _gained(gains.values())
    columns = [
        Column(name="series", heading=tr("series"), kind="text"),
        Column(name="title", heading=tr("name"), kind="text"),
        Column(name="episodes", heading=tr("number of episodes"), kind="number"),
        *(figure_column(metric) for metric in metrics),
        *map(gained_column, gained),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            one.series.id,
            one.series.title,
            sum(found.is_counted for found in one.episodes),
            *(one.totals.get(metric) for metric in metrics),
            *_amounts(gains.get(one.series.id, {}), gained),
        )
        for one in report.series
    ]
    reported = sum(found.is_counted for one in report.series for found in one.episodes)
    whole = _amounts(since.whole if since else {}, gained)
    rows.append((TOTAL, "", reported, *(report.totals.get(metric) for metric in metrics), *whole))
    return Table(title="", columns=tuple(columns), rows=tuple(rows), summed=True)


def by_period(comparison: Comparison) -> Table:
    """What was gained in a period and in the one before it, and how much more that is."""
    columns = (
        Column(name="metric", heading=tr("metric"), kind="text"),
        Column(name="gained", heading=tr("this period")),
        Column(name="gained_before", heading=tr("period before")),
        Column(name="change", heading=tr("change"), kind="change"),
        Column(name="change_rate", heading=tr("change in percent"), kind="growth"),
        Column(name="remark", heading=tr("remark"), kind="text"),
    )
    found = comparison.changes.items()
    both = {metric for metric, _ in found}
    rows: list[tuple[Cell, ...]] = []
    counted = [metric for metric in COUNTED if metric in both]
    # What the sentence for the office tells as one figure.
    joint = [(joint_name(counted), comparison.of(counted))] if len(counted) > 1 else []
    others = [
        (metric_name(metric), one)
        for metric, one in found
        if metric != "plays_and_reads" and (metric not in JOINED or both.issuperset(JOINED[metric]))
    ]
    for name, one in (*joint, *others):
        difference = None if one.difference is None else Amount.of(one.difference)
        rate = None if one.rate is None else Amount.of(one.rate)
        remark = tr("not comparable: {reason}", reason=one.reason) if one.why else ""
        rows.append((name, one.now, one.before, difference, rate, remark))
    title = tr(
        "{first} to {last}, compared with {earlier} to {before}",
        first=comparison.now.start + DAY,
        last=comparison.now.stop,
        earlier=comparison.before.start + DAY,
        before=comparison.before.stop,
    )
    return Table(title=title, columns=columns, rows=tuple(rows))


def by_month(report: ReachReport) -> Table:
    """Months with what was gained in each, and between which counts."""
    found = [(month, month.whole) for month in report.months]
    metrics = _metrics([{name: gain.amount for name, gain in gained.items()} for _, gained in found])
    columns = [
        Column(name="month", heading=tr("month"), kind="text"),
        *(figure_column(metric) for metric in metrics),
        Column(name="from", heading=tr("from day"), kind="date"),
        Column(name="to", heading=tr("to day"), kind="date"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for month, gained in found:
        first = min((gain.first for gain in gained.values()), default=None)
        last = max((gain.last for gain in gained.values()), default=None)
        amounts = (gained[metric].amount if metric in gained else None for metric in metrics)
        rows.append((month_name(month), *amounts, first, last))
    if report.since is not None and rows:
        rows.append((TOTAL, *_amounts(report.since.whole, metrics), None, None))
    return Table(title="", columns=tuple(columns), rows=tuple(rows), summed=report.since is not None)


def traced(report: ReachReport) -> Table:
    """Every figure that is counted, with the row that it was read from."""
    columns = (
        Column(name="series", heading=tr("series"), kind="text"),
        Column(name="number", heading=tr("episode"), kind="number"),
        Column(name="platform", heading=tr("platform"), kind="text"),
        Column(name="work", heading=tr("work"), kind="text"),
        Column(name="metric", heading=tr("metric"), kind="text"),
        Column(name="value", heading=tr("value"), kind="figure"),
        Column(name="as_of", heading=tr("figures as of"), kind="date"),
        Column(name="definition", heading=tr("definition"), kind="text"),
        Column(name="row", heading=tr("row"), kind="number"),
        Column(name="file", heading=tr("file"), kind="text"),
        Column(name="sha256", heading="SHA-256", kind="text"),
    )
    rows: list[tuple[Cell, ...]] = []
    for fact in report.counted:
        work, file = report.data.works[fact.work], report.data.files.get(fact.file)
        amount = Amount(fact.value, fact.low, fact.high)
        title = " ".join(work.title.split())
        place: tuple[Cell, ...] = (fact.row, file.path if file else "", file.sha256 if file else "")
        figure: tuple[Cell, ...] = (fact.metric, amount, fact.as_of.date(), meaning(fact.definition, fact.metric))
        rows.append((work.series, work.number, work.platform, title, *figure, *place))
    return Table(title=tr("sources"), columns=columns, rows=tuple(rows))


def has_lower_bounds(table: Table) -> bool:
    """Whether a figure of it is shown by its lower bound."""
    return any(isinstance(cell, Amount) and cell.by_lower_bound for row in table.rows for cell in row)


def month_name(month: Gains) -> str:
    """`2026-03`."""
    return month.stop.strftime("%Y-%m")


def _gained(several: Iterable[Mapping[str, Gain]]) -> list[str]:
    """Metrics of which any of these gains is known."""
    return _metrics([{name: gain.amount for name, gain in gains.items() if name in _GAINS} for gains in several])


def _amounts(gains: Mapping[str, Gain], metrics: Iterable[str]) -> list[Cell]:
    return [gains[metric].amount if metric in gains else None for metric in metrics]


def gained_column(metric: str) -> Column:
    """The column of what was gained of a metric."""
    return Column(name=f"{metric}_gained", heading=tr("{metric} gained", metric=metric_name(metric)))


def _title(one: SeriesFigures) -> str:
    return f"{one.series.title} ({one.series.id})"


def figure_column(metric: str) -> Column:
    """The column of a metric."""
    kind: Kind = "rate" if metric in RATES else "seconds" if metric == "average_play_seconds" else "count"
    return Column(name=metric, heading=metric_name(metric), kind=kind, total=metric.count("_and_") == 1)


def _platform_column(platform: str, metric: str) -> Column:
    heading = tr("{platform} {metric}", platform=platform_title(platform), metric=metric_name(metric))
    return Column(name=f"{platform} {metric}", heading=heading)


def _ratio_column(platform: str) -> Column:
    heading = tr("{platform} against usual", platform=platform_title(platform))
    return Column(name=f"{platform} against usual", heading=heading, kind="ratio")


def _metrics(lines: Iterable[Figures]) -> list[str]:
    """Those that any line has; sums of two metrics only where both are there, as they would be no news else."""
    found = {metric for line in lines for metric in line}
    for name, parts in JOINED.items():
        if not found.issuperset(parts):
            found.discard(name)
    return [metric for metric in METRIC_ORDER if metric in found]


def main_metric(figures: Figures) -> str | None:
    """The main metric of a platform; None where it reports none of these."""
    return next((metric for metric in MAIN if metric in figures), None)


def _ratio(growth: Growth | None) -> Amount | None:
    return Amount.of(round(growth.value / growth.typical, 2)) if growth and growth.typical else None
