"""Credits: roles on the left and names on the right of an axis, or in narrow frames one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from pipeline.effects.citations import CreditsPage
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.paragraphs import draw_flush, ems
from pipeline.media.picture.cards.sheet import Sheet, too_much
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.programme import Credit

_LARGEST, _LARGEST_UPRIGHT, _SMALLEST = 0.05, 0.066, 0.029
"""Ems of the frame's shorter side."""
_ROLE = 0.84
"""Ems of a role against its names'."""
_ROLES_WIDE = 0.36
"""Share of the room that roles take at most."""
_SPACING, _GAP, _GAP_BELOW = 1.45, 0.85, 1.15
"""Ems from line to line, and between credits: side by side, and one below the other."""
_SIDE = 1.5
"""Ems between a role and its names."""
_APART = "   "
"""Between names on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A role with its names, set."""

    role: Block
    names: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composition:
    heading: Block | None
    rows: tuple[_Row, ...]
    beside: bool
    """Whether roles and names are side by side."""
    size: int
    room: Box
    heading_room: float
    """Pixels that the heading and its rule take."""

    @property
    def unbroken(self) -> bool:
        return all(len(row.role.lines) == 1 for row in self.rows)

    @property
    def height(self) -> float:
        return self.heading_room + sum(map(self.row_height, self.rows)) + self.gap * (len(self.rows) - 1)

    @property
    def gap(self) -> float:
        return self.size * (_GAP if self.beside else _GAP_BELOW)

    def row_height(self, row: _Row) -> float:
        if self.beside:
            return max(row.role.height, row.names.height)
        return row.role.height + self.size * 0.45 + row.names.height


def credits_fit(page: CreditsPage, width: int, height: int) -> bool:
    """Whether all can be read on a page of that size; nothing is drawn."""
    return _compose(Sheet(width, height, page.look, blank=True), page) is not None


def draw_credits(page: CreditsPage, width: int, height: int) -> Image.Image:
    """The page as an RGB picture. Raises MediaError where it has too much."""
    sheet = Sheet(width, height, page.look)
    found = _compose(sheet, page)
    if found is None:
        raise too_much("".join(text for one in page.credits for text in (one.role, *one.names)))
    room, bold, regular = found.room, sheet.setter("heading"), sheet.setter("body")
    top = room.top + (room.height - found.height) * 0.46
    if found.heading:
        bold.draw(
            sheet.image, found.heading, column=(room.left, room.right), top=top, fill=sheet.accent_ink, centred=True
        )
        sheet.rule_at(top + found.heading.height + sheet.unit * 4.6, width=sheet.unit * 30)
    top += found.heading_room
    axis = _axis(sheet, found)
    for row in found.rows:
        if found.beside:
            wide = regular.widest(row.role)
            # On one baseline with the first names, though smaller.
            down = (row.names.size - row.role.size) * 0.88
            edge = axis - found.size * _SIDE / 2
            for number, line in enumerate(row.role.lines):
                one = regular.set(line, size=row.role.size, width=1e9, spacing=1)
                own = min(regular.widest(one), wide)
                at = top + down + number * row.role.leading
                regular.draw(sheet.image, one, column=(edge - own, edge), top=at, fill=sheet.soft, centred=True)
            begin = axis + found.size * _SIDE / 2
            draw_flush(bold, sheet.image, row.names, left=begin, top=top, fill=sheet.ink)
        else:
            column = (room.left, room.right)
            regular.draw(sheet.image, row.role, column=column, top=top, fill=sheet.soft, centred=True)
            below = top + row.role.height + found.size * 0.45
            bold.draw(sheet.image, row.names, column=column, top=below, fill=sheet.ink, centred=True)
        top += found.row_height(row) + found.gap
    return sheet.image


def _axis(sheet: Sheet, found: _Composition) -> float:
    """Where roles end and names begin: so that both together stand in the middle."""
    bold, regular = sheet.setter("heading"), sheet.setter("body")
    roles = max(regular.widest(row.role) for row in found.rows)
    names = max(bold.widest(row.names) for row in found.rows)
    side = found.size * _SIDE
    left = found.room.left + max(0.0, found.room.width - roles - side - names) / 2
    return left + roles + side / 2


def _compose(sheet: Sheet, page: CreditsPage) -> _Composition | None:
    """In the largest type that fits; side by side unless they are larger one below the other, or a narrow frame would
    break roles.
    """
    ways = [way for beside in (True, False) if (way := _composed(sheet, page, beside=beside))]
    return max(ways, key=lambda way: (not sheet.upright or way.unbroken, way.size), default=None)


def _composed(sheet: Sheet, page: CreditsPage, *, beside: bool) -> _Composition | None:
    room = sheet.room(spoken=page.spoken)
    for em in ems(sheet.short * (_LARGEST_UPRIGHT if sheet.upright else _LARGEST), sheet.short * _SMALLEST):
        heading = None
        if title := drawable(page.heading):
            heading = sheet.setter("heading").set(title, size=int(em * 1.12), width=room.width, spacing=1.3)
        found = _Composition(
            heading=heading,
            rows=tuple(_rows(sheet, page.credits, em, room, beside=beside)),
            beside=beside,
            size=em,
            room=room,
            heading_room=heading.height + sheet.unit * 10.4 if heading else 0.0,
        )
        if found.height <= room.height:
            return found
    return None


def _rows(sheet: Sheet, credits: Sequence[Credit], em: int, room: Box, *, beside: bool) -> Iterator[_Row]:
    bold, regular = sheet.setter("heading"), sheet.setter("body")
    small = int(em * _ROLE)
    roles = [drawable(one.role) for one in credits]
    limit = names_wide = room.width
    if beside:
        limit *= _ROLES_WIDE
        wide = [regular.widest(regular.set(role, size=small, width=limit, spacing=1.3)) for role in roles]
        names_wide -= max(wide) + em * _SIDE
    for role, one in zip(roles, credits, strict=True):
        lines = tuple(_lines(bold, [drawable(name) for name in one.names], em, names_wide))
        yield _Row(
            role=regular.set(role, size=small, width=limit, spacing=1.3),
            names=Block(lines=lines, size=em, leading=round(em * _SPACING)),
        )


def _lines(setter: Typesetter, names: Sequence[str], em: int, width: float) -> Iterator[str]:
    """Names side by side as long as there is room; one is broken only where it is wider than a line."""
    line = ""
    for name in names:
        both = f"{line}{_APART}{name}" if line else name
        if setter.count_lines(both.replace(" ", "\u00a0"), size=em, width=width) == 1:
            line = both
            continue
        if line:
            yield line
        *whole, line = setter.set(name, size=em, width=width, spacing=_SPACING).lines
        yield from whole
    if line:
        yield line
