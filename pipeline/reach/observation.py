"""Observations: figures as a platform reported them, of which work and when, and from which row of which file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Literal, NamedTuple

Grain = Literal["work-cumulative", "work-daily", "account-daily", "event", "summary"]
"""What one figure counts: a work since it came out, a work on one day, a whole account on one day, single events, or
a table's own summing up. Grains are never mixed."""

AsOfSource = Literal["option", "title", "name", "mtime"]
"""How the day of a file is known, most trusted first."""

State = Literal["public", "private"]

PLATFORMS = (
    "douyin", "kuaishou", "wechat-article", "wechat-channels", "bilibili", "xiaohongshu", "toutiao", "ximalaya",
    "youtube", "spotify", "apple-podcasts", "podcast-host", "op3", "web-log", "classroom",
)  # fmt: skip

COUNTS = (
    "plays", "reads", "readers", "likes", "recommends", "shares", "sharers", "comments", "favorites", "coins",
    "danmaku", "reposts", "follows", "delivered", "downloads", "consumers", "attendance",
)  # fmt: skip
RATES = ("completion_rate",)
"""Fractions, 0 to 1."""
DURATIONS = ("average_play_seconds",)
METRICS = (*COUNTS, *RATES, *DURATIONS)


class Figure(NamedTuple):
    """One figure of one row. A rounded one ('1.2万') says between what it lies, '10万+' has no upper bound."""

    metric: str
    value: int | float
    """A count, a fraction from 0 to 1, or seconds."""
    low: int | float
    high: int | float | None
    """None: no upper bound. An exact figure has `low == value == high`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as its platform knows it in one row: the same `key` is the same work, whatever its title is by then."""

    key: str
    """Unique in its platform and account: the platform's id, else its time of publication, else its title."""
    title: str
    published: datetime | None = None
    """In the studio's time zone, without zone; at midnight where only the day is known."""
    url: str = ""
    state: State = "public"
    named: bool = False
    """Whether `key` is an id that the platform itself gave."""
    episode: str = ""
    """`lieshita/12` or `12`, where the table itself says which episode it is; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One data row of a file."""

    row: int
    """Counted from 1 in the file as a spreadsheet shows it."""
    work: Work | None
    """None for figures of a whole account."""
    figures: tuple[Figure, ...]
    day: Date | None = None
    """The day that daily figures count; None for figures as of the file's day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file, read and understood: what an import will store, all of it or nothing."""

    path: str
    """As the user named it."""
    name: str
    sha256: str
    platform: str
    account: str
    format: str
    """Id of the format file that recognised it."""
    grain: Grain
    as_of: datetime
    """In the studio's time zone, without zone; at the end of its day where only the day is known."""
    as_of_from: AsOfSource
    encoding: str | None
    """As Python names it; None for binary files."""
    rows: int
    """Data rows below the header, total, note and banner rows included."""
    entries: Sequence[Entry] | Iterable[Entry]
    definitions: Mapping[str, str] = field(default_factory=dict)
    """By metric: the id of what the platform said it counts; a figure of another definition is another figure."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Rows that are no figures of a public work, by reason: private, total, banner, empty, ..."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode as reach knows it: by number, never by file."""

    series: str
    number: int
    title: str
    date: Date | None = None
    """Day of publication."""

    @property
    def label(self) -> str:
        return f"{self.series}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSeries:
    """A series with its episodes."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    episodes: tuple[Listed, ...] = ()
