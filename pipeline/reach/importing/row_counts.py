"""Row counts: what became of every row of a file, warnings about them, and whether its totals agree."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
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


class RowCounts:
    """The count of a file's rows while they are iterated."""

    def __init__(self) -> None:
        self.rows = 0
        self.skipped: Counter[str] = Counter()
        self.warnings = Warnings()
        self.totals: list[tuple[int, Sequence[Figure]]] = []
        """Of each row that sums up the others: its number, and its figures."""


def compared(totals: Sequence[tuple[int, Sequence[Figure]]], entries: Iterable[Entry]) -> Iterator[Message]:
    """A warning where a row of totals and the sum of the rows differ; counts only, a sum of rates means nothing.

    Rounded figures (1.2万) may be anything within their bounds.
    """
    if not totals:
        return
    sums: Counter[str] = Counter()
    least: Counter[str] = Counter()
    most: defaultdict[str, float] = defaultdict(int)
    for entry in entries:
        for figure in entry.figures:
            if figure.metric in COUNTS:
                sums[figure.metric] += int(figure.value)
                least[figure.metric] += int(figure.low)
                most[figure.metric] += inf if figure.high is None else int(figure.high)
    for row, figures in totals:
        for metric, value, low, high in figures:
            apart = most[metric] < low or (high is not None and high < least[metric])
            if metric in COUNTS and apart:
                yield tr(
                    "row {row} says {total} {metric} in all, but the rows add up to {sum}",
                    row=row,
                    total=f"{value:,}",
                    metric=metric_name(metric),
                    sum=f"{sums[metric]:,}",
                )
