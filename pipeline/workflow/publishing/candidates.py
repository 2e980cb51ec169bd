"""Candidates: the episodes that somebody wants published, and whether they may go out now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import PipelineError
from pipeline.manifest import SeriesSelection, number_in, read_series, release_of, select
from pipeline.publish.from_record import item_digest, item_of
from pipeline.publish.item import Item, ItemSeries
from pipeline.publish.ledger import Ledger
from pipeline.publish.upload import FileResult
from pipeline.workflow.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An episode that somebody wants published."""

    series: ItemSeries
    number: int | None
    title: str
    guid: str = ""
    item: Item | None = None
    """None where there is no whole programme; `reason` says why."""
    release: datetime | None = None
    """It may not go out before."""
    waits: bool = False
    reason: str = ""
    """What it waits for, or why it fails."""
    files: tuple[FileResult, ...] = ()

    @property
    def goes(self) -> bool:
        return self.item is not None and not self.waits


def candidates_of(workspace: Workspace, what: Sequence[str]) -> list[Candidate]:
    """The episodes that `what` names, with what goes out of each.

    Programmes are known by their records alone; manifests are asked only for when they may go out. Raises
    PipelineError when `what` names nothing.
    """
    found = [
        one for chosen in select(workspace.root, what, workspace.cwd).series for one in _of_series(chosen, workspace)
    ]
    workspace.catalogue.save()
    return found


def hold_back(candidates: Sequence[Candidate], ledger: Ledger, *, reviewed: bool, at: datetime) -> None:
    """Let wait what nobody has approved, where that is required, and what is to come out later than `at`."""
    for one in candidates:
        item = one.item
        if item is None:
            continue
        if reviewed and not ledger.approved(item.guid, item_digest(item)):
            one.waits, one.reason = True, f"nobody has approved it: voicehall approve {item.label}"
        elif one.release is not None and one.release > at:
            one.waits, one.reason = True, f"comes out on {one.release:%Y-%m-%d %H:%M}"


def _of_series(chosen: SeriesSelection, workspace: Workspace) -> Iterator[Candidate]:
    series = read_series(chosen, workspace.studio_file).series
    named = ItemSeries(
        id=series.id, title=series.title, author=series.author, language=series.language, numbering=series.numbering
    )
    standing = {one.manifest: one for one in workspace.output(chosen.id).programmes()}
    for path in chosen.chosen:
        found = Candidate(series=named, number=number_in(path), title=path.name)
        record = standing.get(workspace.shown(path))
        if record is None:
            found.reason = "not rendered yet"
        else:
            found.title, found.number, found.guid = record.title, record.number, record.guid
            try:
                found.item = item_of(record, named, root=workspace.root, content=workspace.catalogue.content)
                found.release = release_of(path, series, workspace.studio_file)
            except PipelineError as error:
                found.item, found.reason = None, str(error)
        yield found
