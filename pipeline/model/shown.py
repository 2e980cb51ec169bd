"""What cards show, for readers of records and pages: quotations, people, and who made a programme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    text: str
    """Without quotation marks around it; lines are separated by newlines."""
    by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrayal:
    """A person of whom a card tells; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    name: str
    years: str = ""
    born: int | None = None
    """A year; 0 is the one before the year 1."""
    died: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who did something, or what was used."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Whose a media file is by its own tags; empty where they do not say."""

    title: str = ""
    by: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the cards of a programme show."""

    quotes: tuple[Quotation, ...] = ()
    people: tuple[Portrayal, ...] = ()
    credits: tuple[Credit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.quotes or self.people or self.credits)


def merged(credits: "tuple[Credit, ...]") -> tuple[Credit, ...]:
    """Every role once, with every name once; in the order in which they come."""
    names: dict[str, dict[str, None]] = {}
    for one in credits:
        names.setdefault(one.role, {}).update(dict.fromkeys(one.names))
    return tuple(Credit(role=role, names=tuple(found)) for role, found in names.items())
