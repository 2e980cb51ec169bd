"""Sessions: a stop ends the run that it belongs to, within two seconds, and no other run knows of it."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from pipeline.errors import Interrupted
from pipeline.stop import Stop
from pipeline.workflow.rendering.render import render
from pipeline.workflow.rendering.render_report import RenderReport
from pipeline.workflow.session import Session
from tests import sources
from tests.e2e.conftest import Workspace

Begin = Callable[[Session], "Future[RenderReport]"]
PATIENCE = 30
EPISODE = """\
number: 1
title: 毛泽建
segments:
  - clip: assets/a.mp4
  - narration: assets/n.m4a
    pictures: [{image: assets/a.jpg}]
"""


@pytest.fixture
def film(workspace: Workspace) -> Workspace:
    """An episode with a clip, which is encoded by a process of its own."""
    workspace.asset(sources.numbered("a.mp4", sources.regular(25, 50)))
    workspace.episode(EPISODE)
    return workspace


@pytest.fixture
def running() -> Iterator[Begin]:
    """Renders in a thread of its own; whatever still runs at the end of the test is stopped."""
    sessions = []
    with ThreadPoolExecutor() as threads:

        def begin(session: Session) -> "Future[RenderReport]":
            sessions.append(session)
            return threads.submit(render, session)

        yield begin
        for session in sessions:
            session.stop.ask()


def copied(workspace: Workspace, name: str) -> Workspace:
    return Workspace(root=shutil.copytree(workspace.root, workspace.root.parent / name))


def held(stop: Stop) -> int:
    """Halt a process of the run, so that it can end in no other way than by being killed; its number."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        for child in stop.children:
            number = child.process.pid  # type: ignore[attr-defined]
            os.kill(number, signal.SIGSTOP)
            sleep(0.01)
            if state(number) == "T":
                return number
        sleep(0.001)
    raise AssertionError("the run has started no process")


def state(number: int) -> str:
    """The letter by which the system tells what a process does; empty where it is gone."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def test_a_stop_ends_its_run_at_once_and_the_next_run_goes_on(film: Workspace, running: Begin):
    undisturbed = copied(film, "undisturbed")
    session = Session(cwd=film.root)
    run = running(session)
    at_work = held(session.stop)

    asked = monotonic()
    session.stop.ask()
    with pytest.raises(Interrupted):
        run.result(timeout=PATIENCE)

    assert monotonic() - asked < 2
    assert not state(at_work)
    assert not session.stop.children
    assert not film.hashes()
    assert all(render(Session(cwd=one.root)).ok for one in (film, undisturbed))
    assert film.hashes() == undisturbed.hashes() != {}


def test_a_session_that_was_stopped_starts_nothing_more(film: Workspace):
    session = Session(cwd=film.root)
    session.stop.ask()

    with pytest.raises(Interrupted):
        render(session)


def test_two_run_at_once_and_the_stop_of_one_leaves_the_other_alone(film: Workspace, running: Begin):
    other = copied(film, "other")
    stopped, left_alone = Session(cwd=film.root), Session(cwd=other.root)
    undisturbed = running(left_alone)
    waiting = held(left_alone.stop)
    run = running(stopped)
    ended = held(stopped.stop)

    stopped.stop.ask()
    with pytest.raises(Interrupted):
        run.result(timeout=PATIENCE)

    assert not state(ended)
    assert state(waiting) == "T"
    os.kill(waiting, signal.SIGCONT)
    assert undisturbed.result(timeout=PATIENCE).ok
    assert other.hashes()
    assert not film.hashes()
