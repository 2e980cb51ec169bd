"""Observations: figures as a platform reported them, of which work and when, and from which row of which file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Literal, NamedTuple

Grain = Literal["work-cumulative", "work-daily", "account-daily", "event", "summary"]
"""What one figure counts: a work since it came out, a work on one day, a whole account on one day, single events, or
a table's own summing up. Grains are never mixed.

Events of one work, day and metric add up within a file (lessons shown to a room, single downloads); a newer file with
the same day of a work replaces the older one, as with daily figures.
"""

AsOfSource = Literal["option", "title", "name", "mtime"]
"""From where the day of a file is known, most trusted first."""

State = Literal["public", "private"]


COUNTS = (
    "plays", "reads", "readers", "likes", "recommends", "shares", "sharers", "comments", "favorites", "coins",
    "danmaku", "reposts", "follows", "delivered", "downloads", "consumers", "attendance",
)  # fmt: skip
RATES = ("completion_rate",)
"""Fractions, 0 to 1."""
DURATIONS = ("average_play_seconds",)
METRICS = (*COUNTS, *RATES, *DURATIONS)


class Figure(NamedTuple):
    """One figure of one row. A rounded one ('1.2万') has bounds, '10万+' has no upper bound."""

    metric: str
    value: int | float
    """A count, a fraction from 0 to 1, or seconds."""
    low: int | float
    high: int | float | None
    """None: no upper bound. An exact figure has `low == value == high`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as one row describes it: the same `key` is the same work, whatever its title is later."""

    key: str
    """Unique in its platform and account: the platform's id, else its time of publication, else its title."""
    title: str
    """Empty where the row has none: a title known from elsewhere stays."""
    published: datetime | None = None
    """In the studio's time zone, without zone; at midnight where only the day is known."""
    url: str = ""
    state: State = "public"
    named: bool = False
    """Whether `key` is an id that the platform itself gave."""
    episode: str = ""
    """`lieshita/12` or `12`, where the table itself states the episode; else empty."""
    platform: str = ""
    """Where the table names the platform of each row; else empty, and it is the file's."""


class Entry(NamedTuple):
    """One data row of a file; a tuple, since a year has millions of them."""

    row: int
    """Counted from 1 in the file as a spreadsheet shows it."""
    work: Work | None
    """None for figures of a whole account."""
    figures: tuple[Figure, ...]
    day: Date | None = None
    """Of daily figures and events the day that they count; of cumulative figures the day at whose end they stood so,
    where the row says it; None for figures as of the file's day."""


@dataclass(slots=True, kw_only=True)
class ParsedFile:
    """A file that was read and understood: an import stores all of it or nothing.

    The entries of a very large file are read while they are iterated, which may raise a PipelineError at a bad place
    far down; `rows`, `skipped` and `warnings` are complete once they have been iterated to the end.
    """

    path: str
    """As the user named it."""
    name: str
    sha256: str
    platform: str
    """Empty for a table that names the platform of each row."""
    account: str
    format: str
    """Id of the format file that recognised it."""
    grain: Grain
    as_of: datetime
    """In the studio's time zone, without zone; at the end of its day where only the day is known."""
    as_of_from: AsOfSource
    encoding: str | None
    """As Python names it; None for binary files."""
    rows: int = 0
    """Data rows below the header, total, note and banner rows included."""
    entries: Iterable[Entry]
    """May be iterated several times. The entry of a private work has no figures and is counted in `skipped`."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """By metric: the id of its definition; a figure of another definition is another figure. A metric that is not here
    has the definition of its row's platform on its row's day (`definitions.definition_of`)."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Rows that are no figures of a public work, by reason: private, total, banner, empty, ..."""
    warnings: Sequence[str] = ()
    """Messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file of which nothing is stored, and why."""

    path: str
    name: str
    reason: str
    """What is wrong, and the next step; may have several lines."""
    sha256: str = ""
    """Empty where the file could not be read to its end."""
    platform: str = ""
    format: str = ""
    """Of a file that was recognised and is broken."""
    doubts: Sequence[object] = ()
    """Questions that a person has to answer before it can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEpisode:
    """An episode of the workspace, known by its number."""

    series: str
    number: int
    title: str
    date: Date | None = None
    """Day of publication."""

    @property
    def label(self) -> str:
        return f"{self.series}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSeries:
    """A series with its episodes."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    episodes: tuple[KnownEpisode, ...] = ()
