"""An episode on one timeline: its spans, its mix, chapters and cues."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.model.captions import Cue
from pipeline.model.timeline.overlays import PlacedLabel, PlacedOverlay
from pipeline.model.timeline.sounds import Mix
from pipeline.model.timeline.spans import Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    start: int
    """First frame."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuestion:
    """When a question is asked, thought about and answered; frames."""

    segment: int
    """Its index."""
    start: int
    think: int
    answer: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """An episode as it is seen and heard, at one frame rate."""

    rate: Fraction
    frames: int
    spans: tuple[Placed, ...]
    mix: Mix
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...] = ()
    starts: tuple[int, ...] = ()
    """First frame of every segment."""
    questions: tuple[PlacedQuestion, ...] = ()
    overlays: tuple[PlacedOverlay, ...] = ()
    """What lies over its pictures but captions, of all renditions."""
    labels: tuple[PlacedLabel, ...] = ()

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.rate
