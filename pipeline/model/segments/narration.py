"""Narrations: somebody speaks, or a voice does, while pictures are shown."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.captions import Sentence
from pipeline.model.media import Sides
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.base import Segment
from pipeline.model.segments.pictures import PictureUse
from pipeline.model.series import MediaUse, Theme, Voice


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

    @property
    def labels(self) -> tuple[LabelUse, ...]:
        return tuple(use.label for use in self.pictures if use.label)
