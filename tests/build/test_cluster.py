"""Work on a real scheduler with real workers, who come, go and die."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.build import Job, Store, run_jobs
from pipeline.build.cluster import ClusterRunner
from pipeline.build.remote import Requirements
from pipeline.errors import MediaError, PassingError, PipelineError
from pipeline.extras import MissingExtra
from pipeline.progress import NoProgress
from tests.build.bakery import burn, oven, sleep_and_tell, stumble_once, tell
from tests.cluster import Cluster, kill, until


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One worker of two threads."""
    cluster = Cluster(tmp_path_factory.mktemp("shared") / "集群")
    cluster.worker("resident", threads=2)
    cluster.has("resident")
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("empty") / "own")
    yield cluster
    cluster.close()


@pytest.fixture
def own(empty: Cluster) -> Iterator[Cluster]:
    """A scheduler without workers; those that the test brings may be killed."""
    yield empty
    empty.dismiss()


@pytest.fixture
def requirements(tmp_path: Path) -> Requirements:
    store = Store(tmp_path / "store")
    return Requirements(store=store.address, identity=store.identity(make=True), tools="oven 1", own_tools=oven)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def start(requirements: Requirements, said: list[str]) -> Iterator[Callable[[Cluster], ClusterRunner]]:
    """Makes runners, which are closed in the end."""
    started: list[ClusterRunner] = []

    def start(cluster: Cluster) -> ClusterRunner:
        started.append(ClusterRunner(cluster.address, requirements, local={"io": 1}, say=said.append))
        return started[-1]

    yield start
    for runner in started:
        runner.close()


Start = Callable[[Cluster], ClusterRunner]


def test_work_goes_to_the_workers_and_what_is_ours_stays_here(shared: Cluster, start: Start, tmp_path: Path):
    jobs = [
        Job(name="far", work=partial(tell, str(tmp_path / "far"))),
        Job(name="near", work=partial(tell, str(tmp_path / "near")), pool="io", needs=("far",)),
    ]

    outcome = run_jobs(jobs, start(shared), NoProgress())

    assert outcome.done == {"far", "near"}
    assert (tmp_path / "near").read_text() == str(os.getpid())
    assert (tmp_path / "far").read_text() != str(os.getpid())


def test_there_is_room_for_every_thread_and_one_piece_more_for_each_worker(shared: Cluster, start: Start):
    assert start(shared).depth("encode") == 2 + 1


def test_an_error_comes_back_as_it_was(shared: Cluster, start: Start):
    outcome = run_jobs([Job(name="a", work=burn)], start(shared), NoProgress())

    error = outcome.failed["a"]
    assert isinstance(error, MediaError)
    assert (error.message, error.command, error.hint) == ("the pan is burnt", "bake --hot", "use butter")


def test_what_may_pass_is_tried_once_more(shared: Cluster, start: Start, tmp_path: Path):
    outcome = run_jobs([Job(name="a", work=partial(stumble_once, str(tmp_path / "seen")))], start(shared), NoProgress())

    assert outcome.done == {"a"}


def test_a_worker_that_dies_costs_only_what_it_was_at(own: Cluster, start: Start, said: list[str], tmp_path: Path):
    doomed = own.worker("doomed")
    own.worker("lasting")
    own.has("doomed", "lasting")
    runner = start(own)
    jobs = [Job(name=str(n), work=partial(sleep_and_tell, str(tmp_path / str(n)), 0.5)) for n in range(6)]

    def strike() -> None:
        until(lambda: (tmp_path / "0.begun").exists() and (tmp_path / "1.begun").exists())
        kill(doomed)

    threading.Thread(target=strike).start()
    outcome = run_jobs(jobs, runner, NoProgress())

    assert outcome.done == {"0", "1", "2", "3", "4", "5"}
    begun = [line for path in tmp_path.glob("*.begun") for line in path.read_text().splitlines()]
    # What the dead one was at, and no more, was begun twice.
    assert len(begun) == 7
    until(lambda: [line for line in said if "is lost; what it was at goes to others" in line])


def test_a_worker_that_comes_later_takes_part(own: Cluster, start: Start):
    own.worker("first")
    own.has("first")
    runner = start(own)

    own.worker("second", threads=3)

    until(lambda: runner.depth("encode") == 4 + 2)


def test_a_worker_with_other_tools_is_told_off_and_gets_no_work(
    own: Cluster, start: Start, said: list[str], tmp_path: Path
):
    own.worker("good")
    own.worker("stale", BAKERY_OVEN="oven 0")
    own.has("good", "stale")
    runner = start(own)
    jobs = [Job(name=str(n), work=partial(sleep_and_tell, str(tmp_path / str(n)), 0.1)) for n in range(4)]

    outcome = run_jobs(jobs, runner, NoProgress())

    assert outcome.done == {"0", "1", "2", "3"}
    assert runner.depth("encode") == 1 + 1
    assert len({path.read_text().splitlines()[0] for path in tmp_path.glob("?.begun")}) == 1
    (line,) = [line for line in said if "cannot take part" in line]
    assert "it has oven 0, but this run needs oven 1" in line


def test_no_worker_that_can_take_part_is_one_plain_error(own: Cluster, start: Start):
    own.worker("stale", BAKERY_OVEN="oven 0")
    own.has("stale")

    with pytest.raises(PipelineError, match=r"no worker of 'tcp://.*' can take part") as caught:
        start(own)

    assert "it has oven 0, but this run needs oven 1" in caught.value.hint


def test_a_scheduler_without_workers_is_one_plain_error(own: Cluster, start: Start, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.build.cluster.FIRST_WORKER", 0.3)

    with pytest.raises(PipelineError, match="has no workers") as caught:
        start(own)

    assert caught.value.hint == f"start some: dask worker {own.address} --nthreads 4"


@pytest.mark.parametrize("address", ["nonsense", "pancake://x:1", "tcp://127.0.0.1", "http://x:8786/", "tcp://:x", ""])
def test_what_is_no_address_is_refused(requirements: Requirements, address: str):
    with pytest.raises(PipelineError, match="is not the address of a scheduler"):
        ClusterRunner(address, requirements, local={}, say=print)


def test_a_scheduler_that_is_not_there_is_one_plain_error(requirements: Requirements, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.build.cluster.CONNECTING", 0.5)

    with pytest.raises(PipelineError, match=r"no scheduler answers at 'tcp://127.0.0.1:1'") as caught:
        ClusterRunner("tcp://127.0.0.1:1", requirements, local={}, say=print)

    assert "dask scheduler" in caught.value.hint


def test_a_scheduler_that_dies_ends_the_run_and_says_so(start: Start, tmp_path: Path):
    doomed = Cluster(tmp_path / "doomed")
    doomed.worker("one")
    doomed.has("one")
    runner = start(doomed)
    jobs = [Job(name=str(n), work=partial(sleep_and_tell, str(tmp_path / str(n)), 0.5)) for n in range(20)]
    threading.Timer(1, doomed.close).start()
    begun = time.monotonic()

    with pytest.raises(PipelineError, match="does not answer any more"):
        run_jobs(jobs, runner, NoProgress())

    assert time.monotonic() - begun < 15


def test_closing_takes_back_what_has_not_begun(own: Cluster, start: Start, tmp_path: Path):
    own.worker("one")
    own.has("one")
    runner = start(own)
    for name in ("a", "b", "c"):
        runner.submit("encode", partial(sleep_and_tell, str(tmp_path / name), 0.5))
    until((tmp_path / "a.begun").exists)

    begun = time.monotonic()
    runner.close()

    assert time.monotonic() - begun < 2
    until(lambda: own.tasks() == 0)
    time.sleep(1)
    assert [path.name for path in tmp_path.glob("*.begun")] == ["a.begun"]


def test_without_its_extra_a_cluster_is_refused(requirements: Requirements, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)

    with pytest.raises(MissingExtra, match=r"rendering on a cluster .*voicehall\[cluster\]"):
        ClusterRunner("tcp://127.0.0.1:1", requirements, local={}, say=print)


def test_a_passing_error_travels(shared: Cluster, start: Start, tmp_path: Path):
    outcome = run_jobs(
        [Job(name="a", work=partial(stumble_once, str(tmp_path / "no" / "x")))], start(shared), NoProgress()
    )

    assert isinstance(outcome.failed["a"], PassingError)
