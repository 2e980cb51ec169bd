"""Retracting: programmes taken back from a target, the pages that point to them first."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from pipeline.publish.item import Item
from pipeline.publish.shipping import Moved
from pipeline.workflow.candidates import Candidate, candidates_of
from pipeline.workflow.console import Console
from pipeline.workflow.counter import open_counter, sound_house
from pipeline.workflow.published import PublishedEpisode, PublishReport
from pipeline.workflow.workbench import Workbench


def retract(
    root: Path, what: Sequence[str], *, target: str, cwd: Path, dry_run: bool, console: Console
) -> PublishReport:
    """Take the programmes of `what` back from a target; what never stood there is told as unchanged.

    Raises PipelineError when the target is unknown or cannot be reached.
    """
    begun = monotonic()
    bench = Workbench.open(root)
    house = sound_house(root)
    with open_counter(bench, house, target, console) as counter:
        live = counter.live()
        asked = [(one, _standing(one, live)) for one in candidates_of(bench, house, what, cwd)]
        going = {item.guid: item for _, item in asked if item is not None}
        shown = {guid: item for guid, item in live.items() if guid not in going}
        failure = ""
        moved: tuple[Moved, ...] = ()
        if going and not dry_run:
            console.begin(1.0)
            pages, failure = counter.show(shown)
            if not failure:
                for item in going.values():
                    counter.note(item, "retracted")
                moved = (*pages, *counter.clear(shown, pages))
            console.close()
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


def _standing(one: Candidate, live: dict[str, Item]) -> Item | None:
    """What of the episode stands at the target: known by its identity, or by number where no programme tells that."""
    if one.guid:
        return live.get(one.guid)
    numbered = (item for item in live.values() if (item.series.id, item.number) == (one.series.id, one.number))
    return next(numbered, None)
