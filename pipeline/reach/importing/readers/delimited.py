"""Tables as text: CSV, TSV and similar ones, by their delimiter, with quoted line breaks, a row at a time."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.messages import Message, tr
from pipeline.reach.importing.cells import Cell
from pipeline.reach.importing.readers.ends import is_whole
from pipeline.reach.importing.readers.grid import Grid, Rows, UnreadableFile

FIELD_LIMIT = 1_000_000
"""Characters of one cell."""

HELD = 4_000_000
"""Bytes of a file that is kept in memory once it was read to its end; a larger one is read again each time."""

_DELIMITERS = ",\t;|"
_SAMPLE = 1 << 14
_ENDS = ("", "\n", "\r")
"""Last characters of a file that is whole."""
_COMPARED = 200
"""Rows with which the last one is compared."""


def text_grid(path: Path, encoding: str) -> Grid:
    """The one table of a text file."""
    with path.open(encoding=encoding, newline="") as stream:
        dialect = {"delimiter": _delimiter(stream.read(_SAMPLE))}

    end = _end(path, encoding)
    cut: list[Cell] = []

    def rows() -> Rows:
        with path.open(encoding=encoding, newline="") as stream:
            records = _records(stream, dialect["delimiter"])
            yield from records if end in _ENDS else _but_cut(records, end, cut)

    whole: list[Sequence[Cell]] = []

    def once() -> Rows:
        if whole:
            yield from whole
            return
        so_far = []
        for row in rows():
            so_far.append(row)
            yield row
        whole[:] = so_far

    return Grid(name="", rows=once if path.stat().st_size <= HELD else rows, cut=cut)


def member_grid(name: str, text: str) -> Grid:
    """A table out of an archive, held as text."""
    delimiter = _delimiter(text[:_SAMPLE])
    cut: list[Cell] = []

    def rows() -> Rows:
        records = _records(io.StringIO(text, newline=""), delimiter)
        return records if text[-1:] in _ENDS else _but_cut(records, text[-1:], cut)

    return Grid(name=name, rows=rows, cut=cut)


def _end(path: Path, encoding: str) -> str:
    """The last character of a file; empty for an empty one."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 8))
        tail = stream.read()
    # UTF-16 without its mark, and parts of characters before the last one.
    plain = encoding if encoding != "utf-16" else "utf-16-be" if tail.endswith((b"\0\n", b"\0\r")) else "utf-16-le"
    return tail.decode(plain, errors="ignore")[-1:]


def _but_cut(records: Iterator[Sequence[Cell]], end: str, cut: list[Cell]) -> Rows:
    """The records but the last, where that may be cut short; it goes to `cut`."""
    before: deque[Sequence[Cell]] = deque(maxlen=_COMPARED)
    last: Sequence[Cell] | None = None
    for record in records:
        if last is not None:
            before.append(last)
            yield last
        last = record
    if last is None:
        return
    if is_whole(last, before, end):
        cut.clear()
        yield last
    else:
        cut[:] = last


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as cause:
        hint = tr("export it again; it may not have been complete")
        raise UnreadableFile(_problem(str(cause), reader.line_num), hint=hint) from cause


def _problem(cause: str, line: int) -> Message:
    if "field larger" in cause:
        return tr(
            "line {line}: a cell has more than {limit} characters; a quotation mark before it may not be closed",
            line=line,
            limit=f"{FIELD_LIMIT:,}",
        )
    if "unexpected end" in cause:
        return tr("line {line}: the file ends inside a quoted cell", line=line)
    return tr("line {line} is not a row of a table: {cause}", line=line, cause=cause)


def _delimiter(sample: str) -> str:
    """What splits the sample into the most even columns."""
    named = sample.partition("\n")[0].strip().lower()
    if named.startswith("sep=") and len(named) == 5:
        return named[4]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> int:
    """Cells in rows of the commonest width; none where it does not split at all."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            widths[len(row)] += 1
    except csv.Error:
        pass
    return max((width * rows for width, rows in widths.items() if width > 1), default=0)
