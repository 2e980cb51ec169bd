"""Publishing: finished programmes to a target, media before the pages that link to them, each once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from time import monotonic

from pipeline.errors import PipelineError
from pipeline.messages import Message, told, tr, trn, verbatim
from pipeline.model.publishing.target import Pace
from pipeline.progress import Progress
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item
from pipeline.publish.ledger import LedgerEntry, now
from pipeline.publish.targets import RemoteError
from pipeline.publish.upload import FileResult, Upload, uploads_of
from pipeline.wording import duration
from pipeline.workflow.publishing.kit_links import register_links
from pipeline.workflow.publishing.kit_report import KitReport
from pipeline.workflow.publishing.kits import is_kit, make_kits
from pipeline.workflow.publishing.report import PublishedEpisode, PublishReport, Status
from pipeline.workflow.publishing.requested import RequestedEpisode, mark_waiting, requested_episodes
from pipeline.workflow.publishing.target import OpenTarget, open_target
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

MOST_FAILURES = 2
"""Episodes in a row that the target refused, after all tries; the others are not tried then."""


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
    """Publish the programmes of `what` to `to`: a target of studio.yaml, or a platform for which kits are made.

    One that fails does not stop the others. `again` sends also what is there already; `done` is the link, or a table of
    links, of programmes that a person has published on a platform. Raises PipelineError when the target is unknown or
    cannot be reached.
    """
    workspace = Workspace.open(session)
    if done is not None:
        return register_links(workspace, what, to=to, done=done, dry_run=dry_run)
    if is_kit(workspace, to):
        return make_kits(workspace, what, to=to, again=again, dry_run=dry_run)
    return _publish(workspace, what, to=to, again=again, dry_run=dry_run)


def _publish(workspace: Workspace, what: Sequence[str], *, to: str, again: bool, dry_run: bool) -> PublishReport:
    begun, progress = monotonic(), workspace.session.progress
    with open_target(workspace, to) as target:
        episodes = requested_episodes(workspace, what)
        mark_waiting(episodes, target.ledger, reviewed=target.settings.reviewed, at=now())
        entries = target.ledger.live(to)
        live = target.live()
        for one in episodes:
            one.files = tuple(target.uploader.plan(upload, again=again) for upload in _uploads(one))
        unchanged = {
            one.guid for one in episodes if one.ready and one.guid in live and _is_unchanged(one, entries[one.guid])
        }
        notes = _keep_pace([one for one in episodes if one.ready and one.guid not in unchanged], target)
        queue = [one for one in episodes if one.ready and one.guid not in unchanged]
        send = _plan if dry_run else partial(_send, progress=progress, again=again)
        pages = send(queue, target, live)
        notes += tuple(map(_lost_snapshot, target.lost(live | {one.guid: one.item for one in queue})))
        notes += target.warnings
        uploads = [file.bytes for file in (*pages, *_files(queue)) if file.action == "uploaded"]
        estimate = target.throughput.seconds(sum(uploads), bandwidth=target.settings.bandwidth) if dry_run else None
    return PublishReport(
        target=to,
        episodes=tuple(_result(one, target, unchanged, dry_run=dry_run) for one in episodes),
        pages=pages,
        seconds=monotonic() - begun,
        estimate=estimate,
        dry_run=dry_run,
        notes=notes,
        front=target.front,
    )


def _uploads(one: RequestedEpisode) -> tuple[Upload, ...]:
    return uploads_of(one.item) if one.item else ()


def _files(queue: Sequence[RequestedEpisode]) -> Iterator[FileResult]:
    return (file for one in queue for file in one.files)


def _is_unchanged(one: RequestedEpisode, before: LedgerEntry) -> bool:
    same = one.item is not None and before.content == item_digest(one.item)
    return same and all(file.action == "skipped" for file in one.files)


def _lost_snapshot(entry: LedgerEntry) -> Message:
    return tr(
        "the copy of what was published of {episode} is lost or damaged; publish it again",
        episode=f"{entry.series}/{entry.number}",
    )


def _keep_pace(queue: Sequence[RequestedEpisode], target: OpenTarget) -> tuple[Message, ...]:
    """Mark as waiting what would go out faster than the target's pace; says how long these take."""
    pace = target.settings.pace
    if pace is None:
        return ()
    span = timedelta(seconds=pace.seconds)
    at = now()
    # A clock that once was wrong must not keep the queue waiting for years: entries of the future do not count.
    recent = sorted(one for one in target.ledger.times(target.settings.name, "live") if at - span < one <= at)
    room = max(0, pace.count - len(recent))
    left = queue[room:]
    if not left:
        return ()
    free = recent[len(recent) - pace.count] + span if len(recent) >= pace.count else at + span
    for one in left:
        one.waiting = True
        one.reason = tr("the target takes {pace}; the next may go at {time}", pace=_pace(pace), time=_clock(free))
    takes = duration(float(Fraction(len(left)) * pace.between))
    note = trn(
        "{count} episode waits for its turn; at {pace} that takes {duration}: publish again from time to time",
        "{count} episodes wait for their turn; at {pace} that takes {duration}: publish again from time to time",
        len(left),
        pace=_pace(pace),
        duration=takes,
    )
    return (note,)


def _pace(pace: Pace) -> Message:
    match pace.seconds:
        case 60:
            return trn("{count} episode a minute", "{count} episodes a minute", pace.count)
        case 3600:
            return trn("{count} episode an hour", "{count} episodes an hour", pace.count)
        case 86_400:
            return trn("{count} episode a day", "{count} episodes a day", pace.count)
        case 604_800:
            return trn("{count} episode a week", "{count} episodes a week", pace.count)
        case _:
            return trn(
                "{count} episode every {duration}",
                "{count} episodes every {duration}",
                pace.count,
                duration=duration(pace.seconds),
            )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _plan(queue: Sequence[RequestedEpisode], target: OpenTarget, live: Mapping[str, Item]) -> tuple[FileResult, ...]:
    """The pages that would be put, and the files that would be removed."""
    shown = {**live, **{one.guid: one.item for one in queue if one.item is not None}}
    pages, _ = target.put_pages(shown, dry_run=True)
    return (*pages, *map(target.uploader.plan_removal, target.outdated(shown, pages)))


def _send(
    queue: Sequence[RequestedEpisode],
    target: OpenTarget,
    live: Mapping[str, Item],
    *,
    progress: Progress,
    again: bool,
) -> tuple[FileResult, ...]:
    """Media, then pages, then the ledger's entries; then files that nothing links to any longer are removed.

    Raises PipelineError where pages could not be put and there is no episode to report that for.
    """
    progress.begin(sum(file.bytes for file in _files(queue) if file.action == "uploaded"))
    try:
        _send_media(queue, target, again=again)
        sent = [one for one in queue if not one.reason]
        if queue and not sent:
            return ()
        shown = {**live, **{one.guid: one.item for one in sent if one.item is not None}}
        pages, failure = target.put_pages(shown)
        if failure and not sent:
            raise PipelineError(failure)
        for one in sent:
            assert one.item is not None
            if failure:
                one.reason = failure
            else:
                target.record(one.item, "live")
        complete = len(sent) == len(queue) and not failure
        return (*pages, *target.remove_outdated(shown, pages)) if complete else pages
    finally:
        progress.close()
        target.inventory.compact()


def _send_media(queue: Sequence[RequestedEpisode], target: OpenTarget, *, again: bool) -> None:
    """The media of all episodes, one after the other; what has arrived stays there for the next try."""
    begun = monotonic()
    batches = [target.uploader.start(_uploads(one), again=again) for one in queue]
    failures = 0
    for one, batch in zip(queue, batches, strict=True):
        assert one.item is not None
        if failures == MOST_FAILURES:
            batch.cancel()
            one.reason = tr("not tried, as the target refused the ones before")
            continue
        target.record(one.item, "planned")
        try:
            one.files = batch.wait()
        except PipelineError as error:
            one.reason = verbatim(str(error))
            failures = failures + 1 if isinstance(error, RemoteError) else 0
            target.record(one.item, "rejected", reason=told(error.message))
        else:
            failures = 0
            target.record(one.item, "verified")
    sent = (file.bytes for one in queue if not one.reason for file in one.files if file.action == "uploaded")
    target.throughput.record(sum(sent), monotonic() - begun)


def _result(one: RequestedEpisode, target: OpenTarget, unchanged: set[str], *, dry_run: bool) -> PublishedEpisode:
    status: Status = "planned" if dry_run else "published"
    if one.waiting:
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
        url=target.url(one.item) if one.item else "",
        reason=one.reason,
    )
