"""Question cards: the question, its options, and below them the ring that runs out, and then the answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from pipeline.effects.questions import Countdown, QuestionCard
from pipeline.errors import MediaError
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.sheet import SIZES, SPACING, Role, Sheet, too_much
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block
from pipeline.model.segments.question import LETTERS

# Units.
_RING = 16.0
_GAP = 4.6
"""Between the options, or the question, and what stands below them."""
_UNDER = 5.8
"""Between the question and its options."""
_BETWEEN = 2.4
"""From one option to the next."""
_MARGIN = 2.6
"""From a panel's edge to its letter."""
_CLEAR = 3.0
"""From the safe area's upper and lower edge, near which a theme may draw its line."""

_DENSE = 0.55
"""How much smaller gaps are beside the smallest text."""
_STEP = 0.95
_FEW_LINES = 3
"""Of an option beside others."""
_LARGER = 0.3
_SHORT_LINES, _SHORT, _MODERATE = 2, 6, 0.35
"""From three lines on a question has no line of fewer characters, unless it is small already."""
_NARROWEST = 0.52
"""Of the card's width: options that stand one under the other are at least so wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Type:
    """A text as it is set: the role gives its weight, and its size lies between those of two roles."""

    role: Role
    smallest: Role
    bold: bool | None = None

    def size(self, share: float) -> float:
        """Of the frame's shorter side; 1 is the largest, 0 the smallest."""
        largest, least = SIZES[self.role][0], SIZES[self.smallest][1]
        return least + (largest - least) * share


_ASKED = _Type(role="title", smallest="note", bold=True)
_OPTION = _Type(role="heading", smallest="note", bold=True)
"""Broken into lines as the right one is, which is bold in the end."""
_ANSWER = _Type(role="title", smallest="note", bold=True)
_REASON = _Type(role="body", smallest="note")
_ANSWER_ROOM = 0.36
"""Of the card's height: at least so much is kept for the answer of an open question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where everything stands; in pixels."""

    question: Block
    options: tuple[Block, ...]
    answer: Block | None
    """Of an open question."""
    reason: Block | None
    columns: int
    panel: float
    """Height of each option's panel."""
    wide: float
    """Width of all columns together."""
    below: float
    """Height of what stands below the options."""
    air: float
    """Pixels of a unit in gaps, of which there are fewer on a full card."""


def is_crowded(card: QuestionCard, width: int, height: int) -> bool:
    """Whether the card has more text than can be read on it."""
    sheet = Sheet(width, height, card.look)
    try:
        _layout(card, sheet)
    except MediaError:
        return True
    return False


def draw_question(card: QuestionCard, width: int, height: int) -> Image.Image:
    """The card as it is asked, RGB. Raises MediaError when its text is too long or a font or picture is unusable."""
    return _asked(card, width, height).image.copy()


def with_countdown(picture: Image.Image, countdown: Countdown) -> Image.Image:
    """The card, or the card at another second, with the seconds that are left."""
    sheet = _asked(countdown.card, *picture.size)
    result = picture.copy()
    ring = _ring_box(sheet)
    _draw_ring(sheet, result, ring, countdown.left / countdown.of, _clock(countdown.left))
    return result


def draw_answered(card: QuestionCard, width: int, height: int) -> Image.Image:
    """The card with its answer marked, and why it is right."""
    sheet = Sheet(width, height, card.look)
    layout = _layout(card, sheet)
    _draw_card(card, sheet, layout, answered=True)
    room = _room(sheet).below(_room(sheet).bottom - layout.below)
    answer, reason = layout.answer, layout.reason
    if answer is None and reason is None:
        return sheet.image
    gap = layout.air * _GAP * 0.6 if answer and reason else 0.0
    whole = (answer.height if answer else 0) + gap + (reason.height if reason else 0)
    top = room.top + max(0.0, room.height - whole) / 2
    if answer:
        sheet.write(answer, room, role=_ANSWER.role, bold=_ANSWER.bold, ink=sheet.accent_ink, top=top)
        top += answer.height + gap
    if reason:
        sheet.write(reason, room, role=_REASON.role, ink=sheet.soft if answer else sheet.ink, top=top)
    return sheet.image


@lru_cache(maxsize=1)
def _asked(card: QuestionCard, width: int, height: int) -> Sheet:
    """Kept while the seconds of its countdown are drawn."""
    sheet = Sheet(width, height, card.look)
    _draw_card(card, sheet, _layout(card, sheet), answered=False)
    _draw_ring(sheet, sheet.image, _ring_box(sheet), 0.0, "?")
    return sheet


def _draw_card(card: QuestionCard, sheet: Sheet, layout: _Layout, *, answered: bool) -> None:
    air, gap = layout.air, layout.air * _GAP
    rows = -(-len(layout.options) // layout.columns)
    options = rows * layout.panel + max(0, rows - 1) * air * _BETWEEN
    room = _room(sheet).above(_room(sheet).bottom - layout.below - gap)
    whole = layout.question.height + (air * _UNDER + options if rows else 0)
    top = room.top + max(0.0, room.height - whole) / 2
    sheet.write(layout.question, room, role=_ASKED.role, bold=_ASKED.bold, top=top)
    top += layout.question.height + air * _UNDER
    if not rows:
        if answered:
            sheet.rule_at(_room(sheet).bottom - layout.below - gap / 2)
        return
    left = _room(sheet).left + (_room(sheet).width - layout.wide) / 2
    across = (layout.wide - (layout.columns - 1) * air * _BETWEEN) / layout.columns
    for index, block in enumerate(layout.options):
        row, column = divmod(index, layout.columns)
        x = left + column * (across + air * _BETWEEN)
        y = top + row * (layout.panel + air * _BETWEEN)
        panel = Box(x, y, x + across, y + layout.panel)
        _draw_option(sheet, panel, index, block, right=None if not answered else index == card.right)


def _draw_option(sheet: Sheet, panel: Box, index: int, block: Block, *, right: bool | None) -> None:
    """An option on its panel; the right one stands out once that is known, the others step back."""
    fill = sheet.accent if right else sheet.panel
    ink = sheet.on(fill, {None: sheet.ink, True: sheet.look.background, False: sheet.soft}[right])
    sheet.panel_at(panel, fill=fill)
    disc = _disc(sheet, block.size)
    left, middle = panel.left + sheet.unit * _MARGIN, panel.middle[1]
    circle = Box(left, middle - disc / 2, left + disc, middle + disc / 2)
    ground = {None: sheet.accent, True: ink, False: sheet.look.background}[right]
    sheet.disc_at(circle, ground)
    letter = sheet.setter("heading").set(LETTERS[index], size=round(block.size * 0.82), width=disc, spacing=1)
    own = {None: sheet.look.background, True: sheet.accent, False: sheet.soft}[right]
    on_disc = sheet.on(ground, own)
    sheet.write(letter, circle, role="heading", ink=on_disc, top=middle - letter.height * 0.52)
    text = Box(circle.right + sheet.unit * _MARGIN * 0.8, panel.top, panel.right - sheet.unit * _MARGIN, panel.bottom)
    top = middle - block.height / 2
    sheet.write(block, text, role=_OPTION.role, bold=bool(right), ink=ink, top=top, centred=False)


def _draw_ring(sheet: Sheet, image: Image.Image, box: Box, share: float, words: str) -> None:
    """The ring with words in it, over whatever is there."""
    whole, sheet.image = sheet.image, image
    sheet.disc_at(box, sheet.panel)
    sheet.ring_at(box.inside(sheet.unit * 1.1), share=share, ink=sheet.accent)
    size = box.height * (0.36 if len(words) < 3 else 0.26)
    block = sheet.setter("heading").set(words, size=round(size), width=box.width, spacing=1)
    top = box.middle[1] - block.height * 0.52
    sheet.write(block, box, role="heading", ink=sheet.on(sheet.panel, sheet.soft if words == "?" else None), top=top)
    sheet.image = whole


def _ring_box(sheet: Sheet) -> Box:
    side = sheet.unit * _RING
    middle = _room(sheet).middle[0]
    return Box(middle - side / 2, _room(sheet).bottom - side, middle + side / 2, _room(sheet).bottom)


def _room(sheet: Sheet) -> Box:
    """Where everything stands."""
    return sheet.safe.inside(0, sheet.unit * _CLEAR)


def _disc(sheet: Sheet, size: int) -> float:
    """Of a letter before a text of so many pixels."""
    return size * 1.5


def _clock(seconds: int) -> str:
    return str(seconds) if seconds < 100 else f"{seconds // 60}:{seconds % 60:02d}"


def _layout(card: QuestionCard, sheet: Sheet) -> _Layout:
    """The largest sizes at which everything finds its room; where columns fit as well as rows, columns."""
    columns = tuple(_columns(len(card.options), sheet))
    if not any(_set(card, sheet, 0.0, 0.0, one) for one in columns):
        # Before all other sizes are tried, which takes long with a long text.
        raise too_much("".join((card.question, *card.options, card.answer, card.explain)))
    # Question and reason need not become as small as many options.
    tried = (
        _set(card, sheet, share, larger, one)
        for share in _shares()
        for larger in ((min(1.0, share + _LARGER), share) if card.options else (share,))
        for one in columns
    )
    return next(found for found in tried if found)


def _shares() -> Iterator[float]:
    """From the largest sizes to the smallest."""
    share = 1.0
    while share:
        yield share
        share = share * _STEP if share > 0.04 else 0.0
    yield 0.0


def _columns(count: int, sheet: Sheet) -> Iterator[int]:
    """How many options may stand side by side, the best first."""
    if sheet.upright or count < 2:
        yield 1
        return
    if count == 3 and sheet.width > sheet.height:
        yield from (3, 1)
    elif count % 2 == 0 or count > 3:
        yield from (2, 1)
    else:
        yield 1


def _set(card: QuestionCard, sheet: Sheet, share: float, larger: float, columns: int) -> _Layout | None:
    """Options at one size, question and reason at another; None where all find no room."""
    room, unit = _room(sheet), sheet.unit
    air = unit * (_DENSE + (1 - _DENSE) * share)
    question = _block(sheet, card.question, _ASKED, larger, room.width)
    if len(question.lines) > _SHORT_LINES and larger > _MODERATE and min(map(len, question.lines)) < _SHORT:
        # Rather smaller than in lines of few characters, of which some break a phrase.
        return None
    answer = _block(sheet, card.answer, _ANSWER, share, room.width) if not card.options else None
    reason = _block(sheet, card.explain, _REASON, larger, room.width * 0.92) if card.explain else None
    told = [block.height for block in (answer, reason) if block]
    below = max(unit * _RING, sum(told) + (air * _GAP * 0.6 if len(told) > 1 else 0))
    below = below if card.options else max(below, room.height * _ANSWER_ROOM)
    across = (room.width - (columns - 1) * air * _BETWEEN) / columns
    size = round(_OPTION.size(share) * sheet.short)
    before = _disc(sheet, size) + unit * _MARGIN * 2.8
    options = tuple(_block(sheet, option, _OPTION, share, across - before) for option in card.options)
    if columns > 1 and any(len(block.lines) > _FEW_LINES for block in options):
        return None
    if columns > 2 and any(len(block.lines) > 1 for block in options):
        return None
    rows = -(-len(options) // columns)
    panel = max((block.height for block in options), default=0) + 2 * size * 0.62
    listed = rows * panel + (rows - 1) * air * _BETWEEN + air * _UNDER if rows else 0
    if question.height + listed + air * _GAP + below > room.height:
        return None
    wide = room.width
    if columns == 1 and options:
        widest = max(sheet.setter(_OPTION.role, True).widest(block) for block in options)
        least = room.width * (1 if sheet.upright else _NARROWEST)
        wide = min(room.width, max(least, widest + before + unit))
    return _Layout(
        question=question, options=options, answer=answer, reason=reason, columns=columns, panel=panel, wide=wide,
        below=below, air=air,
    )  # fmt: skip


def _block(sheet: Sheet, text: str, kind: _Type, share: float, width: float) -> Block:
    size = round(kind.size(share) * sheet.short)
    return sheet.setter(kind.role, kind.bold).set(
        drawable(text).strip(), size=size, width=width, spacing=SPACING[kind.role]
    )
