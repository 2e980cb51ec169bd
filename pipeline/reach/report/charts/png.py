"""Charts of a report as PNG, with Chinese titles, drawn without a network or a screen."""

import io
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.media.picture.fonts import default_fonts
from pipeline.messages import tr
from pipeline.reach.names import metric_name, platform_title, series_title
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By, main_metric, month_name
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
MANY = 60
"""Bars from which on they carry no figures."""


def chart(report: ReachReport, by: By) -> bytes:
    """The chart that goes with a table. Raises PipelineError where the machine has no Chinese font."""
    draw = {"platform": _by_platform, "episode": _by_episode, "series": _by_series, "month": _by_month}[by]
    style: dict[Any, Any] = {
        "font.family": _families(), "font.size": 11, "axes.edgecolor": LINE, "axes.labelcolor": SOFT,
        "xtick.color": SOFT, "ytick.color": INK, "text.color": INK, "figure.facecolor": PAPER,
        "axes.facecolor": PAPER, "axes.spines.top": False, "axes.spines.right": False, "axes.unicode_minus": False,
        "svg.fonttype": "none",
    }  # fmt: skip
    with matplotlib.rc_context(style):
        figure = draw(report)
        out = io.BytesIO()
        # No date and no version: the same figures make the same picture.
        figure.savefig(out, format="png", dpi=DENSITY, metadata={"Software": None})
    return out.getvalue()


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
    heights = [max(1, len(one.platforms)) for one in report.series] or [1]
    figure = _figure(report, 1.2 + sum(height * 0.42 + 0.9 for height in heights))
    for axes, one in zip(_rows(figure, heights), report.series, strict=False):
        bars = [
            (platform_title(name), metric, platform.figures[metric], name in one.choice.compared)
            for name, platform in one.platforms.items()
            if (metric := main_metric(platform.figures)) is not None
        ]
        _across(axes, bars)
        axes.set_title(series_title(one.series.title), loc="left", fontsize=13)
    return figure


def _by_series(report: ReachReport) -> Figure:
    bars = [
        (one.series.title, metric, one.totals[metric], False)
        for one in report.series
        for metric in ("plays", "reads", "downloads")
        if metric in one.totals
    ]
    figure = _figure(report, 1.6 + 0.45 * max(1, len(bars)))
    _across(figure.subplots(), bars)
    return figure


def _across(axes: Axes, bars: Sequence[tuple[str, str, Amount, bool]]) -> None:
    """Bars from left to right, the first on top, each with its figure."""
    if not bars:
        _empty(axes)
        return
    values = [amount.drawn for _, _, amount, _ in bars]
    for place, (_, metric, amount, pale) in enumerate(bars):
        value = amount.drawn
        axes.barh(place, value, color=COLOURS.get(metric, SOFT), alpha=0.35 if pale else 1.0, height=0.66)
        label = f"{shown(amount)} {metric_name(metric)}"
        if pale:
            label = tr("{figure} (for comparison only)", figure=label)
        axes.text(max(value, 0), place, f" {label}", va="center", fontsize=10, color=SOFT)
    axes.set_yticks(range(len(bars)), [_short(name) for name, *_ in bars])
    axes.invert_yaxis()
    axes.set_xlim(min(0, *values), max(1, *values) * 1.28)
    _counting(axes, "x")
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
        axes.bar(range(len(numbers)), values, bottom=floor, color=COLOURS[metric], label=metric_name(metric), width=0.8)
        floor = [low + value for low, value in zip(floor, values, strict=True)]
    every = max(1, -(-len(numbers) // 30))
    axes.set_xticks(range(0, len(numbers), every), [str(number) for number in numbers[::every]])
    axes.set_xlabel(tr("episode"))
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
    figure = _figure(report, 4.6)
    axes = figure.subplots()
    gained = [month.whole for month in report.months]
    kinds = [metric for metric in ("plays", "reads", "downloads") if any(metric in gains for gains in gained)]
    if not kinds:
        _empty(axes)
        return figure
    width = 0.8 / len(kinds)
    for shift, metric in enumerate(kinds):
        offset = (shift - (len(kinds) - 1) / 2) * width
        places = [place for place, gains in enumerate(gained) if metric in gains]
        amounts = [gained[place][metric].amount for place in places]
        bars = axes.bar(
            [place + offset for place in places],
            [float(amount.drawn) for amount in amounts],
            width=width * 0.92,
            color=COLOURS[metric],
            label=metric_name(metric),
        )
        if len(gained) * len(kinds) <= MANY // 2:
            axes.bar_label(bars, [shown(amount) for amount in amounts], fontsize=8, color=SOFT, padding=2)
    _counting(axes, "y")
    for place, gains in enumerate(gained):
        if not gains:
            axes.annotate(
                tr("no data"), (place, 0), (0, 4), textcoords="offset points", ha="center", color=SOFT, fontsize=9
            )
    axes.set_xticks(
        range(len(gained)), [month_name(month) for month in report.months], rotation=45 if len(gained) > 9 else 0
    )
    axes.set_xlim(-0.6, len(gained) - 0.4)
    axes.set_ylabel(tr("gained in the month"))
    axes.margins(y=0.1)
    _key(axes)
    return figure


def _figure(report: ReachReport, high: float) -> Figure:
    figure = Figure(figsize=(WIDE, high), layout="constrained")
    title = tr("Reach as of {day}", day=report.data.as_of)
    figure.suptitle(title, x=0.01, ha="left", fontsize=15, fontweight="bold")
    return figure


def _rows(figure: Figure, heights: Sequence[int]) -> list[Axes]:
    grid = figure.subplots(len(heights), 1, squeeze=False, height_ratios=list(heights))
    return [row[0] for row in grid]


def _empty(axes: Axes) -> None:
    axes.axis("off")
    axes.text(0.5, 0.5, tr("no figures"), ha="center", va="center", color=SOFT, transform=axes.transAxes)


def _counting(axes: Axes, side: str) -> None:
    """Whole numbers with separators, a faint grid across."""
    axis = axes.xaxis if side == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axis.grid(True, color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)


def _key(axes: Axes) -> None:
    """The legend, above the chart."""
    legend = axes.legend(frameon=False, ncols=4, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2)
    legend.set_in_layout(False)


def _short(title: str) -> str:
    return title if len(title) <= 16 else title[:15] + "…"
