"""Pace: how long this machine takes for each kind of action, learnt from what it has made, to tell time left."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds taken for each second foreseen, by kind of action; 1 for kinds not met yet."""

    path: Path
    factors: Mapping[str, float]

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
        return action.cost * self.factors.get(action.kind, 1.0)

    def learn(self, made: Iterable[tuple[Action, float]]) -> None:
        """Remember how many seconds actions really took, as far as the disk lets it."""
        foreseen: dict[str, float] = {}
        taken: dict[str, float] = {}
        for action, seconds in made:
            foreseen[action.kind] = foreseen.get(action.kind, 0) + action.cost
            taken[action.kind] = taken.get(action.kind, 0) + seconds
        factors = dict(self.factors)
        for kind, seconds in taken.items():
            if seconds >= ENOUGH and foreseen[kind] > 0:
                news = seconds / foreseen[kind]
                factors[kind] = news * NEWS + factors.get(kind, news) * (1 - NEWS)
        # Not to know it costs the next run a good guess of its time, and nothing else.
        write_cache(self.path, json.dumps({kind: round(factor, 4) for kind, factor in sorted(factors.items())}))
