"""What every place can do; paths count from its root and have forward slashes."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Protocol

from pipeline.errors import PipelineError


class RemoteError(PipelineError):
    """A place that does not do what it is asked: unreachable, full, closed to us."""


class TemporaryRemoteError(RemoteError):
    """A place that stumbled: a second try may well succeed."""

    passing = True


Content = Callable[[int], Iterable[bytes]]
"""The bytes of a file, in blocks, from the given one on: where a place has the first of them, they are not read."""

DEPTH = 8
"""Folders below each other that are looked into: far more than a target has, and an end to links that go in circles."""


class RemoteFolder(Protocol):
    """Where a target keeps its files."""

    def sizes(self) -> dict[str, int]:
        """Bytes of every file that is there, by path; also of those that are not whole, as `is_part` tells.

        Raises RemoteError when it cannot be reached.
        """

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        """Put a file there under its final name once it is whole; `sent` is told of bytes as they go.

        Raises RemoteError when it did not come to stand; what stood there before still does.
        """

    def remove(self, path: str) -> None:
        """Take a file away; one that is not there is no error. Raises RemoteError otherwise."""

    def close(self) -> None: ...


def part_path(path: str, sha256: str) -> str:
    """Where a file of that content lies until it is whole."""
    name = PurePosixPath(path)
    return str(name.with_name(f".{name.name}.{sha256[:12]}.part"))


def is_part(path: str) -> bool:
    return path_of_part(path) is not None


def path_of_part(path: str) -> str | None:
    """Which file an unfinished one would become; None for a path that is of no unfinished file."""
    folder, slash, name = path.rpartition("/")
    found = re.fullmatch(r"\.(.+)\.[0-9a-f]{12}\.part", name)
    return f"{folder}{slash}{found[1]}" if found else None


def changed(path: str) -> PipelineError:
    """A file that is not what it was said to be; the place has no part in it."""
    return PipelineError(f"'{path}' changed while it was being sent", hint="render it again")
