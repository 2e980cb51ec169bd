"""Findings: the diagnostics of one file while it is read, limited in number."""

from collections.abc import Callable

from pipeline.errors import Diagnostic, Mark, visible
from pipeline.messages import NOTHING, Message, tr

LIMIT = 100
"""Diagnostics kept of one file."""


class Findings:
    """Diagnostics in the order they were found."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self.unsure: Callable[[Diagnostic], bool] | None = None
        """What is not to be said, since the reader only guesses what stands there."""

    @property
    def full(self) -> bool:
        """No further diagnostic would be kept: a reader may stop."""
        return len(self._found) > LIMIT

    def add(self, diagnostic: Diagnostic) -> None:
        if self.unsure and self.unsure(diagnostic):
            return
        if len(self._found) < LIMIT:
            self._found[diagnostic] = None
        elif not self.full:
            mark = Mark(file=diagnostic.mark.file, line=diagnostic.mark.line, column=1)
            message = tr("more than {limit} problems; the others are not shown", limit=LIMIT)
            self._found[Diagnostic(code="too-many-problems", message=message, mark=mark)] = None

    def error(self, code: str, message: Message, mark: Mark, hint: Message = NOTHING) -> None:
        self.add(Diagnostic(code=code, message=message, mark=mark, hint=hint))

    def warning(self, code: str, message: Message, mark: Mark, hint: Message = NOTHING) -> None:
        self.add(Diagnostic(code=code, message=message, mark=mark, hint=hint, severity="warning"))

    def sorted(self) -> tuple[Diagnostic, ...]:
        """In the order of the file's lines."""
        return tuple(sorted(self._found, key=lambda found: (found.mark.file, found.mark.line, found.mark.column)))


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(found.severity == "error" for found in diagnostics)


def shown(text: str, limit: int = 60) -> str:
    """A value as messages quote it: on one line, printable, at most `limit` characters."""
    printed = visible(text[: limit + 1])
    return printed[: limit - 1] + "…" if len(printed) > limit else printed
