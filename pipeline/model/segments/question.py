"""Questions: a card with options, time to think, and then the answer."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.segments.base import DrawnText
from pipeline.model.segments.spoken import SpokenSegment
from pipeline.model.series import MediaUse, Theme

LETTERS = "ABCDEF"
"""Of the options, in order; there are no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(SpokenSegment):
    """What is said when the time to think is over."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return self.takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(SpokenSegment):
    """A question: its takes are heard first, then there is time to think, then the answer is shown; `follows` is what
    is said of it."""

    text: str
    options: tuple[str, ...] = ()
    """None, or two to six."""
    right: int | None = None
    """Index of the right option; None for an open question."""
    answer: str
    """The right option's text, or what is shown as the answer of an open question."""
    explain: str = ""
    think: Fraction
    answer_for: Fraction
    """Seconds for which the answer stands at least."""
    theme: Theme
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    option_marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    answer_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    explain_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def media(self) -> tuple[MediaUse, ...]:
        said = self.follows.takes if self.follows else ()
        return (*self.takes, *said, *((self.theme.picture,) if self.theme.picture else ()))

    @property
    def title(self) -> str:
        return self.text.strip().split("\n")[0].strip()

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        marked = [(self.text, self.text_mark), *zip(self.options, self.option_marks, strict=True)]
        marked += [(self.answer, self.answer_mark)] if self.right is None else []
        marked += [(self.explain, self.explain_mark)] if self.explain and self.explain_mark else []
        return tuple(DrawnText(text=text, theme=self.theme, mark=mark) for text, mark in marked)


def lettered(index: int, option: str) -> str:
    """An option as it is read out and written down."""
    return f"{LETTERS[index]}. {option}"
