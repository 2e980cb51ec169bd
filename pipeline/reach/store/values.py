"""Values of the store: files, works with what is known of them, and figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.reach.observation import AsOfSource, Grain, State


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file that was imported."""

    id: int
    sha256: str
    path: str
    """As the user named it when it was imported first."""
    name: str
    platform: str
    """Empty for a table that names the platform of each row."""
    account: str
    format: str
    grain: Grain
    as_of: datetime
    as_of_from: AsOfSource
    encoding: str | None
    rows: int
    """Data rows below the header."""
    stored: int
    """Figures taken from it."""
    works: Mapping[int, int] = field(default_factory=dict)
    """Public rows by work id, repeats left out; only from the `Store.add` that stored it."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def file_row(values: Mapping[str, Any], works: Mapping[int, int] | None = None) -> FileRow:
    """A file from its row in the database."""
    return FileRow(**{**values, "warnings": tuple(values["warnings"]), "works": works or {}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A decision about which episode a work is."""

    series: str
    """Empty for a work that is no episode."""
    number: int | None
    """None with a series: several episodes of it in one work, or something else about it."""
    how: str
    """By what it was decided: a person, a platform id, the number in a title, ..."""


class KnownWork(NamedTuple):
    """A work, with what is known of it; a tuple, since every report makes thousands."""

    id: int
    platform: str
    account: str
    key: str
    named: bool
    """Whether `key` is an id that the platform itself gave."""
    title: str
    """The newest."""
    titles: tuple[str, ...]
    """All it ever had, the newest first."""
    published: datetime | None
    url: str
    state: State
    episode: str
    """Which episode a table itself says it is (`lieshita/12`, `12`); else empty."""
    seen: datetime
    """As of when it was listed last."""
    gone_since: datetime | None
    """As of the first later list of its account and format without it, while there is no newer one with it."""
    beyond: bool
    """Whether that list has nothing as old: it may only not reach back so far."""
    plays: int | None
    """The newest: plays, or in place of them reads, downloads or attendance."""
    placed: Placement | None
    """None while nobody has decided."""
    private_since: datetime | None
    """Of a private one: as of when it was first listed without figures. It was public before."""


class LatestFigure(NamedTuple):
    """The newest cumulative figure of a work and metric."""

    work: int
    metric: str
    value: int | float
    low: int | float
    high: int | float | None
    """None: no upper bound."""
    as_of: datetime
    definition: str
    file: int
    row: int
    daily: bool = False
    """Whether it is a sum of daily figures; those of the store itself never are, see `DaySum`."""
    fell_from: int | float | None = None
    """The figure it fell from and has not reached again."""
    fell_at: datetime | None = None
    """As of when that one was."""


class PastFigure(NamedTuple):
    """A cumulative figure of a work at one moment of its history."""

    work: int
    metric: str
    value: int | float
    low: int | float
    high: int | float | None
    as_of: datetime
    definition: str
    file: int
    row: int


class DaySum(NamedTuple):
    """The days of a work and metric, put together: from the first to the last day that is known of a period."""

    work: int
    metric: str
    grain: Grain
    definition: str
    value: int | float
    """The sum of its days. Means nothing for people, rates and lengths."""
    low: int | float
    high: int | float | None
    greatest: int | float
    """The greatest of its days."""
    first: Date
    last: Date
    days: int
    """With a figure."""
    as_of: datetime
    """Of the newest file with one of its days."""
    file: int
    row: int


class AccountSum(NamedTuple):
    """A figure of a whole account: days put together as in `DaySum`, or the newest one of a summary."""

    platform: str
    account: str
    metric: str
    grain: Grain
    definition: str
    value: int | float
    low: int | float
    high: int | float | None
    greatest: int | float
    first: Date
    last: Date
    days: int
    as_of: datetime
    file: int
    row: int


class Decrease(NamedTuple):
    """A cumulative count that was lower than the one before: a correction, or a work published again."""

    work: int
    metric: str
    definition: str
    value: int | float
    as_of: datetime
    file: int
    row: int
    before: int | float
    before_as_of: datetime
    before_file: int


class Conflict(NamedTuple):
    """Two files that have different figures of the same work, metric and moment."""

    work: int
    metric: str
    as_of: datetime
    value: int | float
    """The one that counts."""
    file: int
    other: int | float
    other_file: int
