"""What goes wrong in a user's hands: marks in files, diagnostics at them, and errors that are printed plainly."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from pipeline.wording import width

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a text file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int
    text: str = field(default="", compare=False, repr=False)
    """The whole line, for the excerpt under a message."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something its author can put right, at the place where it stands."""

    code: str
    message: str
    mark: Mark
    hint: str = ""
    severity: Severity = "error"

    def describe(self) -> str:
        """The message as its author sees it: place, words, the line with a caret, and the next step."""
        kind = "warning: " if self.severity == "warning" else ""
        lines = [f"{self.mark}: {kind}{self.message} [{self.code}]"]
        if self.mark.text.strip():
            lines += [f"    {_visible(self.mark.text)}", f"    {_caret_indent(self.mark)}^"]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "file": self.mark.file,
            "line": self.mark.line,
            "column": self.mark.column,
            "hint": self.hint,
        }


class PipelineError(Exception):
    """Something a user can act on; printed plainly. Anything else is a bug and keeps its traceback."""

    passing = False
    """Whether a second try may well succeed: a process was killed, a machine lost, a disk or a line stumbled."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # An error may have to come back from another process, whatever its constructor asks for.
        return _revived, (type(self), self.__dict__)

    def at(self, place: str) -> "PipelineError":
        """The same, saying where in the work it happened."""
        told = _revived(type(self), self.__dict__)
        told.message = f"{place}: {self.message}"
        return told

    @property
    def details(self) -> str:
        """What helps to look into it; lines of their own under the message."""
        return ""

    def __str__(self) -> str:
        hint = f"hint: {self.hint}" if self.hint else ""
        return "\n".join(part for part in (self.message, self.details, hint) if part)


class DiagnosedError(PipelineError):
    """One or more diagnostics stand in the way."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(found.describe() for found in self.diagnostics))


class UsageProblem(PipelineError):
    """What was asked for does not go together; as wrong as a mistyped option."""


class MediaError(PipelineError):
    """A media tool failed; says what it was doing, its last words, and the command to paste."""

    def __init__(self, message: str, *, command: str = "", output: str = "", hint: str = "") -> None:
        self.command = command
        self.output = output
        super().__init__(message, hint=hint)

    @property
    def details(self) -> str:
        parts = [f"    {line}" for line in self.output.strip().splitlines()[-6:]]
        if self.command:
            parts.append(f"to try it by hand:\n    {self.command}")
        return "\n".join(parts)


class PassingError(PipelineError):
    """Something failed that may well go right at a second try."""

    passing = True


class KilledError(MediaError):
    """A media tool was killed from outside, or for want of memory or time."""

    passing = True


class Interrupted(BaseException):
    """The run was asked to stop; everything finished so far is kept.

    As KeyboardInterrupt it is no error: whoever goes on without a file that cannot be read must not go on now.
    """


def _revived(kind: type[PipelineError], state: dict[str, object]) -> PipelineError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a word that is not in `known`: the nearest one if there is one, then all of them."""
    names = sorted(known)
    near = get_close_matches(word.lower(), [name.lower() for name in names], n=1, cutoff=0.6)
    nearest = next((name for name in names if near and name.lower() == near[0]), None)
    start = f"did you mean '{nearest}'? " if nearest else ""
    return f"{start}Known: {', '.join(names)}"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c == "\t" else "�" for c in text)[:200]


def _caret_indent(mark: Mark) -> str:
    """Blanks as wide as the text before the mark: a Chinese character fills two columns."""
    return " " * width(_visible(mark.text)[: mark.column - 1])
