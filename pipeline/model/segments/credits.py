"""Credits."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.programme import Credit
from pipeline.model.segments.base import DrawnText
from pipeline.model.segments.spoken_card import SpokenCard


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsSegment(SpokenCard):
    """Who made the programme, and what was used for it; on as many pages as it takes."""

    credits: tuple[Credit, ...]
    """Empty before they have been gathered."""
    auto: bool = False
    """Whether they are gathered from all that is known of the episode."""
    credits_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def title(self) -> str:
        return self.heading

    @property
    def words(self) -> str:
        return "\n".join(text for one in self.credits for text in (one.role, *one.names))

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        return (DrawnText(text=self.words, theme=self.theme, mark=self.credits_mark),)
