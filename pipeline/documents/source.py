"""Sources: text files of authors, read up to a size, and marks at places in them."""

import codecs
import os
import re
from bisect import bisect_right
from functools import cached_property
from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import NAMES, decode
from pipeline.errors import Mark, in_words
from pipeline.masking import blotted, keep_secrets_in
from pipeline.messages import Message, tr
from pipeline.wording import round_size

SIZE_LIMIT = 2_000_000
"""Bytes of a manifest, script or subtitle file."""

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML counts as the end of a line."""


class Source:
    """A text and where it came from."""

    def __init__(self, *, path: Path, file: str, text: str) -> None:
        self.path = path
        """Absolute."""
        self.file = file
        """As messages name it: relative to the workspace."""
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        return LINE_END.split(self.text)

    @cached_property
    def shown(self) -> list[str]:
        """The lines as messages show them: without secrets, of which a line in the middle of one would not tell."""
        return LINE_END.split(blotted(self.text))

    def mark(self, line: int, column: int) -> Mark:
        """The place at a line and column that count from 0."""
        text = self.shown[line] if line < len(self.shown) else ""
        return Mark(file=self.file, line=line + 1, column=column + 1, text=text)

    def mark_at(self, index: int) -> Mark:
        """The place of the character at `index`."""
        line = bisect_right(self._starts, index) - 1
        return self.mark(line, index - self._starts[line])

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(end.end() for end in LINE_END.finditer(self.text))]


def display_name(path: Path, root: Path) -> str:
    """A path as messages name it: relative to the workspace where it lies inside, with forward slashes."""
    name = path.relative_to(root) if path.is_relative_to(root) else path
    # A name that is not valid text in this system's encoding can still be printed.
    return os.fsencode(name.as_posix()).decode(errors="replace")


def read_bytes(path: Path, file: str, found: Findings) -> bytes | None:
    """The bytes of a file of at most `SIZE_LIMIT`; otherwise None, and a diagnostic says why."""
    start = Mark(file=file, line=1, column=1)
    if unusable := _unusable(path):
        found.error("unreadable-file", unusable, start)
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except OSError as cause:
        found.error("unreadable-file", tr("this file cannot be read: {reason}", reason=in_words(cause)), start)
        return None
    if len(data) > SIZE_LIMIT:
        found.error("too-large", tr("this file is larger than {size}", size=round_size(SIZE_LIMIT)), start)
        return None
    return data


def _unusable(path: Path) -> Message | None:
    """What is wrong with a path that leads to no ordinary file; to open a pipe would wait for ever."""
    if path.is_file():
        return None
    if path.is_dir():
        return tr("this is a folder, not a file")
    if path.is_symlink() and not path.exists():
        return tr("this link leads nowhere: there is no '{target}'", target=path.readlink())
    return tr("this is a device or a pipe, not a file") if path.exists() else None


def read_source(path: Path, root: Path, found: Findings) -> Source | None:
    """A manifest's text, UTF-8 with or without a byte order mark; otherwise None, and a diagnostic says why."""
    file = display_name(path, root)
    if not _is_text(path.relative_to(root) if path.is_relative_to(root) else path):
        start = Mark(file=file, line=1, column=1)
        found.error("bad-path", tr("the name of this file is not UTF-8 text"), start, tr("rename the file"))
        return None
    data = read_bytes(path, file, found)
    if data is None:
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    keep_secrets_in(data.decode(errors="replace"))
    try:
        return Source(path=path, file=file, text=data.decode())
    except UnicodeDecodeError as cause:
        readable = Source(path=path, file=file, text=data.decode(errors="replace"))
        mark = readable.mark_at(len(data[: cause.start].decode()))
        found.error("not-utf-8", tr("this file is not UTF-8 text"), mark, hint=_encoding_hint(data))
        return None


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _encoding_hint(data: bytes) -> Message:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return tr("it looks like UTF-16: save it as UTF-8 in your editor")
    found = decode(data)
    if found.encoding == "gb18030":
        return tr("it looks like GB18030 (the 'ANSI' of Chinese Windows): save it as UTF-8 in your editor")
    if found.encoding:
        return tr("it looks like {encoding}: save it as UTF-8 in your editor", encoding=NAMES[found.encoding])
    return tr("save it as UTF-8 in your editor")
