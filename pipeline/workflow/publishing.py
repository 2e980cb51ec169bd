"""Publishing: finished programmes to a target, media before the pages that point to them, each once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from time import monotonic

from pipeline.errors import PipelineError
from pipeline.publish.item import Item
from pipeline.publish.items import item_digest
from pipeline.publish.ledger import now
from pipeline.publish.shipping import Moved, stands, uploads_of
from pipeline.workflow.candidates import Candidate, candidates_of, hold_back
from pipeline.workflow.console import Console
from pipeline.workflow.counter import Counter, open_counter, sound_house
from pipeline.workflow.published import PublishedEpisode, PublishReport, Status
from pipeline.workflow.report import duration
from pipeline.workflow.workbench import Workbench


def publish(
    root: Path, what: Sequence[str], *, to: str, cwd: Path, again: bool = False, dry_run: bool, console: Console
) -> PublishReport:
    """Bring the programmes of `what` to the target `to`. One that fails does not stop the others.

    `again` sends also what stands there already. Raises PipelineError when the target is unknown or cannot be reached.
    """
    begun = monotonic()
    bench = Workbench.open(root)
    house = sound_house(root)
    with open_counter(bench, house, to, console) as counter:
        candidates = candidates_of(bench, house, what, cwd)
        hold_back(candidates, counter.ledger, reviewed=counter.target.reviewed, at=now())
        live = counter.live()
        for one in candidates:
            one.files = _moves(one, counter, again=again)
        unchanged = {one.guid for one in candidates if one.goes and _is_unchanged(one, live)}
        notes = _keep_pace([one for one in candidates if one.goes and one.guid not in unchanged], counter)
        going = [one for one in candidates if one.goes and one.guid not in unchanged]
        pages = () if dry_run else _send(going, counter, live, console, again=again)
    return PublishReport(
        target=to,
        episodes=tuple(_told(one, counter, unchanged, dry_run=dry_run) for one in candidates),
        pages=pages,
        seconds=monotonic() - begun,
        dry_run=dry_run,
        notes=notes,
    )


def _moves(one: Candidate, counter: Counter, *, again: bool) -> tuple[Moved, ...]:
    """What would be done with each of its files."""
    if one.item is None:
        return ()
    return tuple(
        Moved(
            path=upload.path,
            bytes=upload.bytes,
            sha256=upload.sha256,
            action="skipped" if not again and _stands(upload.path, upload.sha256, counter) else "uploaded",
        )
        for upload in uploads_of(one.item)
    )


def _stands(path: str, sha256: str, counter: Counter) -> bool:
    return stands(path, sha256=sha256, inventory=counter.inventory, there=counter.there)


def _is_unchanged(one: Candidate, live: Mapping[str, Item]) -> bool:
    before = live.get(one.guid)
    same = before is not None and one.item is not None and item_digest(before) == item_digest(one.item)
    return same and all(file.action == "skipped" for file in one.files)


def _keep_pace(going: Sequence[Candidate], counter: Counter) -> tuple[str, ...]:
    """Let wait what would go out faster than the target takes it; says how long the backlog takes."""
    pace = counter.target.pace
    if pace is None:
        return ()
    span = timedelta(seconds=pace.seconds)
    recent = sorted(at for at in counter.ledger.times(counter.target.name, "live") if at > now() - span)
    room = max(0, pace.count - len(recent))
    left = going[room:]
    if not left:
        return ()
    freed = recent[len(recent) - pace.count] + span if len(recent) >= pace.count else now() + span
    for one in left:
        one.waits, one.reason = True, f"the target takes {pace}; the next may go at {_clock(freed)}"
    takes = duration(float(Fraction(len(left)) * pace.between))
    return (f"{len(left)} wait for their turn; at {pace} they take {takes}: publish again from time to time",)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _send(
    going: Sequence[Candidate], counter: Counter, live: dict[str, Item], console: Console, *, again: bool
) -> tuple[Moved, ...]:
    """Media, then pages, then the word in the ledger that they stand; then what nothing points to any longer goes."""
    console.begin(sum(file.bytes for one in going for file in one.files if file.action == "uploaded"))
    try:
        for one in going:
            _send_media(one, counter, again=again)
        sent = [one for one in going if not one.reason]
        shown = live | {one.guid: one.item for one in sent if one.item is not None}
        pages, failure = counter.show(shown)
        for one in sent:
            assert one.item is not None
            if failure:
                one.reason = failure
            else:
                counter.note(one.item, "live")
        return pages if failure else (*pages, *counter.clear(shown, pages))
    finally:
        console.close()
        counter.inventory.tidy()


def _send_media(one: Candidate, counter: Counter, *, again: bool) -> None:
    """The media of one episode; what came over stays there for the next try."""
    assert one.item is not None
    counter.note(one.item, "planned")
    try:
        one.files = counter.sender.media(uploads_of(one.item), again=again).wait()
    except PipelineError as error:
        one.reason = str(error)
        counter.note(one.item, "rejected", reason=error.message)
    else:
        counter.note(one.item, "verified")


def _told(one: Candidate, counter: Counter, unchanged: set[str], *, dry_run: bool) -> PublishedEpisode:
    status: Status = "planned" if dry_run else "published"
    if one.waits:
        status = "waiting"
    elif one.item is None or one.reason:
        status = "failed"
    elif one.guid in unchanged:
        status = "unchanged"
    return PublishedEpisode(
        series=one.series.id,
        number=one.number,
        title=one.title,
        status=status,
        files=() if status == "waiting" else one.files,
        url=counter.url(one.item) if one.item else "",
        reason=one.reason,
    )
