"""Cards of people."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.segments.base import DrawnText
from pipeline.model.segments.spoken_card import SpokenCard
from pipeline.model.series import Focus, MediaUse
from pipeline.model.years import Years


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSegment(SpokenCard):
    """Who somebody is: a portrait, a name, years and a few sentences."""

    name: str
    portrait: MediaUse | None = None
    focus: Focus | None = None
    """Point of the portrait that its frame keeps in view; None is its middle, of an upright one the upper third."""
    years: Years | None = None
    text: str = ""
    name_mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def title(self) -> str:
        return self.name

    @property
    def shown_years(self) -> str:
        """With the dash of the language that the card is in."""
        chinese = any("\u4e00" <= character <= "\u9fff" for character in f"{self.name}{self.text}")
        return self.years.shown(chinese=chinese) if self.years else ""

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (self.name, self.years.text if self.years else "", self.text)))

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (*self.takes, *(use for use in (self.portrait, self.theme.picture) if use))

    @property
    def texts(self) -> tuple[DrawnText, ...]:
        return (DrawnText(text=self.words, theme=self.theme, mark=self.name_mark),)
