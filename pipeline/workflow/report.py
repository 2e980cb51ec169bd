"""What a verb hands back: something to print, as text or as JSON, and whether all went well."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import Diagnostic
from pipeline.messages import Message, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a report is looked at."""

    quiet: bool = False
    """Without what merely reassures."""
    styled: bool = False
    """On a terminal: with colours and lines, and no wider than that is."""


class Report(Protocol):
    """The outcome of a verb."""

    @property
    def ok(self) -> bool:
        """Whether everything asked for was done."""

    def as_json(self) -> dict[str, object]: ...

    def describe(self, view: View) -> str:
        """For people."""


def describe_diagnostics(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them, a blank line between; empty for none."""
    return "\n\n".join(found.describe() for found in diagnostics)


def episode_name(series: str, number: int | None) -> str:
    """`lieshita/3`, as on the command line; `lieshita/?` where the number is not known."""
    return f"{series}/{'?' if number is None else number}"


def counted(number: int, state: Message) -> Message:
    """`3 rendered`: so many episodes in that state."""
    return tr("{number} {state}", number=number, state=state)


def beside(what: str, text: str) -> Message:
    """`reused: nothing changed`."""
    return tr("{where}: {what}", where=what, what=text)
