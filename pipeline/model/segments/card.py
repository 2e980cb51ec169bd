"""Cards of text."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.fields import Sense
from pipeline.model.segments.base import DrawnText, Segment
from pipeline.model.series import MediaUse, Theme
from pipeline.model.titles import title_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Segment):
    """A full-screen text card, silent except for music."""

    text: str
    """Fields already replaced; lines are separated by newlines, `title_line` is the heading."""
    senses: tuple[Sense, ...] = ()
    """Of each of its lines."""
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    length: Fraction
    theme: Theme

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.theme.picture,) if self.theme.picture else ()

    @property
    def title(self) -> str:
        lines = self.text.split("\n")
        return lines[title_line(lines, self.senses)].strip()

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        return (DrawnText(text=self.text, theme=self.theme, mark=self.text_mark),)
