"""Cards over which somebody may speak: quotations, people, credits."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from pipeline.model.segments.spoken import SpokenSegment
from pipeline.model.series import MediaUse, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenCard(SpokenSegment, ABC):
    """A card that is shown for a given time, or for as long as its takes last."""

    length: Fraction | None
    """Seconds; None for as long as its takes."""
    theme: Theme

    @property
    @abstractmethod
    def words(self) -> str:
        """All that is to be read on it."""

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (*self.takes, *((self.theme.picture,) if self.theme.picture else ()))
