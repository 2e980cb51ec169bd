"""Publishing: finished programmes to a target, media before the pages that point to them, each once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from time import monotonic

from pipeline.errors import PipelineError
from pipeline.progress import Progress
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item
from pipeline.publish.ledger import LedgerEntry, now
from pipeline.publish.targets import RemoteError
from pipeline.publish.upload import FileResult, Upload, uploads_of
from pipeline.wording import duration
from pipeline.workflow.publishing.candidates import Candidate, candidates_of, hold_back
from pipeline.workflow.publishing.kit_links import note_links
from pipeline.workflow.publishing.kit_report import KitReport
from pipeline.workflow.publishing.kits import is_kit, make_kits
from pipeline.workflow.publishing.report import PublishedEpisode, PublishReport, Status
from pipeline.workflow.publishing.target import Counter, open_counter
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

LOST = 2
"""Episodes in a row that the target did not take, whatever was tried: it takes the next ones no better."""


@in_session
def publish(
    session: Session,
    what: Sequence[str] = (),
    *,
    to: str,
    again: bool = False,
    done: str | None = None,
    dry_run: bool = False,
) -> PublishReport | KitReport:
    """Bring the programmes of `what` to the target `to`: a target of studio.yaml, or a platform's kit.

    One that fails does not stop the others. `again` sends also what stands there already; `done` says of a platform
    where programmes are out now. Raises PipelineError when the target is unknown or cannot be reached.
    """
    workspace = Workspace.open(session)
    if done is not None:
        return note_links(workspace, what, to=to, done=done, dry_run=dry_run)
    if is_kit(workspace, to):
        return make_kits(workspace, what, to=to, again=again, dry_run=dry_run)
    return _publish(workspace, what, to=to, again=again, dry_run=dry_run)


def _publish(workspace: Workspace, what: Sequence[str], *, to: str, again: bool, dry_run: bool) -> PublishReport:
    begun, progress = monotonic(), workspace.session.progress
    with open_counter(workspace, to) as counter:
        candidates = candidates_of(workspace, what)
        hold_back(candidates, counter.ledger, reviewed=counter.target.reviewed, at=now())
        standing = counter.ledger.live(to)
        live = counter.live()
        for one in candidates:
            one.files = tuple(counter.sender.planned(upload, again=again) for upload in _uploads(one))
        unchanged = {
            one.guid for one in candidates if one.goes and one.guid in live and _is_unchanged(one, standing[one.guid])
        }
        notes = _keep_pace([one for one in candidates if one.goes and one.guid not in unchanged], counter)
        going = [one for one in candidates if one.goes and one.guid not in unchanged]
        send = _plan if dry_run else partial(_send, progress=progress, again=again)
        pages = send(going, counter, live)
        notes += tuple(map(_lost_words, counter.lost(live | {one.guid: one.item for one in going})))
        uploads = [file.bytes for file in (*pages, *_files(going)) if file.action == "uploaded"]
        estimate = counter.speed.seconds(sum(uploads), bandwidth=counter.target.bandwidth) if dry_run else None
    return PublishReport(
        target=to,
        episodes=tuple(_told(one, counter, unchanged, dry_run=dry_run) for one in candidates),
        pages=pages,
        seconds=monotonic() - begun,
        estimate=estimate,
        dry_run=dry_run,
        notes=notes,
    )


def _uploads(one: Candidate) -> tuple[Upload, ...]:
    return uploads_of(one.item) if one.item else ()


def _files(going: Sequence[Candidate]) -> Iterator[FileResult]:
    return (file for one in going for file in one.files)


def _is_unchanged(one: Candidate, before: LedgerEntry) -> bool:
    same = one.item is not None and before.content == item_digest(one.item)
    return same and all(file.action == "skipped" for file in one.files)


def _lost_words(note: LedgerEntry) -> str:
    return f"what was published of {note.series}/{note.number} is not known any more; publish it again"


def _keep_pace(going: Sequence[Candidate], counter: Counter) -> tuple[str, ...]:
    """Let wait what would go out faster than the target takes it; says how long the backlog takes."""
    pace = counter.target.pace
    if pace is None:
        return ()
    span = timedelta(seconds=pace.seconds)
    at = now()
    # A clock that once went ahead must not keep the queue waiting for years.
    recent = sorted(one for one in counter.ledger.times(counter.target.name, "live") if at - span < one <= at)
    room = max(0, pace.count - len(recent))
    left = going[room:]
    if not left:
        return ()
    freed = recent[len(recent) - pace.count] + span if len(recent) >= pace.count else at + span
    for one in left:
        one.waits, one.reason = True, f"the target takes {pace}; the next may go at {_clock(freed)}"
    takes = duration(float(Fraction(len(left)) * pace.between))
    return (f"{len(left)} wait for their turn; at {pace} they take {takes}: publish again from time to time",)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _plan(going: Sequence[Candidate], counter: Counter, live: Mapping[str, Item]) -> tuple[FileResult, ...]:
    """The pages that would be put, and what would go."""
    shown = {**live, **{one.guid: one.item for one in going if one.item is not None}}
    pages, _ = counter.show(shown, dry_run=True)
    return (*pages, *map(counter.sender.planned_removal, counter.left(shown, pages)))


def _send(
    going: Sequence[Candidate], counter: Counter, live: Mapping[str, Item], *, progress: Progress, again: bool
) -> tuple[FileResult, ...]:
    """Media, then pages, then the word in the ledger that they stand; then what nothing points to any longer goes.

    Raises PipelineError where pages could not be put and no episode was to go that could tell it.
    """
    progress.begin(sum(file.bytes for file in _files(going) if file.action == "uploaded"))
    try:
        _send_media(going, counter, again=again)
        sent = [one for one in going if not one.reason]
        if going and not sent:
            return ()
        shown = {**live, **{one.guid: one.item for one in sent if one.item is not None}}
        pages, failure = counter.show(shown)
        if failure and not sent:
            raise PipelineError(failure)
        for one in sent:
            assert one.item is not None
            if failure:
                one.reason = failure
            else:
                counter.note(one.item, "live")
        whole = len(sent) == len(going) and not failure
        return (*pages, *counter.clear(shown, pages)) if whole else pages
    finally:
        progress.close()
        counter.inventory.tidy()


def _send_media(going: Sequence[Candidate], counter: Counter, *, again: bool) -> None:
    """The media of all episodes, one after the other; what came over stays there for the next try."""
    begun = monotonic()
    shipments = [counter.sender.media(_uploads(one), again=again) for one in going]
    lost = 0
    for one, shipment in zip(going, shipments, strict=True):
        assert one.item is not None
        if lost == LOST:
            shipment.cancel()
            one.reason = "not tried: the target did not take the ones before"
            continue
        counter.note(one.item, "planned")
        try:
            one.files = shipment.wait()
        except PipelineError as error:
            one.reason = str(error)
            lost = lost + 1 if isinstance(error, RemoteError) else 0
            counter.note(one.item, "rejected", reason=error.message)
        else:
            lost = 0
            counter.note(one.item, "verified")
    gone = (file.bytes for one in going if not one.reason for file in one.files if file.action == "uploaded")
    counter.speed.learn(sum(gone), monotonic() - begun)


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
