"""Audiograms: what is seen while sound is all there is: a picture, the title, and a wave that fills as it is played."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.effects.stills import TextCard
from pipeline.model.timeline import Still

PAGE_SECONDS = 10
"""A page of the wave; with the next one it is drawn anew, and viewers may seek to it."""
PAGE_BARS = 40
"""Bars of a page: four a second light up, which looks alive; every change costs as much as a frame of x264's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiogram:
    """How it looks, whatever is heard."""

    card: TextCard
    """Its ground, colours and fonts; the first line of its text is the title, the others stand below."""
    art: Still | None
    """Shown as a square beside the title."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Pages and bars of a programme at a frame rate, in whole frames."""

    rate: Fraction

    @property
    def page(self) -> int:
        """Frames of a page."""
        return int(PAGE_SECONDS * self.rate)

    @property
    def bar(self) -> Fraction:
        """Seconds of a bar."""
        return Fraction(self.page, PAGE_BARS) / self.rate

    def bars_at(self, frame: int) -> int:
        """How many bars have begun when `frame` is shown, from the programme's start."""
        return frame * PAGE_BARS // self.page + 1
