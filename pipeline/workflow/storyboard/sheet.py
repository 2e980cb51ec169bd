"""The storyboard as one picture, to be sent around or printed."""

from collections.abc import Sequence
from fractions import Fraction

from pipeline.media.picture.canvas import Canvas
from pipeline.messages import told, trn
from pipeline.model.media import Font
from pipeline.wording import clock
from pipeline.workflow.storyboard.board import Board, Remark, Row

WIDTH, EDGE = 1600, 40
"""Pixels of the sheet, and of its empty edge."""
ROOM = WIDTH - 2 * EDGE
TITLE, RULER, CHAPTERS, SHOTS, WAVE, CAPTIONS, REMARKS, BETWEEN, TOLD = 74, 22, 28, 108, 40, 100, 26, 16, 44
"""Pixels that each of these is high."""
MOST_ROWS = 120
"""A taller picture opens nowhere."""
MOST_TOLD = 40
"""Remarks that are told below an episode; more are counted."""
BADGE = 26
"""Pixels of a remark's number."""
PAPER, INK, SOFT, LINE, HAIR = "#fffdf9", "#201c18", "#6f675d", "#e2dbcf", "#eee8dd"
SEAL, CLIP, BLEND, WAVES, BAR = "#9b1b1e", "#2f6f9f", "#8a4fa3", "#8a7d6c", "#1b1815"
TONES = {"warning": "#96600a", "error": "#b3241b"}


def sheet(boards: Sequence[Board], fonts: Sequence[Font]) -> tuple[bytes, int]:
    """A PNG of all boards, one below the other, and how many rows of them found no room.

    Raises MediaError where a font cannot be read.
    """
    rows = [row for board in boards for row in board.rows]
    drawn = rows[:MOST_ROWS]
    shown = [(board, [row for row in drawn if row.board is board]) for board in boards]
    shown = [(board, own) for board, own in shown if own]
    high = sum(TITLE + sum(map(_height, own)) + _list_height(board) for board, own in shown)
    canvas, top = Canvas(WIDTH, 2 * EDGE + high, fonts, paper=PAPER), EDGE
    for board, own in shown:
        _title(canvas, board, top)
        top += TITLE
        for row in own:
            _row(canvas, row, top)
            top += _height(row)
        _list(canvas, board, top)
        top += _list_height(board)
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
        if shot.kind in ("clip", "scene"):
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
    for number, level in enumerate(row.levels(ROOM // 2, recorded=True)):
        if level:
            half, left = level * WAVE / 2, EDGE + 2 * number
            canvas.area((left, round(middle - half), left + 2, round(middle - half) + 1), SEAL)
            canvas.area((left, round(middle + half), left + 2, round(middle + half) + 1), SEAL)


def _captions(canvas: Canvas, row: Row, top: int) -> None:
    for one in row.captions:
        left, right = _x(row, one.start), min(_x(row, one.stop), WIDTH - EDGE)
        canvas.stroke((left, top, left, top + CAPTIONS - 6), LINE)
        canvas.text(one.text, left + 5, top, size=14, width=max(right - left - 8, 14), fill=INK, most=5)


def _remarks(canvas: Canvas, row: Row, top: int) -> None:
    """Their numbers, side by side where they belong to nearly the same moment."""
    free = EDGE
    for remark in row.remarks:
        left = max(_x(row, remark.at or row.start), free)
        _badge(canvas, remark, left, top)
        free = left + BADGE + 2


def _list_height(board: Board) -> int:
    told_here = min(len(board.remarks), MOST_TOLD)
    more = len(board.remarks) > MOST_TOLD
    return TOLD * (told_here + more) + (BETWEEN if told_here else 0)


def _list(canvas: Canvas, board: Board, top: int) -> None:
    """What is to be said, by number: also of what belongs to no moment."""
    left = EDGE + BADGE + 12
    room = WIDTH - EDGE - left
    for remark in board.remarks[:MOST_TOLD]:
        _badge(canvas, remark, EDGE, top + 2)
        diagnostic = remark.diagnostic
        moment = "" if remark.at is None else f"{clock(remark.at)}  "
        canvas.text(f"{moment}{told(diagnostic.message)}", left, top, size=16, width=room, fill=INK)
        canvas.text(f"{diagnostic.mark}  {diagnostic.code}", left, top + 21, size=14, width=room, fill=SOFT)
        top += TOLD
    more = len(board.remarks) - MOST_TOLD
    if more > 0:
        words = trn("... and {count} more remark", "... and {count} more remarks", more)
        canvas.text(words, left, top, size=16, width=room, fill=INK)


def _badge(canvas: Canvas, remark: Remark, left: int, top: int) -> None:
    canvas.area((left, top, left + BADGE, top + 20), TONES[remark.diagnostic.severity])
    canvas.text(str(remark.number), left + 5, top + 1, size=14, width=BADGE, fill=PAPER)


def _x(row: Row, seconds: Fraction | int) -> int:
    return EDGE + round(row.share(seconds) * ROOM)
