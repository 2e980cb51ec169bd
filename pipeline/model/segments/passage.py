"""Passages: a text as readers see it, in paragraphs and lines, and which of its words belong to which sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ParagraphKind = Literal["prose", "verse", "item", "quote", "heading", "note"]


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
