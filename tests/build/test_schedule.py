import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import Job, LocalRunner, Runner, SerialRunner, run_jobs
from pipeline.errors import PassingError, PipelineError
from pipeline.progress import NoProgress


class Seen(NoProgress):
    """Sees which jobs start and end."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def started(self, label: str) -> None:
        self.seen.append(f"+{label}")

    def finished(self, label: str, amount: float) -> None:
        self.seen.append(f"-{label}")


def job(name: str, *needs: str, work: Callable[[], None] = lambda: None, order: tuple[int, ...] = ()) -> Job:
    return Job(name=name, label=name, work=work, needs=needs, order=order)


def fail() -> None:
    raise PipelineError("burnt")


@pytest.fixture(params=["serial", "local"])
def runner(request: pytest.FixtureRequest) -> Runner:
    return SerialRunner() if request.param == "serial" else LocalRunner({"encode": 3})


def test_jobs_run_after_what_they_need(runner: Runner):
    ran: list[str] = []
    jobs = [
        job("c", "a", "b", work=lambda: ran.append("c")),
        job("a", work=lambda: ran.append("a")),
        job("b", "a", work=lambda: ran.append("b")),
    ]

    outcome = run_jobs(jobs, runner, Seen())

    assert (ran, outcome.done) == (["a", "b", "c"], {"a", "b", "c"})


def test_a_failure_takes_only_those_with_it_that_wait_for_it(runner: Runner):
    jobs = [job("a", work=fail), job("b", "a"), job("c", "b"), job("d"), job("e", "d")]

    outcome = run_jobs(jobs, runner, Seen())

    assert (outcome.done, set(outcome.failed)) == ({"d", "e"}, {"a", "b", "c"})
    assert {str(error) for error in outcome.failed.values()} == {"burnt"}


def test_a_job_that_waits_for_two_failures_is_lost_once(runner: Runner):
    watch = Seen()
    run_jobs([job("a", work=fail), job("b", work=fail), job("c", "a", "b")], runner, watch)

    assert watch.seen.count("-c") <= 2
    assert "+c" not in watch.seen


@pytest.mark.parametrize(("failures", "tries", "done"), [(1, 2, True), (2, 2, False)])
def test_what_may_pass_is_tried_once_more(runner: Runner, failures: int, tries: int, done: bool):
    ran: list[int] = []

    def stumble() -> None:
        ran.append(1)
        if len(ran) <= failures:
            raise PassingError("the oven went out")

    watch = Seen()
    outcome = run_jobs([job("a", work=stumble), job("b", "a")], runner, watch)

    assert (len(ran), outcome.done == {"a", "b"}) == (tries, done)
    assert watch.seen.count("+a") == watch.seen.count("-a") == 1


def test_what_is_wrong_stays_wrong_and_is_not_tried_again(runner: Runner):
    ran: list[int] = []

    def burn() -> None:
        ran.append(1)
        raise PipelineError("burnt")

    run_jobs([job("a", work=burn)], runner, Seen())

    assert ran == [1]


def test_a_bug_is_not_swallowed(runner: Runner):
    def stumble() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        run_jobs([job("a", work=stumble)], runner, Seen())


def test_smaller_orders_go_first():
    ran: list[int] = []
    jobs = [job(str(n), order=(n,), work=lambda n=n: ran.append(n)) for n in (3, 1, 2)]  # type: ignore[misc]

    run_jobs(jobs, SerialRunner(), Seen())

    assert ran == [1, 2, 3]


def test_a_pool_is_never_overfull():
    under_way, most = [0], [0]
    lock = threading.Lock()

    def work() -> None:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1

    run_jobs([job(str(n), work=work) for n in range(12)], LocalRunner({"encode": 3}), Seen())

    assert most[0] == 3


@given(st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=25), st.sets(st.integers(0, 24)))
def test_every_job_is_done_or_failed(needs: list[list[int]], failing: set[int]):
    """On any graph without circles."""
    jobs = [
        job(str(n), *(str(need) for need in wanted if need < n), work=fail if n in failing else lambda: None)
        for n, wanted in enumerate(needs)
    ]

    outcome = run_jobs(jobs, SerialRunner(), Seen())

    assert outcome.done | set(outcome.failed) == {one.name for one in jobs}
    assert not outcome.done & set(outcome.failed)
    assert all(set(one.needs) <= outcome.done for one in jobs if one.name in outcome.done)
