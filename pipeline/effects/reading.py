"""Readings: a moment of a text that is read out, and the page on which it is seen in a frame of some shape."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.effects.look import Look
from pipeline.model.captions import Paragraph, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Recital:
    """A text that is read out, whole: which of its pages is seen depends on the frame."""

    key: str
    """Digest of the text: what two are compared by."""
    passage: Passage = field(compare=False)
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingMoment:
    """What is seen of a recital at a moment."""

    recital: Recital
    sentence: int
    """The one that is read, or was read last; -1 before the first."""
    marked: bool
    """False before the next one: its page is shown already, where that is another."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """A page of a text, set in type."""

    title: str = ""
    byline: str = ""
    byline_sentence: int | None = None
    paragraphs: tuple[Paragraph, ...]
    """Sentences are counted from the page's first."""
    frame: tuple[int, int]
    """Pixels of the frame that it is set for."""
    size: int
    """Pixels of an em."""
    mixed: bool = False
    """Whether the text has more than verses, which then stand aside."""
    shift: int = 0
    """Pixels by which the column stands farther right: verses alone stand in the middle."""
    number: int = 0
    """From 1; 0 where it is the only page."""
    marked: int | None = None
    """The sentence that is being read."""
    look: Look
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
