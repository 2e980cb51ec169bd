"""A cluster: work carried out by the workers of a running Dask scheduler; workers may come and go."""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from pipeline.build.remote import Requirements, UnfitError
from pipeline.build.runners import LocalRunner, Work
from pipeline.errors import PassingError, PipelineError
from pipeline.extras import needing
from pipeline.messages import Message, clauses, tr
from pipeline.wording import duration

CONNECTING = 5.0
"""Seconds within which a scheduler must answer."""
FIRST_WORKER = 10.0
"""Seconds within which its first worker must have come."""
INTERVAL = 1.0
"""Seconds between two requests for the list of workers."""
NO_WORKERS = 120.0
"""Seconds that a run waits without a single worker before it gives up."""
DISCONNECTING = 1.5
"""Seconds that closing the connection may take, as users who stop a run wait for it."""
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}", re.ASCII)
POOL = "encode"
"""The pool whose work goes to the workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Submitted:
    """Work that the scheduler has."""

    work: Work
    task: Any
    only: tuple[str, ...]
    """Workers that it may go to; empty for all."""


class ClusterRunner:
    """Runs the pool `encode` on a Dask cluster and all others in threads of this process.

    When a worker dies, the scheduler gives its unfinished work to others. A worker that does not meet the requirements
    gets no work, and `say` gets the reason.
    """

    def __init__(
        self, address: str, requirements: Requirements, *, local: Mapping[str, int], say: Callable[[Message], None]
    ) -> None:
        """Raises PipelineError when the scheduler does not answer, or has no worker that meets the requirements."""
        self._address, self._requirements, self._say = address, requirements, say
        self._client = _connect(address)
        self._threads: dict[str, int] = {}
        """How many each worker has that meets the requirements."""
        self._unfit: dict[str, Message] = {}
        """Of every other worker: why it gets no work."""
        self._submitted: dict[Future[None], _Submitted] = {}
        self._waiting: list[tuple[Work, Future[None]]] = []
        """Work that waits for a worker that meets the requirements."""
        self._failure: PipelineError | None = None
        self._closing = threading.Event()
        try:
            self._wait_for_worker()
        except BaseException:
            self._disconnect()
            raise
        self._local = LocalRunner(local)
        self._last_seen = time.monotonic()
        # In the context of the run, whose language messages are made in.
        watch = partial(copy_context().run, self._watch)
        threading.Thread(target=watch, daemon=True, name="cluster").start()

    def depth(self, pool: str) -> int:
        """Room for what workers are doing and for one more piece each, so that they need not wait for us."""
        if pool != POOL:
            return self._local.depth(pool)
        if self._failure is not None:
            raise self._failure
        threads = dict(self._threads)
        return max(1, sum(threads.values()) + len(threads))

    def submit(self, pool: str, work: Work) -> "Future[None]":
        if pool != POOL:
            return self._local.submit(pool, work)
        future: Future[None] = Future()
        self._send(work, future)
        return future

    def close(self) -> None:
        """Take back what has not begun; what workers have begun ends in the store, or is removed there."""
        self._closing.set()
        self._local.close()
        closing = threading.Thread(target=self._disconnect, daemon=True)
        closing.start()
        closing.join(DISCONNECTING)

    def _send(self, work: Work, future: "Future[None]") -> None:
        # Only where a worker must be left out: a task that may go to some workers only is stuck when these die.
        only = tuple(self._threads) if self._unfit else ()
        if self._unfit and not only:
            self._waiting.append((work, future))
            return
        key = f"voicehall-{uuid4().hex}"
        try:
            task = self._client.submit(_carry_out, work, key=key, workers=list(only) or None, pure=False)
        except Exception as error:
            future.set_exception(
                PassingError(
                    tr(
                        "the scheduler at '{address}' does not accept this work: {reason}",
                        address=self._address,
                        reason=_first_line(error),
                    )
                )
            )
            return
        self._submitted[future] = _Submitted(work=work, task=task, only=only)
        task.add_done_callback(partial(self._settle, future))

    def _settle(self, future: "Future[None]", task: Any) -> None:
        sent = self._submitted.get(future)
        if self._closing.is_set() or sent is None or sent.task is not task:
            return
        del self._submitted[future]
        try:
            unfit = task.result()
        except (CancelledError, TimeoutError, OSError) as cause:
            future.set_exception(
                PassingError(
                    tr(
                        "the scheduler at '{address}' lost this work: {reason}",
                        address=self._address,
                        reason=_first_line(cause),
                    )
                )
            )
        except Exception as error:
            future.set_exception(_as_error(error))
        else:
            if unfit is None:
                future.set_result(None)
            else:
                self._exclude(*unfit)
                self._send(sent.work, future)

    def _wait_for_worker(self) -> None:
        deadline = time.monotonic() + FIRST_WORKER
        while True:
            self._update_workers()
            if self._threads:
                return
            if self._unfit:
                problems = (
                    tr("worker '{name}': {problem}", name=name, problem=one) for name, one in self._unfit.items()
                )
                raise PipelineError(
                    tr("no worker of '{address}' can take part", address=self._address),
                    hint=clauses(problems),
                )
            if time.monotonic() > deadline:
                raise PipelineError(
                    tr("the scheduler at '{address}' has no workers", address=self._address),
                    hint=tr("start some: {command}", command=f"dask worker {self._address} --nthreads 4"),
                )
            time.sleep(0.1)

    def _watch(self) -> None:
        """Follow which workers come and go, until closed."""
        while not self._closing.wait(INTERVAL):
            try:
                self._update_workers()
            except Exception as error:
                if not self._closing.is_set():
                    self._failure = PipelineError(
                        tr(
                            "the scheduler at '{address}' does not answer any more: {reason}",
                            address=self._address,
                            reason=_first_line(error),
                        ),
                        hint=tr("start it again and run the same command: finished work is kept"),
                    )
                return
            now = time.monotonic()
            if self._threads:
                self._last_seen = now
            elif now - self._last_seen > NO_WORKERS:
                self._failure = PipelineError(
                    tr(
                        "the scheduler at '{address}' has had no worker for {time}",
                        address=self._address,
                        time=duration(NO_WORKERS),
                    ),
                    hint=tr("start some and run the same command: finished work is kept"),
                )

    def _update_workers(self) -> None:
        """Forget workers that have gone, and check whether new ones meet the requirements."""
        if self._client.status != "running":
            raise OSError(tr("the connection is lost"))
        there: dict[str, int] = self._client.nthreads()
        for name in [name for name in self._threads if name not in there]:
            del self._threads[name]
            self._say(tr("worker '{name}' is gone; its work goes to others", name=name))
            if not self._threads:
                self._say(tr("no worker is left; waiting for another one"))
        for future, sent in list(self._submitted.items()):
            if sent.only and not any(name in there for name in sent.only):
                del self._submitted[future]
                sent.task.cancel()
                self._send(sent.work, future)
        new = [name for name in there if name not in self._threads and name not in self._unfit]
        if not new:
            return
        answers = self._client.run(_problem_of, self._requirements, workers=new, on_error="return")
        for name, answer in answers.items():
            if isinstance(answer, OSError):
                continue  # Gone again before it could answer.
            if isinstance(answer, Exception):
                answer = tr("it does not answer as it should: {reason}", reason=_first_line(answer))
            if answer:
                self._exclude(name, answer)
            else:
                self._threads[name] = there[name]
        if self._threads:
            waiting, self._waiting = self._waiting, []
            for work, future in waiting:
                self._send(work, future)

    def _exclude(self, name: str, problem: Message) -> None:
        if name not in self._unfit:
            self._unfit[name] = problem
            self._say(tr("worker '{name}' cannot take part: {problem}", name=name, problem=problem))
        self._threads.pop(name, None)

    def _disconnect(self) -> None:
        # A scheduler forgets the tasks of a client that has gone.
        self._client.close(timeout=DISCONNECTING)


def _carry_out(work: Work) -> tuple[str, Message] | None:
    """On a worker: the work; its address and the reason, where it does not meet the requirements."""
    try:
        work()
    except UnfitError as error:
        from distributed import get_worker

        return get_worker().address, error.message
    return None


def _problem_of(requirements: Requirements) -> Message:
    return requirements.problem()


def _connect(address: str) -> Any:
    if not _ADDRESS.fullmatch(address):
        raise PipelineError(
            tr("'{address}' is not the address of a scheduler", address=address),
            hint=tr("write it as tcp://host:8786"),
        )
    with needing("cluster", tr("rendering on a cluster")):
        import distributed
    # It reports every lost connection at length; what users need to know is in our own messages.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Any = distributed.Client
        return client(address, timeout=CONNECTING, set_as_default=False, name="voicehall")
    except (OSError, ValueError) as cause:
        raise PipelineError(
            tr("no scheduler answers at '{address}'", address=address),
            hint=tr("start one with 'dask scheduler'; check the address, the port and the firewall"),
        ) from cause


def _as_error(error: Exception) -> Exception:
    """For a task that killed one worker after the other, an error for users; anything else is a bug."""
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return PipelineError(
            tr("several workers died one after the other while they did this"),
            hint=tr("check whether they have enough memory, and look into their logs"),
        )
    return error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
