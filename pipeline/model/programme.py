"""The finished, numbered programme: the tags of its files, and what its pictures and cards tell readers."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.model.captions import Cue, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChapter:
    start: int
    """Milliseconds."""
    stop: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a picture shows, for readers."""

    start: int
    """Milliseconds at which the picture begins."""
    picture: str
    """Its file's name."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question that a programme asks; times are milliseconds."""

    start: int
    think: int
    """When the time to think begins."""
    reveal: int
    """When it ends, and the answer is shown."""
    stop: int
    text: str
    options: tuple[str, ...] = ()
    """None for an open question."""
    right: int | None = None
    """Number of the right option, from 1; None for an open question."""
    answer: str
    """Text of the right option, or of the answer."""
    explain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whose name is shown for a while."""

    start: int
    """Milliseconds."""
    stop: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSource:
    """What of the episode its covers show."""

    picture: str
    """As the manifest names it."""
    sha256: str
    at: int | None = None
    """Milliseconds from the start of a film."""
    page: int = 1
    """Of a document."""
    focus: tuple[Fraction, Fraction] | None = None
    """The point that is kept in view: shares of width and height."""
    among: int = 0
    """How many pictures it was chosen from; 0 where its author named it."""
    score: int = 0
    """How good it is, up to 108; 0 where it was not chosen."""

    def as_json(self) -> dict[str, object]:
        """As a record holds it: in seconds, shares as fractions, without what is not said."""
        exact = {"at": (self.at or 0) / 1000, "focus": [str(share) for share in self.focus or ()]}
        return {name: exact.get(name, value) for name, value in asdict(self).items() if value is not None}

    @staticmethod
    def stated(value: Any) -> dict[str, object]:
        """The same back again."""
        at = {"at": round(value["at"] * 1000)} if "at" in value else {}
        return {**value, **at, "focus": tuple(map(Fraction, value["focus"])) if "focus" in value else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """A voice that was made by a machine and is heard in a programme."""

    engine: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The tags of every file of a programme."""

    series_id: str
    number: int
    total: int | None
    title: str
    series: str
    artist: str
    date: date | None
    language: str
    """BCP 47: zh-CN."""
    category: str
    summary: str
    chapters: tuple[ProgrammeChapter, ...]
    cues: tuple[Cue, ...]
    """Soft subtitles; empty where there are none or they are not wanted."""
    duration: Fraction
    """Seconds."""
    guid: str = ""
    """The episode's identity, which never changes, unlike its title, number and files."""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ai: str = field(default="", metadata=RECIPE_WHERE_SET)
    """Label of content made by AI, as metadata hold it; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How loud a file is, for players that adjust loudness; None for a silent file."""

    integrated: Decimal | None = None
    """LUFS."""
    peak: Decimal | None = None
    """dBTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    text: str
    """Without quotation marks around it; lines are separated by newlines."""
    by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrayal:
    """A person of whom a card tells; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    name: str
    years: str = ""
    born: int | None = None
    """A year; 0 is the one before the year 1."""
    died: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who did something, or what was used."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Whose a media file is by its own tags; empty where they do not say."""

    title: str = ""
    by: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recited:
    """A sentence that is read out; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recitation:
    """A text that is seen while it is read out; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    passage: Passage
    """As it is seen; its words name the sentences."""
    sentences: tuple[Recited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the cards and pages of a programme show."""

    quotes: tuple[Quotation, ...] = ()
    people: tuple[Portrayal, ...] = ()
    credits: tuple[Credit, ...] = ()
    readings: tuple[Recitation, ...] = field(default=(), metadata=RECIPE_WHERE_SET)

    def __bool__(self) -> bool:
        return bool(self.quotes or self.people or self.credits or self.readings)


def merged(credits: "tuple[Credit, ...]") -> tuple[Credit, ...]:
    """Every role once, with every name once; in the order in which they come."""
    names: dict[str, dict[str, None]] = {}
    for one in credits:
        names.setdefault(one.role, {}).update(dict.fromkeys(one.names))
    return tuple(Credit(role=role, names=tuple(found)) for role, found in names.items())
