"""The finished, numbered programme: what is stamped on its files and what its record says."""

from dataclasses import dataclass
from datetime import date
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
