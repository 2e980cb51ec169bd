"""The storyboard as one picture, to be sent around or printed."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

from PIL import Image, ImageDraw

from pipeline.media.picture.fonts import BOLD
from pipeline.media.picture.typeset import Typesetter
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
SEAL, CLIP, BLEND, WAVES = "#9b1b1e", "#2f6f9f", "#8a4fa3", "#8a7d6c"
TONES = {"warning": "#96600a", "error": "#b3241b"}


def sheet(boards: Sequence[Board], fonts: Sequence[Font]) -> bytes:
    """A PNG of all boards, one below the other. Raises MediaError where a font cannot be read."""
    rows = [(board, row) for board in boards for row in board.rows][:MOST_ROWS]
    height = 2 * EDGE + sum(map(_row_height, (row for _, row in rows))) + TITLE * len({board.name for board, _ in rows})
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = _Pen(image, fonts)
    top, before = EDGE, None
    for board, row in rows:
        if board is not before:
            top = pen.title(board, top)
            before = board
        top = pen.row(row, top)
    data = BytesIO()
    image.save(data, "PNG", optimize=False, compress_level=6)
    return data.getvalue()


def _row_height(row: Row) -> int:
    parts = [RULER, SHOTS, WAVE, CAPTIONS, BETWEEN]
    return sum(parts) + (CHAPTERS if row.chapters else 0) + (REMARKS if row.remarks else 0)


class _Pen:
    """Draws boards onto a sheet, from the top down; its methods return where the next thing goes."""

    def __init__(self, image: Image.Image, fonts: Sequence[Font]) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)
        self._regular = Typesetter(fonts)
        self._bold = Typesetter(fonts, weight=BOLD)

    def title(self, board: Board, top: int) -> int:
        self._line(board.title, EDGE, ROOM, top, 30, INK, bold=True)
        facts = f"{board.series} · {board.name} · {clock(board.seconds)}"
        self._line(facts, EDGE, ROOM, top + 40, 17, SOFT)
        return top + TITLE

    def row(self, row: Row, top: int) -> int:
        for tick in row.ticks:
            left = self._x(row, tick)
            self._draw.line((left, top, left, top + RULER), fill=LINE)
            self._line(clock(tick), left + 4, 90, top + 2, 14, SOFT)
        top += RULER
        if row.chapters:
            for chapter in row.chapters:
                left = self._x(row, chapter.start)
                self._draw.rectangle((left, top, left + 3, top + CHAPTERS - 4), fill=SEAL)
                self._line(chapter.text, left + 10, WIDTH - EDGE - left - 10, top + 2, 18, SEAL, bold=True)
            top += CHAPTERS
        self._shots(row, top)
        self._wave(row, top + SHOTS)
        self._captions(row, top + SHOTS + WAVE + 3)
        top += SHOTS + WAVE + CAPTIONS
        if row.remarks:
            for remark in row.remarks:
                left = self._x(row, remark.at or row.start)
                tone = TONES[remark.diagnostic.severity]
                self._draw.rectangle((left, top, left + 2, top + 20), fill=tone)
                self._line(told(remark.diagnostic.message), left + 7, WIDTH - EDGE - left - 7, top + 1, 15, tone)
            top += REMARKS
        return top + BETWEEN

    def _shots(self, row: Row, top: int) -> None:
        self._draw.rectangle((EDGE, top, self._x(row, row.stop), top + SHOTS), fill=HAIR)
        for begin, end, path, shot in row.pictures:
            left, right = self._x(row, begin), self._x(row, end)
            with Image.open(path) as picture:
                high = picture.convert("RGB").resize((round(picture.width * SHOTS / picture.height), SHOTS))
            room = min(high.width, right - left)
            middle = (high.width - room) // 2
            self._image.paste(high.crop((middle, 0, middle + room, SHOTS)), (left, top))
            if shot.kind == "clip":
                self._draw.rectangle((left, top, right, top + 4), fill=CLIP)
            self._draw.line((left, top, left, top + SHOTS), fill=PAPER, width=2)
            if right - left > 30:
                self._draw.rectangle((left + 2, top + SHOTS - 20, right - 1, top + SHOTS), fill="#1b1815")
                self._line(shot.label, left + 7, right - left - 12, top + SHOTS - 19, 14, "#ffffff")
        for shot in row.shots:
            if shot.kind == "transition":
                left, right = self._x(row, shot.start), max(self._x(row, shot.stop), self._x(row, shot.start) + 3)
                for step in range(left, right, 4):
                    self._draw.line((step, top, step, top + SHOTS), fill=BLEND)

    def _wave(self, row: Row, top: int) -> None:
        self._draw.rectangle((EDGE, top, self._x(row, row.stop), top + WAVE), fill=HAIR)
        for number, level in enumerate(row.levels(ROOM // 2)):
            if level:
                half, left = level * WAVE / 2, EDGE + 2 * number
                self._draw.line((left, top + WAVE / 2 - half, left, top + WAVE / 2 + half), fill=WAVES, width=2)

    def _captions(self, row: Row, top: int) -> None:
        for one in row.captions:
            left, right = self._x(row, one.start), min(self._x(row, one.stop), WIDTH - EDGE)
            self._draw.line((left, top, left, top + CAPTIONS - 6), fill=LINE)
            block = self._regular.set(one.text.replace("\n", ""), size=14, width=max(right - left - 8, 14), spacing=1.3)
            for number, line in enumerate(block.lines[:5]):
                self._line(line, left + 5, right - left, top + number * 19, 14, INK)

    def _line(
        self, text: str, left: float, width: float, top: float, size: int, fill: str, *, bold: bool = False
    ) -> None:
        """One line of text, cut where there is no more room."""
        setter = self._bold if bold else self._regular
        block = setter.set(text.replace("\n", " "), size=size, width=max(width, size), spacing=1.2)
        if not block.lines:
            return
        shown = block.lines[0] if len(block.lines) == 1 else f"{block.lines[0][:-1]}…"
        single = setter.set(shown, size=size, width=WIDTH * 2, spacing=1.2)
        setter.draw(self._image, single, column=(left, left + width), top=top, fill=fill, centred=False)

    def _x(self, row: Row, seconds: Fraction | int) -> int:
        return EDGE + round(row.share(seconds) * ROOM)
