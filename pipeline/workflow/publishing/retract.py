"""Retracting: programmes taken back from a target, the pages that point to them first."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from time import monotonic

from pipeline.errors import PipelineError
from pipeline.manifest import NUMBER_RANGES
from pipeline.publish.item import Item
from pipeline.publish.upload import Moved
from pipeline.workflow.publishing.candidates import Candidate, candidates_of
from pipeline.workflow.publishing.kit_links import retract_kits
from pipeline.workflow.publishing.kit_report import KitReport
from pipeline.workflow.publishing.kits import is_kit
from pipeline.workflow.publishing.report import PublishedEpisode, PublishReport
from pipeline.workflow.publishing.target import open_counter
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace


@in_session
def retract(session: Session, what: Sequence[str], *, target: str, dry_run: bool = False) -> PublishReport | KitReport:
    """Take the programmes of `what` back from a target; what never stood there is told as unchanged.

    Raises PipelineError when the target is unknown or cannot be reached.
    """
    workspace = Workspace.open(session)
    if is_kit(workspace, target):
        return retract_kits(workspace, what, target=target, dry_run=dry_run)
    return _retract(workspace, what, target=target, dry_run=dry_run)


def _retract(workspace: Workspace, what: Sequence[str], *, target: str, dry_run: bool) -> PublishReport:
    begun, progress = monotonic(), workspace.session.progress
    with open_counter(workspace, target) as counter:
        live = counter.live()
        named = cache(lambda word: candidates_of(workspace, [word]))
        asked = [pair for word in what for pair in _asked(word, live, named)]
        going = {item.guid: item for _, item in asked if item is not None}
        shown = {guid: item for guid, item in live.items() if guid not in going}
        failure = ""
        moved: tuple[Moved, ...] = ()
        if going and not dry_run:
            progress.begin(1.0)
            pages, failure = counter.show(shown)
            if not failure:
                for item in going.values():
                    counter.note(item, "retracted")
                moved = (*pages, *counter.clear(shown, pages))
            progress.close()
            counter.inventory.tidy()
    return PublishReport(
        target=target,
        episodes=tuple(
            PublishedEpisode(
                series=one.series.id,
                number=item.number if item else one.number,
                title=item.title if item else one.title,
                status="unchanged" if item is None else "failed" if failure else "planned" if dry_run else "retracted",
                files=tuple(file for file in moved if item and file.path.startswith(f"{item.folder}/")),
                reason=failure if item else "it does not stand there",
            )
            for one, item in asked
        ),
        pages=tuple(file for file in moved if file.path.count("/") < 2),
        seconds=monotonic() - begun,
        dry_run=dry_run,
    )


def _asked(
    word: str, live: Mapping[str, Item], named: Callable[[str], Sequence[Candidate]]
) -> list[tuple[Candidate, Item | None]]:
    """What a word names, and what of it stands at the target. `named` gives the episodes that a word names.

    Raises PipelineError when it names nothing: no episode, and nothing at the target that one was made into.
    """
    left = {item.guid: item for item in live.values() if _names(word, item) and _is_left_over(item, named)}
    found: list[tuple[Candidate, Item | None]] = [
        (Candidate(series=item.series, number=item.number, title=item.title, guid=item.guid), item)
        for item in left.values()
    ]
    try:
        found += [(one, _standing(one, live)) for one in named(word)]
    except PipelineError:
        if not left:
            raise
    return found


def _names(word: str, item: Item) -> bool:
    """Whether a word such as `lieshita` or `lieshita/1-20,25` names the item as it was published."""
    series, slash, ranges = word.rstrip("/").partition("/")
    if series != item.series.id or not slash:
        return series == item.series.id
    if not NUMBER_RANGES.fullmatch(ranges):
        return False
    runs = (run.partition("-") for run in ranges.split(","))
    return any(int(first) <= item.number <= int(last or first) for first, _, last in runs)


def _is_left_over(item: Item, named: Callable[[str], Sequence[Candidate]]) -> bool:
    """Whether no manifest makes it any longer."""
    try:
        return all(_standing(one, {item.guid: item}) is None for one in named(item.series.id))
    except PipelineError:
        # Not even its series is there.
        return True


def _standing(one: Candidate, live: Mapping[str, Item]) -> Item | None:
    """What of the episode stands at the target: known by its identity, or by number where no programme tells that."""
    if one.guid:
        return live.get(one.guid)
    numbered = (item for item in live.values() if (item.series.id, item.number) == (one.series.id, one.number))
    return next(numbered, None)
