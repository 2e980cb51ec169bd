"""Remote actions: sent to another machine, which has the store and the tools but none of our paths."""

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
from pipeline.messages import NOTHING, Message, tr

COPIES = "VOICEHALL_COPIES"
"""Environment variable: the folder of this machine's copies of what a store behind a URL holds."""


class UnfitError(PipelineError):
    """This machine must not carry out the run's actions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a machine must have to take part in a run. Functions are sent by their names."""

    store: str
    """Address of the store, as the sender sees it."""
    identity: str
    """Of that store, see `Store.identity`."""
    tools: str
    """Versions of all that artefacts depend on, on the machine of the run."""
    own_tools: Callable[[], str]
    """Gives those of the machine that it is called on."""

    def problem(self) -> Message:
        """Why this machine cannot take part; empty when it can."""
        own = self.own_tools()
        if own != self.tools:
            return tr("it has {own}, but this run needs {needed}", own=own, needed=self.tools)
        try:
            store = store_here(self.store)
            if store.identity() == self.identity:
                return NOTHING
        except (OSError, PipelineError) as error:
            reason = error.message if isinstance(error, PipelineError) else str(error)
            return tr("it cannot read the store '{address}': {reason}", address=_address(self.store), reason=reason)
        return tr(
            "its '{address}' is not the store of this run: mount that store there, "
            "or set {variable} on that machine to where it has it",
            address=store.address,
            variable=STORE,
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
            if problem := self.requirements.problem():
                raise UnfitError(problem)
            _met.add(self.requirements)
        if replace(self.action).key != self.action.key:
            raise UnfitError(tr("its voicehall reads recipes differently from the one that started this run"))
        store = store_here(self.requirements.store)
        make(replace(self.action, recipe=with_files(self.action.recipe, store.find)), store, self._perform)

    def _perform(self, action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        self.perform(action, inputs, to=to)
        for file in files_in(self.action.recipe):
            # Somebody may write into a file while it is read: the artefact would stay wrong.
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
