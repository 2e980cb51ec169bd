"""Cards that cite: a quotation, a person, a page of credits."""

from dataclasses import dataclass, field

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.effects.look import Look
from pipeline.model.media import Medium
from pipeline.model.programme import Credit
from pipeline.model.series import Focus


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """Somebody's words, large, and below them whose they are."""

    text: str
    by: str
    source: str
    look: Look
    spoken: bool = False
    """Whether captions may stand at its foot, where it then keeps room."""
    version: int = 1
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A portrait, a name, years, and a few sentences."""

    name: str
    years: str
    text: str
    portrait: Medium | None
    focus: Focus | None
    look: Look
    spoken: bool = False
    version: int = 1
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsPage:
    """Roles with names, below a heading."""

    heading: str
    credits: tuple[Credit, ...]
    look: Look
    spoken: bool = False
    version: int = 1
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
