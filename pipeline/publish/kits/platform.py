"""The rules of a platform for what it takes, each with the source where it was found, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Date
from fractions import Fraction
from typing import Literal
from unicodedata import east_asian_width

from pipeline.messages import Message, verbatim
from pipeline.model.covered import Covered
from pipeline.model.publishing.platform import PLATFORMS

Kind = Literal["video", "audio"]
Shape = Literal["vertical", "square", "landscape"]
Unit = Literal["characters", "bytes", "utf16", "columns"]
"""In which a text is measured: code points, UTF-8, UTF-16 units, or columns, of which a Chinese character fills two."""
UNITS: tuple[Unit, ...] = ("characters", "bytes", "utf16", "columns")
SHAPES: tuple[Shape, ...] = ("vertical", "square", "landscape")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source of a rule."""

    source: str = ""
    date: Date | None = None
    """When it was read there."""
    verified: bool = False
    """Whether somebody has seen the platform apply it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Origin):
    """The least and the most that a number may be; None for no limit."""

    least: Fraction | None = None
    most: Fraction | None = None
    unit: Unit = "characters"
    """Of texts."""
    required: bool = True
    """Of texts: whether the platform asks for it at all."""
    advised: bool = False
    """Whether it is only advice, and nothing is refused for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Origin):
    """What the platform takes, the best first; empty for anything."""

    any: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSize(Origin):
    """A cover that the platform shows, in pixels."""

    width: int
    height: int
    place: str
    """Where it is shown, in Chinese."""

    @property
    def name(self) -> str:
        return f"cover-{self.width}x{self.height}.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredFrame(Origin):
    """What the platform lays over films of a shape."""

    shape: Shape
    over: Covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform to which people upload programmes by hand."""

    id: str
    name: str
    address: str = ""
    """Of its upload page."""
    kind: Kind = "video"
    title: Limit = field(default_factory=Limit)
    description: Limit = field(default_factory=Limit)
    tags: Limit = field(default_factory=Limit)
    """How many."""
    tag: Limit = field(default_factory=Limit)
    """Length of each."""
    length: Limit = field(default_factory=Limit)
    """Seconds."""
    size: Limit = field(default_factory=Limit)
    """Bytes."""
    short_side: Limit = field(default_factory=Limit)
    """Pixels of the picture."""
    long_side: Limit = field(default_factory=Limit)
    formats: Choice = field(default_factory=Choice)
    """Suffixes without dot."""
    shapes: Choice = field(default_factory=Choice)
    """The best first; others are taken as well."""
    covers: tuple[CoverSize, ...] = ()
    cover_size: Limit = field(default_factory=Limit)
    """Bytes of a cover."""
    covered: tuple[CoveredFrame, ...] = ()
    """What its own texts and buttons lie over, by the shape of films."""
    title_text: str = "{title}"
    longer_text: str = "{series} {title}"
    """Of the title, where that would be too short."""
    description_text: str = "{summary}\n\n《{series}》 {numbering}\n\n{tags}"
    tag_text: str = "#{tag}"
    transcript: bool = False
    """Whether kits hold the transcript, to be pasted as an article."""
    steps: tuple[str, ...] = ()
    """What a person does there, in Chinese."""
    captions_step: str = ""
    """What a person does with the file of subtitles, in Chinese; before the last step."""
    ai_step: str = ""
    """Where a person says that it has content made by AI, in Chinese; before the last step."""
    hosts: tuple[str, ...] = ()
    """Hosts of the links to what is published there."""
    link: str = ""
    """Where a person finds that link, in Chinese."""
    retract: str = ""
    """How a person takes something back there, in Chinese."""

    @property
    def label(self) -> Message:
        """What people call it, in their language; a name that a studio gives it is kept."""
        known = PLATFORMS.get(self.id)
        return known.english if known and known.name == self.name else verbatim(self.name)


def covered_by(platforms: Iterable[Platform], shape: Shape) -> Covered | None:
    """What any of the platforms covers of films of a shape; None where nothing is known of one of them."""
    found = None
    for one in platforms:
        own = next((frame.over for frame in one.covered if frame.shape == shape), None)
        if own is None:
            return None
        found = own | (found or Covered())
    return found


def size_of(text: str, unit: Unit) -> int:
    """How long a text is in a unit; every code point counts, also those that a terminal shows as one character."""
    match unit:
        case "bytes":
            return len(text.encode())
        case "utf16":
            return len(text.encode("utf-16-le")) // 2
        case "columns":
            return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
    return len(text)
