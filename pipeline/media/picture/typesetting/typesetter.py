"""The typesetter: text in a column, in lines broken by Chinese rules, with fonts that replace each other's gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from pipeline.captions import linebreak
from pipeline.captions.word_breaks import break_costs
from pipeline.media.picture.colour_glyphs import ColourFont
from pipeline.media.picture.fonts import REGULAR, is_emoji
from pipeline.media.picture.typesetting import spacing
from pipeline.media.picture.typesetting.choice import weighed
from pipeline.media.picture.typesetting.glyphs import Glyphs, ink, reads_leftward
from pipeline.media.picture.typesetting.layout import Layout, Segment, lay_out
from pipeline.media.picture.typesetting.texts import clusters, with_narrow_marks
from pipeline.model.media import Font

_BASELINE = 0.88
"""Ems from the top of a Chinese character to the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Text that has been set: lines of one size, each `leading` pixels below the one before."""

    lines: tuple[str, ...]
    size: int
    """Pixels of an em."""
    leading: int
    strain: float = 0.0
    """What the worst of its line breaks costs, as `word_breaks` counts, less where it is one of many."""

    @property
    def height(self) -> int:
        """Pixels from the top of the first line's characters to the bottom of the last line's."""
        return self.size + (len(self.lines) - 1) * self.leading if self.lines else 0


class Typesetter:
    """Sets and draws text in one weight."""

    def __init__(self, fonts: Sequence[Font], *, weight: int = REGULAR) -> None:
        """Takes every character from the first font that has it. Raises MediaError for a file that is not a font."""
        self._glyphs = Glyphs(fonts, weight)
        self._layouts: dict[str, Layout] = {}
        self._joins: dict[tuple[str, str], float] = {}
        self._inks: dict[tuple[str, int], tuple[float, float]] = {}

    def set(self, text: str, *, size: int, width: float, spacing: float) -> Block:
        """`text` in lines of at most `width` pixels, `spacing` ems apart; none for no text. Its own line ends stay."""
        found = [self._lines(part, width / size) for part in self._paragraphs(text)]
        return Block(
            lines=tuple(line for lines, _ in found for line in lines),
            size=size,
            leading=round(size * spacing),
            strain=max((weighed(strain, len(lines)) for lines, strain in found), default=0.0),
        )

    def count_lines(self, text: str, *, size: int, width: float) -> int:
        """How many lines `set` makes of it, sooner."""
        return sum(self._count(part, width / size) for part in self._paragraphs(text))

    def widest(self, block: Block) -> float:
        """Pixels that the ink of the longest line spans."""
        spans = [self._ink(line, block.size) for line in block.lines]
        return max((right - left for left, right in spans), default=0)

    def draw(
        self,
        image: Image.Image,
        block: Block,
        *,
        column: tuple[float, float],
        top: float,
        fill: str,
        centred: bool,
        outline: int = 0,
    ) -> None:
        """Draw `block` into the column from left to right edge, in pixels; letters grow by `outline` all around.

        Lines are centred by their ink: the blank half of a closing mark would push a line to the left. Else they begin
        at the column's left edge, marks flush with it.
        """
        for number, line in enumerate(block.lines):
            if centred:
                left, right = self._ink(line, block.size)
                x = (column[0] + column[1] - left - right) / 2
            else:
                x = column[0] - self._trim(line)[0] * block.size
            self._draw(image, line, block.size, x, top + number * block.leading, fill, outline)

    def draw_at(self, image: Image.Image, text: str, *, size: int, left: float, top: float, fill: str) -> None:
        """Draw a text without line ends, its em from `top` downward, in pixels."""
        self._draw(image, with_narrow_marks(text), size, left, top, fill, 0)

    def width(self, text: str) -> float:
        """Ems that a text without line ends takes."""
        return self._laid_out(with_narrow_marks(text)).width

    def _paragraphs(self, text: str) -> list[str]:
        kept = self._without_lost(text)
        return [with_narrow_marks(part) for part in kept.split("\n")] if kept else []

    def _without_lost(self, text: str) -> str:
        """Without emoji that no font has: a box instead of one says less than nothing."""
        if text.isascii():
            return text
        lost = {c for c in text if is_emoji(c) and not self._glyphs.draws(c)}
        return "".join(c for c in text if c not in lost) if lost else text

    def _lines(self, paragraph: str, limit: float) -> tuple[tuple[str, ...], float]:
        words = break_costs(paragraph) if self._count(paragraph, limit) > 1 else None
        return linebreak.broken(
            paragraph, width=limit, measure=self._measured, words=words, join=self._join, trim=self._trim
        )

    def _count(self, paragraph: str, limit: float) -> int:
        return linebreak.count_lines(paragraph, width=limit, measure=self._measured, join=self._join, trim=self._trim)

    def _draw(self, image: Image.Image, line: str, size: int, x: float, top: float, fill: str, outline: int) -> None:
        pen, baseline = ImageDraw.Draw(image), round(top + _BASELINE * size)
        with self._glyphs.damage_reported():
            for segment in self._laid_out(line).segments:
                font = self._glyphs.opened(segment.font, size)
                left = _pixel(x, segment.left, size)
                text = self._glyphs.shown(segment.text, segment.font)
                if isinstance(font, ColourFont):
                    font.draw(image, text, left, baseline)
                    continue
                for place, part in _strokes(text, font, size) if segment.is_dash else ((0, text),):
                    at = (left + place, baseline)
                    pen.text(at, part, font=font, fill=fill, anchor="ls", stroke_width=outline)

    def _laid_out(self, line: str) -> Layout:
        if line not in self._layouts:
            self._layouts[line] = lay_out(self._without_lost(line), self._glyphs)
        return self._layouts[line]

    def _measured(self, piece: str) -> float:
        return self._laid_out(piece).width

    def _join(self, before: str, after: str) -> float:
        """How much is added between two pieces, by the characters at their ends."""
        bare = before.rstrip()
        if not bare:
            return 0.0
        tail, head = _last(bare) + before[len(bare) :], _first(after)
        if (tail, head) not in self._joins:
            self._joins[tail, head] = self._measured(tail + head) - self._measured(tail) - self._measured(head)
        return self._joins[tail, head]

    def _trim(self, line: str) -> tuple[float, float]:
        if not line or reads_leftward(line):
            return 0.0, 0.0
        return spacing.edges(_first(line), _last(line), self._glyphs.blanks)

    def _ink(self, line: str, size: int) -> tuple[float, float]:
        """Left and right edge of what is drawn, in pixels from where the pen begins."""
        if (line, size) not in self._inks:
            segments = self._laid_out(line).segments
            with self._glyphs.damage_reported():
                starts = (self._edge(one, size, at_end=False) for one in segments)
                stops = (self._edge(one, size, at_end=True) for one in reversed(segments))
                left = next((edge for edge in starts if edge is not None), 0.0)
                right = next((edge for edge in stops if edge is not None), 0.0)
            self._inks[line, size] = left, right
        return self._inks[line, size]

    def _edge(self, segment: Segment, size: int, *, at_end: bool) -> float | None:
        """The left or right edge of a segment's ink, by the character that stands there."""
        font = self._glyphs.opened(segment.font, size)
        text, left = self._glyphs.shown(segment.text, segment.font), _pixel(0, segment.left, size)
        if not isinstance(font, ColourFont) and not reads_leftward(text):
            parts = list(clusters(text)) or [""]
            part = parts[-1] if at_end else parts[0]
            left += round(segment.width * size - font.getlength(part)) if at_end else 0
            text = part
        edges = ink(font, text)
        return left + edges[at_end] if edges else None


def _strokes(dash: str, font: ImageFont.FreeTypeFont, size: int) -> Iterator[tuple[int, str]]:
    """A dash of several characters: from the first em to the end of the last, with more between them than there are."""
    steps = 2 * (len(dash) - 1)
    for step in range(steps + 1):
        yield round((len(dash) * size - font.getlength(dash[0])) * step / steps), dash[0]


def _pixel(x: float, ems: float, size: int) -> int:
    """Whole pixels, so that upright strokes are sharp; counted from the line's beginning, so that nothing adds up."""
    return round(x) + round(ems * size)


def _first(text: str) -> str:
    return next(clusters(text[:4]), " ")


def _last(text: str) -> str:
    found = text[-1:]
    for character in reversed(text[-4:-1]):
        if next(clusters(character + found)) != character + found:
            break
        found = character + found
    return found
