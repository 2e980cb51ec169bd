"""What all segments have in which a text is spoken, by somebody or by a voice."""

from abc import ABC
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Self

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.captions import Sentence, SentenceTime
from pipeline.model.media import Sides
from pipeline.model.segments.base import Segment, Used
from pipeline.model.series import MediaUse, Voice
from pipeline.model.treatment import TimeMap, Treated


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """What a voice speaks where nobody recorded it."""

    voice: Voice
    texts: tuple[str, ...]
    """One for each sentence of the segment: what the voice is given, with the readings of its lexicon."""
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
class SpokenSegment(Segment, ABC):
    """A segment in which a text is spoken. Whatever listens, speaks or reads out takes any of them."""

    takes: tuple[MediaUse, ...] = ()
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
    script: MediaUse | None = None
    sentences: tuple[Sentence, ...] = ()
    """Of a script without times; they are found in the sound."""
    times: tuple[SentenceTime, ...] = ()
    """When each sentence is spoken, where it `needs_times`; empty before anybody has listened."""
    follows: "SpokenSegment | None" = None
    """What is spoken later in it, after a silence: the answer of a question."""
    heading: str = ""
    """First heading of the script, else empty."""

    @property
    def needs_times(self) -> bool:
        """Whether what it shows depends on when its sentences are spoken: then they are found without captions too."""
        return False

    def shortened(self, by: TimeMap) -> Self:
        """The same with all its times moved to where they are once pauses have been cut."""
        return replace(
            self,
            cues=tuple(
                replace(cue, start=by.milliseconds(cue.start), stop=by.milliseconds(cue.stop)) for cue in self.cues
            ),
            times=tuple(
                replace(one, start=by.milliseconds(one.start), stop=by.milliseconds(one.stop)) for one in self.times
            ),
            lower_thirds=tuple(replace(one, at=by.at(one.at)) for one in self.lower_thirds),
            insets=tuple(replace(one, at=by.at(one.at)) for one in self.insets),
        )

    @property
    def measured(self) -> tuple[Treated, ...]:
        later = self.follows.measured if self.follows else ()
        return (*super(SpokenSegment, self).measured, *later)

    @property
    def title(self) -> str:
        return self.heading

    @property
    def scripts(self) -> tuple[MediaUse, ...]:
        return (self.script,) if self.script else ()

    @property
    def used(self) -> tuple[Used, ...]:
        later = self.follows.used if self.follows else ()
        return (*(Used(media=take) for take in self.takes), *later)
