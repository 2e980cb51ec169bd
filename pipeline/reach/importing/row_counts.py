"""Row counts: what became of every row of a file, what there is to say about it, and whether its totals agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from pipeline.reach.observation import COUNTS, Entry

TOLD = 20
"""Warnings of one file that are given in full; nobody reads more in one sitting."""


class Warnings(Sequence[str]):
    """Warnings in the order they were given, each once; bounded however bad a file is."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}
        self._more = 0

    def add(self, text: str) -> None:
        if text in self._told:
            return
        if len(self._told) < TOLD:
            self._told[text] = None
        else:
            self._more += 1

    def _all(self) -> list[str]:
        return [*self._told, *([f"and {self._more:,} more of the kind"] if self._more else ())]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._all()[index]


class Tally:
    """The count of a file's rows while they are run through."""

    def __init__(self) -> None:
        self.rows = 0
        self.skipped: Counter[str] = Counter()
        self.warnings = Warnings()
        self.totals: list[tuple[int, dict[str, int | float]]] = []
        """Of each row that sums up the others: its number, and what it says by metric."""

    def skip(self, reason: str, words: str = "") -> None:
        self.skipped[reason] += 1
        if words:
            self.warnings.add(words)


def compared(totals: Sequence[tuple[int, dict[str, int | float]]], entries: Iterable[Entry]) -> Iterator[str]:
    """What to say where a row of totals and the sum of the rows differ; counts only, a sum of rates means nothing."""
    if not totals:
        return
    sums: Counter[str] = Counter()
    for entry in entries:
        for figure in entry.figures:
            if figure.metric in COUNTS:
                sums[figure.metric] += int(figure.value)
    for row, said in totals:
        for metric, value in said.items():
            if metric in COUNTS and value != sums[metric]:
                yield f"row {row} says {value:,} {metric} in all, the rows add up to {sums[metric]:,}"
