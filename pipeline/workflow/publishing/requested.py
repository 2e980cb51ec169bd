"""The episodes that somebody wants published, and whether they may be published now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import PipelineError
from pipeline.manifest import SeriesSelection, number_in, read_series, release_of, select
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.publish.from_record import item_digest, item_of, with_forms
from pipeline.publish.item import Item, ItemSeries
from pipeline.publish.ledger import Ledger
from pipeline.publish.upload import FileResult
from pipeline.workflow.publishing.series import colours_of
from pipeline.workflow.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class RequestedEpisode:
    """An episode that the command line names."""

    series: ItemSeries
    number: int | None
    title: str
    short_title: str = ""
    guid: str = ""
    item: Item | None = None
    """None where there is no whole programme; `reason` says why."""
    release: datetime | None = None
    """It may not be published before."""
    waiting: bool = False
    reason: Message = NOTHING
    """What it waits for, or why it failed."""
    files: tuple[FileResult, ...] = ()

    @property
    def ready(self) -> bool:
        return self.item is not None and not self.waiting

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series.id}/{'?' if self.number is None else self.number}"


def requested_episodes(workspace: Workspace, what: Sequence[str]) -> list[RequestedEpisode]:
    """The episodes that `what` names, with what is published of each.

    Programmes are known by their records alone; manifests are read only for release times and shorter titles. Raises
    PipelineError when `what` names nothing.
    """
    selection = select(workspace.root, what, workspace.cwd)
    workspace.tell(selection.notes)
    found = [one for chosen in selection.series for one in _of_series(chosen, workspace)]
    workspace.catalogue.save()
    return found


def mark_waiting(episodes: Sequence[RequestedEpisode], ledger: Ledger, *, reviewed: bool, at: datetime) -> None:
    """Mark what must wait: what is not approved, where `reviewed` asks for it, and what comes out later than `at`."""
    for one in episodes:
        item = one.item
        if item is None:
            continue
        if reviewed and not ledger.approved(item.guid, item_digest(item)):
            one.waiting = True
            one.reason = tr("not approved yet: {command}", command=f"voicehall approve {item.label}")
        elif one.release is not None and one.release > at:
            one.waiting = True
            one.reason = tr("comes out on {time}", time=f"{one.release:%Y-%m-%d %H:%M}")


def _of_series(chosen: SeriesSelection, workspace: Workspace) -> Iterator[RequestedEpisode]:
    known_series = read_series(chosen, workspace.studio_file)
    series = known_series.series
    known = ItemSeries(
        id=series.id, title=series.title, author=series.author, language=series.language, numbering=series.numbering,
        colours=colours_of(series.theme),
    )  # fmt: skip
    records = {one.manifest: one for one in workspace.output(chosen.id).programmes()}
    for path in chosen.chosen:
        found = RequestedEpisode(series=known, number=number_in(path), title=path.name)
        record = records.get(workspace.shown(path))
        if record is None:
            found.reason = tr("not rendered yet")
        else:
            found.title, found.number, found.guid = record.title, record.number, record.guid
            try:
                item = item_of(record, known, root=workspace.root, content=workspace.catalogue.content)
                found.item = with_forms(item, known_series.settings.renditions)
                release = release_of(path, series, workspace.studio_file)
                found.release, found.short_title = release.at, release.short_title
            except PipelineError as error:
                found.item, found.reason = None, verbatim(str(error))
        yield found
