"""A cluster: work carried out by the workers of a running Dask scheduler, who may come and go."""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from pipeline.build.errand import Terms, UnfitError
from pipeline.build.runners import LocalRunner, Work
from pipeline.errors import PassingError, PipelineError
from pipeline.extras import needing
from pipeline.messages import tr

CONNECTING = 5.0
"""Seconds within which a scheduler must answer."""
GATHERING = 10.0
"""Seconds within which its first worker must have come."""
LOOK = 1.0
"""Seconds between two looks at who is there."""
PATIENCE = 120.0
"""Seconds that a run waits without a single worker before it gives up."""
LEAVING = 1.5
"""Seconds that taking leave may cost a user who wants to stop."""
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}", re.ASCII)
POOL = "encode"
"""The pool whose work goes to the workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """Work that the scheduler has."""

    work: Work
    task: Any
    only: tuple[str, ...]
    """Workers that it may go to; empty for all."""


class ClusterRunner:
    """Runs the pool `encode` on a Dask cluster and all others in threads of this process.

    A worker that dies costs what it was working at, which the scheduler gives to others. A worker that does not meet
    the terms gets no work, and the user is told why.
    """

    def __init__(self, address: str, terms: Terms, *, local: Mapping[str, int], say: Callable[[str], None]) -> None:
        """Raises PipelineError when the scheduler does not answer, or has no worker that meets the terms."""
        self._address, self._terms, self._say = address, terms, say
        self._client = _connect(address)
        self._threads: dict[str, int] = {}
        """Of every worker that meets the terms."""
        self._unfit: dict[str, str] = {}
        self._sent: dict[Future[None], _Sent] = {}
        self._held: list[tuple[Work, Future[None]]] = []
        """Work that waits for a worker that meets the terms."""
        self._trouble: PipelineError | None = None
        self._closing = threading.Event()
        try:
            self._gather()
        except BaseException:
            self._leave()
            raise
        self._local = LocalRunner(local)
        self._last_seen = time.monotonic()
        threading.Thread(target=self._look_out, daemon=True, name="cluster").start()

    def depth(self, pool: str) -> int:
        """Room for what workers are at and for one more piece each, lest they wait for us."""
        if pool != POOL:
            return self._local.depth(pool)
        if self._trouble is not None:
            raise self._trouble
        threads = dict(self._threads)
        return max(1, sum(threads.values()) + len(threads))

    def submit(self, pool: str, work: Work) -> "Future[None]":
        if pool != POOL:
            return self._local.submit(pool, work)
        future: Future[None] = Future()
        self._send(work, future)
        return future

    def close(self) -> None:
        """Take back what has not begun; what workers are at ends in the store, or is thrown away there."""
        self._closing.set()
        self._local.close()
        leaving = threading.Thread(target=self._leave, daemon=True)
        leaving.start()
        leaving.join(LEAVING)

    def _send(self, work: Work, future: "Future[None]") -> None:
        # Only where somebody must be left out: a task that may go to some workers only is stuck when these die.
        only = tuple(self._threads) if self._unfit else ()
        if self._unfit and not only:
            self._held.append((work, future))
            return
        key = f"voicehall-{uuid4().hex}"
        try:
            task = self._client.submit(_work_at, work, key=key, workers=list(only) or None, pure=False)
        except Exception as error:
            future.set_exception(PassingError(f"the scheduler at '{self._address}' does not take it: {_words(error)}"))
            return
        self._sent[future] = _Sent(work=work, task=task, only=only)
        task.add_done_callback(partial(self._settle, future))

    def _settle(self, future: "Future[None]", task: Any) -> None:
        sent = self._sent.get(future)
        if self._closing.is_set() or sent is None or sent.task is not task:
            return
        del self._sent[future]
        try:
            unfit = task.result()
        except (CancelledError, TimeoutError, OSError) as cause:
            future.set_exception(PassingError(f"the scheduler at '{self._address}' lost it: {_words(cause)}"))
        except Exception as error:
            future.set_exception(_plainly(error))
        else:
            if unfit is None:
                future.set_result(None)
            else:
                self._refuse(*unfit)
                self._send(sent.work, future)

    def _gather(self) -> None:
        deadline = time.monotonic() + GATHERING
        while True:
            self._look()
            if self._threads:
                return
            if self._unfit:
                raise PipelineError(
                    f"no worker of '{self._address}' can take part",
                    hint="; ".join(f"worker '{name}': {complaint}" for name, complaint in self._unfit.items()),
                )
            if time.monotonic() > deadline:
                raise PipelineError(
                    f"the scheduler at '{self._address}' has no workers",
                    hint=f"start some: dask worker {self._address} --nthreads 4",
                )
            time.sleep(0.1)

    def _look_out(self) -> None:
        """See who comes and goes, until closed."""
        while not self._closing.wait(LOOK):
            try:
                self._look()
            except Exception as error:
                if not self._closing.is_set():
                    self._trouble = PipelineError(
                        f"the scheduler at '{self._address}' does not answer any more: {_words(error)}",
                        hint="start it again and run the same command: what was finished is kept",
                    )
                return
            now = time.monotonic()
            if self._threads:
                self._last_seen = now
            elif now - self._last_seen > PATIENCE:
                self._trouble = PipelineError(
                    f"the scheduler at '{self._address}' has had no worker for {PATIENCE:.0f} s",
                    hint="start some and run the same command: what was finished is kept",
                )

    def _look(self) -> None:
        """Forget who has gone, and see whether newcomers meet the terms."""
        if self._client.status != "running":
            raise OSError("connection lost")
        there: dict[str, int] = self._client.nthreads()
        for name in [name for name in self._threads if name not in there]:
            del self._threads[name]
            self._say(f"worker {name} is lost; what it was at goes to others")
            if not self._threads:
                self._say("no worker is left; waiting for one to come")
        for future, sent in list(self._sent.items()):
            if sent.only and not any(name in there for name in sent.only):
                del self._sent[future]
                sent.task.cancel()
                self._send(sent.work, future)
        new = [name for name in there if name not in self._threads and name not in self._unfit]
        if not new:
            return
        told = self._client.run(_complaint_of, self._terms, workers=new, on_error="return")
        for name, complaint in told.items():
            if isinstance(complaint, OSError):
                continue  # Gone again before it could answer.
            if isinstance(complaint, Exception):
                complaint = f"it cannot answer: {_words(complaint)}"
            if complaint:
                self._refuse(name, complaint)
            else:
                self._threads[name] = there[name]
        if self._threads:
            held, self._held = self._held, []
            for work, future in held:
                self._send(work, future)

    def _refuse(self, name: str, complaint: str) -> None:
        if name not in self._unfit:
            self._unfit[name] = complaint
            self._say(f"worker {name} cannot take part: {complaint}")
        self._threads.pop(name, None)

    def _leave(self) -> None:
        # A scheduler forgets the tasks of a client that has gone.
        self._client.close(timeout=LEAVING)


def _work_at(work: Work) -> tuple[str, str] | None:
    """On a worker: its name and why, if it does not meet the terms of the work."""
    try:
        work()
    except UnfitError as error:
        from distributed import get_worker

        return get_worker().address, error.message
    return None


def _complaint_of(terms: Terms) -> str:
    return terms.complaint()


def _connect(address: str) -> Any:
    if not _ADDRESS.fullmatch(address):
        raise PipelineError(f"'{address}' is no address of a scheduler", hint="write it as tcp://host:8786")
    with needing("cluster", tr("rendering on a cluster")):
        import distributed
    # It tells of every lost connection at length; what users need to know is said by us.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Any = distributed.Client
        return client(address, timeout=CONNECTING, set_as_default=False, name="voicehall")
    except (OSError, ValueError) as cause:
        raise PipelineError(
            f"no scheduler answers at '{address}'",
            hint="start one with 'dask scheduler', and see that its address, port and firewall are right",
        ) from cause


def _plainly(error: Exception) -> Exception:
    """What a scheduler says of a task that killed one worker after the other; anything else is a bug."""
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return PipelineError(
            "several workers died one after the other at this",
            hint="see whether they have memory enough, and their logs",
        )
    return error


def _words(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
