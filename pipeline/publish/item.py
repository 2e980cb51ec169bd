"""Items: finished programmes as they are published, and the pages that a target shows of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pipeline.messages import Language
from pipeline.model.ai_content import AiContent
from pipeline.model.captions import Cue
from pipeline.model.fields import fill
from pipeline.model.language import is_chinese
from pipeline.model.programme import AskedQuestion, ProgrammeChapter, Recitation, Shown
from pipeline.model.publishing.imprint import Imprint
from pipeline.model.publishing.podcast import Listing, Podcast

Form = Literal["", "upright", "square", "classroom", "audiogram", "loudspeaker"]
"""What a film or a sound is made for, where it is not the usual one."""
Role = Literal["video", "audio", "captions", "subtitles", "transcript", "cover", "other"]
"""What a file is for; `captions` is WebVTT, `subtitles` SubRip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """One file of a programme."""

    role: Role
    rendition: str
    source: str
    """Where it lies, from the workspace."""
    name: str
    """At the target, in its episode's folder; ASCII: `lieshita-001.mp4`."""
    type: str
    """MIME type."""
    sha256: str
    bytes: int
    form: Form = ""
    burned: bool = False
    """Whether captions are in its picture."""
    duration: Fraction | None = None
    """Seconds."""
    width: int | None = None
    height: int | None = None
    small: "tuple[ItemFile, ...]" = ()
    """Of a cover, the same in fewer pixels, the smallest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Of a series' cards and pages; #rrggbb."""

    background: str = "#7a1414"
    foreground: str = "#fff6e0"
    accent: str = "#e8b64c"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSeries:
    """The series of an item, as its pages and its feed show it."""

    id: str
    title: str
    author: str
    language: str
    """BCP 47."""
    category: str = ""
    summary: str = ""
    total: int | None = None
    numbering: str = "{number}"
    """How an episode's number is written: `第{number}期`."""
    colours: Colours = field(default_factory=Colours)
    podcast: Podcast = field(default_factory=Podcast)
    cover: ItemFile | None = None
    """Square; in the series' folder."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.slug_of(self.id)

    @property
    def page_language(self) -> Language:
        """What its pages are written in: Chinese, or English for every other language."""
        return page_language(self.language)

    @staticmethod
    def slug_of(series_id: str) -> str:
        """A series' id where that is ASCII, since podcast apps want ASCII addresses, else a digest of it."""
        if re.fullmatch(r"[A-Za-z0-9_-]+", series_id):
            return series_id
        return f"s-{sha256(series_id.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One programme as it is published. Equal items give equal pages."""

    series: ItemSeries
    number: int
    title: str
    guid: str
    summary: str = ""
    date: Date | None = None
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    duration: Fraction
    """Seconds."""
    chapters: tuple[ProgrammeChapter, ...] = ()
    cues: tuple[Cue, ...] = ()
    listing: Listing = field(default_factory=Listing)
    shown: Shown | None = None
    """What its cards show; None where it has none that tell readers something."""
    ai_content: AiContent | None = None
    """Its content made by AI."""
    questions: tuple[AskedQuestion, ...] = ()
    """That it asks, in order."""
    files: tuple[ItemFile, ...]
    public: Mapping[str, str] = field(default_factory=dict)
    """Links to it elsewhere, by target or platform."""

    @property
    def readings(self) -> tuple[Recitation, ...]:
        """Texts that are seen while they are read out."""
        return self.shown.readings if self.shown else ()

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series.id}/{self.number}"

    @property
    def folder(self) -> str:
        """At a target, with forward slashes: `lieshita/3`."""
        return f"{self.series.slug}/{self.number}"

    @property
    def numbering(self) -> str:
        """Its number as the series writes it: `第3期`."""
        known = {"number": self.number, "title": self.title, "series": self.series.title, "author": self.series.author}
        return fill(self.series.numbering, known | {"total": self.series.total or ""})

    def file(self, role: Role) -> ItemFile | None:
        """The first of a role; files are in the order of their renditions, `main` first."""
        return next((file for file in self.files if file.role == role), None)

    @property
    def square_cover(self) -> ItemFile | None:
        """The cover that podcast apps show."""
        return next((file for file in self.files if file.role == "cover" and ".square." in file.name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A generated file of a target: a page, a feed, a script, a picture."""

    path: str
    """From the target's root, with forward slashes."""
    key: str
    """Digest of all that it is made from: a page with the same key is not made again."""
    make: Callable[[], bytes] = field(compare=False, repr=False)
    """Its content; equal keys give equal bytes."""

    @classmethod
    def of(cls, path: str, content: bytes) -> "Page":
        """A page whose content is made already."""
        return cls(path=path, key=sha256(content).hexdigest(), make=lambda: content)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetContents:
    """All items of a target, those published there and those about to be, with what their pages need."""

    studio: str
    public: str
    """Address of the target's root for visitors, with a slash at its end."""
    timezone: str = "Asia/Shanghai"
    site: Path | None = None
    """Folder of the studio's own templates, styles and scripts; it may not exist."""
    imprint: Imprint = field(default_factory=Imprint)
    items: tuple[Item, ...] = ()
    """By series and number."""


def page_language(tag: str) -> Language:
    """The language of pages for a BCP 47 tag: Chinese, or English for every other language."""
    return "zh" if is_chinese(tag) else "en"
