"""Quotations: large quotation marks, the words in lines of sense, and below them whose they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from pipeline.captions.linebreak import CLOSING
from pipeline.captions.rules import characters
from pipeline.effects.citations import QuoteCard
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.paragraphs import draw_flush, ems, whole_dates
from pipeline.media.picture.cards.sheet import Sheet, too_much
from pipeline.media.picture.fonts import BOLD, REGULAR
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter

_LARGEST, _WHOLE, _SMALLEST = 0.135, 0.046, 0.031
"""Ems of the frame's shorter side: the largest, and the smallest down to which verses and clauses are kept on lines of
their own."""
_SPACING, _SPACING_LATIN = 1.58, 1.38
_FILLED = ((0, 0.40), (60, 0.44), (160, 0.64))
"""From so many characters on, the share of the room that they take at most: short words do not shout."""
_HEAVY = 0.06
"""From this em on words are bold: large type in regular weight looks thin."""
_AIRY = 0.88
"""Share of the room's height that a card in large type takes at most."""
_MARKS, _MARKS_GAP = 0.92, 0.62
"""Height of the quotation marks, and the gap below them, in ems of the words; not less than of the smallest that is
fair."""
_FAIR = 0.055
_CREDIT = 0.62
"""Ems of the attribution against the words'."""
_CREDIT_SIZES = (0.034, 0.052)
_DASH, _DASH_GAP = 1.5, 0.5
"""Ems."""
_NARROWER = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Shares of the column that are tried, for lines that end where the sense does."""
_CLAUSES = re.compile(r"[^，。！？；：,.!?;:]*[，。！？；：,.!?;:]+[”’」』）)]*\s*|[^，。！？；：,.!?;:]+$")
_MOST_CLAUSES = 4
_EVEN = 1.75
"""By how much the longest clause may be longer than the shortest where each has a line of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composition:
    """What stands where, from the top down; pixels."""

    words: Block
    weight: int
    credit: tuple[str, str, int]
    """Who, whence, and the em."""
    below: bool
    """Whether the source has a line of its own."""
    centred: bool
    marks: float
    gap: float
    """Below the marks, and twice as much above the attribution."""

    @property
    def credit_height(self) -> float:
        by, source, size = self.credit
        lines = (2 if self.below else 1) if by or source else 0
        return self.gap * 1.3 + lines * size * 1.4 if lines else 0.0

    @property
    def height(self) -> float:
        return self.marks + self.gap + self.words.height + self.credit_height


def quote_fits(card: QuoteCard, width: int, height: int) -> bool:
    """Whether the words can be read on a card of that size; nothing is drawn."""
    sheet = Sheet(width, height, card.look, blank=True)
    return _compose(sheet, card) is not None


def draw_quote(card: QuoteCard, width: int, height: int) -> Image.Image:
    """The card as an RGB picture. Raises MediaError where its words find no room."""
    sheet = Sheet(width, height, card.look)
    found = _compose(sheet, card)
    if found is None:
        raise too_much(card.text)
    room = sheet.room(spoken=card.spoken)
    setter = sheet.setter("body", found.weight == BOLD)
    wide = setter.widest(found.words)
    top = room.top + (room.height - found.height) * 0.46
    left = room.left + (room.width - wide) / 2
    sheet.quotes_at(top, found.marks, left=None if found.centred else left)
    top += found.marks + found.gap
    if found.centred:
        column = (room.left, room.right)
        setter.draw(sheet.image, found.words, column=column, top=top, fill=sheet.ink, centred=True)
    else:
        draw_flush(setter, sheet.image, found.words, left=left, top=top, fill=sheet.ink)
    _draw_credit(sheet, found, Box(left, top + found.words.height + found.gap * 1.3, left + wide, room.bottom), room)
    return sheet.image


def _compose(sheet: Sheet, card: QuoteCard) -> _Composition | None:
    """The largest type in which all finds room; None where it does not at any size that can be read.

    Lines of sense are kept whole before type is large.
    """
    room = sheet.room(spoken=card.spoken)
    text = drawable(card.text).strip()
    count = float(characters(text))
    spacing = _SPACING_LATIN if count * 2 <= len(text) * 1.3 else _SPACING
    share = next(share for least, share in reversed(_FILLED) if count >= least)
    for ways in (_LINES_UPRIGHT if sheet.upright else _LINES, _PROSE):
        for cut, least in ways:
            size = min(sheet.short * _LARGEST, (room.width * room.height * share / max(count * spacing, 1)) ** 0.5)
            for em in ems(max(size, sheet.short * least), sheet.short * least):
                weight = BOLD if em >= sheet.short * _HEAVY else REGULAR
                airy = _AIRY if em >= sheet.short * _HEAVY else 1.0
                for block in cut(sheet.setter("body", weight == BOLD), text, em, room.width, spacing):
                    found = _around(sheet, card, block, weight, cut is not _prose or len(block.lines) == 1, room)
                    if found.height <= room.height * airy:
                        return found
    return None


def _verses(setter: Typesetter, text: str, em: int, width: float, spacing: float) -> Iterator[Block]:
    """The lines as they are written; a single one in clauses, where these are few and alike. Nothing where one would be
    broken.
    """
    own = text.split("\n")
    yield from _unbroken(own if len(own) > 1 else _alike(text, _MOST_CLAUSES), setter, em, width, spacing)


def _clauses(setter: Typesetter, text: str, em: int, width: float, spacing: float) -> Iterator[Block]:
    """A line for each clause of a verse: narrow frames have no room for more."""
    yield from _unbroken(_alike(text.replace("\n", ""), 3 * _MOST_CLAUSES), setter, em, width, spacing)


def _unbroken(own: Sequence[str], setter: Typesetter, em: int, width: float, spacing: float) -> Iterator[Block]:
    block = setter.set("\n".join(own), size=em, width=width, spacing=spacing)
    if own and len(block.lines) == len(own):
        yield block


def _alike(text: str, most: int) -> list[str]:
    """The clauses of a text, if there are several of about the same length, but not too many; else none."""
    clauses = [clause.strip() for clause in _CLAUSES.findall(text)]
    lengths = [float(characters(clause)) for clause in clauses]
    return clauses if 2 <= len(clauses) <= most and max(lengths) <= _EVEN * min(lengths) else []


def _prose(setter: Typesetter, text: str, em: int, width: float, spacing: float) -> Iterator[Block]:
    """As few lines as there can be, or one more where more of them then end with the sense; the best first."""
    text = whole_dates(text)
    blocks = [setter.set(text, size=em, width=width * share, spacing=spacing) for share in _NARROWER]
    fewest = min(len(block.lines) for block in blocks)
    yield from sorted(blocks, key=lambda block: _breaks_in_sense(block) + 0.6 * (len(block.lines) - fewest))


_LINES = ((_verses, _WHOLE),)
_LINES_UPRIGHT = ((_verses, 0.075), (_clauses, 0.06), (_verses, _WHOLE))
_PROSE = ((_prose, _SMALLEST),)
"""Ways to make lines, each with the smallest em down to which it is tried before the next."""


def _breaks_in_sense(block: Block) -> int:
    """How many of its lines end within a clause."""
    return sum(line[-1:] not in CLOSING for line in block.lines[:-1])


def _around(sheet: Sheet, card: QuoteCard, words: Block, weight: int, own: bool, room: Box) -> _Composition:
    fair = max(words.size, sheet.short * _FAIR)
    low, high = (sheet.short * share for share in _CREDIT_SIZES)
    credit = int(min(max(words.size * _CREDIT, low), high))
    by, source = drawable(card.by).strip(), drawable(card.source).strip()
    wide = sheet.setter("body", weight == BOLD).widest(words)
    centred = own and wide <= room.width
    line = _widths(sheet, by, source, credit)
    limit = room.width if centred else max(wide, room.width * 0.6)
    return _Composition(
        words=words,
        weight=weight,
        credit=(by, source, credit),
        below=bool(by and source) and sum(line) > limit,
        centred=centred,
        marks=fair * _MARKS,
        gap=fair * _MARKS_GAP,
    )


def _widths(sheet: Sheet, by: str, source: str, size: int) -> Iterator[float]:
    yield (_DASH + _DASH_GAP) * size
    for text, bold in ((by, True), (source, False)):
        if text:
            setter = sheet.setter("small", bold)
            yield setter.widest(setter.set(text, size=size, width=1e9, spacing=1)) + 0.6 * size


def _draw_credit(sheet: Sheet, found: _Composition, words: Box, room: Box) -> None:
    """A dash, who, and whence: in the middle, or so that it ends where the words do."""
    by, source, size = found.credit
    if not by and not source:
        return
    rows = (
        [[(by, True)], [(source, False)]]
        if found.below
        else [[(text, bold) for text, bold in ((by, True), (source, False)) if text]]
    )
    top = words.top
    for number, row in enumerate(rows):
        dash = (_DASH + _DASH_GAP) * size if number == 0 else 0.0
        blocks: list[tuple[Typesetter, Block, bool, float]] = []
        for text, bold in row:
            setter = sheet.setter("small", bold)
            room_left = room.width - dash - sum(wide for *_, wide in blocks)
            block = setter.set(text, size=size, width=max(room_left, 4 * size), spacing=1.4)
            blocks.append((setter, block, bold, setter.widest(block)))
        wide = dash + sum(one[3] for one in blocks) + 0.6 * size * (len(blocks) - 1)
        if found.centred:
            left = (room.left + room.right - wide) / 2
        else:
            left = max(room.left, max(words.right, room.left + wide) - wide)
        if dash:
            middle = top + size * 0.52
            thick = max(1.0, size * 0.055)
            sheet.panel_at(Box(left, middle - thick, left + _DASH * size, middle + thick), fill=sheet.accent, radius=0)
        left += dash
        for setter, block, bold, its in blocks:
            ink = sheet.accent_ink if bold else sheet.soft
            setter.draw(sheet.image, block, column=(left, left + its), top=top, fill=ink, centred=False)
            left += its + 0.6 * size
        top += size * 1.4 * max(len(block.lines) for _, block, _, _ in blocks)
