"""Runners: where work is carried out, one piece after the other or several at once."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Protocol

Work = Callable[[], None]


class Runner(Protocol):
    """Takes work for a pool; a future ends when it is done. Cancelling is the caller's: see `run_jobs`."""

    def depth(self, pool: str) -> int:
        """How much work of a pool may be under way at once."""

    def submit(self, pool: str, work: Work) -> "Future[None]": ...

    def close(self) -> None: ...


class SerialRunner:
    """Everything in the calling thread, one after the other."""

    def depth(self, pool: str) -> int:
        return 1

    def submit(self, pool: str, work: Work) -> "Future[None]":
        future: Future[None] = Future()
        try:
            work()
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(None)
        return future

    def close(self) -> None:
        return None


class LocalRunner:
    """Threads of this process, in pools by name; the heavy work is done by processes and libraries they wait for."""

    def __init__(self, pools: Mapping[str, int]) -> None:
        self._depths = dict(pools)
        self._pools = {name: ThreadPoolExecutor(depth, thread_name_prefix=name) for name, depth in pools.items()}

    def depth(self, pool: str) -> int:
        return self._depths[pool]

    def submit(self, pool: str, work: Work) -> "Future[None]":
        # Work belongs to the run that submits it, whichever thread takes it up.
        return self._pools[pool].submit(copy_context().run, work)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
