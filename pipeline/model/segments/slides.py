"""Slides: the pages of a deck, in step with who explains them, or each for a time of its own."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.segments.narration import Narration, begins_late
from pipeline.model.segments.pictures import PictureUse
from pipeline.model.series import MediaUse

PRESENTATIONS = frozenset((".pptx", ".ppt", ".pptm", ".ppsx", ".pps", ".odp", ".key", ".dps"))
"""Suffixes of files of programs for slides; they are shown as the PDF that is made of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slides(Narration):
    """The pages of a deck; as long as the recordings about them, or as the times of all pages together.

    Its `pictures` are those of its script, until the deck was opened and its pages are known.
    """

    deck: tuple[PictureUse, ...]
    """The files that the pages are in, in order; a PDF stands for all its pages, unless one is named."""
    chosen: tuple[int, ...] = ()
    """The pages that are shown, counted from 1 over all files; empty for all."""
    chosen_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    changes: tuple[Fraction, ...] = ()
    """When pages change, in seconds; one for each page, or one less."""
    change_marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    sections: tuple[int, ...] = ()
    """Indexes of the sentences with which parts of the script begin."""
    lengths: tuple[Fraction, ...] = ()
    """Without recordings: seconds that each page is shown, or one value for all."""
    lengths_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    deck_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def media(self) -> tuple[MediaUse, ...]:
        shown = dict.fromkeys(use.media for use in (*self.deck, *self.pictures))
        behind = (self.theme.picture,) if self.theme.picture and self.shows_title else ()
        return (*self.takes, *shown, *behind)

    @property
    def shows_title(self) -> bool:
        return bool(self.pictures) and begins_late(self.pictures)
