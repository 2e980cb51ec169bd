"""What a report is made from: works with their episodes, their figures, and where each was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True, kw_only=True)
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
