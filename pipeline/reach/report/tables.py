"""Tables of a report, by platform, episode, series or month: values with headings, not yet drawn anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from pipeline.model.platform import platform_name
from pipeline.reach.observation import RATES
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.growth import Growth
from pipeline.reach.report.metrics import JOINED, MAIN, METRIC_NAMES, METRIC_ORDER
from pipeline.reach.report.report import Told
from pipeline.reach.report.totals import Figures, SeriesFigures, joined

By = Literal["platform", "episode", "series", "month"]
Kind = Literal["text", "number", "count", "rate", "seconds", "date", "figure", "ratio"]
Cell = Amount | str | int | Date | None
"""None for what nobody reported."""

TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading, and what stands under it."""

    name: str
    """In the report's own words, as in JSON."""
    chinese: str
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


def tables(told: Told, by: By) -> tuple[Table, ...]:
    """The tables of a report."""
    if by == "series":
        return (by_series(told),)
    if by == "month":
        return (by_month(told),)
    make = by_platform if by == "platform" else by_episode
    return tuple(make(one, told) for one in told.series)


def by_platform(one: SeriesFigures, told: Told) -> Table:
    """Platforms of a series, every metric that any of them reports, and the totals."""
    lines = [place.figures for place in one.places.values()]
    metrics = _metrics([*lines, one.totals])
    columns = [
        Column(name="platform", chinese="平台", kind="text"),
        Column(name="works", chinese="作品", kind="number"),
        *(_column(metric) for metric in metrics),
        Column(name="as_of", chinese="数据截至", kind="date"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for name, place in one.places.items():
        known = place.known[1].date() if place.known else None
        figures = joined(place.figures)
        rows.append((name, place.works, *(figures.get(metric) for metric in metrics), known))
    works = sum(place.works for place in one.places.values())
    rows.append((TOTAL, works, *(one.totals.get(metric) for metric in metrics), None))
    return Table(title=_title(one), columns=tuple(columns), rows=tuple(rows), summed=True)


def by_episode(one: SeriesFigures, told: Told) -> Table:
    """Episodes of a series: what each platform mainly counts, the totals, and growth against the series."""
    mains = {name: main for name, place in one.places.items() if (main := main_metric(place.figures))}
    totals = _metrics([found.totals for found in one.episodes])
    grown = {found.episode.number: told.growth(found) for found in one.episodes}
    compared = [name for name in one.places if any(name in growth for growth in grown.values())]
    columns = [
        Column(name="number", chinese="期号", kind="number"),
        Column(name="title", chinese="标题", kind="text"),
        *(_column(metric) for metric in totals),
        *(
            Column(name=f"{name} {metric}", chinese=f"{platform_name(name)} {METRIC_NAMES[metric]}")
            for name, metric in mains.items()
        ),
    ]
    columns += [
        Column(name=f"{name} against usual", chinese=f"{platform_name(name)} 与常见之比", kind="ratio")
        for name in compared
    ]
    rows: list[tuple[Cell, ...]] = []
    for found in one.episodes:
        own = (
            found.places[name].figures.get(metric) if name in found.places else None for name, metric in mains.items()
        )
        cells: list[Cell] = [found.episode.number, found.episode.title]
        cells += [*(found.totals.get(metric) for metric in totals), *own]
        cells += [_ratio(grown[found.episode.number].get(name)) for name in compared]
        rows.append(tuple(cells))
    whole = (one.places[name].figures.get(metric) for name, metric in mains.items())
    last: list[Cell] = [None, TOTAL, *(one.totals.get(metric) for metric in totals), *whole]
    rows.append(tuple(last + [None] * (len(columns) - len(last))))
    return Table(title=_title(one), columns=tuple(columns), rows=tuple(rows), summed=True)


def by_series(told: Told) -> Table:
    """Series with their totals."""
    metrics = _metrics([one.totals for one in told.series])
    columns = [
        Column(name="series", chinese="系列", kind="text"),
        Column(name="title", chinese="名称", kind="text"),
        Column(name="episodes", chinese="期数", kind="number"),
        *(_column(metric) for metric in metrics),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            one.series.id,
            one.series.title,
            sum(1 for found in one.episodes if found.places),
            *(one.totals.get(metric) for metric in metrics),
        )
        for one in told.series
    ]
    reported = sum(1 for one in told.series for found in one.episodes if found.places)
    rows.append((TOTAL, "", reported, *(told.totals.get(metric) for metric in metrics)))
    return Table(title="", columns=tuple(columns), rows=tuple(rows), summed=True)


def by_month(told: Told) -> Table:
    """Months with what was gained in each, and between which counts."""
    found = [(month, month.whole) for month in told.months]
    metrics = _metrics([{name: gain.amount for name, gain in gained.items()} for _, gained in found])
    columns = [
        Column(name="month", chinese="月份", kind="text"),
        *(_column(metric) for metric in metrics),
        Column(name="from", chinese="起", kind="date"),
        Column(name="to", chinese="止", kind="date"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for month, gained in found:
        first = min((gain.first for gain in gained.values()), default=None)
        last = max((gain.last for gain in gained.values()), default=None)
        amounts = (gained[metric].amount if metric in gained else None for metric in metrics)
        rows.append((month_name(month), *amounts, first, last))
    return Table(title="", columns=tuple(columns), rows=tuple(rows))


def traced(told: Told) -> Table:
    """Every figure that is counted, with the row that it was read from."""
    columns = (
        Column(name="series", chinese="系列", kind="text"),
        Column(name="number", chinese="期号", kind="number"),
        Column(name="platform", chinese="平台", kind="text"),
        Column(name="work", chinese="作品", kind="text"),
        Column(name="metric", chinese="指标", kind="text"),
        Column(name="value", chinese="数值", kind="figure"),
        Column(name="as_of", chinese="数据截至", kind="date"),
        Column(name="definition", chinese="口径", kind="text"),
        Column(name="row", chinese="行", kind="number"),
        Column(name="file", chinese="文件", kind="text"),
        Column(name="sha256", chinese="SHA-256", kind="text"),
    )
    rows: list[tuple[Cell, ...]] = []
    for fact in told.counted:
        work, file = told.known.works[fact.work], told.known.files.get(fact.file)
        amount = Amount(fact.value, fact.low, fact.high)
        title = " ".join(work.title.split())
        place: tuple[Cell, ...] = (fact.row, file.path if file else "", file.sha256 if file else "")
        figure: tuple[Cell, ...] = (fact.metric, amount, fact.as_of.date(), fact.definition)
        rows.append((work.series, work.number, work.platform, title, *figure, *place))
    return Table(title="sources", columns=columns, rows=tuple(rows))


def month_name(month: Gains) -> str:
    """`2026-03`."""
    return month.stop.strftime("%Y-%m")


def _title(one: SeriesFigures) -> str:
    return f"{one.series.title} ({one.series.id})"


def _column(metric: str) -> Column:
    kind: Kind = "rate" if metric in RATES else "seconds" if metric == "average_play_seconds" else "count"
    return Column(name=metric, chinese=METRIC_NAMES.get(metric, metric), kind=kind, total=metric.count("_and_") == 1)


def _metrics(lines: Iterable[Figures]) -> list[str]:
    """Those that any line has; sums of two kinds only where both are there, as they would say nothing new."""
    found = {metric for line in lines for metric in line}
    for name, parts in JOINED.items():
        if not found.issuperset(parts):
            found.discard(name)
    return [metric for metric in METRIC_ORDER if metric in found]


def main_metric(figures: Figures) -> str | None:
    """What a platform mainly counts; None where it reports none of these."""
    return next((metric for metric in MAIN if metric in figures), None)


def _ratio(growth: Growth | None) -> Amount | None:
    return Amount.of(round(growth.value / growth.typical, 2)) if growth and growth.typical else None
