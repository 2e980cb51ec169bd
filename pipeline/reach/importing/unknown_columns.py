"""Columns that no format knows: figures in them are told, and periods in them refuse a table of whole lifetimes."""

from collections.abc import Iterator
from itertools import islice

from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.reach.importing.cells import BrokenCell, Cell, count, is_missing, plain_text
from pipeline.reach.importing.formats import FoundTable
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.importing.readers import UnreadableFile

_ROWS = 500
"""Rows that are looked at."""
_SHOWN = 8
"""Columns that are named."""
_PERIODS = frozenset(
    map(
        plain_header,
        (
            "timebucket", "time bucket", "time_bucket", "bucket", "date", "day", "week", "month", "quarter", "year",
            "period", "hour", "stat_date", "statdate", "report_date", "日期", "统计日期", "数据日期", "报告日期", "天",
            "周", "月", "月份", "周期", "统计周期", "统计时间", "时间段", "时段", "年月", "季度", "年份", "星期",
        ),
    )
)  # fmt: skip
"""Headers of columns that say to which stretch of time a row's figures belong."""
_NUMBERING = frozenset(map(plain_header, ("序号", "编号", "no", "no.", "#", "rank", "排名", "index", "年", "year")))
"""Headers of figures that count nothing."""


def unknown_columns(found: FoundTable) -> dict[int, str]:
    """Headers of columns that are not used, by place; without those that the format names as such."""
    known = {place for placed in found.tables for place in placed.columns}
    return {place: header for place, header in enumerate(found.headers) if header and place not in known}


def check_periods(found: FoundTable) -> None:
    """Raises UnreadableFile where rows of a format of whole lifetimes are about stretches of time after all."""
    if found.format.grain != "work-cumulative":
        return
    for place, header in unknown_columns(found).items():
        if plain_header(header) in _PERIODS and len(values := _values(found, place)) > 1:
            message = tr(
                "its rows are of different periods ('{header}': {examples}), but figures of its format '{format}' are "
                "those since publication",
                header=header,
                examples=listed(sorted(values)[:3]),
                format=found.format.id,
            )
            hint = tr(
                "write a format with 'grain: work-daily' in which '{header}' means 'day', see docs/reach.md; or export "
                "figures since publication",
                header=header,
            )
            raise UnreadableFile(message, hint=hint)


def not_stored(found: FoundTable) -> Message:
    """A warning that names unknown columns with figures; NOTHING where there are none."""
    told = list(_with_figures(found))
    if not told:
        return NOTHING
    shown = [tr("'{header}' (such as {example})", header=header, example=example) for header, example in told[:_SHOWN]]
    if len(told) > _SHOWN:
        shown.append(tr("{number} more", number=len(told) - _SHOWN))
    return tr(
        "columns with figures that are not stored: {columns}; a format of your own can say what they mean, see "
        "docs/reach.md",
        columns=listed(shown),
    )


def _with_figures(found: FoundTable) -> Iterator[tuple[str, str]]:
    for place, header in unknown_columns(found).items():
        form = plain_header(header)
        if form in _NUMBERING or form in _PERIODS:
            continue
        cells = [cell for cell in _cells(found, place) if not is_missing(cell)]
        figures = [cell for cell in cells if _is_figure(cell)]
        if figures and len(figures) * 2 > len(cells):
            yield header, plain_text(figures[0])[:40]


def _values(found: FoundTable, place: int) -> set[str]:
    return {plain_text(cell) for cell in _cells(found, place) if not is_missing(cell)}


def _cells(found: FoundTable, place: int) -> Iterator[Cell]:
    for row in islice(found.grid.rows(), found.header + 1, found.header + 1 + _ROWS):
        if place < len(row):
            yield row[place]


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str) and cell.strip().endswith("%"):
        return True
    if isinstance(cell, float) and not cell.is_integer():
        return True
    try:
        return count(cell, signed=True) is not None
    except BrokenCell:
        return False
