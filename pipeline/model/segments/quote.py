"""Quotations."""

import re
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.segments.base import DrawnText
from pipeline.model.segments.spoken_card import SpokenCard

_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n]+[！？!?]?")
_TITLE = 40
"""Columns of a chapter's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSegment(SpokenCard):
    """Somebody's words, typeset as a quotation."""

    text: str
    """Without quotation marks around it; its own line ends stay."""
    by: str = ""
    source: str = ""
    text_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def title(self) -> str:
        clause = _CLAUSE.search(self.text)
        return self.heading or _shortened((clause[0] if clause else self.text).strip())

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (self.text, self.by, self.source)))

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        return (DrawnText(text=self.words, theme=self.theme, mark=self.text_mark),)


def _shortened(text: str) -> str:
    """What of a long clause finds room in a list of chapters."""
    columns, kept = 0, ""
    for character in text:
        columns += 2 if east_asian_width(character) in "WF" else 1
        if columns > _TITLE:
            # Words of letters are kept whole.
            return (kept.rpartition(" ")[0] or kept) + "…"
        kept += character
    return text
