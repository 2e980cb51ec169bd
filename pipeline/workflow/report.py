"""What a verb hands back: something to print, as text or as JSON, and whether all went well."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import Diagnostic


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
