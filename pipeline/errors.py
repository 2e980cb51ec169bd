"""Errors that a user can act on: marks in files, diagnostics at them, and exceptions that are printed plainly."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from pipeline.masking import blotted, masked
from pipeline.messages import NOTHING, Message, listed, told, tr, verbatim
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
    """Something that the author of a file can put right, with its place in that file."""

    code: str
    message: Message
    mark: Mark
    hint: Message = NOTHING
    severity: Severity = "error"

    def describe(self) -> str:
        """The message as its author sees it: place, words, the line with a caret, and the next step."""
        warning = self.severity == "warning"
        message = tr("warning: {words}", words=self.message) if warning else told(self.message)
        lines = [f"{self.mark}: {message} [{self.code}]"]
        if self.mark.text.strip():
            text = blotted(self.mark.text)
            lines += [f"    {_line(text)[:200]}", f"    {_caret_indent(text, self.mark.column)}^"]
        if self.hint:
            lines.append(tr("hint: {words}", words=self.hint))
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        return {
            "severity": self.severity,
            "code": self.code,
            "message": told(self.message),
            "file": self.mark.file,
            "line": self.mark.line,
            "column": self.mark.column,
            "hint": told(self.hint),
        }


class PipelineError(Exception):
    """Something a user can act on; printed plainly. Anything else is a bug and keeps its traceback."""

    passing = False
    """Whether a second try may succeed: after a killed process, a lost machine, a short failure of disk or network."""

    def __init__(self, message: Message, *, hint: Message = NOTHING) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # An error may have to come back from another process, whatever its constructor asks for.
        return _revived, (type(self), self.__dict__)

    def at(self, place: str) -> "PipelineError":
        """The same, saying where in the work it happened."""
        same = _revived(type(self), self.__dict__)
        same.message = tr("{place}: {message}", place=place, message=self.message)
        return same

    @property
    def details(self) -> str:
        """More for whoever looks into it; lines of their own under the message."""
        return ""

    def __str__(self) -> str:
        hint = tr("hint: {words}", words=self.hint) if self.hint else ""
        return "\n".join(part for part in (told(self.message), self.details, hint) if part)


class DiagnosedError(PipelineError):
    """One or more diagnostics, because of which nothing was done."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(NOTHING)

    def __str__(self) -> str:
        return "\n".join(found.describe() for found in self.diagnostics)


class UsageProblem(PipelineError):
    """Arguments that do not go together; treated like a mistyped option."""


class MediaError(PipelineError):
    """A media tool failed; says what it was doing, the last lines of its output, and the command to paste."""

    def __init__(self, message: Message, *, command: str = "", output: str = "", hint: Message = NOTHING) -> None:
        self.command = command
        self.output = output
        super().__init__(message, hint=hint)

    @property
    def details(self) -> str:
        parts = [f"    {line}" for line in masked(self.output).strip().splitlines()[-6:]]
        if self.command:
            parts.append(tr("to try it by hand:") + f"\n    {masked(self.command)}")
        return "\n".join(parts)


class PassingError(PipelineError):
    """Something failed that may succeed at a second try."""

    passing = True


class KilledError(MediaError):
    """A media tool was killed from outside, or because it took too much memory or time."""

    passing = True


class Interrupted(BaseException):
    """The run was asked to stop; everything finished so far is kept.

    As KeyboardInterrupt it is no error: whoever goes on without a file that cannot be read must not go on now.
    """


_REASONS = {
    message.id: message
    for message in (
        tr("No such file or directory"),
        tr("Permission denied"),
        tr("Operation not permitted"),
        tr("Read-only file system"),
        tr("No space left on device"),
        tr("Disk quota exceeded"),
        tr("File too large"),
        tr("File name too long"),
        tr("File exists"),
        tr("Directory not empty"),
        tr("Is a directory"),
        tr("Not a directory"),
        tr("Too many levels of symbolic links"),
        tr("Input/output error"),
        tr("Stale file handle"),
        tr("Device or resource busy"),
        tr("Text file busy"),
        tr("Invalid argument"),
        tr("Invalid cross-device link"),
        tr("Operation not supported"),
        tr("No such device or address"),
        tr("Too many open files"),
        tr("Too many open files in system"),
        tr("Cannot allocate memory"),
        tr("Resource temporarily unavailable"),
        tr("Exec format error"),
        tr("Broken pipe"),
        tr("Connection refused"),
        tr("Connection reset by peer"),
        tr("Connection timed out"),
        tr("Network is unreachable"),
        tr("No route to host"),
        tr("Host is down"),
        tr("Name or service not known"),
        tr("Temporary failure in name resolution"),
        # of SQLite
        tr("attempt to write a readonly database"),
        tr("database or disk is full"),
        tr("unable to open database file"),
        tr("disk I/O error"),
        tr("database is locked"),
        tr("file is not a database"),
        tr("database disk image is malformed"),
        # of Pillow
        tr("image file is truncated"),
        tr("broken data stream when reading image file"),
        tr("unrecognized data stream contents when reading image file"),
        # of FFmpeg
        tr("Invalid data found when processing input"),
        tr("End of file"),
        tr("Decoder not found"),
    )
}


def in_words(cause: BaseException) -> Message:
    """What the system says of a failure, such as `No space left on device`; other words stay as they are."""
    words = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    # Behind some stand bytes and the like in brackets, which help nobody.
    return _REASONS.get(words) or _REASONS.get(words.partition(" (")[0]) or verbatim(words)


def _revived(kind: type[PipelineError], state: dict[str, object]) -> PipelineError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """The hint for a word that is not in `known`: the nearest one if there is one, then all of them."""
    words = sorted(known)
    # Of two characters that are words each, one in common is as near as can be.
    cutoff = 0.6 if word.isascii() else 0.5
    near = get_close_matches(word.lower(), [name.lower() for name in words], n=1, cutoff=cutoff)
    nearest = next((name for name in words if near and name.lower() == near[0]), None)
    names = listed(words)
    if nearest:
        return tr("did you mean '{nearest}'? Known: {names}", nearest=nearest, names=names)
    return tr("known: {names}", names=names)


def visible(text: str) -> str:
    """What a terminal can show of it, character by character; the full-width blank of Chinese stays itself."""
    return "".join(c if c.isprintable() or c == "\u3000" else " " if c == "\t" else "�" for c in text)


def _line(text: str) -> str:
    """A line as it is shown: of its indentation full-width blanks are made seen, which YAML does not take for any."""
    rest = text.lstrip()
    indentation = text[: len(text) - len(rest)].replace("\u3000", "\ufffd")
    return visible(indentation + rest)


def _caret_indent(text: str, column: int) -> str:
    """Blanks as wide as the text before the column: a Chinese character fills two."""
    return " " * width(_line(text)[: column - 1])
