"""Remote actions: as they travel to another machine, which has the store and the tools but none of our paths."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.build.action import Action, Perform
from pipeline.build.files import files_in, with_files
from pipeline.build.opening import STORE, open_store
from pipeline.build.store import Store, make
from pipeline.digest import digest
from pipeline.errors import PipelineError

COPIES = "VOICEHALL_COPIES"
"""Environment variable: the folder of this machine's copies of what a store behind a URL holds."""


class UnfitError(PipelineError):
    """A machine that must not carry out this run's actions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a machine must have to take part in a run. Of functions only their names travel."""

    store: str
    """Address of the store, as the sender sees it."""
    identity: str
    """What tells that store from all others."""
    tools: str
    """Versions of all that artefacts depend on."""
    own_tools: Callable[[], str]
    """Tells the same of the machine it is called on."""

    def problem(self) -> str:
        """Why this machine cannot take part; empty when it can."""
        own = self.own_tools()
        if own != self.tools:
            return f"it has {own}, and this run needs {self.tools}"
        try:
            store = store_here(self.store)
            if store.identity() == self.identity:
                return ""
        except (OSError, PipelineError) as error:
            return f"it cannot read the store '{_address(self.store)}': {error}"
        return (
            f"its '{store.address}' is not the store of this run; "
            f"mount that there, or name in {STORE} where this machine has it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteAction:
    """An action to be carried out wherever there is room."""

    action: Action
    perform: Perform
    requirements: Requirements

    def __call__(self) -> None:
        """Raises UnfitError before anything is done when this machine does not meet the requirements."""
        if self.requirements not in _met:
            if complaint := self.requirements.problem():
                raise UnfitError(complaint)
            _met.add(self.requirements)
        if replace(self.action).key != self.action.key:
            raise UnfitError("its voicehall reads recipes in another way than the one that started this run")
        store = store_here(self.requirements.store)
        make(replace(self.action, recipe=with_files(self.action.recipe, store.find)), store, self._perform)

    def _perform(self, action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        self.perform(action, inputs, to=to)
        for file in files_in(self.action.recipe):
            # Somebody may write into a medium while it is read: the artefact would be wrong for good.
            store_here(self.requirements.store).find(file)


_met: set[Requirements] = set()
"""Requirements that this process has found to be met; a failure is not kept, since somebody may put it right."""


@cache
def store_here(address: str) -> Store:
    """The store of that address as this machine sees it."""
    seen = _address(address)
    copies = os.environ.get(COPIES) or Path.home() / ".cache" / "voicehall"
    return open_store(seen, local=Path(copies) / digest(seen)[:16])


def _address(address: str) -> str:
    return os.environ.get(STORE) or address
