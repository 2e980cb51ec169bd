"""What a report is made from: works with their episodes, their figures, and where each was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from pipeline.model.publishing.platform import platform_order
from pipeline.reach.observation import Grain, KnownSeries, State
from pipeline.reach.store import LatestFigure


class ReportWork(NamedTuple):
    """A work and which episode it is."""

    id: int
    platform: str
    title: str
    account: str = ""
    published: datetime | None = None
    url: str = ""
    state: State = "public"
    gone_since: datetime | None = None
    """When it was first missing from a list; its last figures still count."""
    out_of_reach: bool = False
    """Whether the newest list may just not reach back to it."""
    series: str = ""
    """Empty for a work that is no episode, or whose episode is not known."""
    number: int | None = None
    """None with a series: several episodes of it in one work."""
    decided: bool = True
    """False while its episode is not known."""

    @property
    def counts(self) -> bool:
        """Whether its figures are part of a report: it is public, and known to be an episode."""
        return self.state == "public" and bool(self.series)


NO_DAY = 0
"""In place of the day of a work that has none."""
NO_NUMBER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkColumns:
    """What gains need of works, in columns by the id of the work."""

    series: Any
    """Numbers in `series_ids`; that of the last, which is none, for works that do not count."""
    platform: Any
    """Numbers in `platform_ids`."""
    number: Any
    """Of the episode, or `NO_NUMBER`."""
    published: Any
    """Days, counted from 1 January of the year 1, or `NO_DAY`."""
    series_ids: tuple[str, ...]
    platform_ids: tuple[str, ...]

    def known(self, series: Iterable[str]) -> list[int]:
        return [self.series_ids.index(one) for one in series]

    def platforms_named(self, platforms: Iterable[str]) -> list[int]:
        return [self.platform_ids.index(one) for one in platforms if one in self.platform_ids]


Fact = LatestFigure
"""The newest figure of a work and metric: as reported, or the sum of its days where it is `daily`."""


class Days(NamedTuple):
    """The days of a sum."""

    first: Date
    last: Date
    days: int
    """With a figure; fewer than from first to last where some are missing."""
    grain: Grain
    """Daily figures, of which one is due every day, or events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFigure:
    """A figure of a whole account: a sum over days, or a table's own sum. Never part of a total.

    Of people there is only the figure of a single day or summary, since their days do not add up.
    """

    platform: str
    account: str
    grain: Grain
    metric: str
    value: int | float
    first: Date
    last: Date
    days: int
    """With a figure; fewer than from first to last where some are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that figures were read from."""

    id: int
    path: str
    sha256: str
    platform: str
    as_of: datetime


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """Everything a report needs, as it was known on one day."""

    as_of: Date
    series: tuple[KnownSeries, ...]
    """Those to report on, with all their episodes."""
    works: Mapping[int, ReportWork]
    facts: tuple[Fact, ...]
    days: Mapping[tuple[int, str, str], Days] = field(default_factory=dict)
    """By work, metric and definition, of figures that are sums of days."""
    accounts: tuple[AccountFigure, ...] = ()
    files: Mapping[int, SourceFile] = field(default_factory=dict)
    primary: Mapping[str, str] = field(default_factory=dict)
    """By series id, or `podcast` for all: the tool whose listening counts where several saw the same."""
    expected: frozenset[str] = frozenset()
    """Platforms from which the studio expects figures."""

    @cached_property
    def columns(self) -> WorkColumns:
        series_ids = (*(one.id for one in self.series), "")
        platforms = sorted({work.platform for work in self.works.values()}, key=platform_order)
        series_of = {id: place for place, id in enumerate(series_ids)}
        platform_of = {id: place for place, id in enumerate(platforms)}
        room = max(self.works, default=0) + 1
        none = len(series_ids) - 1
        series, platform, number, published = ([fill] * room for fill in (none, 0, NO_NUMBER, NO_DAY))
        for id, work in self.works.items():
            if work.counts:
                series[id] = series_of.get(work.series, none)
            platform[id] = platform_of[work.platform]
            if work.number is not None:
                number[id] = work.number
            if work.published is not None:
                published[id] = work.published.toordinal()
        columns = (np.array(one, np.int64) for one in (series, platform, number, published))
        return WorkColumns(
            **dict(zip(("series", "platform", "number", "published"), columns, strict=True)),
            series_ids=series_ids,
            platform_ids=tuple(platforms),
        )
