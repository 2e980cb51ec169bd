"""Charts of a report as PNG, with Chinese titles, drawn without a network or a screen."""

import io
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from pipeline.media.picture.fonts import default_fonts
from pipeline.messages import tr
from pipeline.pages.charts import Axis, Bars, tick_text
from pipeline.reach.names import day_text, metric_name, series_title
from pipeline.reach.report.charts.plots import month_columns, platform_bars, series_bars
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By
from pipeline.reach.report.totals import SeriesFigures

COLOURS = {
    "plays": "#9b1b1e", "reads": "#2f6690", "downloads": "#2e7d5b", "attendance": "#c98a14",
    "likes": "#d98c8e", "shares": "#b5651d",
}  # fmt: skip
INK, SOFT, LINE, PAPER = "#201c18", "#6f675d", "#e2dbcf", "#fffdf9"
WIDE = 11.0
"""Inches."""
DENSITY = 144
"""Dots per inch."""
FEW = 24
"""Columns that have room for their figures."""
HATCH = "///"
"""Of a column in a stack that is a lower bound."""


def chart(report: ReachReport, by: By) -> bytes:
    """The chart that goes with a table. Raises PipelineError where the machine has no Chinese font."""
    with matplotlib.rc_context(_style()):
        figure = drawn(report, by)
        out = io.BytesIO()
        # No date and no version: the same figures make the same picture.
        figure.savefig(out, format="png", dpi=DENSITY, metadata={"Software": None})
    return out.getvalue()


def drawn(report: ReachReport, by: By) -> Figure:
    """The chart before it is a picture."""
    draw = {"platform": _by_platform, "episode": _by_episode, "series": _by_series, "month": _by_month}[by]
    return draw(report)


def _style() -> dict[Any, Any]:
    return {
        "font.family": _families(), "font.size": 11, "axes.edgecolor": LINE, "axes.labelcolor": SOFT,
        "xtick.color": SOFT, "ytick.color": INK, "text.color": INK, "figure.facecolor": PAPER,
        "axes.facecolor": PAPER, "axes.spines.top": False, "axes.spines.right": False, "axes.unicode_minus": False,
        "svg.fonttype": "none",
    }  # fmt: skip


def _families() -> list[str]:
    """Names of the machine's Chinese fonts, as matplotlib knows them from now on."""
    names = []
    known = {entry.fname for entry in fontManager.ttflist}
    for path, index in default_fonts():
        if str(path) not in known:
            fontManager.addfont(path)
            known.add(str(path))
        names.append(FT2Font(str(path), face_index=index).family_name)
    return list(dict.fromkeys(names))


def _by_platform(report: ReachReport) -> Figure:
    """Bars for each series: the main metric of each platform; what is only for comparison is pale."""
    charts = [(series_title(one.series.title), platform_bars(one)) for one in report.series]
    heights = [max(1, len(chart.bars) if chart else 1) for _, chart in charts] or [1]
    figure = _figure(report, 1.5 + sum(height * 0.42 + 1.0 for height in heights))
    for axes, (title, chart) in zip(_rows(figure, heights), charts, strict=False):
        _across(axes, chart)
        axes.set_title(title, loc="left", fontsize=13)
    return figure


def _by_series(report: ReachReport) -> Figure:
    chart = series_bars(report)
    figure = _figure(report, 1.9 + 0.45 * max(1, len(chart.bars) if chart else 1))
    _across(figure.subplots(), chart)
    return figure


def _across(axes: Axes, chart: Bars | None) -> None:
    """Bars from left to right, the longest on top, each with its figure; a lower bound goes on in strips."""
    if chart is None:
        _empty(axes)
        return
    wide = chart.axis.high - chart.axis.low
    for place, one in enumerate(chart.bars):
        look: dict[str, Any] = {"color": COLOURS.get(one.kind, SOFT), "alpha": 0.35 if one.pale else 1.0}
        axes.barh(place, one.value, height=0.62, **look)
        end = max(one.value, 0)
        if one.open:
            for step in (0.006, 0.014, 0.022):
                axes.barh(place, wide * 0.004, left=end + wide * step, height=0.62, **look)
            end += wide * 0.03
        label = f"{one.text} {metric_name(one.kind)}"
        if one.pale:
            label = tr("{figure} (for comparison only)", figure=label)
        axes.text(end, place, f" {label}", va="center", fontsize=10, color=SOFT)
    axes.set_yticks(range(len(chart.bars)), [_short(one.label) for one in chart.bars])
    axes.invert_yaxis()
    axes.set_xlim(chart.axis.low, chart.axis.low + wide * 1.3)
    _counting(axes, "x", chart.axis)
    axes.tick_params(axis="y", length=0)


def _by_episode(report: ReachReport) -> Figure:
    """Episodes of each series: plays and reads upon each other, downloads beside."""
    figure = _figure(report, 1.0 + 3.4 * max(1, len(report.series)))
    for axes, one in zip(_rows(figure, [1] * max(1, len(report.series))), report.series, strict=False):
        _stacked(axes, one)
        axes.set_title(series_title(one.series.title), loc="left", fontsize=13)
    return figure


def _stacked(axes: Axes, one: SeriesFigures) -> None:
    kinds = [metric for metric in ("plays", "reads", "downloads") if metric in one.totals]
    if not kinds:
        _empty(axes)
        return
    numbers = [found.episode.number for found in one.episodes]
    floor = [0.0] * len(numbers)
    for metric in kinds:
        amounts = [found.totals.get(metric) for found in one.episodes]
        values = [float(amount.drawn) if amount else 0.0 for amount in amounts]
        look: dict[str, Any] = {"bottom": floor, "color": COLOURS[metric], "label": metric_name(metric), "width": 0.8}
        opened = [HATCH if amount and amount.by_lower_bound else "" for amount in amounts]
        axes.bar(range(len(numbers)), values, hatch=opened, edgecolor=PAPER, linewidth=0, **look)
        floor = [low + value for low, value in zip(floor, values, strict=True)]
    every = max(1, -(-len(numbers) // 30))
    axes.set_xticks(range(0, len(numbers), every), [str(number) for number in numbers[::every]])
    axes.set_xlabel(tr("episode"))
    axes.margins(y=0.12)
    axes.set_xlim(-0.8, len(numbers) - 0.2)
    _counting(axes, "y")
    missing = [place for place, found in enumerate(one.episodes) if not found.platforms]
    if missing:
        (marks,) = axes.plot(
            missing, [0] * len(missing), "x", color=SOFT, markersize=5, clip_on=False, label=tr("no data")
        )
        marks.set_in_layout(False)
    _key(axes)


def _by_month(report: ReachReport) -> Figure:
    """Gains by month; a month of which nothing is known is a gap that says so."""
    figure = _figure(report, 5.0)
    axes = figure.subplots()
    chart = month_columns(report.months, most=len(report.months))
    if chart is None:
        _empty(axes)
        return figure
    width = 0.8 / len(chart.kinds)
    high = chart.axis.high - chart.axis.low
    named: set[str] = set()
    for place, (_, several) in enumerate(chart.groups):
        for one in several:
            left = place + (chart.kinds.index(one.kind) - (len(chart.kinds) - 1) / 2) * width
            look: dict[str, Any] = {"color": COLOURS[one.kind], "width": width * 0.92}
            axes.bar(left, one.value, label=None if one.kind in named else one.label, **look)
            named.add(one.kind)
            top = max(one.value, 0)
            if one.open:
                for step in (0.012, 0.028, 0.044):
                    axes.bar(left, high * 0.007, bottom=top + high * step, **look)
                top += high * 0.055
            if len(chart.groups) * len(chart.kinds) <= FEW:
                axes.annotate(
                    one.text, (left, top), (0, 3), textcoords="offset points", ha="center", fontsize=9, color=SOFT
                )
        if not several:
            axes.annotate(
                tr("no data"), (place, 0), (0, 4), textcoords="offset points", ha="center", color=SOFT, fontsize=9
            )
    _counting(axes, "y", chart.axis)
    many = len(chart.groups)
    every = max(1, -(-many // 24))
    names = [name for name, _ in chart.groups]
    axes.set_xticks(range(0, many, every), names[::every], rotation=45 if many > 9 else 0)
    axes.set_xlim(-0.6, many - 0.4)
    axes.set_ylim(chart.axis.low, chart.axis.high + high * 0.1)
    axes.set_ylabel(tr("gained in the month"))
    _key(axes)
    return figure


def _figure(report: ReachReport, high: float) -> Figure:
    figure = Figure(figsize=(WIDE, high), layout=ConstrainedLayoutEngine(w_pad=0.22, h_pad=0.16))
    title = tr("Reach as of {day}", day=day_text(report.data.as_of))
    figure.suptitle(title, x=0.015, ha="left", fontsize=16, fontweight="bold")
    source = tr("Source: exports of the platforms; figures as of {day}", day=day_text(report.data.as_of))
    if any(fact.low != fact.high for fact in report.counted):
        source = tr("{source}. ≥: by the lower bound, the bar goes on in strips", source=source)
    figure.supxlabel(source, x=0.015, ha="left", fontsize=9, color=SOFT)
    return figure


def _rows(figure: Figure, heights: Sequence[int]) -> list[Axes]:
    grid = figure.subplots(len(heights), 1, squeeze=False, height_ratios=list(heights))
    return [row[0] for row in grid]


def _empty(axes: Axes) -> None:
    axes.axis("off")
    axes.text(0.5, 0.5, tr("no figures"), ha="center", va="center", color=SOFT, transform=axes.transAxes)


def _counting(axes: Axes, side: str, scale: Axis | None = None) -> None:
    """Whole numbers as the page has them, a faint grid across."""
    axis = axes.xaxis if side == "x" else axes.yaxis
    axis.set_major_locator(FixedLocator(list(scale.ticks)) if scale else MaxNLocator(nbins=6, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))
    axis.grid(True, color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)


def _key(axes: Axes) -> None:
    """The legend, above the chart."""
    legend = axes.legend(frameon=False, ncols=4, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2)
    legend.set_in_layout(False)


def _short(title: str) -> str:
    return title if len(title) <= 16 else title[:15] + "…"
