"""Columns: lines of type one below the other, with room between paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.media.picture.reading.lines import Line, Strip, lines_of
from pipeline.media.picture.reading.type_area import Measure
from pipeline.model.captions import ParagraphKind

_ABOVE: dict[ParagraphKind, float] = {
    "prose": 0.35, "verse": 0.8, "item": 0.2, "quote": 0.5, "heading": 0.8, "note": 0.35,
}  # fmt: skip
"""Ems between a paragraph and the one before it, in addition to those between lines."""
_TIGHT = 0.1
"""The same below a heading, and within a quotation."""
Place = tuple[int, int]
"""A strip, and the piece of it with which something begins."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and where it stands."""

    top: float
    """Pixels below the column's top."""
    strip: int
    line: Line


def column(strips: Sequence[Strip], start: Place, measure: Measure, *, high: float) -> Iterator[PlacedLine]:
    """The lines from `start` on that find room in so many pixels."""
    top = 0.0
    index, piece = start
    last: Strip | None = None
    while index < len(strips):
        strip = strips[index]
        if last is not None and strip.paragraph != last.paragraph:
            tight = last.kind == "heading" or last.kind == strip.kind == "quote"
            top += (_TIGHT if tight else _ABOVE[strip.kind]) * measure.size
        for line in lines_of(strip, piece, measure.columns):
            if top + measure.size > high + 0.5:
                return
            yield PlacedLine(top, index, line)
            top += measure.leading
        last, index, piece = strip, index + 1, 0
