"""What a verb hands back: something to print, as text or as JSON, and whether all went well."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pipeline.errors import Diagnostic
from pipeline.messages import NOTHING, Message, tr
from pipeline.wording import lines, terminal_columns, width


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a report is looked at."""

    quiet: bool = False
    """Without what merely reassures."""
    styled: bool = False
    """On a terminal: with colours and lines, and no wider than that is."""
    cwd: Path = field(default_factory=Path.cwd)
    """Where its reader stands."""

    def path(self, path: Path) -> str:
        """A path that works from there: short where it lies below, else whole."""
        return str(path.relative_to(self.cwd) if path.is_relative_to(self.cwd) else path)


class Report(Protocol):
    """The outcome of a verb."""

    @property
    def ok(self) -> bool:
        """Whether everything asked for was done."""

    def as_json(self) -> dict[str, object]: ...

    def describe(self, view: View) -> str:
        """For people."""


def describe_diagnostics(diagnostics: Iterable[Diagnostic], view: View) -> str:
    """All of them, a blank line between; empty for none."""
    return "\n\n".join(coloured(found) if view.styled else found.describe() for found in diagnostics)


def coloured(found: Diagnostic) -> str:
    """As `describe` has it, for a terminal: no line wider than that, and what counts in colours."""
    columns = max(terminal_columns(), 40)
    warning = found.severity == "warning"
    hint = str(tr("hint: {words}", words=found.hint)) if found.hint else ""
    head, *excerpt = replace(found, hint=NOTHING).describe().rsplit("\n", 2 if found.mark.text.strip() else 0)
    tone = YELLOW if warning else RED
    place = f"{found.mark}:"
    told_of = list(lines(head.removeprefix(place).strip(), columns - 4))
    fits = len(told_of) == 1 and width(place) + 1 + width(told_of[0]) <= columns
    shown = [f"{painted(place, BOLD)} {painted(told_of[0], tone)}"] if fits else [painted(place, BOLD)]
    shown += [] if fits else [f"  {painted(line, tone)}" for line in told_of]
    if excerpt:
        text, caret = _window(excerpt[0], excerpt[-1], columns)
        shown += [painted(text, DIM), painted(caret, tone)]
    if hint:
        first, *rest = lines(hint, columns - 2)
        shown += [painted(first, CYAN), *(painted(f"  {line}", CYAN) for line in rest)]
    return "\n".join(shown)


def painted(text: str, colour: int) -> str:
    """The text in a colour of the terminal, one of those below."""
    return f"\x1b[{colour}m{text}\x1b[0m" if text else text


BOLD, DIM, RED, GREEN, YELLOW, CYAN = 1, 2, 31, 32, 33, 36


def _window(text: str, caret: str, columns: int) -> tuple[str, str]:
    """A line of a file and the caret below it, as much as fits around the caret."""
    if width(text) < columns:
        return text, caret
    at = width(caret)
    start = 0
    while at - width(text[:start]) > columns * 2 // 3:
        start += 1
    cut = width(text[:start])
    kept = text[start:]
    while width(kept) > columns - 6:
        kept = kept[:-1]
    return f"    {kept.lstrip() if not start else kept}…", f"{' ' * (at - cut - 1 + (4 if start else 0))}^"


def episode_name(series: str, number: int | None) -> str:
    """`lieshita/3`, as on the command line; `lieshita/?` where the number is not known."""
    return f"{series}/{'?' if number is None else number}"


def counted(number: int, state: Message) -> Message:
    """`3 rendered`: so many episodes in that state."""
    return tr("{number} {state}", number=number, state=state)


def beside(what: str, text: str) -> Message:
    """`reused: nothing changed`."""
    return tr("{where}: {what}", where=what, what=text)
