"""Spoken text: captions and sentences with their times, and passages, in which readers see them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark

ParagraphKind = Literal["prose", "verse", "item", "quote", "heading", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Text shown from `start` until `stop`, in milliseconds from the start of whatever holds it."""

    start: int
    stop: int
    text: str
    """Plain text; lines separated by newlines."""
    opens: bool | None = None
    """Whether a paragraph begins with it; None where its file has none."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Its place in the file that it was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a script without times; when it is spoken is found in the sound."""

    text: str
    """On one line, as it is shown."""
    opens: bool = False
    """Whether a paragraph begins with it."""
    at: int | None = None
    """Milliseconds from its narration's start at which it begins, where its script says so."""
    until: int | None = None
    """Milliseconds at which it ends, where a voice speaks it; it begins at `at` then."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Where it begins in its script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTime:
    """When a sentence is spoken, in milliseconds from the start of its segment."""

    start: int
    stop: int
    found: bool = True
    """False where nobody knows: then it lies between sentences of which it is known, by its syllables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of a line that belongs to one sentence."""

    text: str
    sentence: int | None = None
    """Index of the sentence that is read out; None for what is only seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or a stanza."""

    kind: ParagraphKind = "prose"
    lines: tuple[tuple[Words, ...], ...]
    """Lines as the author broke them: one of running text, which is broken wherever it must be."""
    marker: str = ""
    """Before an item of a list: a bullet or its number."""
    continued: bool = False
    """Whether it began on the page before."""

    @property
    def text(self) -> str:
        return "\n".join("".join(words.text for words in line) for line in self.lines)

    @property
    def sentences(self) -> Iterator[int]:
        """Indices of its sentences, in order, each as often as it has words."""
        return (words.sentence for line in self.lines for words in line if words.sentence is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to be read."""

    title: str = ""
    byline: str = ""
    """A line below the title: its author."""
    byline_sentence: int | None = None
    """The sentence that it is, where it is read out."""
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        """All that is seen of it."""
        return "\n".join(filter(None, (self.title, self.byline, *(one.marker + one.text for one in self.paragraphs))))
