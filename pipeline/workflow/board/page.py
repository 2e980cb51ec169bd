"""The board as one self-contained page: no request leaves it, it prints, and fits a phone."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from pipeline.messages import spoken, told, tr
from pipeline.pages import pages
from pipeline.wording import clock
from pipeline.workflow.board.board import STATES, Board, RemarkKind, Row, SeriesBoard, runs
from pipeline.workflow.reach.plays import play_counts_text

WORDS = {
    "board": tr("Series board"), "as of": tr("as of"), "episodes": tr("episodes"), "in all": tr("in all"),
    "usual length": tr("usual length"), "fresh": tr("fresh"), "stale": tr("stale"), "planned": tr("planned"),
    "broken": tr("broken"), "missing": tr("missing"), "number": tr("no."), "title": tr("title"), "state": tr("state"),
    "length": tr("length"), "loudness": tr("LUFS"), "verified": tr("verified"), "pass": tr("passed"),
    "warn": tr("with warnings"), "fail": tr("failed"), "published": tr("published"), "plays": tr("plays"),
    "reads": tr("reads"), "downloads": tr("downloads"), "remarks": tr("remarks"), "attention": tr("Worth a look"),
    "all": tr("all"), "odd": tr("odd ones"), "search": tr("Find by title or number"), "numbers": tr("Numbers"),
    "lengths": tr("Lengths"), "loudnesses": tr("Loudness"), "missing numbers": tr("missing numbers"),
    "duplicate numbers": tr("duplicate numbers"), "left over": tr("programmes in out/ without a manifest"),
    "adopted": tr("adopted"), "nothing": tr("no episode is like that"), "hours": tr("h"), "minutes": tr("min"),
    "target": tr("target"), "median": tr("median"),
    "fine": tr("No number is missing or given twice, and no length or loudness is odd."),
    "odd lengths": tr("odd lengths"), "odd loudness": tr("odd loudness"), "more": tr("more"),
}  # fmt: skip
"""Of the page."""
LISTED = 12
"""Broken episodes that are shown at the top; the table has all of them."""
LENGTHS: tuple[RemarkKind, ...] = ("short", "long")
LOUDNESS: tuple[RemarkKind, ...] = ("loud", "quiet", "peak")
WIDE, HIGH = 1000, 120
"""Of a chart, in its own units."""


def board_page(board: Board, *, now: datetime | None = None) -> str:
    """The page as HTML; `now` is what it says to show, the present by default."""
    templates = pages("pipeline.workflow.board", reporting=True, clock=clock, runs=runs, heard=play_counts_text)
    return templates.get_template("board.html").render(
        board=board,
        words={name: told(word) for name, word in WORDS.items()},
        listed=LISTED,
        language=spoken(),
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
