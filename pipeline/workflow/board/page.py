"""The board as one self-contained page: no request leaves it, it prints, and fits a phone."""

from datetime import datetime

from pipeline.messages import spoken, told, tr
from pipeline.pages import pages
from pipeline.wording import clock
from pipeline.workflow.board.board import STATES, Board, runs
from pipeline.workflow.board.charts import HIGH, LENGTHS, LOUDNESS, WIDE, cells, lengths, loudness, odd, worth_a_look
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
    "below": tr("the figures are in the table below"),
    "odd lengths": tr("odd lengths"), "odd loudness": tr("odd loudness"), "more": tr("more"),
}  # fmt: skip
"""Of the page."""
LISTED = 12
"""Broken episodes that are shown at the top; the table has all of them."""


def board_page(board: Board, *, now: datetime | None = None) -> str:
    """The page as HTML; `now` is what it says to show, the present by default."""
    templates = pages("pipeline.workflow.board", reporting=True, clock=clock, runs=runs, heard=play_counts_text)
    return templates.get_template("board.html").render(
        board=board,
        words={name: told(word) for name, word in WORDS.items()},
        listed=LISTED,
        worth={series.id: [row for row in series.rows if worth_a_look(row)] for series in board.series},
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
        charts={series.id: {"lengths": lengths(series), "loudness": loudness(series)} for series in board.series},
        cells={series.id: list(cells(series)) for series in board.series},
        wide=WIDE,
        high=HIGH,
    )
