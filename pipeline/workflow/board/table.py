"""The board in a terminal: a table as wide as that, and below it what would not fit into a column."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.messages import clauses, tr
from pipeline.wording import NOTHING, lines, padded, width
from pipeline.workflow.report import BOLD, painted

HEADINGS = {
    "number": tr("no."), "title": tr("title"), "state": tr("state"), "length": tr("length"), "loudness": tr("LUFS"),
    "verified": tr("verified"), "published": tr("published"), "plays": tr("plays"), "remarks": tr("remarks"),
}  # fmt: skip
COLUMNS = tuple(HEADINGS)
RIGHT = frozenset(["number", "length", "loudness", "plays"])
ROOMY = 110
"""Columns of a terminal from which on what is empty has its column as well."""
LEAST = 24
"""Columns that a title has at least; one that is longer goes over several lines."""
NOTE = 24
"""Columns that remarks need to stand beside an episode; with fewer they stand below the table."""
BELOW = ("remarks", "published", "plays", "verified", "loudness")
"""What leaves a table that is too narrow, the first first."""
GAP = 2

Row = tuple[str, ...]


def plain(headings: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """Columns aligned, however wide that is, as a file or another program reads it."""
    every = [tuple(headings), *rows]
    widths = [max(map(width, column)) for column in zip(*every, strict=True)]
    for line in every:
        cells = zip(line, widths, COLUMNS, strict=True)
        yield "  ".join(padded(cell, columns, right=name in RIGHT) for cell, columns, name in cells).rstrip()


def coloured(
    headings: Sequence[str], rows: Sequence[Row], tones: Sequence[tuple[int, int]], columns: int
) -> Iterator[str]:
    """The table for a terminal of so many columns; `tones` are the colours of each row's state and remarks."""
    every = [tuple(headings), *rows]
    widths = {name: max(width(line[place]) for line in every) for place, name in enumerate(COLUMNS)}
    kept = [
        name
        for place, name in enumerate(COLUMNS)
        if columns >= ROOMY or any(line[place] not in ("", NOTHING) for line in rows)
    ]
    left = [name for name in BELOW if name in kept]
    below = []
    while left and _least(kept, widths) > columns:
        below.append(left.pop(0))
        kept.remove(below[-1])
    room = columns - _least(kept, widths)
    for name, least in (("title", LEAST), ("remarks", NOTE)):
        if name in kept:
            more = min(widths[name], least) + max(0, room)
            room -= max(0, min(widths[name], more) - min(widths[name], least))
            widths[name] = min(widths[name], more)
    yield painted(_line(headings, kept, widths)[0], BOLD)
    for line, (state, remark) in zip(rows, tones, strict=True):
        yield from _line(line, kept, widths, {"state": state, "remarks": remark})
    for line, (_, remark) in zip(rows, tones, strict=True):
        yield from _below(line, below, headings, columns, remark, widths["number"])


def _least(kept: Sequence[str], widths: dict[str, int]) -> int:
    """Columns that these need."""
    small = {"title": LEAST, "remarks": NOTE}
    return sum(min(widths[name], small.get(name, widths[name])) for name in kept) + GAP * (len(kept) - 1)


def _line(
    line: Sequence[str], kept: Sequence[str], widths: dict[str, int], tones: dict[str, int] | None = None
) -> list[str]:
    """A row: one line, or several where a title or a remark needs them."""
    cells = [list(lines(line[COLUMNS.index(name)], widths[name])) or [""] for name in kept]
    made = []
    for each in zip_longest(*cells, fillvalue=""):
        shown = []
        for name, cell in zip(kept, each, strict=True):
            text = padded(cell, widths[name], right=name in RIGHT)
            tone = (tones or {}).get(name)
            shown.append(text.replace(cell, painted(cell, tone)) if tone and cell else text)
        made.append((" " * GAP).join(shown).rstrip())
    return made


def _below(
    line: Row, names: Sequence[str], headings: Sequence[str], columns: int, tone: int, indent: int
) -> Iterator[str]:
    """What is to be said of an episode beside its row: its number, and all that had no room."""
    said = [
        text if name == "remarks" else f"{headings[COLUMNS.index(name)]} {text}"
        for name in sorted(names, key=COLUMNS.index)
        if (text := line[COLUMNS.index(name)]) not in ("", NOTHING)
    ]
    number = padded(line[COLUMNS.index("number")], indent, right=True)
    for place, text in enumerate(lines(clauses(said), columns - indent - GAP) if said else ()):
        yield f"{' ' * indent if place else number}{' ' * GAP}{painted(text, tone)}"
