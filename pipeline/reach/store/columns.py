"""Counts in columns: hundreds of thousands of figures as a few arrays, to be compared and added all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from pipeline.reach.store.values import LatestFigure

ENDLESS = -1
"""The upper bound of a count that has none."""
_DAY = 86_400_000_000


@dataclass(frozen=True)
class Counts:
    """Figures that are whole numbers, one in a row of every column."""

    metrics: tuple[str, ...]
    """By the numbers in `metric`."""
    work: Any
    metric: Any
    value: Any
    low: Any
    high: Any
    """`ENDLESS` without upper bound."""
    moment: Any
    """As of when, in microseconds since the year 1."""
    definition: Any
    """Texts."""
    daily: Any
    """Whether it is a sum of days."""

    @classmethod
    def of(cls, figures: Iterable[LatestFigure], metrics: Sequence[str]) -> "Counts":
        """Those of these metrics, in the same order."""
        places = {metric: place for place, metric in enumerate(metrics)}
        moments: dict[datetime, int] = {}
        rows = []
        for one in figures:
            if (place := places.get(one.metric)) is not None:
                if (moment := moments.get(one.as_of)) is None:
                    moment = moments[one.as_of] = microseconds(one.as_of)
                high = ENDLESS if one.high is None else one.high
                rows.append((one.work, place, one.value, one.low, high, moment, one.definition, one.daily))
        columns = list(zip(*rows, strict=True)) or [()] * 8
        works, kinds, values, lows, highs, times = (np.array(column, np.int64) for column in columns[:6])
        daily = np.array(columns[7], np.bool_)
        return cls(tuple(metrics), works, kinds, values, lows, highs, times, texts(columns[6]), daily)

    def __len__(self) -> int:
        return len(self.work)

    def at(self, chosen: Any) -> "Counts":
        """Those rows: numbers of rows, or a truth for each."""
        columns = (self.work, self.metric, self.value, self.low, self.high, self.moment, self.definition, self.daily)
        return Counts(self.metrics, *(column[chosen] for column in columns))

    @cached_property
    def pair(self) -> Any:
        """A number for each work and metric."""
        return self.work * len(self.metrics) + self.metric

    @property
    def day(self) -> Any:
        """As of which day, counted from 1 January of the year 1."""
        return self.moment // _DAY

    def figures(self) -> Iterable[tuple[int, str, int, int, int | None, int, str]]:
        """One by one: work, metric, value, bounds, moment, definition."""
        columns = (self.work, self.metric, self.value, self.low, self.high, self.moment, self.definition)
        for work, metric, value, low, high, moment, definition in zip(*(one.tolist() for one in columns), strict=True):
            yield work, self.metrics[metric], value, low, None if high == ENDLESS else high, moment, definition


def both(one: Counts, other: Counts) -> Counts:
    """The rows of both."""
    names = ("work", "metric", "value", "low", "high", "moment", "definition", "daily")
    return Counts(one.metrics, *(np.concatenate([getattr(one, name), getattr(other, name)]) for name in names))


def microseconds(moment: datetime) -> int:
    """Of a moment without zone, since the year 1."""
    seconds = moment.toordinal() * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def texts(several: Sequence[str]) -> Any:
    """An array of texts."""
    found = np.empty(len(several), object)
    found[:] = several
    return found
