"""Readings: a text is seen page by page while it is read out, the sentence that is being read marked in it."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.captions import Passage
from pipeline.model.segments.base import DrawnText
from pipeline.model.segments.spoken import SpokenSegment
from pipeline.model.series import MediaUse, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(SpokenSegment):
    """A text that is read out and seen meanwhile; as long as its takes."""

    passage: Passage
    """What is seen; its words name the sentences."""
    theme: Theme = field(default_factory=Theme)
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Where the manifest has the text or names its file."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (*self.takes, *((self.theme.picture,) if self.theme.picture else ()))

    @property
    def needs_times(self) -> bool:
        return True

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        spoken = (DrawnText(text=one.text, theme=self.theme, mark=one.mark) for one in self.sentences)
        whole = DrawnText(text=self.passage.text, theme=self.theme, mark=self.text_mark)
        return (*spoken, whole)

    @property
    def moments(self) -> tuple[tuple[Mark, Fraction], ...]:
        pairs = zip(self.sentences, self.times, strict=False)
        return tuple((sentence.mark, Fraction(time.start, 1000)) for sentence, time in pairs)
