"""Stopping a run: it is asked to end, and its child processes are killed; later runs are not concerned."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock
from typing import Protocol

from pipeline.errors import Interrupted
from pipeline.messages import tr


class Child(Protocol):
    """A process that a run has started."""

    def kill(self) -> None:
        """Make it end; returns before it has."""

    def wait(self) -> None:
        """Wait until it has ended, for no more than a moment."""


class Stop:
    """The stop of one run. Any thread can ask for it, and it cannot be taken back; another run has another one."""

    def __init__(self) -> None:
        self._asked = Event()
        self._lock = Lock()
        self._children: set[Child] = set()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    @property
    def children(self) -> frozenset[Child]:
        """Those that are running at this moment."""
        with self._lock:
            return frozenset(self._children)

    def ask(self) -> None:
        """Kill every child of the run and allow no new ones. When this returns they have ended."""
        self._asked.set()
        with self._lock:
            children = list(self._children)
        for child in children:
            child.kill()
        for child in children:
            child.wait()

    def check(self) -> None:
        """For long loops: raises Interrupted once the run was asked to end."""
        if self.asked:
            raise Interrupted(tr("stopped"))

    @contextmanager
    def starting(self) -> Iterator[set[Child]]:
        """A lock while a child is started, so that `ask` does not miss it. Raises Interrupted once asked.

        Add the child to what is yielded; `forget` it when it has ended.
        """
        with self._lock:
            self.check()
            yield self._children

    def forget(self, child: Child) -> None:
        with self._lock:
            self._children.discard(child)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Within this, and in what copies its context into other threads, this is the stop of the run."""
        token = _current.set(self)
        try:
            self.check()
            yield
        finally:
            _current.reset(token)


_current: ContextVar[Stop] = ContextVar("stop", default=Stop())  # noqa: B039 - nobody ever asks this one.


def current_stop() -> Stop:
    """The stop of the run that the calling code belongs to; one that is never asked for where it belongs to none."""
    return _current.get()


def check_stop() -> None:
    """For long loops: raises Interrupted once the run that they belong to was asked to end."""
    current_stop().check()
