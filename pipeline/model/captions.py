"""Captions: text and the time at which it is shown."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark


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
