"""Formats: what a platform's export looks like, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from pipeline.messages import NOTHING, Message
from pipeline.reach.importing.cells import Unit
from pipeline.reach.observation import DURATIONS, Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What the column under a header means."""

    header: str
    """As the format file writes it, alternatives included."""
    role: str
    """`metric`, `other` for a column that is not used, or what it says about the work or the row."""
    metric: str = ""
    unit: Unit = "count"
    missing: frozenset[str] = frozenset()
    signed: bool = False
    definition: str = ""
    public: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    @property
    def means(self) -> str:
        return self.metric or self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header with its alternatives, each in its plain form."""

    words: str
    """As messages show it."""
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a format."""

    all: tuple[Header, ...]
    any: tuple[Header, ...]
    none: tuple[Header, ...]
    columns: Mapping[str, Column]
    """By plain header."""
    totals: frozenset[str]
    counts: str = ""
    """The metric that every row counts one of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that a platform exports."""

    id: str
    title: str
    """Where the file is found, for people; a message where it is in English."""
    platform: str
    """Empty where a column names it."""
    grain: Grain
    table: Table
    beside: tuple[Table, ...] = ()
    note: Message = NOTHING
    """A warning whenever such a file is read."""


def plain_header(header: str) -> str:
    """A header in the form in which headers are compared: compatibility forms, blanks and case do not matter."""
    return "".join(normalize("NFKC", header).split()).casefold().lstrip("\ufeff")


def header(words: str) -> Header:
    return Header(words=words, forms=frozenset(plain_header(word) for word in words.split(" | ")))


def default_unit(metric: str) -> Unit:
    """What a metric is written in where its format does not say: rates must say."""
    return "seconds" if metric in DURATIONS else "count"
