"""Title cards: the title large, above it a number or another small line, below it a rule and what is of second rank."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image

from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.paragraphs import draw_flush, even
from pipeline.media.picture.cards.sheet import Sheet
from pipeline.media.picture.cards.title_parts import TitleParts, parts_of
from pipeline.media.picture.dress.strokes import draw_outline, draw_rect
from pipeline.media.picture.typesetting.choice import rather_whole
from pipeline.media.picture.typesetting.typesetter import Block
from pipeline.messages import tr, trn

_FREE = 0.05
"""Of the frame's sides: stays free at every edge, as screens cut it off, and players show their controls there."""

# Shares of the frame's shorter side.
_LARGEST, _SMALLEST = 0.172, 0.026
_EPITHET, _ABOVE = (0.034, 0.082), (0.034, 0.046)
_UPRIGHT = 1.18
"""Times that all but the smallest is larger on upright cards, of whose height else little was used."""
_STEP = 0.96

_MAIN_SPACING, _EPITHET_SPACING, _ABOVE_SPACING, _BELOW_SPACING = 1.26, 1.36, 1.4, 1.6
_LINES_AT = ((0.64, 1), (0.50, 2), (0.38, 3))
"""From this share of the largest size upward a title may have so many lines on a card that is not upright."""
_BELOW_SHARES = (0.46, 0.42, 0.38, 0.34, 0.30, 0.26)
"""Sizes of the text below against the title's."""
_LARGE_BELOW, _LEGIBLE = 0.062, 0.03
_DOWN = 0.47
"""Share of the spare height above all: exactly in the middle it would look too low."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLayout:
    """A card's texts, set; sizes in pixels. An empty block is not there."""

    above: Block
    main: Block
    epithet: Block
    below: Block
    rule: float
    """From the title to the rule, and from the rule to what is below."""
    air: float
    """From a number to the title."""

    @property
    def above_height(self) -> float:
        return self.above.height + self.air if self.above.lines else 0.0

    @property
    def title_height(self) -> float:
        return self.main.height + (self.main.size * 0.36 + self.epithet.height if self.epithet.lines else 0.0)

    @property
    def height(self) -> float:
        below = self.rule + self.below.height if self.below.lines else 0.0
        return self.above_height + self.title_height + self.rule + below


def is_crowded(card: TextCard, width: int, height: int) -> bool:
    """Whether the card has more text than can be read on it; nothing is drawn."""
    try:
        _layout(parts_of(card.text, card.senses), Sheet(width, height, card.look, blank=True))
    except MediaError:
        return True
    return False


def title_size(card: TextCard, width: int, height: int) -> float | None:
    """Em of the title as a share of the frame's shorter side; None where there is none, or no room. Draws nothing."""
    parts = parts_of(card.text, card.senses)
    try:
        return _layout(parts, Sheet(width, height, card.look, blank=True)).main.size / min(width, height)
    except MediaError:
        return None


def draw_card(card: TextCard, width: int, height: int) -> Image.Image:
    """The card as an RGB picture. Raises MediaError when its text is too long or a font or picture is unusable."""
    sheet = Sheet(width, height, card.look)
    parts = parts_of(card.text, card.senses)
    if not parts.main:
        return sheet.image
    layout = _layout(parts, sheet)
    bare = sheet.image.copy()
    _write(layout, parts, sheet)
    # Several marks on a character may reach beyond its line, but not to the frame's edge.
    inside = (ceil(width * _FREE), ceil(height * _FREE), floor(width * (1 - _FREE)), floor(height * (1 - _FREE)))
    bare.paste(sheet.image.crop(inside), inside)
    return bare


def _write(layout: CardLayout, parts: TitleParts, sheet: Sheet) -> None:
    room, left = sheet.safe, sheet.look.dress.alignment == "left"
    top = room.top + max(0.0, room.height - layout.height) * _DOWN
    if layout.above.lines:
        _write_above(layout.above, sheet, room, top, left=left)
    top += layout.above_height
    _set_at(sheet, layout.main, room, top, bold=True, ink=sheet.ink, left=left)
    under = top + layout.main.height + layout.main.size * 0.36
    if layout.epithet.lines:
        _set_at(sheet, layout.epithet, room, under, bold=False, ink=sheet.accent_ink, left=left)
    top += layout.title_height + layout.rule
    sheet.rule_at(top, width=room.width * 0.5, left=room.left if left else None)
    if layout.below.lines:
        box = room
        if parts.is_list and not left:
            wide = sheet.setter("body").widest(layout.below)
            box = room.inside((room.width - wide) / 2, 0)
        _set_at(sheet, layout.below, box, top + layout.rule, bold=False, ink=sheet.soft, left=left or parts.is_list)


def _set_at(sheet: Sheet, block: Block, box: Box, top: float, *, bold: bool, ink: str, left: bool) -> None:
    setter = sheet.setter("title" if bold else "body", bold)
    if left:
        draw_flush(setter, sheet.image, block, left=box.left, top=top, fill=ink)
    else:
        setter.draw(sheet.image, block, column=(box.left, box.right), top=top, fill=ink, centred=True)


def _write_above(block: Block, sheet: Sheet, room: Box, top: float, *, left: bool) -> None:
    """A number: alone, between two short lines, or in the frame of a stamp."""
    kind, size = sheet.look.dress.above, block.size
    _set_at(sheet, block, room.moved(size * 0.6, 0) if kind == "stamp" and left else room, top, bold=False,
            ink=sheet.accent_ink, left=left)  # fmt: skip
    wide = sheet.setter("body", False).widest(block)
    begin = room.left if left else (room.left + room.right - wide) / 2
    if kind == "stamp":
        edges = (begin, top - size * 0.42, begin + wide + size * 1.2, top + block.height + size * 0.42)
        if not left:
            edges = (begin - size * 0.6, edges[1], begin + wide + size * 0.6, edges[3])
        draw_outline(sheet.image, edges, sheet.accent, sheet.unit * 0.26, strength=0.9)
    elif kind == "sides" and len(block.lines) == 1 and not left:
        middle, length, gap = top + size * 0.54, size * 1.7, size * 0.75
        for x in (begin - gap - length, begin + wide + gap):
            if x > room.left - size and x + length < room.right + size:
                draw_rect(sheet.image, (x, middle, x + length, middle + max(1, sheet.unit * 0.16)), sheet.accent)


def _layout(parts: TitleParts, sheet: Sheet) -> CardLayout:
    """The largest title that leaves room for the others in fair sizes, or a smaller one whose words are whole."""
    found = rather_whole(_layouts(parts, sheet), size=lambda one: one.main.size, strain=_strain)
    if found is None:
        raise MediaError(
            trn(
                "the card has {count} character, more than can be read on it",
                "the card has {count} characters, more than can be read on it",
                len(parts.above) + len(parts.main) + len(parts.epithet) + len(parts.below),
            ),
            hint=tr("spread it over several cards, or say it in the narration"),
        )
    return found


def _strain(layout: CardLayout) -> float:
    return max(layout.main.strain, layout.epithet.strain)


def _layouts(parts: TitleParts, sheet: Sheet) -> Iterator[CardLayout]:
    """All that find room, the largest first."""
    short, room = _short(sheet), sheet.safe
    bold, regular = sheet.setter("title", True), sheet.setter("body", False)
    smallest = sheet.short * _SMALLEST
    upright = max(1.0, sheet.height / sheet.width)
    width = room.width * (0.94 if sheet.look.dress.alignment == "left" else 1.0)
    for size in _sizes(short * _LARGEST, smallest):
        share = size / (short * _LARGEST)
        most = next((round(count * upright) for least, count in _LINES_AT if share >= least), None)
        count = bold.count_lines(parts.main, size=size, width=width)
        if (most is not None and count > most) or count * size * _MAIN_SPACING > room.height:
            continue
        main = even(bold, parts.main, size=size, width=width, spacing=_MAIN_SPACING)
        small = _between(size * 0.48, short, _EPITHET, smallest)
        epithet = even(regular, parts.epithet, size=small, width=width, spacing=_EPITHET_SPACING)
        if most is not None and len(epithet.lines) > 2:
            continue
        above = regular.set(
            parts.above, size=_between(size * 0.34, short, _ABOVE, smallest), width=width * 0.9, spacing=_ABOVE_SPACING
        )
        fixed = CardLayout(
            above=above, main=main, epithet=epithet, below=Block(lines=(), size=1, leading=1),
            rule=max(size * 0.46, short * 0.056), air=max(size * 0.3, above.size * 0.95),
        )  # fmt: skip
        if not parts.below:
            if fixed.height <= room.height:
                yield fixed
            continue
        if found := _with_below(fixed, parts.below, sheet, width):
            yield found


def _with_below(fixed: CardLayout, text: str, sheet: Sheet, width: float) -> CardLayout | None:
    """With the text below: rather in a smaller size than in more lines than it has; None where it finds no room."""
    regular, short = sheet.setter("body", False), _short(sheet)
    left = sheet.safe.height - fixed.height - fixed.rule
    largest = max(short * _LARGE_BELOW, fixed.main.size * 0.4)
    least = min(short * _LEGIBLE, fixed.main.size)
    sizes = [floor(max(min(fixed.main.size * share, largest), least)) for share in _BELOW_SHARES]
    sizes += [floor(sheet.short * _SMALLEST)]
    counts = [regular.count_lines(text, size=size, width=width) for size in sizes]
    fitting = [
        one for one in zip(counts, sizes, strict=True) if one[0] * one[1] * _BELOW_SPACING - one[1] * 0.6 <= left
    ]
    if not fitting:
        return None
    paragraphs = text.count("\n") + 1
    whole = (one for one in fitting if one[0] <= paragraphs and one[1] >= short * _LEGIBLE)
    _, size = next(whole, fitting[0])
    below = "\n".join(
        line
        for paragraph in text.split("\n")
        for line in even(regular, paragraph, size=size, width=width, spacing=_BELOW_SPACING).lines or ("",)
    )
    lines = tuple(below.split("\n"))
    return CardLayout(
        above=fixed.above, main=fixed.main, epithet=fixed.epithet, rule=fixed.rule, air=fixed.air,
        below=Block(lines=lines, size=size, leading=round(size * _BELOW_SPACING)),
    )  # fmt: skip


def _short(sheet: Sheet) -> float:
    return sheet.short * (_UPRIGHT if sheet.upright else 1.0)


def _between(size: float, short: float, bounds: tuple[float, float], smallest: float) -> int:
    """A size within its bounds, but never below the smallest, nor above the title's."""
    low, high = (bound * short for bound in bounds)
    return floor(max(smallest, min(max(size, low), high)))


def _sizes(largest: float, smallest: float) -> Iterator[int]:
    size, last = largest, 0
    while size >= smallest:
        if floor(size) != last:
            yield (last := floor(size))
        size *= _STEP
