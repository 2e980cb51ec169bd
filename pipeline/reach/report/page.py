"""The report as one self-contained page: it needs no network, can be printed and fits a phone."""

from collections.abc import Mapping

from pipeline.messages import Language, Message, spoken, tr
from pipeline.model.publishing.platform import platform_order
from pipeline.pages import pages
from pipeline.reach.names import listed, metric_name, platform_title, series_title
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.meanings import meaning
from pipeline.reach.report.metrics import metric_order
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.svg import HIGH, WIDE, growth_line, month_bars
from pipeline.reach.report.tables import Cell, Column, by_episode, by_month, by_platform, has_lower_bounds, main_metric
from pipeline.reach.report.terminal import cell_text
from pipeline.reach.report.totals import Figures, SeriesFigures

TILES = ("plays_and_reads", "plays", "reads", "downloads", "likes_and_shares")
LOCALES: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}
"""For browsers."""


def report_page(report: ReachReport, *, studio: str, press: bool) -> str:
    """The page as HTML; `press` says whether it has the sentence for a Chinese monthly report."""
    templates = pages(
        "pipeline.reach.report", reporting=True, platform=_platforms, metric=metric_name, series=series_title
    )
    return templates.get_template("report.html").render(
        cell_text=_cell_text,
        report=report,
        studio=studio,
        language=LOCALES[spoken()],
        press=report.press if press else None,
        tiles=_tiles(report),
        months=month_bars(report.months),
        month_table=by_month(report) if report.months else None,
        platform_tables={one.series.id: by_platform(one, report) for one in report.series},
        episode_tables={one.series.id: by_episode(one, report) for one in report.series},
        bars={one.series.id: _bars(one) for one in report.series},
        curves={one.series.id: _curves(report, one) for one in report.series},
        definitions=_definitions(report),
        account=report.account_json(),
        lower=has_lower_bounds,
        wide=WIDE,
        high=HIGH,
    )


def _cell_text(cell: Cell, column: Column) -> str:
    if column.name == "platform" and isinstance(cell, str) and not isinstance(cell, Message):
        return platform_title(cell)
    return cell_text(cell, column)


def _platforms(ids: str) -> str:
    """The titles of platforms whose ids are separated by commas."""
    return listed(platform_title(id) for id in ids.split(", "))


def _tiles(report: ReachReport) -> list[dict[str, object]]:
    """The totals that have a tile of their own, and what was gained of them."""
    tiles = [_tile(metric_name(name), amount) for name, amount in _of_tiles(report.totals)]
    if report.since is not None:
        gained = {name: gain.amount for name, gain in report.since.whole.items()}
        for name, amount in _of_tiles(gained):
            label = tr("{metric} gained since {day}", metric=metric_name(name), day=report.since.start)
            tiles.append(_tile(label, amount))
    return tiles


def _of_tiles(figures: Figures) -> list[tuple[str, Amount]]:
    found = dict(figures)
    if not {"plays", "reads"} <= found.keys():
        found.pop("plays_and_reads", None)
    return [(name, found[name]) for name in TILES if name in found]


def _tile(label: str, amount: Amount) -> dict[str, object]:
    return {"text": shown(amount), "label": label, "lower": amount.by_lower_bound}


def _bars(one: SeriesFigures) -> list[dict[str, object]]:
    """Of each platform its main metric, and the length of its bar as a part of the longest."""
    found: list[tuple[str, str, Amount]] = [
        (name, metric, platform.figures[metric])
        for name, platform in one.platforms.items()
        if (metric := main_metric(platform.figures)) is not None
    ]
    top = max((amount.drawn for _, _, amount in found), default=0) or 1
    return [
        {
            "platform": name,
            "metric": metric,
            "figure": shown(amount),
            "lower": amount.by_lower_bound,
            "part": round(max(0.0, amount.drawn / top), 4),
            "compared": name in one.choice.compared,
        }
        for name, metric, amount in found
    ]


def _curves(report: ReachReport, one: SeriesFigures) -> list[tuple[str, object]]:
    drawn = [
        (platform, growth_line(report.curves[one.series.id, platform]))
        for platform in one.platforms
        if (one.series.id, platform) in report.curves
    ]
    return [(platform, line) for platform, line in drawn if line is not None]


def _definitions(report: ReachReport) -> list[tuple[str, str, str]]:
    """Platform, metric and what it counts, of all figures of the report."""
    works = report.data.works
    found = {(works[fact.work].platform, fact.metric, fact.definition) for fact in report.counted}
    ordered = sorted(found, key=lambda one: (platform_order(one[0]), metric_order(one[1]), one[2]))
    return [(platform, metric, meaning(definition, metric)) for platform, metric, definition in ordered]
