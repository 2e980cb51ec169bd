"""An episode: segments in order, each with what is seen and heard. Times are in seconds."""

from dataclasses import dataclass, field
from datetime import date as Date
from fractions import Fraction
from pathlib import Path

from pipeline.errors import Mark
from pipeline.model.ai_content import AiContent, AiUse, usual_label
from pipeline.model.captions import Cue
from pipeline.model.programme import Synthetic
from pipeline.model.publishing.podcast import Listing
from pipeline.model.rendition import Rendition
from pipeline.model.segments import AnySegment, SpokenSegment
from pipeline.model.series import (
    Aligner,
    CaptionLook,
    Captions,
    CoverWish,
    Loudness,
    MediaUse,
    Series,
    Theme,
    Transition,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedChapter:
    """A chapter of a finished programme, as its manifest has it."""

    start: Fraction
    """Seconds."""
    title: str
    mark: Mark = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One manifest, read and resolved: `use:` expanded, fields replaced, the cascade applied."""

    manifest: Path
    """Absolute path of its file."""
    series: Series
    number: int
    title: str
    short_title: str = ""
    """On platforms for which the title is too long; empty for none."""
    summary: str = ""
    date: Date | None = None
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    guid: str = ""
    """Its identity, if the manifest states it; else it is made from the manifest's name."""
    listing: Listing = field(default_factory=Listing)
    segments: tuple[AnySegment, ...] = ()
    """Empty for a finished programme."""
    programme: tuple[MediaUse, ...] = ()
    """The files of a programme that was finished elsewhere, which is never encoded again."""
    cues: tuple[Cue, ...] = ()
    """Of a finished programme's subtitle file; they count from its start."""
    chapters: tuple[StatedChapter, ...] = ()
    """Of a finished programme."""
    renditions: tuple[Rendition, ...]
    """`main` first."""
    transition: Transition = field(default_factory=Transition)
    """The default way into a segment."""
    loudness: Loudness = field(default_factory=Loudness)
    captions: Captions = "soft"
    caption_look: CaptionLook = field(default_factory=CaptionLook)
    ai: AiUse = field(default_factory=AiUse)
    """What is said of content made by AI."""
    aligner: Aligner = field(default_factory=Aligner)
    cover: MediaUse | None = None
    """A picture or film for its covers; None where one of its own is chosen."""
    cover_wish: CoverWish = field(default_factory=CoverWish)
    theme: Theme = field(default_factory=Theme)
    mark: Mark = field(compare=False, repr=False)
    title_mark: Mark | None = field(default=None, compare=False, repr=False)
    summary_mark: Mark | None = field(default=None, compare=False, repr=False)
    tags_mark: Mark | None = field(default=None, compare=False, repr=False)

    @property
    def synthetic(self) -> tuple[Synthetic, ...]:
        """The machines' voices that speak in it, each once."""
        speaking = (one.speaking for one in self.segments if isinstance(one, SpokenSegment) and one.takes)
        return tuple(dict.fromkeys(Synthetic(engine=one.engine, voice=one.speaker) for one in speaking if one))

    @property
    def ai_content(self) -> AiContent | None:
        """Its content made by AI, as somebody says, else as its voices are; None where it has none."""
        said = self.series.podcast.ai_content if self.ai.made is None else self.ai.made
        if said is False or not (said or self.synthetic):
            return None
        usual = usual_label(self.series.language, voice=not said)
        return AiContent(label=self.ai.label or usual, derived=not said)

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series.id}/{self.number}"
