"""The schedule: jobs wait for other jobs and run as soon as they can; what comes first in the order ends first."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from heapq import heappop, heappush

from pipeline.build.runners import Runner
from pipeline.errors import PipelineError
from pipeline.progress import Progress

TICK = 0.2
"""Seconds between two calls of `Progress.tick` while work is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work with a name, waiting for others."""

    name: str
    work: Callable[[], None]
    needs: tuple[str, ...] = ()
    """Names of jobs that must be done before."""
    pool: str = "encode"
    order: tuple[int, ...] = ()
    """Of two that could run, the smaller goes first."""
    label: str = ""
    cost: float = 0.0


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the jobs, by name."""

    done: set[str] = field(default_factory=set)
    failed: dict[str, PipelineError] = field(default_factory=dict)
    """Also holds the jobs that waited for a failed one, with that one's error."""


def run_jobs(jobs: Iterable[Job], runner: Runner, progress: Progress) -> Outcome:
    """Run all jobs; a failed one takes only those with it that wait for it.

    A failure that may pass, such as a killed process, is tried once more. Raises any other exception than PipelineError
    at once: that is a bug. KeyboardInterrupt passes through; the caller then stops the work under way.
    """
    graph = _Graph(jobs)
    outcome = Outcome()
    under_way: dict[Future[None], Job] = {}
    tried_again: set[str] = set()
    while under_way or graph.ready():
        for job in graph.take(lambda pool: runner.depth(pool) - sum(one.pool == pool for one in under_way.values())):
            progress.started(job.label)
            under_way[runner.submit(job.pool, job.work)] = job
        finished, _ = wait(under_way, timeout=TICK, return_when=FIRST_COMPLETED)
        progress.tick()
        for future in finished:
            job = under_way.pop(future)
            error = future.exception()
            if error is None:
                outcome.done.add(job.name)
                graph.release(job)
                progress.finished(job.label, job.cost)
            elif isinstance(error, PipelineError) and error.passing and job.name not in tried_again:
                tried_again.add(job.name)
                under_way[runner.submit(job.pool, job.work)] = job
            elif isinstance(error, PipelineError):
                for lost in graph.drop(job):
                    outcome.failed[lost.name] = error
                    progress.finished(lost.label, lost.cost)
            else:
                raise error
    return outcome


class _Graph:
    """Which jobs wait for which, and which are ready."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._waiting = {job.name: len(set(job.needs)) for job in self._jobs.values()}
        self._users: dict[str, list[Job]] = {}
        for job in self._jobs.values():
            for need in set(job.needs):
                self._users.setdefault(need, []).append(job)
        self._ready: dict[str, list[tuple[tuple[int, ...], str]]] = {}
        for job in self._jobs.values():
            if not job.needs:
                self._put(job)

    def ready(self) -> bool:
        return any(self._ready.values())

    def take(self, room: Callable[[str], int]) -> list[Job]:
        taken = []
        for pool, heap in self._ready.items():
            for _ in range(min(room(pool), len(heap))):
                taken.append(self._jobs[heappop(heap)[1]])
        return taken

    def release(self, job: Job) -> None:
        for user in self._users.get(job.name, ()):
            self._waiting[user.name] -= 1
            if not self._waiting[user.name]:
                self._put(user)

    def drop(self, job: Job) -> list[Job]:
        """The job and all that wait for it, directly or not; none of these will become ready."""
        lost, rest = {job.name: job}, [job]
        while rest:
            for user in self._users.get(rest.pop().name, ()):
                if user.name not in lost:
                    lost[user.name] = user
                    rest.append(user)
        return list(lost.values())

    def _put(self, job: Job) -> None:
        heappush(self._ready.setdefault(job.pool, []), (job.order, job.name))
