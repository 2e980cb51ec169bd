"""Narrations: somebody speaks, or a voice does, while pictures are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Self

from pipeline.errors import Mark
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.base import Used
from pipeline.model.segments.pictures import ClipUse, PictureUse
from pipeline.model.segments.spoken import SpokenSegment
from pipeline.model.series import MediaUse, Theme
from pipeline.model.treatment import TimeMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration(SpokenSegment):
    """Somebody speaks while pictures are shown; as long as its takes."""

    pictures: tuple[PictureUse, ...] = ()
    """Where there are none, and before the first one of a script, the episode's title card is shown."""
    theme: Theme = field(default_factory=Theme)

    @property
    def media(self) -> tuple[MediaUse, ...]:
        behind = (self.theme.picture,) if self.theme.picture and self.shows_title else ()
        return (*self.takes, *(use.media for use in self.pictures), *behind)

    @property
    def needs_times(self) -> bool:
        return any(use.spot for use in self.pictures)

    @property
    def shows_title(self) -> bool:
        return not self.pictures or begins_late(self.pictures)

    @property
    def labels(self) -> tuple[LabelUse, ...]:
        return tuple(use.label for use in self.pictures if use.label)

    @property
    def used(self) -> tuple[Used, ...]:
        clips = (use for use in self.pictures if isinstance(use, ClipUse))
        takes = (Used(media=take) for take in self.takes)
        return (*takes, *(Used(media=clip.media, start=clip.start, end=clip.end) for clip in clips))

    def shortened(self, by: TimeMap) -> Self:
        pictures = tuple(use if use.at is None else replace(use, at=by.at(use.at)) for use in self.pictures)
        return replace(super(Narration, self).shortened(by), pictures=pictures)

    @property
    def moments(self) -> tuple[tuple[Mark, Fraction], ...]:
        return tuple((use.mark, use.at) for use in self.pictures if use.at is not None)


def begins_late(pictures: Sequence[PictureUse]) -> bool:
    """Whether the script shows the first of its pictures after its first sentence."""
    spot = pictures[0].spot
    return spot is not None and not spot.opens and pictures[0].at_mark is None
