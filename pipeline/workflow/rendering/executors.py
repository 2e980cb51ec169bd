"""Crews: who carries a batch's actions out, this machine or the workers of a cluster."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Protocol

from pipeline.build import Action, File, LocalRunner, Runner, Store, Work, files_in, make
from pipeline.errors import PipelineError, in_words
from pipeline.media.video import x264
from pipeline.messages import tr
from pipeline.render.perform import perform
from pipeline.workflow.machine import cores

PUTTING_OUT = 1
"""Programmes joined at once: it is the disk's work more than the processor's."""
SENDING = 4
"""Files sent to the store at once."""


class Crew(Protocol):
    """Carries actions out."""

    @property
    def runner(self) -> Runner: ...

    def work(self, action: Action) -> Work:
        """What makes the action's artefact, once its inputs and its files are in the store."""

    def files(self, action: Action) -> Iterator[File]:
        """What must be sent to the store before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCrew:
    """This machine; media stay where they are."""

    store: Store
    runner: Runner
    content: Callable[[Path], str]
    """SHA-256 of a file's bytes as they are now. Raises OSError."""

    def work(self, action: Action) -> Work:
        return partial(make, action, self.store, self._perform)

    def _perform(self, action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        try:
            perform(action, inputs, to=to)
        except (PipelineError, OSError):
            # A file that somebody writes to, or takes away, looks damaged to whoever reads it.
            self._hold_to_promise(action)
            raise
        self._hold_to_promise(action)

    def _hold_to_promise(self, action: Action) -> None:
        """Raises PipelineError where what was read may be other bytes than those that the key promises, for good."""
        for file in files_in(action.recipe):
            try:
                now = self.content(file.path)
            except OSError as cause:
                words = tr("{action}: '{file}' is gone since it was checked", action=action.label, file=file.path.name)
                hint = tr("was it moved, or the disk taken away? Put it back, or name it anew in the manifest")
                raise PipelineError(words, hint=hint) from cause
            if now != file.content:
                words = tr("{action}: '{file}' was changed while it was read", action=action.label, file=file.path.name)
                raise PipelineError(words, hint=tr("render again when nobody writes to it"))

    def files(self, action: Action) -> Iterator[File]:
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCrew:
    """The workers of a Dask cluster, which share the store; media go there by content."""

    runner: Runner
    errand: Callable[[Action], Work]

    def work(self, action: Action) -> Work:
        return self.errand(action)

    def files(self, action: Action) -> Iterator[File]:
        return files_in(action.recipe)


def local_crew(store: Store, at_once: int | None, *, content: Callable[[Path], str]) -> LocalCrew:
    """`at_once` actions together, by default one for each core this process may use.

    `content` gives the SHA-256 of a file as it is now.
    """
    runner = LocalRunner({"encode": at_once or cores(), "io": PUTTING_OUT})
    return LocalCrew(store=store, runner=runner, content=content)


def cluster_crew(address: str, store: Store, *, say: Callable[[str], None]) -> ClusterCrew:
    """The workers of the scheduler at `address`; `say` tells the user who comes and goes.

    Raises PipelineError when there is no such scheduler or no worker that may take part.
    """
    # Imported here: Dask takes half a second, and most runs need none of it.
    from pipeline.build.cluster import ClusterRunner
    from pipeline.build.remote import RemoteAction, Requirements

    try:
        identity = store.identity(make=True)
    except OSError as cause:
        raise PipelineError(
            tr("cannot write into the store '{address}': {reason}", address=store.address, reason=in_words(cause))
        ) from cause
    requirements = Requirements(store=store.address, identity=identity, tools=tools(), own_tools=tools)
    runner = ClusterRunner(address, requirements, local={"io": PUTTING_OUT, "send": SENDING}, say=say)
    return ClusterCrew(
        runner=runner,
        errand=lambda action: RemoteAction(action=action.alone(), perform=perform, requirements=requirements),
    )


def tools() -> str:
    """All versions that artefacts depend on; machines that work together must have the same."""
    return f"voicehall {metadata.version('voicehall')}, {x264.version()}"
