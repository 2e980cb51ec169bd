"""The report as one self-contained page for the supervising office: no request leaves it, it prints, fits a phone."""

from pipeline.model.language import is_chinese
from pipeline.model.platform import platform_name, platform_order
from pipeline.pages import pages
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.meanings import meaning
from pipeline.reach.report.metrics import METRIC_NAMES, metric_order
from pipeline.reach.report.report import Told
from pipeline.reach.report.svg import HIGH, WIDE, growth_drawn, months_drawn
from pipeline.reach.report.tables import TOTAL, Cell, Column, by_episode, by_month, by_platform, main_metric
from pipeline.reach.report.terminal import cell_text
from pipeline.reach.report.totals import SeriesFigures

CHINESE = {
    "report": "传播数据报告", "as of": "数据截至", "press": "可引用的表述", "platforms": "各平台",
    "episodes": "各期", "months": "逐月新增", "notes": "说明", "definitions": "统计口径", "sources": "数据来源",
    "file": "文件", "platform": "平台", "metric": "指标", "definition": "口径", "works": "作品数",
    "account": "账号整体数据（单列，不计入合计）", "compared": "仅供对照", "search": "按标题或期号查找",
    "no data": "无数据", "total": "合计", "reported": "有数据的期数", "usual": "常见增长",
    "usual curve": "曲线为本系列各期在同一天数时的中位数，点为各期最近一次统计（横轴：发布后天数）",
    "nothing": "没有符合的节目", "days": "天", "none": "没有任何数据。",
}  # fmt: skip
ENGLISH = {word: word for word in CHINESE} | {
    "report": "Reach report", "press": "To be quoted (in Chinese)", "months": "gains by month",
    "account": "figures of whole accounts (beside, in no total)", "compared": "for comparison only",
    "search": "Find by title or number", "reported": "episodes with figures", "usual": "usual growth",
    "usual curve": "the line is the median of the series' episodes at the same age, a dot each episode's newest count "
    "(across: days since release)", "nothing": "no episode is like that", "none": "No figures at all.",
}  # fmt: skip
TILES = ("plays_and_reads", "plays", "reads", "downloads", "likes_and_shares")


def report_page(told: Told, *, studio: str, language: str) -> str:
    """The page as HTML, in Chinese unless `language` is another."""
    chinese = is_chinese(language)
    words = CHINESE if chinese else ENGLISH

    def heading(column: Column) -> str:
        return column.chinese if chinese else column.name.replace("_", " ")

    def said(cell: Cell, column: Column) -> str:
        if cell == TOTAL:
            return words["total"]
        return name(cell) if column.name == "platform" and isinstance(cell, str) else cell_text(cell, column)

    def name(platform: str) -> str:
        return platform_name(platform) if chinese else platform

    def metric_name(metric: str) -> str:
        return METRIC_NAMES.get(metric, metric) if chinese else metric.replace("_", " ")

    templates = pages("pipeline.reach.report", heading=heading, shown=shown, platform=name, metric=metric_name)
    return templates.get_template("report.html").render(
        said=said,
        told=told,
        studio=studio,
        language=language,
        words=words,
        chinese=chinese,
        press=told.press if chinese else None,
        notes=[note.chinese if chinese else note.text for note in told.notes],
        tiles=_tiles(told),
        months=months_drawn(told.months),
        month_table=by_month(told) if told.months else None,
        platform_tables={one.series.id: by_platform(one, told) for one in told.series},
        episode_tables={one.series.id: by_episode(one, told) for one in told.series},
        bars={one.series.id: _bars(one) for one in told.series},
        curves={one.series.id: _curves(told, one) for one in told.series},
        definitions=_definitions(told),
        account=told.account_json(),
        wide=WIDE,
        high=HIGH,
    )


def _tiles(told: Told) -> list[tuple[str, str]]:
    """The totals worth a tile: what was heard and read, alone and together, and how it was welcomed."""
    found = dict(told.totals)
    if not {"plays", "reads"} <= found.keys():
        found.pop("plays_and_reads", None)
    return [(name, shown(found[name])) for name in TILES if name in found]


def _bars(one: SeriesFigures) -> list[dict[str, object]]:
    """Per platform: what it mainly counts, and how long its bar is, as a part of the greatest."""
    found: list[tuple[str, str, Amount]] = [
        (name, metric, place.figures[metric])
        for name, place in one.places.items()
        if (metric := main_metric(place.figures)) is not None
    ]
    top = max((amount.value or 0 for _, _, amount in found), default=0) or 1
    return [
        {
            "platform": name,
            "metric": metric,
            "said": shown(amount),
            "part": round(max(0.0, (amount.value or 0) / top), 4),
            "compared": name in one.choice.compared,
        }
        for name, metric, amount in found
    ]


def _curves(told: Told, one: SeriesFigures) -> list[tuple[str, object]]:
    drawn = [
        (platform, growth_drawn(told.curves[one.series.id, platform]))
        for platform in one.places
        if (one.series.id, platform) in told.curves
    ]
    return [(platform, line) for platform, line in drawn if line is not None]


def _definitions(told: Told) -> list[tuple[str, str, str]]:
    """Platform, metric and what it counts, of all that the report holds."""
    works = told.known.works
    found = {(works[fact.work].platform, fact.metric, fact.definition) for fact in told.counted}
    ordered = sorted(found, key=lambda one: (platform_order(one[0]), metric_order(one[1]), one[2]))
    return [(platform, metric, meaning(definition, metric)) for platform, metric, definition in ordered]
