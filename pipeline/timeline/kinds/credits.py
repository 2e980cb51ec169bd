"""Credits: pages of roles with names."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from pipeline.captions.rules import columns
from pipeline.effects.citations import CreditsPage
from pipeline.model.programme import Credit
from pipeline.model.segments import CreditsSegment
from pipeline.timeline.kinds.spoken_card import lay_spoken_card
from pipeline.timeline.layout import LayoutContext, SegmentLayout

ROWS = 9
"""Lines of names that can be read on a page of any shape."""
LINE = 30
"""Columns of a line of names."""
SECONDS = Fraction(4)
"""That a page is shown at least."""
PACE = 7
"""Chinese characters, or twice as many letters, that are read in a second."""


def lay_credits(segment: CreditsSegment, context: LayoutContext) -> SegmentLayout:
    parts = pages(segment.credits)
    look = context.look(segment.theme, f"{segment.heading}\n{segment.words}")
    cards = [
        CreditsPage(heading=segment.heading, credits=part, look=look, spoken=bool(segment.cues), label=segment.heading)
        for part in parts
    ]
    return lay_spoken_card(segment, context, cards, otherwise=sum(map(_seconds, parts), Fraction(0)))


def pages(credits: Sequence[Credit], rows: int = ROWS) -> tuple[tuple[Credit, ...], ...]:
    """The credits in pages about as full as each other; a role with many names goes on on the next one."""
    parts = [part for one in credits for part in _parts(one, rows)]
    total = sum(map(_rows, parts))
    count = max(1, ceil(total / rows))
    while True:
        found = _filled(parts, max(ceil(total / count), *map(_rows, parts)))
        if all(sum(map(_rows, page)) <= rows for page in found):
            return found
        count += 1


def _filled(parts: Sequence[Credit], most: int) -> tuple[tuple[Credit, ...], ...]:
    found: list[list[Credit]] = [[]]
    for part in parts:
        if found[-1] and sum(map(_rows, found[-1])) + _rows(part) > most:
            found.append([])
        found[-1].append(part)
    return tuple(map(tuple, found))


def _parts(credit: Credit, rows: int) -> Iterator[Credit]:
    """The credit, or where it fills more than a page, several."""
    names: list[str] = []
    for name in credit.names:
        if names and _rows(Credit(role=credit.role, names=(*names, name))) > rows:
            yield Credit(role=credit.role, names=tuple(names))
            names = []
        names.append(name)
    yield Credit(role=credit.role, names=tuple(names))


def _rows(credit: Credit) -> int:
    """Lines that its names take, as many side by side as there is room for."""
    lines, filled = 1, 0
    for name in credit.names:
        wide = columns(name)
        if filled and filled + 4 + wide > LINE:
            lines, filled = lines + 1, 0
        lines += max(0, ceil(wide / LINE) - 1)
        filled += wide + (4 if filled else 0)
    return lines


def _seconds(page: Sequence[Credit]) -> Fraction:
    wide = sum(columns(text) for one in page for text in (one.role, *one.names))
    return max(SECONDS, Fraction(ceil(2 * (2 + Fraction(wide, 2 * PACE))), 2))
