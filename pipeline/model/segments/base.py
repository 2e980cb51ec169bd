"""What all kinds of segments have."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.captions import Cue
from pipeline.model.overlays import InsetUse, LabelUse, LogoUse, LowerThirdUse
from pipeline.model.series import Bed, MediaUse, Theme, Transition
from pipeline.model.treatment import Treat, Treated


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """Text that is drawn into the picture."""

    text: str
    theme: Theme
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A part of a file that is used."""

    media: MediaUse
    start: Fraction = Fraction(0)
    """Seconds of the file."""
    end: Fraction | None = None
    """None is its end."""


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
    treat: Treat = field(default_factory=Treat, metadata=OUTSIDE_RECIPE)
    """What is done to the voices in it."""
    pauses: Fraction = field(default=Fraction(0), metadata=OUTSIDE_RECIPE)
    """Seconds that pauses in its recordings last at most; 0 leaves them as they are."""
    treated: tuple[Treated | None, ...] = field(default=(), metadata=OUTSIDE_RECIPE)
    """Each of its recordings, once they were measured; empty before, and where nobody wants it."""
    entry: int
    """Index of the entry of the episode's own `segments` that it came from: what opens a chapter."""
    cues: tuple[Cue, ...] = ()
    """Captions from files with times; they count from the segment's start."""
    logo: LogoUse = field(default_factory=LogoUse)
    """Over it, unless a rendition has another."""
    lower_thirds: tuple[LowerThirdUse, ...] = ()
    insets: tuple[InsetUse, ...] = ()
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def measured(self) -> tuple[Treated, ...]:
        """All of its recordings that were measured."""
        return tuple(one for one in self.treated if one is not None)

    @property
    def laid_over(self) -> tuple[MediaUse, ...]:
        """The media that lie over what it shows."""
        logo = (self.logo.media,) if self.logo.media else ()
        return (*logo, *(inset.media for inset in self.insets))

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
    def labels(self) -> tuple[LabelUse, ...]:
        """The labels of its pictures."""
        return ()

    @property
    def written_over(self) -> tuple[DrawnText, ...]:
        """The texts that lie over its pictures; without captions."""
        drawn = (DrawnText(text=one.text, theme=one.theme, mark=one.mark) for one in self.labels if one.drawn)
        names = (DrawnText(text=f"{one.name}\n{one.role}", theme=one.theme, mark=one.mark) for one in self.lower_thirds)
        return (*drawn, *names)

    @property
    def shows_title(self) -> bool:
        """Whether it shows the episode's title, because it has no pictures."""
        return False

    @property
    def scripts(self) -> tuple[MediaUse, ...]:
        """Script files that it uses."""
        return ()

    @property
    def used(self) -> tuple[Used, ...]:
        """The parts of its sounds and films that it uses; what is not named here is used whole."""
        return ()

    @property
    def used_over(self) -> tuple[Used, ...]:
        """The parts of films that lie over its pictures."""
        return tuple(Used(media=one.media, start=one.start, end=one.end) for one in self.insets if one.moving)

    @property
    def moments(self) -> tuple[tuple[Mark, Fraction], ...]:
        """Places in its files, and the seconds from its start at which what is written there is seen; cues apart."""
        return ()
