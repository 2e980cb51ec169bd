"""Reading logs, plain or gzip, in blocks of whole lines; what a log is shows in its content, never in its name."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr
from pipeline.reach.downloads.filter import LogPiece
from pipeline.reach.downloads.logs.formats import FIELDS, PLAIN, w3c_format

BLOCK = 4 << 20
"""Bytes read at once."""
LONGEST = 1 << 20
"""Bytes; a longer line is skipped and counted as one."""
SAMPLE = 200
"""Lines by which a format is recognised."""


class LogError(PipelineError):
    """A log that cannot be read as one; nothing of it is counted."""


def log_pieces(path: Path, given: int | None = None) -> Iterator[LogPiece]:
    """The log's lines in pieces that are all of one format: of the `given` one, or of what they show.

    Raises LogError when the file cannot be read, or is damaged.
    """
    try:
        with path.open("rb") as file:
            if file.peek(2)[:2] != b"\x1f\x8b":
                yield from _split(file, given)
                return
            if file.seekable():
                _look_through(file)
            with gzip.open(file) as unpacked:
                yield from _split(cast(BinaryIO, unpacked), given)
    except gzip.BadGzipFile as cause:
        raise _damaged(path, cause) from cause
    except OSError as cause:
        reason = in_words(cause)
        raise LogError(tr("cannot read '{path}': {reason}", path=path, reason=reason)) from cause
    except (EOFError, zlib.error) as cause:
        raise _damaged(path, cause) from cause


def _damaged(path: Path, cause: Exception) -> LogError:
    hint = tr("copy it from the server again; nothing of it was counted")
    return LogError(tr("'{path}' is a damaged gzip file: {cause}", path=path, cause=str(cause)), hint=hint)


def _look_through(file: BinaryIO) -> None:
    """Read a packed file to its end: damage shows only there, and has to show before anything is counted."""
    with gzip.open(file) as unpacked:
        while unpacked.read(BLOCK):
            pass
    file.seek(0)


def _split(file: BinaryIO, given: int | None) -> Iterator[LogPiece]:
    format: int | bytes | None = None
    for block in _without_empty_end(_blocks(file)):
        if given is not None:
            yield LogPiece(block=block, format=given)
            continue
        for part in _parts(block):
            header = part.partition(b"\n")[0].rstrip(b"\r")
            if header.startswith(FIELDS) and w3c_format(header) is not None:
                format = header
            elif format is None:
                format = _recognised(part)
            yield LogPiece(block=part, format=format if format is not None else 0)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Whole lines without the last line break; of a line without end only so much as shows that it is none."""
    rest = file.read(3).removeprefix(b"\xef\xbb\xbf")
    while chunk := file.read(BLOCK):
        block, found, after = (rest + chunk).rpartition(b"\n")
        if found:
            yield block
        rest = after
        if len(rest) > LONGEST:
            rest = rest[:1]
            while chunk := file.read(BLOCK):
                _, found, after = chunk.partition(b"\n")
                if found:
                    rest += b"\n" + after
                    break
            else:
                break
    if rest:
        yield rest.removesuffix(b"\n")


def _without_empty_end(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same, but for empty lines at the very end: nothing was logged there."""
    held = b""
    for block in blocks:
        whole = held + block
        end = whole.find(b"\n", len(whole.rstrip(b"\r\n")))
        if not whole.strip(b"\r\n") and len(whole) < BLOCK:
            held = whole + b"\n"
        elif end < 0:
            held = b""
            yield whole
        else:
            held = whole[end + 1 :] + b"\n"
            yield whole[:end]


def _parts(block: bytes) -> Iterator[bytes]:
    """The block, cut before every line that names columns anew."""
    start = 0
    while (at := block.find(b"\n" + FIELDS, start)) >= 0:
        yield block[start:at]
        start = at + 1
    yield block[start:]


def _recognised(block: bytes) -> int | None:
    """Place of the plain format that reads most of the first lines; None while none reads any."""
    sample = b"\n".join(block.split(b"\n", SAMPLE)[:SAMPLE])
    read = [sum(1 for row in format.rows(sample) if row[0]) for format in PLAIN]
    with suppress(ValueError):
        best = max(read)
        return read.index(best) if best else None
    return None
