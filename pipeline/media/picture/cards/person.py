"""People: a portrait in a frame, the name, the years, and a few sentences beside or below it."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from PIL import Image

from pipeline.effects.citations import PersonCard
from pipeline.effects.colours import mixed
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.paragraphs import draw_flush, ems, even
from pipeline.media.picture.cards.sheet import Sheet, too_much
from pipeline.media.picture.images import cut, open_transparent
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.media import Medium
from pipeline.model.series import Focus

_SIDE_BY_SIDE = 1.2
"""From this width against the height on the portrait stands beside the text."""
_TALL = 1.25
"""Height of the portrait's frame against its width."""
_UPPER = Fraction(1, 3)
"""Where the face is in an upright portrait."""
_ENLARGED = 2.5
"""Times: a small portrait is shown no larger, in a smaller frame."""
_LEAST = 0.5
"""Of the frame's planned size, down to which it shrinks for a small portrait."""
_SHARES = (0.54, 0.5, 0.46, 0.42, 0.38, 0.34, 0.3)
"""Of the room's height that a portrait above the text takes."""
# Ems of the frame's shorter side.
_NAMES, _TEXTS, _TEXTS_UPRIGHT = (0.108, 0.052), (0.05, 0.03), (0.056, 0.034)
_ALONE = 1.3
"""Times that the largest name and years are larger on upright cards without a portrait, which else were empty."""
_LEGIBLE, _LEGIBLE_UPRIGHT = 0.042, 0.047
"""From this em on text is easy to read; on phones it is small."""
_TO_NAME = 0.62
"""Ems of the text against the name's, at most."""
_YEARS = 0.48
"""Ems of the years against the name's, within bounds."""
_YEARS_SIZES = (0.038, 0.056)
_PARTS = re.compile("[^·・• ]+[·・• ]*")
"""Of a name: where it may be broken."""
_NAME_SPACING, _TEXT_SPACING = 1.25, 1.6
_RULE = 2.9
"""Gaps from the years to the text, with the rule in their middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What stands beside or below the portrait, set; pixels."""

    name: Block
    years: Block | None
    text: Block | None
    gap: float

    def legible(self, sheet: Sheet) -> bool:
        # A long name makes all smaller, whatever room there is.
        least = _fair(sheet) if len(self.name.lines) == 1 else min(_fair(sheet), self.name.size * _TO_NAME)
        return self.text is None or self.text.size >= int(least)

    @property
    def height(self) -> float:
        years = self.years.height + self.gap * 0.9 if self.years else 0.0
        return self.name.height + years + (self.text.height + self.gap * _RULE if self.text else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composition:
    portrait: Box | None
    text: _Text
    column: Box
    """Where the text stands; from the top down."""
    centred: bool


def person_fits(card: PersonCard, width: int, height: int) -> bool:
    """Whether the text can be read on a card of that size; nothing is drawn."""
    return _compose(Sheet(width, height, card.look, blank=True), card) is not None


def draw_person(card: PersonCard, width: int, height: int) -> Image.Image:
    """The card as an RGB picture. Raises MediaError where its text finds no room, PipelineError for its portrait."""
    sheet = Sheet(width, height, card.look)
    found = _compose(sheet, card)
    if found is None:
        raise too_much(f"{card.name}{card.text}")
    if card.portrait and found.portrait:
        ground = mixed(card.look.background, card.look.foreground, 0.16)
        picture = _framed(card.portrait, card.focus, found.portrait, ground)
        sheet.picture_at(picture, found.portrait, radius=1.2, line=sheet.accent)
    _write(sheet, found)
    return sheet.image


def _write(sheet: Sheet, found: _Composition) -> None:
    text, column, top = found.text, found.column, found.column.top
    bold, regular = sheet.setter("title"), sheet.setter("body")
    edges = (column.left, column.right)
    bold.draw(sheet.image, text.name, column=edges, top=top, fill=sheet.ink, centred=found.centred)
    top += text.name.height
    if text.years:
        top += text.gap * 0.9
        regular.draw(sheet.image, text.years, column=edges, top=top, fill=sheet.accent_ink, centred=found.centred)
        top += text.years.height
    if text.text is None:
        return
    top += text.gap * _RULE / 2
    if found.centred:
        sheet.rule_at(top, centre=(column.left + column.right) / 2, width=min(column.width, sheet.unit * 30))
    else:
        sheet.rule_at(top, left=column.left, width=min(column.width, sheet.unit * 30))
    top += text.gap * _RULE / 2
    spare = (column.width - regular.widest(text.text)) / 2 if found.centred else 0.0
    alone = found.centred and len(text.text.lines) <= 4
    if alone:
        regular.draw(sheet.image, text.text, column=edges, top=top, fill=sheet.ink, centred=True)
    else:
        draw_flush(regular, sheet.image, text.text, left=column.left + spare, top=top, fill=sheet.ink)


def _compose(sheet: Sheet, card: PersonCard) -> _Composition | None:
    room = sheet.room(spoken=card.spoken)
    if card.portrait is None:
        wide = room if sheet.upright else room.inside(room.width * 0.08, 0)
        text = _set(sheet, card, wide, room.height)
        if text is None:
            return None
        column = wide.centred(wide.width, text.height, down=0.46)
        return _Composition(portrait=None, text=text, column=column, centred=True)
    if sheet.width >= sheet.height * _SIDE_BY_SIDE:
        high = min(room.height * 0.86, room.width * 0.4 * _TALL)
        frame = _shrunk(card.portrait, Box(0, 0, high / _TALL, high))
        gap = sheet.unit * 7
        text = _set(sheet, card, Box(0, 0, room.width - frame.width - gap, room.height), room.height)
        if text is None:
            return None
        beside = room.width - frame.width - gap
        # Both together in the middle: with little text there would be a hole on the right.
        left = room.left + max(0.0, beside - max(min(beside, _widest(sheet, text)), sheet.unit * 46)) / 2
        middle = (room.top + room.bottom) / 2
        top = middle - frame.height / 2
        box = Box(left, top, left + frame.width, top + frame.height)
        start = middle - text.height * 0.5
        return _Composition(
            portrait=box, text=text, column=Box(box.right + gap, start, room.right, room.bottom), centred=False
        )
    gap = sheet.unit * (6 if sheet.upright else 4)
    found = [one for share in _SHARES if (one := _stacked(sheet, card, card.portrait, room, share, gap))]
    # Rather a smaller portrait than text that is hard to read.
    return next((one for one in found if one.text.legible(sheet)), found[-1] if found else None)


def _stacked(
    sheet: Sheet, card: PersonCard, portrait: Medium, room: Box, share: float, gap: float
) -> _Composition | None:
    """The portrait, as high as a share of the room, above the text."""
    high = min(room.height * share, room.width * 0.7 * _TALL)
    frame = _shrunk(portrait, Box(0, 0, high / _TALL, high))
    left = room.height - frame.height - gap
    text = _set(sheet, card, room, left)
    if text is None:
        return None
    top = room.top + (left - text.height) * 0.46
    middle = (room.left + room.right) / 2
    box = Box(middle - frame.width / 2, top, middle + frame.width / 2, top + frame.height)
    return _Composition(portrait=box, text=text, column=room.below(box.bottom + gap), centred=True)


def _set(sheet: Sheet, card: PersonCard, column: Box, height: float) -> _Text | None:
    """Name, years and text in the largest type that fits: with a large name and text that is easy to read, else with
    a smaller name, else with smaller text; None where none does.
    """
    name, years, text = (drawable(one).strip() for one in (card.name, card.years, card.text))
    bold, regular = sheet.setter("title"), sheet.setter("body")
    larger = _ALONE if sheet.upright and card.portrait is None else 1.0
    largest, smallest = sheet.short * _NAMES[0] * larger, sheet.short * _NAMES[1]
    most, least = (sheet.short * share for share in (_TEXTS_UPRIGHT if sheet.upright else _TEXTS))
    low, high = (sheet.short * share for share in _YEARS_SIZES)
    high *= larger
    gap = sheet.unit * 3
    counted: dict[int, float] = {}

    def high_as(em: int) -> float:
        """Pixels that the text takes in this size."""
        if em not in counted:
            lines = regular.count_lines(text, size=em, width=_narrowed(column.width, em))
            counted[em] = em + (lines - 1) * round(em * _TEXT_SPACING)
        return counted[em]

    for fair in (_fair(sheet), least):
        for size in ems(largest, smallest, step=0.93):
            # The smaller the type, the more lines a name may have.
            most_lines = 1 if size > (largest + smallest) / 2 else 2 if size > 1.15 * smallest else 3
            head = _name(bold, name, size, column.width, lines=most_lines)
            if head is None:
                continue
            small = int(min(max(head.size * _YEARS, low), high))
            lived = regular.set(years, size=small, width=column.width, spacing=1.4) if years else None
            above = _Text(name=head, years=lived, text=None, gap=gap)
            if not text:
                if above.height <= height:
                    return above
                continue
            left = height - above.height - _RULE * gap
            for em in ems(min(most, head.size * _TO_NAME), min(fair, head.size * _TO_NAME)):
                if high_as(em) <= left:
                    about = even(regular, text, size=em, width=_narrowed(column.width, em), spacing=_TEXT_SPACING)
                    if about.height <= left:
                        return replace(above, text=about)
    return None


def _fair(sheet: Sheet) -> float:
    """Pixels of an em that is easy to read."""
    return sheet.short * (_LEGIBLE_UPRIGHT if sheet.upright else _LEGIBLE)


def _narrowed(width: float, em: int) -> float:
    """Lines of at most some thirty characters: longer ones are hard to follow."""
    return min(width, em * 30)


def _name(setter: Typesetter, name: str, size: int, width: float, *, lines: int) -> Block | None:
    """The name on one line, else on several that begin with a part of it; None where it finds no room."""
    block = setter.set(name, size=size, width=width, spacing=_NAME_SPACING)
    if len(block.lines) == 1 or lines == 1:
        return block if len(block.lines) <= lines else None
    parts = _PARTS.findall(name)
    fitting = []
    # The narrowest column in which the parts fill so many lines: then they are even.
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        filled = [""]
        for part in parts:
            if filled[-1] and setter.count_lines(filled[-1] + part.rstrip(), size=size, width=width * share) > 1:
                filled.append("")
            filled[-1] += part
        own = setter.set("\n".join(line.strip() for line in filled), size=size, width=width, spacing=_NAME_SPACING)
        if len(own.lines) == len(filled) <= lines:
            fitting.append(own)
    if fitting:
        return min(fitting, key=lambda own: len(own.lines))
    return block if len(block.lines) <= lines and len(parts) == 1 else None


def _widest(sheet: Sheet, text: _Text) -> float:
    bold, regular = sheet.setter("title"), sheet.setter("body")
    blocks = [(bold, text.name), (regular, text.years), (regular, text.text)]
    return max(setter.widest(block) for setter, block in blocks if block)


def _scale(portrait: Medium, frame: Box) -> float:
    """By how much the portrait is enlarged to fill the frame."""
    video = portrait.info.video
    if video is None:
        return 1.0
    wide, high = (float(side) for side in video.shown_size)
    return max(frame.width / wide, frame.height / high)


def _shrunk(portrait: Medium, frame: Box) -> Box:
    """A smaller frame for a portrait that would be enlarged too much."""
    factor = max(_LEAST, min(1.0, _ENLARGED / _scale(portrait, frame)))
    return Box(0, 0, frame.width * factor, frame.height * factor)


def _framed(portrait: Medium, focus: Focus | None, frame: Box, ground: str) -> Image.Image:
    """The portrait cut to its frame, which keeps the focus in view."""
    left, top, right, bottom = frame.whole
    width, height = right - left, bottom - top
    clear = open_transparent(portrait.path, width, height)
    image = Image.new("RGB", clear.size, ground)
    image.paste(clear, mask=clear.getchannel("A"))
    upright = image.height * width > image.width * height
    point = focus or (Fraction(1, 2), _UPPER if upright else Fraction(1, 2))
    return image.resize((width, height), Image.Resampling.LANCZOS, box=cut(image, width, height, point))
