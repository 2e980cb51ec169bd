"""Pace: how long this machine takes for each kind of action, learnt from what it has made, to tell time left."""

import json
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from pathlib import Path

from pipeline.build import Action
from pipeline.documents.stored import read_stored
from pipeline.files import write_cache
from pipeline.workflow.workspace import Workspace

NEWS = 0.5
"""Weight of the latest run against all before it: a machine may be busier today."""
ENOUGH = 0.5
"""Seconds of work of a kind below which a run teaches nothing."""
START = 0.2
"""Seconds that every action takes beside its work: a process begins, files are read and put in their place."""
SLOWEST = 20.0
"""Factor beyond which a trial of the machine is not believed."""
_TRIAL = 0.018
"""CPU seconds of a trial on the machine on which the actions' costs were measured (two cores of 2.9 GHz)."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Seconds taken for each second foreseen, by kind of action; those not met yet go by a short trial."""

    path: Path
    factors: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace) -> "Pace":
        """What was learnt in that workspace."""
        return cls.read(workspace.state.pace)

    @classmethod
    def read(cls, path: Path) -> "Pace":
        """What was learnt so far; nothing where the file is missing or damaged."""
        known = read_stored(path, dict[str, float]) or {}
        return cls(path=path, factors={kind: factor for kind, factor in known.items() if 0 < factor < inf})

    def seconds(self, action: Action) -> float:
        """How long the action will take here, on one core."""
        known = self.factors.get(action.kind)
        return (action.cost + START) * (self.trial if known is None else known)

    @cached_property
    def trial(self) -> float:
        """How much longer this machine takes than the one on which costs were measured, as busy as it is now."""
        seconds = sum(_trial() for _ in range(3)) / 3
        return min(max(seconds / _TRIAL, 1 / SLOWEST), SLOWEST)

    def learn(self, made: Iterable[tuple[Action, float]]) -> None:
        """Remember how many seconds actions really took, as far as the disk lets it."""
        foreseen: dict[str, float] = {}
        taken: dict[str, float] = {}
        for action, seconds in made:
            foreseen[action.kind] = foreseen.get(action.kind, 0) + action.cost + START
            taken[action.kind] = taken.get(action.kind, 0) + seconds
        factors = dict(self.factors)
        for kind, seconds in taken.items():
            if seconds >= ENOUGH and foreseen[kind] > 0:
                news = seconds / foreseen[kind]
                factors[kind] = news * NEWS + factors.get(kind, news) * (1 - NEWS)
        # Not to know it costs the next run a good guess of its time, and nothing else.
        write_cache(self.path, json.dumps({kind: round(factor, 4) for kind, factor in sorted(factors.items())}))


def longest(made: Collection[Action], pace: Pace) -> float:
    """Seconds of the longest chain of actions that wait for each other, which no number of cores makes shorter."""
    ends: dict[str, float] = {}
    waiting = {action.key: action for action in made}

    def end(action: Action) -> float:
        if action.key not in ends:
            before = max((end(waiting[step.key]) for step in action.inputs if step.key in waiting), default=0.0)
            ends[action.key] = before + pace.seconds(action)
        return ends[action.key]

    return max(map(end, made), default=0.0)


def _trial() -> float:
    """Seconds that a small piece of work takes, by the clock on the wall: others may want the machine as well."""
    begun = time.perf_counter()
    zlib.compress(_WORK, 9)
    return time.perf_counter() - begun


_WORK = bytes((number * number >> 5) & 255 for number in range(100_000)) * 60
