"""Galleys: the paragraphs of a text in pieces that no line break divides, and the lines that these fill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from unicodedata import east_asian_width

from pipeline.captions.linebreak import units
from pipeline.model.captions import Paragraph, ParagraphKind

# Ems.
INDENT = 2.0
"""Before a paragraph of Chinese."""
QUOTED = 2.0
"""On the left of a quotation."""
WRAPPED = 1.0
"""Before the rest of a verse line that is longer than the column."""
NOTCH = 0.5
"""The blank half of a mark as wide as a character."""
VERSE_ASIDE = 2.0
"""Before verses among running text."""
BESIDE = 0.2
"""Between Chinese and letters or digits that stand side by side."""
AFTER_MARKER = 0.5
_LOOSE = 0.13
"""By how much pieces may be farther apart for a line to reach the column's edge."""
_ALONE, _SHARED = 2.1, 5
"""Ems below which a paragraph's last line is too short, and the pieces of a line from which one can be spared."""
_FULL = 0.95
"""From this width on a mark is as wide as a character and has a blank half."""

_OPENING = frozenset("「『（《〈【〔“‘［｛")
_CLOSING = frozenset("，。、；：！？）》〉】〕”’」』］｝")


class Ruler(Protocol):
    """Measures text."""

    def width(self, text: str) -> float:
        """Ems."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together, and the sentence that they belong to."""

    text: str
    sentence: int | None
    glyphs: tuple[tuple[str, float], ...]
    """Stretches of it, each with its place in ems from the piece's left edge: marks side by side move together."""
    width: float
    """Ems, without blanks at its end."""
    blank: float
    """Ems of these."""
    notch: float
    """Ems that are blank at its right."""
    lead: float
    """Ems that are blank at its left."""
    first: str
    last: str
    """Characters at its ends, blanks apart."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line as its author broke it: a whole paragraph, or a verse."""

    pieces: tuple[Piece, ...]
    kind: ParagraphKind
    paragraph: int
    """Index of its paragraph."""
    opens: bool
    """Whether its paragraph begins with it."""
    ends: bool
    """Whether its paragraph ends with it."""
    marker: str
    indent: float
    """Ems before its first line."""
    hang: float
    """Ems before its other lines."""
    chinese: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the column."""

    first: int
    stop: int
    """Pieces of its strip."""
    left: float
    """Ems before its first piece."""
    gap: float
    """Ems added between pieces, to spread it to the column's edge."""


def galley(paragraphs: Sequence[Paragraph], ruler: Ruler, width: float, *, mixed: bool) -> tuple[Strip, ...]:
    """The strips of a text, in order, for columns of a width in ems; `mixed` puts verses aside from running text."""
    return tuple(
        strip
        for index, one in enumerate(paragraphs)
        for strip in _strips(index, one, ruler, width, aside=VERSE_ASIDE if mixed else 0.0)
    )


def lines_of(strip: Strip, start: int, width: float) -> Iterator[Line]:
    """The lines of a column that a strip fills from one of its pieces on; `width` is in ems."""
    pieces = strip.pieces
    first = start
    while first < len(pieces):
        left = strip.indent if first == 0 else strip.hang
        room = width - left
        left -= pieces[first].lead
        filled, stop = -pieces[first].lead, first
        while stop < len(pieces):
            piece = pieces[stop]
            between = beside(pieces[stop - 1], piece) if stop > first else 0.0
            if stop > first and filled + between + piece.width - piece.notch > room + 1e-6:
                break
            filled += between + piece.width
            stop += 1
        if stop - first >= _SHARED and stop + 1 == len(pieces) and pieces[stop].width < _ALONE:
            # A character alone on the last line takes the one before it along.
            stop -= 1
            filled -= beside(pieces[stop - 1], pieces[stop]) + pieces[stop].width
        spare = room - (filled - pieces[stop - 1].notch)
        gaps = stop - first - 1
        spread = strip.chinese and stop < len(pieces) and gaps and 0 < spare <= _LOOSE * gaps
        yield Line(first=first, stop=stop, left=left, gap=spare / gaps if spread else 0.0)
        first = stop


def beside(before: Piece, after: Piece) -> float:
    """Ems between two pieces on a line."""
    if before.blank:
        return before.blank
    if before.notch and after.lead:
        return -NOTCH
    mixed = is_chinese(before.last) != is_chinese(after.first)
    return BESIDE if mixed and before.last.isalnum() and after.first.isalnum() else 0.0


def _strips(index: int, paragraph: Paragraph, ruler: Ruler, width: float, *, aside: float) -> Iterator[Strip]:
    kind = paragraph.kind
    chinese = any(map(is_chinese, paragraph.text))
    indent = hang = 0.0
    if kind == "prose":
        indent = INDENT if chinese and not paragraph.continued else 0.0
    elif kind == "item":
        hang = ruler.width(paragraph.marker) + AFTER_MARKER if paragraph.marker else INDENT
        indent = hang
    elif kind == "verse":
        widest = max((ruler.width(text) for text in paragraph.text.split("\n")), default=0.0)
        indent = aside if widest + aside <= width else 0.0
        hang = indent + WRAPPED
    elif kind == "quote":
        indent = QUOTED
        hang = QUOTED + (WRAPPED if len(paragraph.lines) > 1 else 0.0)
    for number, line in enumerate(paragraph.lines):
        if pieces := tuple(_pieces([(one.text, one.sentence) for one in line], ruler, width - hang)):
            own = hang if kind == "item" and paragraph.continued else indent
            yield Strip(
                pieces=pieces,
                kind=kind,
                paragraph=index,
                opens=number == 0,
                ends=number + 1 == len(paragraph.lines),
                marker=paragraph.marker if number == 0 and not paragraph.continued else "",
                indent=own,
                hang=hang,
                chinese=chinese and kind not in ("verse", "heading"),
            )


def _pieces(words: Sequence[tuple[str, int | None]], ruler: Ruler, width: float) -> Iterator[Piece]:
    whole = "".join(text for text, _ in words)
    ends, at = [], 0
    for text, sentence in words:
        at += len(text)
        ends.append((at, sentence))
    place, current = 0, 0
    for unit in (part for whole_unit in units(whole) for part in _fitting(whole_unit, ruler, width)):
        while place >= ends[current][0]:
            current += 1
        yield _piece(unit, ends[current][1], ruler)
        place += len(unit)


def _fitting(unit: str, ruler: Ruler, width: float) -> Iterator[str]:
    """What is wider than the column, such as an address, in parts of it."""
    if len(unit) < width or ruler.width(unit.rstrip()) <= width:
        yield unit
        return
    part = ""
    for character in unit:
        if part and ruler.width(part + character) > width and not character.isspace():
            yield part
            part = ""
        part += character
    yield part


def _piece(unit: str, sentence: int | None, ruler: Ruler) -> Piece:
    text = unit.rstrip()
    glyphs: list[tuple[str, float]] = []
    x, start = 0.0, 0
    for place in range(1, len(text)):
        if _share_a_blank(text[place - 1], text[place], ruler):
            part = text[start:place]
            glyphs.append((part, x))
            x += ruler.width(part) - NOTCH
            start = place
    glyphs.append((text[start:], x))
    first, last = text[:1] or " ", text[-1:] or " "
    return Piece(
        text=unit,
        sentence=sentence,
        glyphs=tuple(glyphs),
        width=x + ruler.width(text[start:]),
        blank=ruler.width(unit[len(text) :]) if len(unit) > len(text) else 0.0,
        notch=NOTCH if _blank_right(last, ruler) else 0.0,
        lead=NOTCH if _blank_left(first, ruler) else 0.0,
        first=first,
        last=last,
    )


def _blank_right(character: str, ruler: Ruler) -> bool:
    return character in _CLOSING and ruler.width(character) >= _FULL


def _blank_left(character: str, ruler: Ruler) -> bool:
    return character in _OPENING and ruler.width(character) >= _FULL


def _share_a_blank(before: str, after: str, ruler: Ruler) -> bool:
    """Whether both are marks with blank halves, of which one between them is enough."""
    if _blank_right(before, ruler):
        return _blank_right(after, ruler) or _blank_left(after, ruler)
    return _blank_left(before, ruler) and _blank_left(after, ruler)


@cache
def is_chinese(character: str) -> bool:
    """Whether it is written without blanks between words."""
    return character.isalnum() and east_asian_width(character) in "WF"
