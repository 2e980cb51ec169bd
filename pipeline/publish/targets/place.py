"""What every place can do; paths count from its root and have forward slashes."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Protocol

from pipeline.errors import PipelineError


class PlaceError(PipelineError):
    """A place that does not do what it is asked: unreachable, full, closed to us."""


class LostError(PlaceError):
    """A place that stumbled: a second try may well succeed."""

    passing = True


class Place(Protocol):
    """Where a target keeps its files."""

    def sizes(self) -> dict[str, int]:
        """Bytes of every whole file that is there, by path. Raises PlaceError when it cannot be reached."""

    def put(self, path: str, blocks: Iterable[bytes], *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        """Put a file there under its final name once it is whole; `sent` is told of bytes as they go.

        Raises PlaceError when it did not come to stand; what stood there before still does.
        """

    def remove(self, path: str) -> None:
        """Take a file away; one that is not there is no error. Raises PlaceError otherwise."""

    def close(self) -> None: ...


def part_of(path: str, sha256: str) -> str:
    """Where a file of that content lies until it is whole."""
    name = PurePosixPath(path)
    return str(name.with_name(f".{name.name}.{sha256[:12]}.part"))


def is_part(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(".part")
