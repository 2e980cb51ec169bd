"""What a verb hands back: something to print, as text or as JSON, and whether all went well."""

from collections.abc import Iterable
from typing import Protocol

from pipeline.errors import Diagnostic


class Report(Protocol):
    """The outcome of a verb."""

    @property
    def ok(self) -> bool:
        """Whether everything asked for was done."""

    def as_json(self) -> dict[str, object]: ...

    def describe(self, *, quiet: bool) -> str:
        """For people; `quiet` leaves out what merely reassures."""


def describe_diagnostics(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them, a blank line between; empty for none."""
    return "\n\n".join(found.describe() for found in diagnostics)


def count(number: int, noun: str) -> str:
    """`1 span`, `3 spans`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def size(number: float) -> str:
    """Bytes as people read them: `12.4 MB`."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "bytes" or number >= 100 else f"{number:.1f} {unit}"


def duration(seconds: float) -> str:
    """A length of time as people say it: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"
