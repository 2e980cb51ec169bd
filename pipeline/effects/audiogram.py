"""Audiograms: the picture for programmes of sound alone: a cover, the title, and a wave that fills as it is played."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.effects.overlays import AiLabel, Logo
from pipeline.effects.stills import TextCard
from pipeline.model.timeline import Still

PAGE_SECONDS = 10
"""Seconds of a page of the wave; every page is drawn anew, and viewers may seek to it."""
PAGE_BARS = 40
"""Bars of a page: four a second light up, which looks lively; every change costs an encoded frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiogram:
    """How it looks; the sound is not part of it."""

    card: TextCard
    """Its ground, colours and fonts; the first line of its text is the title, the others are below."""
    art: Still | None
    """Shown as a square beside the title."""
    logo: Logo | None = field(default=None, metadata=RECIPE_WHERE_SET)
    ai: AiLabel | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """That content was made by AI; it stands all the time."""


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
