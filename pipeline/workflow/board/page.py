"""The board as one self-contained page: no request leaves it, it prints, and fits a phone."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from pipeline.model.language import is_chinese
from pipeline.pages import pages
from pipeline.reach.report.bounds import shown
from pipeline.wording import clock
from pipeline.workflow.board.board import REMARKS, STATES, Board, Remark, RemarkKind, Row, SeriesBoard, runs
from pipeline.workflow.reach.plays import HEARD, Heard, heard_text

CHINESE = {
    "board": "节目总览", "as of": "截至", "episodes": "期", "in all": "总时长", "usual length": "常见时长",
    "fresh": "已完成", "stale": "待更新", "planned": "待制作", "broken": "有错误", "missing": "缺号",
    "number": "期号", "title": "标题", "state": "状态", "length": "时长", "loudness": "响度", "verified": "核验",
    "pass": "合格", "warn": "有提醒", "fail": "不合格",
    "published": "发布", "plays": "播放", "reads": "阅读", "downloads": "下载",
    "remarks": "备注", "attention": "需要留意", "all": "全部", "odd": "有异常",
    "search": "按标题或期号查找", "numbers": "期号一览", "lengths": "各期时长", "loudnesses": "各期响度",
    "missing numbers": "缺少的期号", "duplicate numbers": "重复的期号", "left over": "成品文件夹里没有脚本的节目",
    "adopted": "旧片", "nothing": "没有符合的节目", "hours": "小时", "minutes": "分钟", "target": "目标",
    "median": "中位",
    "fine": "没有缺号、重号，也没有异常的时长和响度。", "odd lengths": "时长异常", "odd loudness": "响度异常",
    "more": "其余",
}  # fmt: skip
CHINESE_REMARKS: dict[RemarkKind, str] = {
    "duplicate": "期号出现 {} 次", "short": "时长是常见的 {} 倍", "long": "时长是常见的 {} 倍", "loud": "偏响 {} LU",
    "quiet": "偏轻 {} LU", "peak": "真峰值 {} dBTP",
}  # fmt: skip
LISTED = 12
"""Broken episodes that are told at the top; the table has all of them."""
ENGLISH = {word: word for word in CHINESE} | {
    "board": "Series board", "search": "Find by title or number", "attention": "Worth a look",
    "usual length": "usual length", "left over": "programmes in out/ without a manifest", "odd": "odd ones",
    "nothing": "no episode is like that", "number": "no.", "loudness": "LUFS", "numbers": "Numbers",
    "lengths": "Lengths", "loudnesses": "Loudness", "hours": "h", "minutes": "min", "target": "target",
    "fine": "No number is missing or given twice, and no length or loudness is odd.",
}  # fmt: skip
LENGTHS: tuple[RemarkKind, ...] = ("short", "long")
LOUDNESS: tuple[RemarkKind, ...] = ("loud", "quiet", "peak")
WIDE, HIGH = 1000, 120
"""Of a chart, in its own units."""


def board_page(board: Board, *, now: datetime | None = None) -> str:
    """The page as HTML; `now` is what it says to show, the present by default."""
    language = board.series[0].language if board.series else "en"
    chinese = is_chinese(language)
    phrases = CHINESE_REMARKS if chinese else REMARKS

    def said(remark: Remark) -> str:
        return phrases[remark.kind].format(remark.figure)

    def heard(known: Heard) -> str:
        if not chinese:
            return heard_text(known)
        texts = (f"{'' if name == 'plays' else CHINESE[name]}{shown(known[name])}" for name in HEARD if name in known)
        return "；".join(texts)

    templates = pages("pipeline.workflow.board", clock=clock, runs=runs, said=said, heard=heard)
    return templates.get_template("board.html").render(
        board=board,
        words=CHINESE if chinese else ENGLISH,
        listed=LISTED,
        language=language,
        states=STATES,
        odd_ones={
            series.id: {
                "odd lengths": [row for row in series.rows if odd(row, *LENGTHS)],
                "odd loudness": [row for row in series.rows if odd(row, *LOUDNESS)],
            }
            for series in board.series
        },
        now=(now or datetime.now()).strftime("%Y-%m-%d %H:%M"),
        charts={series.id: {"lengths": _lengths(series), "loudness": _loudness(series)} for series in board.series},
        cells={series.id: list(_cells(series)) for series in board.series},
        wide=WIDE,
        high=HIGH,
    )


def odd(row: Row, *kinds: RemarkKind) -> bool:
    """Whether there is a remark of one of these kinds."""
    return any(remark.kind in kinds for remark in row.remarks)


def _cells(series: SeriesBoard) -> Iterator[tuple[int, Row | None]]:
    """Every number from the lowest to the highest with its (first) episode; None for a gap."""
    rows: dict[int, Row] = {}
    for row in series.rows:
        if row.number is not None:
            rows.setdefault(row.number, row)
    missing = {number for low, high in series.gaps for number in range(low, min(high, low + 999) + 1)}
    for number in sorted(rows.keys() | missing):
        yield number, rows.get(number)


def _lengths(series: SeriesBoard) -> dict[str, object] | None:
    """Bars by episode, and the line of the median; None where there is nothing to compare."""
    known = [(row, row.duration) for row in series.rows if row.duration]
    if len(known) < 2 or series.usual is None:
        return None
    # One lesson of three hours must not press 800 of ten minutes flat.
    top = min(max(length for _, length in known), series.usual * 4)
    step = WIDE / len(known)
    bars = [
        {
            "row": row,
            "x": round(index * step, 2),
            "width": round(max(step * 0.72, 2.5 if odd(row, *LENGTHS) else 0.6), 2),
            "height": round(float(min(length / top, Fraction(1))) * HIGH, 2),
            "odd": odd(row, *LENGTHS),
        }
        for index, (row, length) in enumerate(known)
    ]
    return {"bars": bars, "line": round(HIGH - float(series.usual / top) * HIGH, 2)}


def _loudness(series: SeriesBoard) -> dict[str, object] | None:
    """Dots by episode around the target, 6 LU to either side; None where nothing was measured."""
    known = [(row, row.integrated) for row in series.rows if row.integrated is not None]
    if len(known) < 2:
        return None
    step = WIDE / len(known)
    dots = []
    for index, (row, level) in enumerate(known):
        off = max(Decimal(-6), min(Decimal(6), level - row.loudness.target))
        dots.append(
            {
                "row": row,
                "x": round((index + 0.5) * step, 2),
                "y": round(HIGH / 2 - float(off) / 6 * (HIGH / 2 - 8), 2),
                "odd": odd(row, *LOUDNESS),
            }
        )
    band = (HIGH / 2 - 8) / 6
    return {"dots": dots, "band": round(band, 2), "target": known[0][0].loudness.target}
