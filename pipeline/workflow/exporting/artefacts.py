"""Making what lies beside an edit list: artefacts of the store, each once, inputs first."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

from pipeline.build import Action
from pipeline.stop import check_stop
from pipeline.workflow.workspace import Workspace

TOGETHER = 2
"""Artefacts that are made at once; what encodes is a process of its own."""


def made(actions: Iterable[Action], workspace: Workspace) -> dict[Action, Path]:
    """The files of actions, made where they are missing. Raises PipelineError where one cannot be made."""
    wanted = tuple(dict.fromkeys(actions))
    steps: dict[int, dict[Action, None]] = {}
    for action in wanted:
        _sort(action, steps, workspace)
    found: dict[Action, Path] = {}
    pool = ThreadPoolExecutor(TOGETHER)
    try:
        for depth in sorted(steps):
            # Each in a copy of this context, whose stop and language are those of the run.
            tasks = {one: pool.submit(copy_context().run, _one, one, workspace) for one in steps[depth]}
            found |= {one: task.result() for one, task in tasks.items()}
    except BaseException:
        workspace.session.stop.ask()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return found


def _one(action: Action, workspace: Workspace) -> Path:
    check_stop()
    return workspace.made(action)


def _sort(action: Action, steps: dict[int, dict[Action, None]], workspace: Workspace) -> int:
    """Put an action, and what it still needs, where its turn is; returns that."""
    whole = workspace.store.keeps(action) and workspace.store.intact(action)
    depth = 0 if whole else max((_sort(step, steps, workspace) + 1 for step in action.inputs), default=0)
    steps.setdefault(depth, {})[action] = None
    return depth
