"""The finished, numbered programme: what is stamped on its files and what its record says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.model.captions import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChapter:
    start: int
    """Milliseconds."""
    stop: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What every file of a programme says about itself."""

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
    """The episode's identity, which stays whatever becomes of its title, number and files."""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How loud a file is, for players that bring all they play to one loudness; None where nothing is heard in it."""

    integrated: Decimal | None = None
    """LUFS."""
    peak: Decimal | None = None
    """dBTP."""
