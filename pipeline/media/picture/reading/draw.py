"""Drawing a page of a reading: its text waits in quiet ink, the sentence that is read stands in full ink on a tint."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import lru_cache

from PIL import Image

from pipeline.effects.look import Look
from pipeline.effects.reading import ReadingPage
from pipeline.media.picture.cards.areas import free_area
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.sheet import Sheet
from pipeline.media.picture.reading.column import PlacedLine, column
from pipeline.media.picture.reading.lines import Piece, Strip, beside, galley
from pipeline.media.picture.reading.type_area import FOOT, Head, Measure, head_of, measure_of
from pipeline.media.picture.typesetting.typesetter import Typesetter

_TINT = (0.24, 1.2)
"""From where to where the tint of a line reaches, in ems from its top."""
_ASIDE = 0.14
"""Ems by which it reaches beyond the words."""
_RADIUS = 0.26
_DOWN = 0.44
"""Share of the spare height above a text that is the only page."""
_STROKE = 0.09
"""Ems: of the line beside a quotation."""


def draw_page(page: ReadingPage, width: int, height: int) -> Image.Image:
    """The page, RGB, of exactly this size. Raises MediaError for unusable fonts or pictures."""
    if (width, height) != page.frame:
        return draw_page(page, *page.frame).resize((width, height), Image.Resampling.LANCZOS)
    sheet = _sheet(page.look, width, height)
    measure = page_measure(page, width, height)
    head = head_of(page.title, page.byline, page.look, measure)
    setter = sheet.setter("reading")
    strips = galley(page.paragraphs, setter, measure.columns, mixed=page.mixed)
    lines = list(column(strips, (0, 0), measure, high=float("inf")))
    used = head.height + (lines[-1].top + measure.size if lines else 0)
    top = measure.box.top
    if not page.number or not lines:
        top += max(0.0, measure.box.height - used) * _DOWN
    _draw_head(sheet, head, page, measure, top)
    left, top = measure.column.left + page.shift, top + head.height
    for placed in lines:
        _draw_line(sheet, setter, strips[placed.strip], placed, page, measure, left, top + placed.top)
    if page.number:
        _draw_number(sheet, page.number, measure)
    return sheet.image


@lru_cache(maxsize=2)
def _ground(look: Look, width: int, height: int) -> Sheet:
    return Sheet(width, height, look, framed=False)


def _sheet(look: Look, width: int, height: int) -> Sheet:
    """A sheet of its own: grounds take longer to draw than what is written on them."""
    sheet = copy(_ground(look, width, height))
    sheet.image = sheet.image.copy()
    return sheet


def page_measure(page: ReadingPage, width: int, height: int) -> Measure:
    """The column that the page was set in."""
    safe = free_area(width, height, page.look)
    return measure_of(replace(safe, bottom=safe.bottom - FOOT * min(width, height)), page.size)


def _draw_head(sheet: Sheet, head: Head, page: ReadingPage, measure: Measure, top: float) -> None:
    if head.title:
        box = replace(measure.box, top=top)
        sheet.write(head.title, box, role="title", bold=True, top=top)
        top += head.title.height + head.gap
    if head.byline:
        marked = page.marked is not None and page.marked == page.byline_sentence
        ink = sheet.quiet
        if marked:
            wide = sheet.setter("reading").widest(head.byline) / 2 + _ASIDE * measure.size
            middle, size = measure.box.middle[0], head.byline.size
            band = Box(middle - wide, top - _TINT[0] * size, middle + wide, top + head.byline.height + 0.2 * size)
            sheet.panel_at(band, fill=sheet.tint, radius=_RADIUS * size / sheet.unit)
            ink = sheet.on(sheet.tint)
        sheet.write(head.byline, replace(measure.box, top=top), role="small", bold=False, ink=ink, top=top)


def _draw_line(
    sheet: Sheet,
    setter: Typesetter,
    strip: Strip,
    placed: PlacedLine,
    page: ReadingPage,
    measure: Measure,
    left: float,
    top: float,
) -> None:
    size = measure.size
    if strip.kind in ("heading", "note"):
        _draw_plain(sheet, strip, placed, measure, left, top)
        return
    spots = list(_spots(strip, placed))
    own = [(piece, x) for piece, x in spots if page.marked is not None and piece.sentence == page.marked]
    if own:
        first, last = own[0], own[-1]
        begin = left + (first[1] + first[0].lead - _ASIDE) * size
        end = left + (last[1] + last[0].width - last[0].notch * 0.7 + _ASIDE) * size
        band = Box(begin, top - _TINT[0] * size, end, top + _TINT[1] * size)
        sheet.panel_at(band, fill=sheet.tint, radius=_RADIUS * size / sheet.unit)
    if strip.marker and placed.line.first == 0:
        x = left + (placed.line.left - strip.hang) * size
        setter.draw_at(sheet.image, strip.marker, size=size, left=x, top=top, fill=sheet.accent_ink)
    if strip.kind == "quote":
        stroke = max(2, round(_STROKE * size))
        x = left + size * 0.9
        around = (measure.leading - size) / 2 + size * 0.05
        bar = Box(x, top - around, x + stroke, top + size + around)
        sheet.panel_at(bar, fill=sheet.accent, radius=0)
    full = sheet.on(sheet.tint)
    for piece, x in spots:
        ink = full if page.marked is not None and piece.sentence == page.marked else sheet.quiet
        for text, aside in piece.glyphs:
            setter.draw_at(sheet.image, text, size=size, left=left + (x + aside) * size, top=top, fill=ink)


def _draw_plain(sheet: Sheet, strip: Strip, placed: PlacedLine, measure: Measure, left: float, top: float) -> None:
    """What is seen and not read: headings bold, notes quiet."""
    heading = strip.kind == "heading"
    setter, size = sheet.setter("heading" if heading else "reading", heading), measure.size
    ink = sheet.ink if heading else sheet.quiet
    for piece, x in _spots(strip, placed):
        for text, aside in piece.glyphs:
            setter.draw_at(sheet.image, text, size=size, left=left + (x + aside) * size, top=top, fill=ink)


def _spots(strip: Strip, placed: PlacedLine) -> Iterator[tuple[Piece, float]]:
    """The pieces of a line, and the place of each in ems from the column's left edge."""
    x = placed.line.left
    before: Piece | None = None
    for piece in strip.pieces[placed.line.first : placed.line.stop]:
        if before is not None:
            x += before.width + beside(before, piece) + placed.line.gap
        yield piece, x
        before = piece


def _draw_number(sheet: Sheet, number: int, measure: Measure) -> None:
    foot = Box(measure.box.left, measure.box.bottom, measure.box.right, sheet.safe.bottom)
    block = sheet.fit(str(number), foot, "note")
    sheet.write(block, foot, role="note", ink=sheet.soft, down=1.0)
