"""What a board draws of a series: a cell for every number, and charts of lengths and loudness with their axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pipeline.wording import clock
from pipeline.workflow.board.board import RemarkKind, Row, SeriesBoard

LENGTHS: tuple[RemarkKind, ...] = ("short", "long")
LOUDNESS: tuple[RemarkKind, ...] = ("loud", "quiet", "peak")
WIDE, HIGH = 1000, 120
"""Of a chart, in its own units."""
SINGLE = 60
"""Numbers up to which each is a link of its own; above it is ten of them, as a finger would not hit one of 800."""
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
"""Seconds between the lines of an axis."""
NAMED = 12
"""Episodes up to which each has its number below its bar."""

Labels = tuple[tuple[float, str], ...]
"""Shares of an axis from the top or the left, and what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar or a dot: where it is drawn, in units of the chart."""

    row: Row
    x: float
    y: float
    width: float = 0.0
    odd: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Marks by episode, and the axes beside them."""

    marks: tuple[Mark, ...]
    line: float
    """The height of the median or the target."""
    ys: Labels
    xs: Labels
    zone: float = 0.0
    """To either side of the line, what is no matter."""


def odd(row: Row, *kinds: RemarkKind) -> bool:
    """Whether there is a remark of one of these kinds."""
    return any(remark.kind in kinds for remark in row.remarks)


def worth_a_look(row: Row) -> bool:
    """Whether somebody should look: what is odd, what cannot be made, and what was measured and found wanting."""
    return bool(row.remarks) or row.state == "broken" or row.verified in ("warn", "fail")


def cells(series: SeriesBoard) -> Iterator[tuple[tuple[int, Row | None], ...]]:
    """Every number from the lowest to the highest with its (first) episode, None for a gap; one by one or in tens."""
    rows: dict[int, Row] = {}
    for row in series.rows:
        if row.number is not None:
            rows.setdefault(row.number, row)
    missing = {number for low, high in series.gaps for number in range(low, min(high, low + 999) + 1)}
    numbers = sorted(rows.keys() | missing)
    if len(numbers) <= SINGLE:
        yield from (((number, rows.get(number)),) for number in numbers)
        return
    decades: dict[int, list[tuple[int, Row | None]]] = {}
    for number in numbers:
        decades.setdefault((number - 1) // 10, []).append((number, rows.get(number)))
    yield from map(tuple, decades.values())


def lengths(series: SeriesBoard) -> Chart | None:
    """Bars by episode, and the line of the median; None where there is nothing to compare."""
    known = [(row, row.duration) for row in series.rows if row.duration]
    if len(known) < 2 or series.usual is None:
        return None
    # One lesson of three hours must not press 800 of ten minutes flat.
    most = min(max(length for _, length in known), series.usual * 4)
    step = next((one for one in STEPS if most / one <= 4), 4 * STEPS[-1])
    lines = -(-most // step)
    top = Fraction(lines * step)
    room = Fraction(WIDE, len(known))
    marks = []
    for index, (row, length) in enumerate(known):
        is_odd = odd(row, *LENGTHS)
        wide = min(48.0, max(float(room) * 0.72, 2.5 if is_odd else 0.6))
        height = float(min(length / top, Fraction(1))) * HIGH
        left = (index + 0.5) * float(room) - wide / 2
        marks.append(Mark(row=row, x=round(left, 2), y=round(HIGH - height, 2), width=round(wide, 2), odd=is_odd))
    ys = tuple((1 - float(number * step / top), clock(number * step)) for number in range(lines + 1))
    line = round(HIGH - float(series.usual / top) * HIGH, 2)
    return Chart(marks=tuple(marks), line=line, ys=ys, xs=_numbers([row for row, _ in known]))


def loudness(series: SeriesBoard) -> Chart | None:
    """Dots by episode around the target, up to 6 LU to either side; None where nothing was measured."""
    known = [(row, row.integrated) for row in series.rows if row.integrated is not None]
    if len(known) < 2:
        return None
    target = known[0][0].loudness.target
    off = max(abs(level - row.loudness.target) for row, level in known)
    span = Decimal(2 if off <= 2 else 4 if off <= 4 else 6)
    marks = [
        Mark(
            row=row,
            x=round((index + 0.5) * WIDE / len(known), 2),
            y=round(HIGH / 2 - float(max(-span, min(span, level - row.loudness.target)) / span) * HIGH / 2, 2),
            odd=odd(row, *LOUDNESS),
        )
        for index, (row, level) in enumerate(known)
    ]
    lines = [span, span / 2, Decimal(0), -span / 2, -span]
    ys = tuple((float((span - one) / (2 * span)), f"{float(target + one):g}") for one in lines)
    xs = _numbers([row for row, _ in known])
    return Chart(marks=tuple(marks), line=HIGH / 2, ys=ys, xs=xs, zone=round(HIGH / 2 / float(span), 2))


def _numbers(rows: Sequence[Row]) -> Labels:
    """Below the bars: every number, or of many the first, the last and some between."""
    count = len(rows)
    places = range(count) if count <= NAMED else sorted({round(index * (count - 1) / 5) for index in range(6)})
    named = [((place + 0.5) / count, str(rows[place].number or "?")) for place in places]
    assert all(left < right for (left, _), (right, _) in pairwise(named))
    return tuple(named)
