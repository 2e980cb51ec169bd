"""Actions: build steps, named by what they make their artefact from."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.digest import digest, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One build step. Its key is its kind, its recipe and its inputs' keys; the rest is for people and schedules."""

    kind: str
    recipe: object
    """A plain value: see `digest.plain`."""
    inputs: tuple["Action", ...] = ()
    suffix: str
    """Of the artefact's file: `.mp4`."""
    label: str = ""
    """What is made and for which place in the work, for people who see progress and failures."""
    cost: float = 0.0
    """CPU seconds it will take, roughly."""
    _key: str = field(default="", init=False, repr=False)

    @property
    def key(self) -> str:
        """Made when it is first asked for: whoever only looks for mistakes needs none."""
        if not self._key:
            key = digest([self.kind, self.recipe, [step.key for step in self.inputs]])
            object.__setattr__(self, "_key", key)
        return self._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Action) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def alone(self) -> "Action":
        """The same without what its inputs were made from: all that it takes to carry it out, and little to send."""
        alone = self._keyed_copy()
        object.__setattr__(alone, "inputs", tuple(step._bare() for step in self.inputs))
        return alone

    def _bare(self) -> "Action":
        """With key and suffix only, by which the artefact is found."""
        bare = self._keyed_copy()
        object.__setattr__(bare, "recipe", None)
        object.__setattr__(bare, "inputs", ())
        return bare

    def _keyed_copy(self) -> "Action":
        same = copy(self)
        object.__setattr__(same, "_key", self.key)
        return same

    def described(self) -> dict[str, object]:
        """What is kept beside the artefact: everything that makes the key, in plain form."""
        return {"kind": self.kind, "recipe": plain(self.recipe), "inputs": [step.key for step in self.inputs]}


class Perform(Protocol):
    """Carries an action out: makes one file at `to` from its recipe and its inputs' files."""

    def __call__(self, action: Action, inputs: Sequence[Path], *, to: Path) -> None: ...


def with_inputs(actions: Sequence[Action]) -> Iterator[Action]:
    """The actions and all they are made from, each once, inputs first."""
    seen: set[str] = set()

    def visit(action: Action) -> Iterator[Action]:
        if action.key not in seen:
            seen.add(action.key)
            for step in action.inputs:
                yield from visit(step)
            yield action

    for action in actions:
        yield from visit(action)
