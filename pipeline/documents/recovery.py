"""Recovery: YAML with mistakes, mended where it is clear how, so that whatever else is wrong in a file is told as well.

What was mended is never used: the mistake stays an error. It only lets the reader go on.
"""

import re

from pipeline.documents.diagnostics import Findings
from pipeline.documents.mistyped import mistyped_key
from pipeline.documents.nodes import Place, parse
from pipeline.documents.source import Source
from pipeline.errors import Diagnostic, Mark

ATTEMPTS = 20
READ_AGAIN = 2_000_000
"""Characters that are read again at most."""

_KEY = re.compile(r"(\s*(?:- +)*)((?:[^\s:#'\"\[\]{}&*!|>%@`,-])[^\s:#'\"\[\]{}]*)(\s*:)(?:\s+(.*))?$")
_ITEM = re.compile(r"(\s*(?:- +)+)(\S.*)?$")
_STAND_IN = '"…"'


class MendedSource(Source):
    """A text of which some lines were changed; marks are those of the author's own."""

    def __init__(self, original: Source) -> None:
        self.original = original
        self.path, self.file = original.path, original.file
        self.written = list(original.lines)
        self.shifts: dict[int, tuple[int, int]] = {}
        """By line: from which column on, and by how many columns, it was moved to the right."""
        self.unsure: set[int] = set()
        """Lines of which nothing more can be said."""
        self.mended: set[int] = set()
        self.text = original.text

    @property
    def lines(self) -> list[str]:
        return self.written

    def mark(self, line: int, column: int) -> Mark:
        start, moved = self.shifts.get(line, (0, 0))
        return self.original.mark(line, max(column - moved, 0) if column > start else column)

    def mend(self, line: int) -> None:
        """Change a line with a mistake so that it can be read; at a second time leave out what it belongs to."""
        if line in self.mended:
            self._leave_out(line)
        else:
            self.mended.add(line)
            self._mend(line)
        self.text = "\n".join(self.written)

    def _mend(self, line: int) -> None:
        text = self.written[line]
        if mistyped := mistyped_key(text):
            self._correct_colon(line, text, mistyped.column, several=bool(mistyped.more))
        elif text[: len(text) - len(text.lstrip())].count("\t"):
            self._indent(line, self._column_above(line))
            self.unsure.add(line)
        elif (found := _KEY.match(text)) and self._stands_askew(line, len(found[1])):
            self._indent(line, self._column_above(line))
        elif found and ": " in (value := found[4] or "") and value[0] not in "\"'[{|>&*!":
            self.written[line] = found[1] + found[2] + found[3] + " '" + value.replace("'", "''") + "'"
            self.shifts[line] = (len(found[1] + found[2] + found[3]) + 1, 1)
        elif found:
            self._stand_in(line, found[1] + found[2] + found[3] + " ", len(found[1]))
        elif item := _ITEM.match(text):
            self._stand_in(line, item[1], len(item[1]))
        else:
            self._leave_out(line)

    def _correct_colon(self, line: int, text: str, column: int, *, several: bool) -> None:
        value = text[column + 1 :].lstrip()
        self.written[line] = f"{text[:column]}: {value}"
        self.shifts[line] = (column, len(text[:column]) + 2 - (len(text) - len(value)))
        if several:
            self._stand_in(line, f"{text[:column]}: ", len(text))

    def _indent(self, line: int, column: int) -> None:
        text = self.written[line]
        self.written[line] = " " * column + text.lstrip()
        self.shifts[line] = (0, column - (len(text) - len(text.lstrip())))

    def _column_above(self, line: int) -> int:
        """Where the key on the nearest line above begins."""
        above = next((text for text in reversed(self.written[:line]) if text.strip()), "")
        found = _KEY.match(above) or _ITEM.match(above)
        return len(found[1]) if found else len(above) - len(above.lstrip())

    def _stands_askew(self, line: int, column: int) -> bool:
        """Whether a key is a little beside the one above it, which has a value of its own."""
        above = next((text for text in reversed(self.written[:line]) if text.strip()), "")
        found = _KEY.match(above)
        return bool(found and found[4] and found[4][0] not in "|>[{\"'&" and 0 < abs(column - len(found[1])) <= 3)

    def _stand_in(self, line: int, before: str, column: int) -> None:
        """Some value instead of the one that cannot be read, with all lines that it goes on in."""
        self.written[line] = before + _STAND_IN
        self.unsure.add(line)
        self._empty_below(line, column)

    def _empty_below(self, line: int, column: int) -> None:
        for below in range(line + 1, len(self.written)):
            text = self.written[below]
            if text.strip() and len(text) - len(text.lstrip()) <= column:
                return
            self.written[below] = ""
            self.unsure.add(below)

    def _leave_out(self, line: int) -> None:
        """The entry of a list that the line belongs to; where it belongs to none, the line alone."""
        indent = len(self.written[line]) - len(self.written[line].lstrip())
        for first in range(line, -1, -1):
            text = self.written[first]
            if item := _ITEM.match(text):
                dash = len(text) - len(text.lstrip())
                if first == line or dash < indent:
                    self._stand_in(first, item[1], dash)
                    return
            elif first != line and text.strip() and not text[0].isspace():
                break
        self.written[line] = ""
        self.unsure.add(line)


def parse_mending(source: Source, found: Findings) -> Place | None:
    """As `parse`, which stops at the first mistake in the YAML itself; here as many are told as can be.

    Nothing may be made of the result where `found` has errors.
    """
    read = 0
    mended: MendedSource | None = None
    for _ in range(ATTEMPTS):
        attempt = Findings()
        place = parse(mended or source, attempt)
        said = attempt.sorted()
        broken = {one.mark.line - 1: one for one in said if one.code == "bad-yaml"}
        for one in said:
            if mended is None or one.mark.line - 1 not in mended.unsure:
                found.add(one)
        read += len(source.text)
        if not broken or read > READ_AGAIN:
            return place
        if mended is None:
            mended = MendedSource(source)
            found.unsure = lambda one, file=source.file, unsure=mended.unsure: _is_unsure(one, file, unsure)
        for line in broken:
            if line >= len(mended.written):
                return place
            mended.mend(line)
    return None


def _is_unsure(one: Diagnostic, file: str, unsure: set[int]) -> bool:
    return one.mark.file == file and one.mark.line - 1 in unsure
