"""Texts in manifests, as sources of their own: every line and column is that of the manifest."""

import re
from collections.abc import Callable
from functools import cached_property

from pipeline.documents.nodes import Place
from pipeline.documents.source import Source
from pipeline.manifest.spoken.illustrations import FILLER

_FILE = re.compile(r"[^\r\n]+\.(?:md|markdown|txt|docx|docm)", re.IGNORECASE)


def names_file(text: str) -> bool:
    """Whether a text is the name of a file that holds one."""
    return _FILE.fullmatch(text.strip()) is not None


class _Within(Source):
    """A text at its place in a file, whose lines are what messages show."""

    def __init__(self, whole: Source, text: str) -> None:
        super().__init__(path=whole.path, file=whole.file, text=text)
        self._whole = whole

    @cached_property
    def shown(self) -> list[str]:
        return self._whole.shown


def text_in(place: Place, fill: Callable[[str], str]) -> Source:
    """The text at `place`, its fields replaced by `fill`, with fillers before it."""
    text = str(place.data)
    return _Within(place.source, fill(_block(place, text) or _after(place, text)))


def _block(place: Place, text: str) -> str | None:
    """A text that stands in lines of its own below `|`; None for one that is written otherwise."""
    lines = place.source.lines
    first = place.node.line
    if first >= len(lines) or not lines[first][place.node.column :].startswith("|"):
        return None
    below = lines[first + 1 :]
    indent = next((len(line) - len(line.lstrip(" ")) for line in below if line.strip()), 0)
    own = []
    for line in below:
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        own.append(line)
    if "\n".join(line[indent:] for line in own).strip() != text.strip():
        return None
    return "\n" * (first + 1) + "\n".join(FILLER * min(indent, len(line)) + line[indent:] for line in own)


def _after(place: Place, text: str) -> str:
    """A text on one line begins where it is written; further lines are where they roughly are."""
    quoted = place.source.lines[place.node.line][place.node.column :][:1] if place.source.lines else ""
    column = place.node.column + (quoted in ("'", '"') and quoted != "")
    return "\n" * place.node.line + FILLER * column + text
