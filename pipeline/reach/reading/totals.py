"""Totals: what a table's own sum says, held against its rows. A difference is told; it is no reason to refuse."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.reach.observation import COUNTS, Entry


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
