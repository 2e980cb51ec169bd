"""The folder of a target: what every kind of it can do. Paths count from its root and have forward slashes."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Protocol

from pipeline.errors import PipelineError
from pipeline.messages import Message, tr


class RemoteError(PipelineError):
    """A target's folder cannot be used as asked: it is unreachable, full, or closed to us."""


class TemporaryRemoteError(RemoteError):
    """The same, where a second try may well succeed: the connection broke, or the server failed."""

    passing = True


Content = Callable[[int], Iterable[bytes]]
"""The bytes of a file, in blocks, from the given position on: what has arrived already is not read again."""

MAX_DEPTH = 8
"""Levels of folders that are listed: far more than a target has, and an end to links that go in circles."""


class RemoteFolder(Protocol):
    """Where a target keeps its files: on this machine, a server, or in a bucket."""

    def sizes(self) -> dict[str, int]:
        """Bytes of every file that is there, by path; also of unfinished ones, see `path_of_part`.

        Raises RemoteError when the folder cannot be reached.
        """

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        """Put a file there, under its name once it is whole; `sent` is called with the bytes that have gone.

        Raises RemoteError when that failed; an older file of that name is still there then.
        """

    def remove(self, path: str) -> None:
        """Remove a file; one that is not there is no error. Raises RemoteError otherwise."""

    def close(self) -> None: ...


def part_path(path: str, sha256: str) -> str:
    """Where a file of that content lies until it is whole."""
    name = PurePosixPath(path)
    return str(name.with_name(f".{name.name}.{sha256[:12]}.part"))


def path_of_part(path: str) -> str | None:
    """Which file an unfinished one would become; None for a path that is of no unfinished file."""
    folder, slash, name = path.rpartition("/")
    found = re.fullmatch(r"\.(.+)\.[0-9a-f]{12}\.part", name)
    return f"{folder}{slash}{found[1]}" if found else None


def source_changed(path: str) -> PipelineError:
    """The file that is sent is not the one that was announced; the target has no part in it."""
    return PipelineError(tr("'{path}' changed while it was being sent", path=path), hint=tr("render it again"))


def damaged_upload(server: str, path: str) -> TemporaryRemoteError:
    """The file that arrived is not the one that was sent."""
    return TemporaryRemoteError(tr("'{path}' did not arrive whole at '{server}'", path=path, server=server))


def server_failed(server: str, path: str, reason: object) -> TemporaryRemoteError:
    """A failure at one file, or at the list of all files where `path` is empty."""
    words = reason if isinstance(reason, Message) else one_line(reason)
    if not path:
        return TemporaryRemoteError(tr("'{server}' cannot list its files: {reason}", server=server, reason=words))
    return TemporaryRemoteError(tr("'{server}' failed at '{path}': {reason}", server=server, path=path, reason=words))


def one_line(reason: object) -> str:
    """What a library or a server says, as far as it belongs into a sentence."""
    return " ".join(str(reason).split())[:300]
