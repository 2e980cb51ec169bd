"""Segments: the editorial parts of an episode, each with what is seen and heard, and the media it needs."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.errors import Mark
from pipeline.model.captions import Cue, Sentence
from pipeline.model.media import Sides
from pipeline.model.series import Bed, Fit, Focus, MediaUse, Theme, Transition, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a script shows a picture: with one of its sentences, at a time that it states, or else behind all."""

    sentence: int | None = None
    """Index of the sentence that it begins with."""
    start: int | None = None
    """Milliseconds from the narration's start."""

    @property
    def opens(self) -> bool:
        """Whether it is shown from the narration's start: it stands before the first sentence."""
        return self.sentence == 0 or self.start == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageUse:
    """A still picture shown during a narration."""

    media: MediaUse
    at: Fraction | None = None
    """When it appears, in seconds from the start of its narration; None shares the time between others equally."""
    fit: Fit = "blur"
    focus: Focus | None = None
    """Point that a crop keeps in view; None leaves it to the rendition."""
    page: int | None = None
    """Of a PDF, from 1; None where it is not written."""
    every_page: bool = False
    """Whether a PDF stands for all its pages, one after the other."""
    transition: Transition | None = None
    label: str = ""
    """What it shows."""
    spot: Spot | None = None
    """In its script; None for a picture of the manifest."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipUse:
    """Moving pictures shown during a narration, without their sound; the last frame is held when they are too short."""

    media: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    handles: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether transitions may show what lies beyond `start` and `end`."""
    at: Fraction | None = None
    fit: Fit = "blur"
    focus: Focus | None = None
    transition: Transition | None = None
    label: str = ""
    spot: Spot | None = None
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Places of `from` and `to`, if they are written."""


PictureUse = ImageUse | ClipUse


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """Text that is drawn into the picture."""

    text: str
    theme: Theme
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(ABC):
    """An editorial part of an episode: what all kinds of segments have."""

    transition: Transition | None = None
    """The way into it; None takes the series' default."""
    music: Bed | None = None
    """The music under it, inherited or its own; None is no music."""
    chapter: str | None = None
    """Title of the chapter it opens; None takes it from the segment, "" opens none."""
    part: str = ""
    """The series' part (`use:`) that it belongs to."""
    entry: int
    """Index of the entry of the episode's own `segments` that it came from: what opens a chapter."""
    cues: tuple[Cue, ...] = ()
    """Captions from files with times; they count from the segment's start."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    @abstractmethod
    def media(self) -> tuple[MediaUse, ...]:
        """The media that it shows and plays, each as often as it is used; without music."""

    @property
    @abstractmethod
    def title(self) -> str:
        """The title of its chapter, where the manifest has none; empty where only a file's name could be one."""

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        """Its own texts that are drawn into the picture; without captions."""
        return ()

    @property
    def shows_title(self) -> bool:
        """Whether it shows the episode's title, because it has no pictures."""
        return False

    @property
    def scripts(self) -> tuple[MediaUse, ...]:
        """Script files that it uses."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Segment):
    """A full-screen text card, silent except for music."""

    text: str
    """Fields already replaced; lines are separated by newlines, the first is the heading."""
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    length: Fraction
    theme: Theme

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.theme.picture,) if self.theme.picture else ()

    @property
    def title(self) -> str:
        return self.text.strip().split("\n")[0]

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        return (DrawnText(text=self.text, theme=self.theme, mark=self.text_mark),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """What a voice speaks where nobody recorded it."""

    voice: Voice
    texts: tuple[str, ...]
    """One for each sentence of the narration: what the voice is given, with the readings of its lexicon."""
    between: Fraction
    """Seconds of silence between sentences; paragraphs are farther apart."""
    speaker: str = ""
    """What the engine calls the voice that spoke; empty before it has."""
    file: str = ""
    """Of the text, as the manifest names it; empty where the text stands in the manifest."""
    mark: Mark
    """Of the text."""

    @property
    def engine(self) -> str:
        return self.voice.engine or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration(Segment):
    """Somebody speaks while pictures are shown; as long as its takes."""

    takes: tuple[MediaUse, ...]
    """One or more; none in an episode that cannot be rendered, whose recordings are not there, and none before a voice
    has spoken."""
    speaking: Speaking | None = field(default=None, metadata=OUTSIDE_RECIPE)
    """None where somebody was recorded."""
    pause: Fraction = Fraction(0)
    """Seconds of silence between takes."""
    gain: Decimal | None = None
    """dB added to the takes; None matches them to the target loudness."""
    channels: Sides | None = None
    """What is heard of its channels; None leaves it to the recording."""
    track: int | None = None
    """Which of its sound tracks, from 1; None is the one that players choose."""
    track_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    pictures: tuple[PictureUse, ...] = ()
    """Where there are none, and before the first one of a script, the episode's title card is shown."""
    script: MediaUse | None = None
    sentences: tuple[Sentence, ...] = ()
    """Of a script without times; they are found in the sound."""
    theme: Theme = field(default_factory=Theme)
    heading: str = ""
    """First heading of the script, else empty."""
    labels: bool = False
    """Whether the labels of its pictures are to be read: in the record and on the page of the transcript."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        behind = (self.theme.picture,) if self.theme.picture and self.shows_title else ()
        return (*self.takes, *(use.media for use in self.pictures), *behind)

    @property
    def title(self) -> str:
        return self.heading

    @property
    def shows_title(self) -> bool:
        first = self.pictures[0] if self.pictures else None
        return first is None or (first.spot is not None and not first.spot.opens and first.at_mark is None)

    @property
    def scripts(self) -> tuple[MediaUse, ...]:
        return (self.script,) if self.script else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSegment(Segment):
    """A part of a video file with its own sound."""

    clip: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    handles: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether transitions may show what lies beyond `start` and `end`."""
    fit: Fit = "blur"
    focus: Focus | None = None
    gain: Decimal | None = None
    channels: Sides | None = None
    """What is heard of its channels; None leaves it to the file."""
    track: int | None = None
    """Which of its sound tracks, from 1; None is the one that players choose."""
    track_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Places of `from` and `to`, if they are written."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.clip,)

    @property
    def title(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSegment(Segment):
    """A still picture for a given time, silent except for music."""

    image: MediaUse
    length: Fraction
    fit: Fit = "blur"
    focus: Focus | None = None
    page: int | None = None
    """Of a PDF, from 1; None where it is not written."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.image,)

    @property
    def title(self) -> str:
        return ""


AnySegment = Card | Narration | ClipSegment | ImageSegment
"""Every kind there is. Code that distinguishes them ends in `assert_never`: mypy then finds what a new kind needs."""
