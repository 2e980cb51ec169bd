"""Files: written whole or not at all, lines of JSON that are only ever added, and what killed runs left behind."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr

_PART = re.compile(r"\.(?P<name>.+)\.(?P<process>\d{1,9})\.part(\.[^.]*)?")


@contextmanager
def whole(path: Path, *, new: bool = False) -> Iterator[Path]:
    """A free name beside `path` to write under: the file becomes `path` at the end, or goes away where that fails.

    The folder is made. A `new` file never replaces another. Raises OSError, FileExistsError for a name that is taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        yield part
        if not (new and _linked(part, path)):
            part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def write_whole(path: Path, content: bytes | memoryview | str, *, sync: bool = False, new: bool = False) -> None:
    """Put a file in place, whole or not at all, as `whole` does; `sync` where more is to be built on it."""
    with whole(path, new=new) as part:
        write(part, content.encode() if isinstance(content, str) else content, named=path)
        if sync:
            flush(part)


def write(path: Path, content: bytes | memoryview, *, named: Path) -> None:
    """Write a file that will be `named` so. Raises OSError with that name, also where the disk turns out to be full."""
    try:
        path.write_bytes(content)
    except OSError as cause:
        cause.filename = str(named)
        raise


def write_cache(path: Path, content: bytes | str) -> None:
    """Put a file in place that can be found again: where it cannot be written, the next run takes longer."""
    with suppress(OSError):
        write_whole(path, content)


def write_output(path: Path, content: bytes | str) -> None:
    """Put a file where a user wants it; a link is followed, a device written to.

    Raises PipelineError where it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            write_whole(path.resolve(), content, sync=True)
    except OSError as cause:
        raise PipelineError(tr("cannot write '{path}': {reason}", path=path, reason=in_words(cause))) from cause


def flush(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def json_line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def append_line(path: Path, value: object, *, sync: bool = True) -> None:
    """Add a value to a file of JSON lines, which is made with its folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A line end before it too, lest a line that was cut short swallow it; one write is never mixed with another.
    with path.open("ab", buffering=0) as file:
        file.write(b"\n" + json_line(value))
        if sync:
            os.fsync(file.fileno())


def read_lines(path: Path) -> Iterator[object]:
    """The values in a file of JSON lines, none where there is no file; a line that was cut short is passed over.

    Raises OSError.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        yield value


def part_of(path: Path) -> Path:
    """Where this process writes what becomes `path` later: `.001.mp4.4711.part.mp4`, as writers go by the suffix."""
    return path.with_name(f".{path.name}.{os.getpid()}.part{path.suffix}")


def left_behind(folder: Path, name: str = "") -> Iterator[Path]:
    """Unfinished files in a folder whose process has ended; of one file, where its `name` is given."""
    for path in folder.glob(".*.part*"):
        if (found := _PART.fullmatch(path.name)) and name in ("", found["name"]):
            process = int(found["process"])
            if process == os.getpid() or not is_running(process):
                yield path


def is_running(process: int) -> bool:
    """Whether a process of this number exists on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _linked(part: Path, path: Path) -> bool:
    """Whether a link gave the file its name; unlike a renaming, it never replaces what appeared meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        return False  # A disk that knows no links.
    return True
