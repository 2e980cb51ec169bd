"""Events: rows of a file that tell of the same work and day add up."""

from collections.abc import Iterable
from datetime import date as Date

from pipeline.reach.observation import Entry, Figure, Work


def added_up(entries: Iterable[Entry], day: Date) -> tuple[list[Entry], dict[int, int]]:
    """One entry for each work and day, at its first row, and how many rows are in it by that row.

    `day` is that of rows which do not say theirs.
    """
    rows: dict[tuple[str, str, Date], int] = {}
    works: dict[int, tuple[Work | None, Date]] = {}
    figures: dict[int, dict[str, Figure]] = {}
    weights: dict[int, int] = {}
    for entry in entries:
        work = entry.work
        on = entry.day or day
        row = rows.setdefault((work.platform, work.key, on) if work else ("", "", on), entry.row)
        works.setdefault(row, (work, on))
        weights[row] = weights.get(row, 0) + 1
        sums = figures.setdefault(row, {})
        for figure in entry.figures:
            so_far = sums.get(figure.metric)
            sums[figure.metric] = figure if so_far is None else _plus(so_far, figure)
    merged = [
        Entry(row=row, work=work, figures=tuple(figures[row].values()), day=on) for row, (work, on) in works.items()
    ]
    return merged, weights


def _plus(one: Figure, other: Figure) -> Figure:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Figure(one.metric, one.value + other.value, one.low + other.low, high)
