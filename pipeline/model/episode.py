"""An episode as its author means it: segments in order, each saying what is seen and heard. Times are in seconds."""

from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.captions import Cue, Sentence
from pipeline.model.podcast import Listing
from pipeline.model.rendition import Rendition
from pipeline.model.series import Aligner, Bed, Captions, Fit, Focus, Loudness, MediaUse, Series, Theme, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageUse:
    """A still picture shown during a narration."""

    media: MediaUse
    at: Fraction | None = None
    """Where it comes up, from the start of its narration; None shares the room between pins equally."""
    fit: Fit = "blur"
    focus: Focus | None = None
    """Where a crop looks; None leaves it to the rendition."""
    transition: Transition | None = None
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipUse:
    """Moving pictures shown during a narration, without their sound; the last frame is held when they are too short."""

    media: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    at: Fraction | None = None
    fit: Fit = "blur"
    focus: Focus | None = None
    transition: Transition | None = None
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Where `from` and `to` stand, if they are said."""


PictureUse = ImageUse | ClipUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """An editorial part; what every kind of it may say."""

    transition: Transition | None = None
    """The way into it; None takes the series' default."""
    music: Bed | None = None
    """The bed under it, already inherited; None is silence."""
    chapter: str | None = None
    """Title of the chapter it opens; None makes one up, "" opens none."""
    part: str = ""
    """The series' part (`use:`) that it belongs to."""
    entry: int
    """Index of the entry of the episode's own `segments` that it came from: what opens a chapter."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Segment):
    """A full-screen text card, silent but for music."""

    text: str
    """Fields already replaced; lines are separated by newlines, the first is the heading."""
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    length: Fraction
    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration(Segment):
    """Somebody speaks while pictures are shown; as long as its takes."""

    takes: tuple[MediaUse, ...]
    pause: Fraction = Fraction(0)
    """Silence between takes."""
    gain: Decimal | None = None
    """dB to the takes as they are; None matches them to the house level."""
    pictures: tuple[PictureUse, ...] = ()
    """Where there are none, the series' cover card is shown."""
    script: MediaUse | None = None
    cues: tuple[Cue, ...] = ()
    """From its subtitle file or a script with times; they count from the segment's start."""
    sentences: tuple[Sentence, ...] = ()
    """Of a script without times; they are found in the sound."""
    theme: Theme = field(default_factory=Theme)
    heading: str = ""
    """First heading of the script, else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSegment(Segment):
    """A stretch of a media file with its own sound."""

    media: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    fit: Fit = "blur"
    focus: Focus | None = None
    gain: Decimal | None = None
    cues: tuple[Cue, ...] = ()
    """From its subtitle file; they count from the segment's start."""
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Where `from` and `to` stand, if they are said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSegment(Segment):
    """A still picture for a stated time, silent but for music."""

    media: MediaUse
    length: Fraction
    fit: Fit = "blur"
    focus: Focus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One manifest, read and resolved: `use:` expanded, fields replaced, the cascade applied."""

    manifest: Path
    """Absolute path of its file."""
    series: Series
    number: int
    title: str
    summary: str = ""
    date: Date | None = None
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    guid: str = ""
    """Its identity as the manifest states it; else it follows from the manifest's name."""
    listing: Listing = field(default_factory=Listing)
    segments: tuple[Segment, ...] = ()
    """Empty for a finished programme."""
    programme: tuple[MediaUse, ...] = ()
    """The files of a programme that was finished elsewhere, which is never encoded again."""
    cues: tuple[Cue, ...] = ()
    """Of a finished programme's subtitle file; they count from its start."""
    renditions: tuple[Rendition, ...]
    """`main` first."""
    transition: Transition = field(default_factory=Transition)
    """The default way into a segment."""
    loudness: Loudness = field(default_factory=Loudness)
    captions: Captions = "soft"
    aligner: Aligner = field(default_factory=Aligner)
    cover: MediaUse | None = None
    theme: Theme = field(default_factory=Theme)
    mark: Mark = field(compare=False, repr=False)
    title_mark: Mark | None = field(default=None, compare=False, repr=False)
    summary_mark: Mark | None = field(default=None, compare=False, repr=False)
    tags_mark: Mark | None = field(default=None, compare=False, repr=False)

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series.id}/{self.number}"
