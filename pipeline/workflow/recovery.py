"""Recovery: a renumbering that was killed half-way is finished before anything reads the manifests."""

from pathlib import Path

from pipeline.errors import PipelineError, in_words
from pipeline.manifest.edit.transaction import discard, finish
from pipeline.messages import tr
from pipeline.packaging.guid import Identities
from pipeline.state import StateFolder


def settle(root: Path) -> None:
    """Make the moves that are written down and not made yet; usually there are none.

    Raises PipelineError when they cannot be made.
    """
    state = StateFolder.of(root)
    journal = state.journal
    try:
        if journal.exists():
            guids = finish(journal, root)
            if guids:
                Identities.read(state.identities).keep(guids)
            discard(journal)
    except ValueError as cause:
        raise PipelineError(
            tr("'{path}' is damaged", path=journal),
            hint=tr("look whether the numbers of the manifests are right, then remove it"),
        ) from cause
    except OSError as cause:
        raise PipelineError(
            tr("a renumbering cannot be finished: '{path}': {reason}", path=cause.filename, reason=in_words(cause))
        ) from cause
