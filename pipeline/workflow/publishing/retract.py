"""Retracting: programmes are taken back from a target, the pages that link to them first."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from time import monotonic

from pipeline.errors import PipelineError
from pipeline.messages import NOTHING, Message, tr
from pipeline.publish.item import Item
from pipeline.publish.upload import FileResult
from pipeline.workflow.publishing.kit_links import retract_kits
from pipeline.workflow.publishing.kit_report import KitReport
from pipeline.workflow.publishing.kits import is_kit
from pipeline.workflow.publishing.report import PublishedEpisode, PublishReport, Status
from pipeline.workflow.publishing.requested import RequestedEpisode, requested_episodes
from pipeline.workflow.publishing.target import open_target
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace


@in_session
def retract(session: Session, what: Sequence[str], *, target: str, dry_run: bool = False) -> PublishReport | KitReport:
    """Take the programmes of `what` back from a target; those that are not there are unchanged.

    Raises PipelineError when the target is unknown or cannot be reached.
    """
    workspace = Workspace.open(session)
    if is_kit(workspace, target):
        return retract_kits(workspace, what, target=target, dry_run=dry_run)
    return _retract(workspace, what, target=target, dry_run=dry_run)


def _retract(workspace: Workspace, what: Sequence[str], *, target: str, dry_run: bool) -> PublishReport:
    begun, progress = monotonic(), workspace.session.progress
    with open_target(workspace, target) as opened:
        live = opened.live()
        named = cache(lambda word: requested_episodes(workspace, [word]))
        pairs = [pair for word in what for pair in _named(word, live, named)]
        leaving = {item.guid: item for _, item in pairs if item is not None}
        staying = {guid: item for guid, item in live.items() if guid not in leaving}
        failure = NOTHING
        results: tuple[FileResult, ...] = ()
        if leaving and not dry_run:
            progress.begin(1.0)
            pages, failure = opened.put_pages(staying)
            if not failure:
                for item in leaving.values():
                    opened.record(item, "retracted")
                results = (*pages, *opened.remove_outdated(staying, pages))
            progress.close()
            opened.inventory.compact()
    done: Status = "failed" if failure else "planned" if dry_run else "retracted"
    return PublishReport(
        target=target,
        episodes=tuple(_result(one, item, done, failure, results) for one, item in pairs),
        pages=tuple(file for file in results if file.path.count("/") < 2),
        seconds=monotonic() - begun,
        dry_run=dry_run,
        notes=opened.warnings,
        front=opened.front,
    )


def _result(
    one: RequestedEpisode, item: Item | None, done: Status, failure: Message, results: Sequence[FileResult]
) -> PublishedEpisode:
    """Of an episode and what of it was at the target."""
    if item is None:
        return PublishedEpisode(
            series=one.series.id, number=one.number, title=one.title, status="unchanged",
            reason=tr("it is not published there"),
        )  # fmt: skip
    files = tuple(file for file in results if file.path.startswith(f"{item.folder}/"))
    return PublishedEpisode(
        series=one.series.id, number=item.number, title=item.title, status=done, files=files, reason=failure
    )


def _named(
    word: str, live: Mapping[str, Item], named: Callable[[str], Sequence[RequestedEpisode]]
) -> list[tuple[RequestedEpisode, Item | None]]:
    """The episodes that a word names, each with what of it is at the target. `named` gives those that have manifests.

    Raises PipelineError when it names nothing: no episode, and nothing at the target that was made of one.
    """
    left = {item.guid: item for item in live.values() if _names(word, item) and _is_left_over(item, named)}
    found: list[tuple[RequestedEpisode, Item | None]] = [
        (RequestedEpisode(series=item.series, number=item.number, title=item.title, guid=item.guid), item)
        for item in left.values()
    ]
    try:
        found += [(one, _published(one, live)) for one in named(word)]
    except PipelineError:
        if not left:
            raise
    return found


def _names(word: str, item: Item) -> bool:
    """Whether a word such as `lieshita` or `lieshita/1-20,25` names the item as it was published."""
    series, slash, ranges = word.rstrip("/").partition("/")
    if series != item.series.id or not slash:
        return series == item.series.id
    if not re.fullmatch(r"\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*", ranges, re.ASCII):
        return False
    runs = (run.partition("-") for run in ranges.split(","))
    return any(int(first) <= item.number <= int(last or first) for first, _, last in runs)


def _is_left_over(item: Item, named: Callable[[str], Sequence[RequestedEpisode]]) -> bool:
    """Whether there is no manifest of it any longer."""
    try:
        return all(_published(one, {item.guid: item}) is None for one in named(item.series.id))
    except PipelineError:
        # Its series is gone too.
        return True


def _published(one: RequestedEpisode, live: Mapping[str, Item]) -> Item | None:
    """What of the episode is at the target: found by guid, or by number where that is not known."""
    if one.guid:
        return live.get(one.guid)
    numbered = (item for item in live.values() if (item.series.id, item.number) == (one.series.id, one.number))
    return next(numbered, None)
