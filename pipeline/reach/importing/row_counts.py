"""Row counts: what became of every row of a file, warnings about them, and whether its totals agree."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from pipeline.messages import Message, tr, trn
from pipeline.reach.names import metric_name
from pipeline.reach.observation import COUNTS, Entry, Figure

SHOWN = 20
"""Warnings of one file that are given in full; nobody reads more in one sitting."""


class Warnings(Sequence[Message]):
    """Warnings in the order they were given, each once; bounded however bad a file is."""

    def __init__(self) -> None:
        self._shown: dict[Message, None] = {}
        self._more = 0

    def add(self, warning: Message) -> None:
        if warning in self._shown:
            return
        if len(self._shown) < SHOWN:
            self._shown[warning] = None
        else:
            self._more += 1

    def add_for_row(self, make: Callable[[], Message]) -> None:
        """A warning about one row, which is made only if it is shown: there may be one for every row of a file."""
        if len(self._shown) < SHOWN:
            self.add(make())
        else:
            self._more += 1

    def _all(self) -> list[Message]:
        if not self._more:
            return list(self._shown)
        return [*self._shown, trn("and {count:,} more warning", "and {count:,} more warnings", self._more)]

    def __len__(self) -> int:
        return len(self._shown) + bool(self._more)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> Message: ...
    @overload
    def __getitem__(self, index: slice) -> list[Message]: ...
    def __getitem__(self, index: int | slice) -> Message | list[Message]:
        return self._all()[index]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """A row that sums up others, and where it stands among the entries of its file."""

    number: int
    """Of the row."""
    word: str
    """By which it is known."""
    figures: Sequence[Figure]
    table: int
    before: int
    """Entries of the file above it."""


class RowCounts:
    """The count of a file's rows while they are iterated."""

    def __init__(self) -> None:
        self.rows = 0
        self.skipped: Counter[str] = Counter()
        self.warnings = Warnings()
        self.entries = 0
        self.starts: list[int] = []
        """Of each table: entries of the tables before it."""
        self.totals: list[TotalRow] = []

    def add_total(self, number: int, word: str, figures: Sequence[Figure]) -> None:
        table = len(self.starts) - 1
        self.totals.append(TotalRow(number=number, word=word, figures=figures, table=table, before=self.entries))


def compared(row_counts: RowCounts, entries: Sequence[Entry]) -> Iterator[Message]:
    """A warning where a row of totals and the sum of its rows differ; counts only, a sum of rates means nothing.

    A subtotal is of the rows since the one before it, or of all above; what stands below all rows is of the whole
    table, or of the whole file. Rounded figures (1.2万) may be anything within their bounds.
    """
    stops = [*row_counts.starts[1:], len(entries)]
    begins = [0, *(one.before for one in row_counts.totals)]
    sums = _running(entries, {0, *row_counts.starts, *stops, *begins})
    for place, total in enumerate(row_counts.totals):
        start, stop = row_counts.starts[total.table], stops[total.table]
        whole = [sums[stop] - sums[start], sums[len(entries)]]
        part = [sums[total.before] - sums[max(start, begins[place])], sums[total.before] - sums[start]]
        earlier = (one.word for one in row_counts.totals[:place] if one.table == total.table)
        partial = total.before > start and (total.word in _SUBTOTALS or total.before < stop or total.word in earlier)
        told = (part if partial else whole)[0]
        for figure in total.figures:
            if figure.metric in COUNTS and not any(one.may_be(figure) for one in (*whole, *(part if partial else ()))):
                yield tr(
                    "row {row} says {total} {metric} in all, but the rows add up to {sum}",
                    row=total.number,
                    total=f"{figure.value:,}",
                    metric=metric_name(figure.metric),
                    sum=f"{told.values[figure.metric]:,}",
                )


_SUBTOTALS = frozenset(["小计", "本页合计", "subtotal"])


@dataclass(frozen=True, slots=True)
class _Sums:
    """What some entries add up to, by metric."""

    values: Counter[str]
    least: Counter[str]
    most: Counter[str]
    open: Counter[str]
    """Figures without an upper bound."""

    def __sub__(self, other: "_Sums") -> "_Sums":
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return _Sums(*(Counter({metric: mine[metric] - theirs[metric] for metric in mine}) for mine, theirs in pairs))

    def may_be(self, figure: Figure) -> bool:
        metric = figure.metric
        if not self.open[metric] and self.most[metric] < figure.low:
            return False
        return figure.high is None or self.least[metric] <= figure.high


def _running(entries: Sequence[Entry], places: Collection[int]) -> dict[int, _Sums]:
    """What the first so many entries add up to, for some numbers of them."""
    so_far = _Sums(Counter(), Counter(), Counter(), Counter())
    found = {}
    for place in range(len(entries) + 1):
        if place in places:
            found[place] = _Sums(*(getattr(so_far, name).copy() for name in so_far.__slots__))
        for figure in entries[place].figures if place < len(entries) else ():
            if figure.metric in COUNTS:
                so_far.values[figure.metric] += int(figure.value)
                so_far.least[figure.metric] += int(figure.low)
                so_far.most[figure.metric] += int(figure.high or 0)
                so_far.open[figure.metric] += figure.high is None
    return found
