"""Fingerprints: a file's hash, its encoding, and whether it was written to while we read it."""

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import in_words
from pipeline.messages import tr
from pipeline.reach.importing.readers.grid import UnreadableFile
from pipeline.wording import round_size, size

SIZE_LIMIT = 1_000_000_000
"""Bytes of a file. A year of daily figures of a thousand works on ten platforms is a quarter of it."""
BLOCK = 1 << 20

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHINESE_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbd][\x80-\xbf]){2}")
"""Two Chinese characters side by side; no line of real GB18030 text is made of nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A file as it was when we first read it."""

    path: Path
    sha256: str
    size: int
    changed: int
    """Nanoseconds since 1970."""
    head: bytes
    text: bool
    """Whether it is UTF-8 from end to end."""
    long_lines: bool
    """Whether a whole block of it has no line end."""

    def check(self) -> None:
        """Raises UnreadableFile when the file is no longer what it was."""
        now = _status(self.path)
        if (now.st_size, now.st_mtime_ns) != (self.size, self.changed):
            hint = tr("wait until the download is finished and try again")
            raise UnreadableFile(tr("it changed while it was being read"), hint=hint)


def fingerprint_of(path: Path) -> Fingerprint:
    """Read a file once from end to end.

    Raises UnreadableFile for what is no file, is empty or too large, or is changing.
    """
    before = _status(path)
    if not stat.S_ISREG(before.st_mode):
        raise UnreadableFile(tr("it is a folder") if stat.S_ISDIR(before.st_mode) else tr("it is not a file"))
    if before.st_size == 0:
        hint = tr("export it again, or wait until the download is finished")
        raise UnreadableFile(tr("it is empty"), hint=hint)
    if before.st_size > SIZE_LIMIT:
        message = tr("it has {size}; at most {limit} are read", size=size(before.st_size), limit=round_size(SIZE_LIMIT))
        raise UnreadableFile(message, hint=tr("export a shorter period or fewer works"))
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    head, text, long_lines = b"", True, False
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                head = head or block
                digest.update(block)
                text = text and _decodes(decoder, block)
                long_lines |= len(block) == BLOCK and b"\n" not in block and b"\r" not in block
    except OSError as cause:
        reason = in_words(cause)
        raise UnreadableFile(tr("it cannot be read: {reason}", reason=reason)) from cause
    fingerprint = Fingerprint(
        path=path, sha256=digest.hexdigest(), size=before.st_size, changed=before.st_mtime_ns, head=head,
        text=text and _decodes(decoder, b"", final=True), long_lines=long_lines,
    )  # fmt: skip
    fingerprint.check()
    return fingerprint


def encoding_of(fingerprint: Fingerprint) -> str:
    """The encoding of a text file, as Python names it. Raises UnreadableFile with the line where it has none or two."""
    marked = next((name for mark, name in _MARKS if fingerprint.head.startswith(mark)), "")
    if marked == "utf-16":
        return _strict(fingerprint, marked)
    if b"\0" in fingerprint.head:
        message = tr("it is not a table: it does not hold text")
        raise UnreadableFile(message, hint=tr("export it as CSV or Excel"))
    if fingerprint.text:
        return marked or "utf-8"
    return _strict(fingerprint, _unmixed(fingerprint, marked))


def _unmixed(fingerprint: Fingerprint, marked: str) -> str:
    """`gb18030` for a file that is not UTF-8; raises UnreadableFile when some of its lines are."""
    utf8, other = 0, 0
    with fingerprint.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.isascii():
                continue
            try:
                line.decode()
                utf8 = utf8 or (number if _CHINESE_UTF8.search(line) or marked else 0)
            except UnicodeDecodeError:
                other = other or number
            if (utf8 or marked) and other:
                break
    if marked or (utf8 and other):
        message = tr(
            "line {line} is not UTF-8, unlike line {other}: the file mixes two encodings", line=other, other=utf8 or 1
        )
        hint = tr("join tables in a spreadsheet and not as text; or import them one by one")
        raise UnreadableFile(message, hint=hint)
    return "gb18030"


def _strict(fingerprint: Fingerprint, encoding: str) -> str:
    """The same name, once the whole file was decoded by it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with fingerprint.path.open("rb") as stream:
        while block := stream.read(BLOCK):
            try:
                line += decoder.decode(block).count("\n")
            except UnicodeDecodeError as cause:
                line += block[: cause.start].count(b"\n")
                message = tr("line {line} is not text in UTF-8, UTF-16 or GB18030", line=line)
                raise UnreadableFile(message, hint=tr("export it again, or save it as UTF-8")) from None
    if not _decodes(decoder, b"", final=True):
        message = tr("line {line} ends in the middle of a character", line=line)
        raise UnreadableFile(message, hint=tr("wait until the download is finished"))
    return encoding


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as cause:
        reason = in_words(cause) if isinstance(cause, OSError) else tr("its name cannot be used")
        raise UnreadableFile(tr("it cannot be read: {reason}", reason=reason)) from cause
