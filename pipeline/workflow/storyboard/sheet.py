"""The storyboard as one picture, to be sent around or printed."""

from collections.abc import Sequence
from fractions import Fraction

from pipeline.media.picture.canvas import Canvas
from pipeline.messages import told
from pipeline.model.media import Font
from pipeline.wording import clock
from pipeline.workflow.storyboard.board import Board, Row

WIDTH, EDGE = 1600, 40
"""Pixels of the sheet, and of its empty edge."""
ROOM = WIDTH - 2 * EDGE
TITLE, RULER, CHAPTERS, SHOTS, WAVE, CAPTIONS, REMARKS, BETWEEN = 74, 22, 28, 108, 40, 100, 26, 16
"""Pixels that each of these is high."""
MOST_ROWS = 120
"""A taller picture opens nowhere."""
PAPER, INK, SOFT, LINE, HAIR = "#fffdf9", "#201c18", "#6f675d", "#e2dbcf", "#eee8dd"
SEAL, CLIP, BLEND, WAVES, BAR = "#9b1b1e", "#2f6f9f", "#8a4fa3", "#8a7d6c", "#1b1815"
TONES = {"warning": "#96600a", "error": "#b3241b"}


def sheet(boards: Sequence[Board], fonts: Sequence[Font]) -> tuple[bytes, int]:
    """A PNG of all boards, one below the other, and how many rows of them found no room.

    Raises MediaError where a font cannot be read.
    """
    rows = [row for board in boards for row in board.rows]
    drawn = rows[:MOST_ROWS]
    titles = len({row.board.name for row in drawn})
    canvas = Canvas(WIDTH, 2 * EDGE + sum(map(_height, drawn)) + TITLE * titles, fonts, paper=PAPER)
    top, before = EDGE, None
    for row in drawn:
        if row.board.name != before:
            before = row.board.name
            _title(canvas, row.board, top)
            top += TITLE
        _row(canvas, row, top)
        top += _height(row)
    return canvas.png(), len(rows) - len(drawn)


def _height(row: Row) -> int:
    parts = [RULER, SHOTS, WAVE, CAPTIONS, BETWEEN]
    return sum(parts) + (CHAPTERS if row.chapters else 0) + (REMARKS if row.remarks else 0)


def _title(canvas: Canvas, board: Board, top: int) -> None:
    canvas.text(board.title, EDGE, top, size=30, width=ROOM, fill=INK, bold=True)
    facts = f"{board.series} · {board.name} · {clock(board.seconds)}"
    canvas.text(facts, EDGE, top + 40, size=17, width=ROOM, fill=SOFT)


def _row(canvas: Canvas, row: Row, top: int) -> None:
    for tick in row.ticks:
        left = _x(row, tick)
        canvas.stroke((left, top, left, top + RULER), LINE)
        canvas.text(clock(tick), left + 4, top + 2, size=14, width=90, fill=SOFT)
    top += RULER
    if row.chapters:
        for chapter in row.chapters:
            left = _x(row, chapter.start)
            canvas.area((left, top, left + 3, top + CHAPTERS - 4), SEAL)
            canvas.text(
                chapter.text, left + 10, top + 2, size=18, width=WIDTH - EDGE - left - 10, fill=SEAL, bold=True
            )  # fmt: skip
        top += CHAPTERS
    _shots(canvas, row, top)
    _wave(canvas, row, top + SHOTS)
    _captions(canvas, row, top + SHOTS + WAVE + 3)
    _remarks(canvas, row, top + SHOTS + WAVE + CAPTIONS)


def _shots(canvas: Canvas, row: Row, top: int) -> None:
    bottom = top + SHOTS
    canvas.area((EDGE, top, _x(row, row.stop), bottom), HAIR)
    for begin, end, path, shot in row.pictures:
        left, right = _x(row, begin), _x(row, end)
        canvas.picture(path, left, top, high=SHOTS, room=right - left)
        if shot.kind == "clip":
            canvas.area((left, top, right, top + 4), CLIP)
        canvas.stroke((left, top, left, bottom), PAPER, width=2)
        if right - left > 30:
            canvas.area((left + 2, bottom - 20, right - 1, bottom), BAR)
            canvas.text(shot.label, left + 7, bottom - 19, size=14, width=right - left - 12, fill="#ffffff")
    for shot in row.shots:
        if shot.kind == "transition":
            left = _x(row, shot.start)
            for place in range(left, max(_x(row, shot.stop), left + 3), 4):
                canvas.stroke((place, top, place, bottom), BLEND)


def _wave(canvas: Canvas, row: Row, top: int) -> None:
    canvas.area((EDGE, top, _x(row, row.stop), top + WAVE), HAIR)
    middle = top + WAVE / 2
    for number, level in enumerate(row.levels(ROOM // 2)):
        if level:
            half, left = level * WAVE / 2, EDGE + 2 * number
            canvas.stroke((left, middle - half, left, middle + half), WAVES, width=2)


def _captions(canvas: Canvas, row: Row, top: int) -> None:
    for one in row.captions:
        left, right = _x(row, one.start), min(_x(row, one.stop), WIDTH - EDGE)
        canvas.stroke((left, top, left, top + CAPTIONS - 6), LINE)
        canvas.text(one.text, left + 5, top, size=14, width=max(right - left - 8, 14), fill=INK, most=5)


def _remarks(canvas: Canvas, row: Row, top: int) -> None:
    for remark in row.remarks:
        left, tone = _x(row, remark.at or row.start), TONES[remark.diagnostic.severity]
        canvas.area((left, top, left + 2, top + 20), tone)
        message = told(remark.diagnostic.message)
        canvas.text(message, left + 7, top + 1, size=15, width=WIDTH - EDGE - left - 7, fill=tone)


def _x(row: Row, seconds: Fraction | int) -> int:
    return EDGE + round(row.share(seconds) * ROOM)
