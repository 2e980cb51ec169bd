"""Growth since release: an episode's count at an age compared with the other episodes of its series at that age."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from statistics import median
from typing import NamedTuple

from pipeline.reach.report.data import ReportData
from pipeline.reach.report.metrics import MAIN

AGES = (1, 3, 7, 14, 30, 60, 90, 180, 365)
"""Days since release at which episodes are compared."""
SLACK = 5
"""A count is used for an age if it is older by at most a fifth of it: one of day 25 for day 30, but none of day 20."""
FEW = 2
"""Others below which a series has no typical curve."""


class Point(NamedTuple):
    """A work's count by an age."""

    work: int
    metric: str
    age: int
    """Of `AGES`, in days."""
    value: int | float
    """By its lower bound, like all that a page shows."""
    definition: str
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """An episode on a platform at the greatest age for which it has a count."""

    metric: str
    age: int
    """Days since release."""
    value: int | float
    typical: float
    """The median of the others at that age."""
    others: int
    exact: bool = True
    """Whether it is what was counted, and not its lower bound."""

    def as_json(self) -> dict[str, object]:
        return {
            "metric": self.metric,
            "age_days": self.age,
            "value": self.value,
            "typical": self.typical,
            "others": self.others,
            **({} if self.exact else {"by_lower_bound": True}),
        }


@dataclass(frozen=True, kw_only=True)
class Curves:
    """The growth of the episodes of one series on one platform."""

    metric: str
    by_episode: Mapping[int, Mapping[int, int | float]]
    """By episode number: the count by age."""
    inexact: frozenset[tuple[int, int]] = frozenset()
    """Episodes and ages of which only a lower bound is known."""

    @property
    def typical(self) -> dict[int, float]:
        """The median by age, where enough episodes were counted."""
        return {age: float(median(counted)) for age, counted in self._sorted.items() if len(counted) > FEW}

    def of(self, number: int) -> Growth | None:
        """An episode against the others; None where there is too little to compare."""
        own = self.by_episode.get(number, {})
        for age in sorted(own, reverse=True):
            counted = self._sorted[age]
            if len(counted) > FEW:
                return Growth(
                    metric=self.metric,
                    age=age,
                    value=own[age],
                    typical=_median_without(counted, own[age]),
                    others=len(counted) - 1,
                    exact=(number, age) not in self.inexact,
                )
        return None

    @cached_property
    def _sorted(self) -> dict[int, list[int | float]]:
        """All episodes' counts by age, ascending."""
        by_age: dict[int, list[int | float]] = defaultdict(list)
        for counted in self.by_episode.values():
            for age, value in counted.items():
                by_age[age].append(value)
        return {age: sorted(by_age[age]) for age in sorted(by_age)}


def due(published: Date, as_of: Date) -> list[tuple[int, Date, Date]]:
    """Ages that a work of that day has reached, each with the first and last day of a count that is used for it."""
    found = []
    for age in AGES:
        day = published + timedelta(days=age)
        if day > as_of:
            break
        found.append((age, day - timedelta(days=age // SLACK), day))
    return found


def curves(points: Iterable[Point], data: ReportData) -> dict[tuple[str, str], Curves]:
    """Growth by series and platform, of what each platform mainly counts.

    An episode of several works has a count at an age where all of them do. Counts of different definitions are not
    compared: the one that most works have is taken.
    """
    found: dict[tuple[str, str], dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for point in points:
        work = data.works[point.work]
        if work.counts and work.number is not None:
            found[work.series, work.platform][point.metric].append(point)
    works: dict[tuple[str, str, int], int] = defaultdict(int)
    for work in data.works.values():
        if work.counts and work.number is not None:
            works[work.series, work.platform, work.number] += 1
    result = {}
    for (series, platform), by_metric in found.items():
        metric = next(name for name in MAIN if name in by_metric)
        sums: dict[int, dict[int, list[int | float]]] = defaultdict(lambda: defaultdict(list))
        inexact: set[tuple[int, int]] = set()
        for point in _of_one_definition(by_metric[metric]):
            number = data.works[point.work].number
            if number is not None:
                sums[number][point.age].append(point.value)
                if not point.exact:
                    inexact.add((number, point.age))
        result[series, platform] = Curves(
            metric=metric,
            inexact=frozenset(inexact),
            by_episode={
                number: {
                    age: sum(values) for age, values in by_age.items() if len(values) == works[series, platform, number]
                }
                for number, by_age in sums.items()
            },
        )
    return result


def _median_without(counted: list[int | float], own: int | float) -> float:
    """The median of a sorted list without one of its values, without copying the list."""
    gap = bisect_left(counted, own)
    middle = (len(counted) - 1) // 2
    places = [middle] if len(counted) % 2 == 0 else [middle - 1, middle]
    found = [counted[place + (place >= gap)] for place in places]
    return float(sum(found) / len(found))


def _of_one_definition(points: list[Point]) -> Iterable[Point]:
    times: dict[str, int] = defaultdict(int)
    for point in points:
        times[point.definition] += 1
    usual = max(times, key=lambda name: (times[name], name))
    return (point for point in points if point.definition == usual)
