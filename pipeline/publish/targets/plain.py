"""A target's folder whose failures are said plainly, whatever library raised them; lists are asked for again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep

from pipeline.errors import PipelineError
from pipeline.messages import Message, tr
from pipeline.publish.targets.remote import Content, RemoteError, RemoteFolder, server_failed

DELAYS = (0.5, 2.0)
"""Seconds before each further try of a list: a server that walks its folders while files come and go may stumble."""


class PlainFolder:
    """A folder behind this door raises nothing but PipelineError, and what is a bug of our own."""

    def __init__(self, folder: RemoteFolder, server: str) -> None:
        self._folder = folder
        self._server = server

    def sizes(self) -> dict[str, int]:
        for delay in (*DELAYS, None):
            try:
                with plainly(self._server):
                    return self._folder.sizes()
            except RemoteError as error:
                if delay is None or not error.passing:
                    raise
                sleep(delay)
        raise AssertionError("the last try returns or raises")

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        with plainly(self._server, path):
            self._folder.put(path, content, sha256=sha256, size=size, sent=sent)

    def remove(self, path: str) -> None:
        with plainly(self._server, path):
            self._folder.remove(path)

    def close(self) -> None:
        try:
            with plainly(self._server):
                self._folder.close()
        except RemoteError:
            # Whatever was to be done there is done.
            pass


@contextmanager
def plainly(server: str, path: str = "") -> Iterator[None]:
    """Turns whatever a library raises into RemoteError; `path` is of the file in question, empty for all files.

    What our own code raises is a bug, and keeps its traceback.
    """
    try:
        yield
    except (PipelineError, ImportError, MemoryError):
        raise
    except Exception as cause:
        if _is_ours(cause):
            raise
        failure = server_failed(server, path, reason_of(cause))
        failure.hint = tr("try again; if it stays so, check 'url' of the target, and ask the server's owner")
        raise failure from cause


def reason_of(cause: BaseException) -> str:
    """What a library says, on one line; the kind of its error where it says nothing that a person could read."""
    words = " ".join(str(cause).split())[:200]
    kind = type(cause).__name__
    return words if isinstance(cause, OSError) and words else f"{kind}: {words}" if words else kind


def timed_out(seconds: float) -> Message:
    return tr("it did not answer within {seconds} s", seconds=round(seconds))


def _is_ours(cause: Exception) -> bool:
    """Whether the innermost line of an error is a line of voicehall's."""
    place = cause.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    module = str(place.tb_frame.f_globals.get("__name__", "")) if place else ""
    return module.partition(".")[0] in ("pipeline", "commands")
