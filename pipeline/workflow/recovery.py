"""Unfinished business: a renumbering that was killed half-way is finished before anything reads the manifests."""

from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.manifest.edit.transaction import close, finish
from pipeline.packaging.guid import Identities
from pipeline.state import StateFolder


def settle(root: Path) -> None:
    """Make the moves that are written down and not made yet; usually there are none.

    Raises PipelineError when they cannot be made.
    """
    state = StateFolder.of(root)
    journal = state.journal
    try:
        guids = finish(journal, root)
        if guids:
            Identities.read(state.identities).keep(guids)
            close(journal)
    except ValueError as cause:
        raise PipelineError(
            f"'{journal}' is damaged", hint="look whether the numbers of the manifests are right, then remove it"
        ) from cause
    except OSError as cause:
        raise PipelineError(f"a renumbering cannot be finished: {cause.strerror}: '{cause.filename}'") from cause
