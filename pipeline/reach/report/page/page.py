"""The report as one self-contained page: it needs no network, can be printed and fits a phone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.messages import Language, Message, spoken, tr
from pipeline.model.publishing.platform import platform_order
from pipeline.pages import pages
from pipeline.reach.names import day_text, listed, metric_name, platform_title, platform_titles, series_title
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.charts.plots import (
    GrowthChart,
    all_platforms,
    growth_line,
    month_columns,
    period_columns,
    platform_bars,
)
from pipeline.reach.report.counted import by_platform_in_all
from pipeline.reach.report.meanings import words_of
from pipeline.reach.report.metrics import metric_order
from pipeline.reach.report.page.sheet import Best, reach_of, remark_texts, sheet
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import (
    Cell,
    Column,
    Table,
    by_episode,
    by_month,
    by_period,
    by_platform,
    figure_column,
    has_lower_bounds,
)
from pipeline.reach.report.terminal import cell_text
from pipeline.reach.report.totals import SeriesFigures

LOCALES: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}
"""For browsers."""
BROAD = 13
"""Columns that a sheet of paper holds upright."""

MOST = 300
"""Episodes of a series that the page shows; the workbook and CSV have all."""

Covers = Callable[[Iterable[Best]], Mapping[tuple[str, int], str]]
"""Small covers of episodes, by series and number, as addresses that hold the picture."""


class Shown(NamedTuple):
    """A table without its empty columns, and what these were called."""

    table: Table
    dropped: list[str]
    zeros: list[str]

    @property
    def broad(self) -> bool:
        """Whether it does not fit a sheet of paper upright."""
        return len(self.table.columns) > BROAD


def report_page(report: ReachReport, *, studio: str, press: bool, covers: Covers | None = None) -> str:
    """The page as HTML; `press` says whether it has the sentence for a Chinese monthly report."""
    templates = pages(
        "pipeline.reach.report.page", reporting=True, platform=platform_titles, metric=metric_name, series=series_title,
        day=day_text,
    )  # fmt: skip
    first = sheet(report)
    return templates.get_template("report.html").render(
        cell_text=_cell_text,
        report=report,
        studio=studio,
        mark=studio,
        language=LOCALES[spoken()],
        press=report.press if press else None,
        sheet=first,
        covers=covers(first.best) if covers is not None else {},
        platforms=all_platforms(report),
        platform_table=shown_table(by_platform_in_all(report)) if len(report.series) > 1 else None,
        months=month_columns(report.months) if len(report.months) > 1 else None,
        periods=period_columns(report.comparison) if report.comparison is not None else None,
        month_table=shown_table(by_month(report)) if report.months else None,
        period_table=shown_table(by_period(report.comparison)) if report.comparison is not None else None,
        gain_notes=remark_texts(report.notes, gains=True),
        notes=remark_texts(report.notes, gains=False),
        platform_tables={one.series.id: _parts(by_platform(one, report)) for one in report.series},
        episode_tables={one.series.id: _furthest(one, report) for one in report.series},
        most=MOST,
        bars={one.series.id: platform_bars(one) for one in report.series},
        curves={one.series.id: _curves(report, one) for one in report.series},
        definitions=_definitions(report),
        account=list(_account(report)),
        lower=has_lower_bounds,
    )


def _furthest(one: SeriesFigures, report: ReachReport) -> list[Shown]:
    """The tables of episodes, of many those that reached furthest; which columns there are is settled by all."""
    tables = _parts(by_episode(one, report))
    if len(one.episodes) <= MOST:
        return tables
    reached = [reach_of(report, one.series.id, found) for found in one.episodes]
    far = sorted(range(len(reached)), key=lambda place: -reached[place])[:MOST]
    places = [*sorted(far), len(reached)]
    return [
        shown._replace(table=replace(shown.table, rows=tuple(shown.table.rows[place] for place in places)))
        for shown in tables
    ]


def _parts(table: Table) -> list[Shown]:
    """What was gained and what there is in all as two tables: beside each other they fit neither a screen nor paper."""
    gained = [place for place, column in enumerate(table.columns) if column.name.endswith("_gained")]
    if not gained:
        return [shown_table(table)]
    named = [place for place, column in enumerate(table.columns) if column.name in ("platform", "number", "title")]
    others = [place for place in range(len(table.columns)) if place not in gained]
    return [
        shown_table(replace(_only(table, [*named, *gained]), title=tr("gained"))),
        shown_table(replace(_only(table, others), title=tr("in all"))),
    ]


def _only(table: Table, places: Sequence[int]) -> Table:
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in places) for row in table.rows))


def shown_table(table: Table) -> Shown:
    """The table without columns of which nothing is known, and without counts that are nothing throughout."""
    kept, empty, zeros = [], [], []
    rows = table.rows
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in rows]
        if rows and all(cell is None or cell == "" for cell in cells):
            empty.append(column.heading)
        elif _is_nothing(cells) and column.kind == "count":
            zeros.append(column.heading)
        else:
            kept.append(place)
    return Shown(_only(table, kept), empty, zeros)


def _is_nothing(cells: Iterable[Cell]) -> bool:
    amounts = [cell for cell in cells if isinstance(cell, Amount)]
    return bool(amounts) and all(amount.exact and not amount.value for amount in amounts)


def _cell_text(cell: Cell, column: Column) -> str:
    if column.name == "platform" and isinstance(cell, str) and not isinstance(cell, Message):
        return platform_title(cell)
    return cell_text(cell, column)


def _curves(report: ReachReport, one: SeriesFigures) -> list[tuple[str, GrowthChart]]:
    drawn = [
        (platform, growth_line(report.curves[one.series.id, platform]))
        for platform in one.platforms
        if (one.series.id, platform) in report.curves
    ]
    return [(platform, line) for platform, line in drawn if line is not None]


def _account(report: ReachReport) -> Iterable[tuple[str, list[tuple[str, str]], str, str]]:
    """Of every account its figures as tables have them, and their days."""
    for platform, figures in report.account_json().items():
        assert isinstance(figures, dict)
        named = [
            (metric_name(name), cell_text(Amount.of(value), figure_column(name)))
            for name, value in figures.items()
            if name not in ("from", "to")
        ]
        yield platform_title(platform), named, figures["from"], figures["to"]


def _definitions(report: ReachReport) -> list[tuple[str, list[str]]]:
    """By platform what its figures count; of what it has not published the names alone, in one line."""
    works = report.data.works
    found = {(works[fact.work].platform, fact.metric, fact.definition) for fact in report.counted}
    by_platform: dict[str, list[str]] = {}
    unknown: dict[str, list[str]] = defaultdict(list)
    for platform, metric, definition in sorted(found, key=lambda one: (platform_order(one[0]), metric_order(one[1]))):
        texts = by_platform.setdefault(platform, [])
        if words := words_of(definition):
            texts.append(words)
        elif metric_name(metric) not in unknown[platform]:
            unknown[platform].append(metric_name(metric))
    for platform, names in unknown.items():
        if names:
            text = tr("{metrics}: the platform has not published how it counts", metrics=listed(names))
            by_platform[platform].append(text)
    return [(platform_title(platform), texts) for platform, texts in by_platform.items()]
