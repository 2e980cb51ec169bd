"""Rendering: a batch of episodes planned, what is missing made once for all of them, and every programme put out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from pipeline.build import Action, Job, run_jobs
from pipeline.errors import Diagnostic, Mark
from pipeline.manifest import FailedManifest
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.workflow.checks.filenames import collisions
from pipeline.workflow.rendering.batch import Batch, Entry, batch_jobs
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.rendering.estimate import Pace
from pipeline.workflow.rendering.executors import Crew, LocalCrew, cluster_crew, local_crew
from pipeline.workflow.rendering.failures import failure
from pipeline.workflow.rendering.render_report import RenderedEpisode, RenderReport
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace


@in_session
def render(
    session: Session,
    what: Sequence[str] = (),
    *,
    jobs: int | None = None,
    draft: bool = False,
    only: str | None = None,
    force: bool = False,
    cluster: str | None = None,
) -> RenderReport:
    """Make the programmes of `what`. One failed episode does not stop the others.

    `jobs` is how many spans are encoded at once, by default one for each core this process may use. `cluster` is the
    address of a Dask scheduler, whose workers then encode instead.
    """
    begun = monotonic()
    workspace = Workspace.open(session)
    if cluster is not None:
        crew: Crew = cluster_crew(cluster, workspace.store, say=session.progress.say)
    else:
        crew = local_crew(workspace.store, jobs, content=workspace.catalogue.content)
    try:
        return _render(workspace, what, crew, draft=draft, only=only, force=force, begun=begun)
    finally:
        crew.runner.close()


def _render(
    workspace: Workspace,
    what: Sequence[str],
    crew: Crew,
    *,
    draft: bool,
    only: str | None,
    force: bool,
    begun: float,
) -> RenderReport:
    reading = workspace.read(what)
    batch = Batch(entries=[_plan(workspace, episode, draft=draft, only=only) for episode in reading.episodes])
    for output in {entry.output for entry in batch.entries}:
        output.sweep()
    _refuse_collisions(batch, workspace.root)
    for entry in batch.entries:
        _look_at_what_stands(entry, workspace, force=force)
    _find_earlier(batch, workspace, force=force)
    work = list(batch_jobs(batch, workspace, crew, force=force, begun=begun))
    workspace.catalogue.save()
    if work:
        _run(work, batch, crew, workspace.session)
        workspace.catalogue.save()
        if isinstance(crew, LocalCrew):
            Pace.of(workspace).learn(_taken(batch, workspace))
    done = [_told(index, entry, batch, workspace) for index, entry in enumerate(batch.entries)]
    lost = [_told_lost(one) for one in reading.failed]
    told = {found for one in (*done, *lost) for found in one.diagnostics}
    return RenderReport(
        episodes=tuple(sorted((*done, *lost), key=lambda one: (one.series, one.number or 0))),
        seconds=monotonic() - begun,
        root=workspace.root,
        warnings=(
            *(found for found in reading.diagnostics if found not in told),
            *(_damage(action, workspace) for action in batch.damaged.values()),
        ),
    )


def _plan(workspace: Workspace, episode: Episode, *, draft: bool, only: str | None) -> Entry:
    planned = plan_episode(workspace, episode, draft=draft, only=only)
    output = workspace.output(episode.series.id)
    return Entry(planned=planned, output=output, error=None if planned.programme else "")


def _refuse_collisions(batch: Batch, root: Path) -> None:
    """Two manifests may not have files of one name: the later is refused."""
    planned = [(entry, entry.plan) for entry in batch.entries if entry.plan is not None]
    for index, found in list(collisions([(entry.output, plan) for entry, plan in planned], root=root)):
        planned[index][0].refuse(found)


def _look_at_what_stands(entry: Entry, workspace: Workspace, *, force: bool) -> None:
    if entry.plan is None:
        return
    record = None if force else entry.output.fresh_record(entry.plan, content=workspace.catalogue.content)
    entry.stale = record is None
    if record is not None:
        entry.files = record.files


def _find_earlier(batch: Batch, workspace: Workspace, *, force: bool) -> None:
    """The records that stand of the stale entries' episodes, maybe under other names, and what they say otherwise."""
    stale = [entry for entry in batch.entries if entry.stale]
    standing = {output: tuple(output.records()) for output in {entry.output for entry in stale}}
    for entry in stale:
        plan = entry.plan
        assert plan is not None
        entry.earlier = tuple(one for one in standing[entry.output] if entry.output.is_of(one[1], plan))
        records = [record for path, record in entry.earlier if path.stem.endswith(".draft") == plan.draft]
        if records:
            fresh = entry.output.fresh_record(plan, content=workspace.catalogue.content) if force else None
            entry.reason = "asked for again" if fresh else entry.output.reason(plan, records[0])


def _run(work: list[Job], batch: Batch, crew: Crew, session: Session) -> None:
    total = sum(job.cost for job in work)
    at_once = max(crew.runner.depth("encode"), 1)
    session.progress.begin(total, seconds=max(total / at_once, _longest(work)))
    try:
        outcome = run_jobs(work, crew.runner, session.progress)
    except BaseException:
        session.stop.ask()
        raise
    finally:
        session.progress.close()
    for entry in batch.entries:
        if entry.plan is not None and (error := outcome.failed.get(entry.plan.provenance.manifest)) is not None:
            entry.fail(failure(entry.plan, error, outcome.failed), details=error.details)


def _longest(work: list[Job]) -> float:
    """Seconds of the longest chain of jobs that wait for each other; needs come before what needs them."""
    ends: dict[str, float] = {}
    for job in work:
        ends[job.name] = job.cost + max((ends.get(need, 0.0) for need in job.needs), default=0.0)
    return max(ends.values(), default=0.0)


def _taken(batch: Batch, workspace: Workspace) -> Iterator[tuple[Action, float]]:
    """What this run made, and how many seconds each took."""
    wanted = {action for entry in batch.entries if entry.plan and entry.stale for action in entry.plan.actions}
    for action in wanted:
        note = workspace.store.recipe(action.key) if action.key in batch.made_by else None
        if note and isinstance(taken := note.get("seconds"), int | float):
            yield action, taken


def _told(index: int, entry: Entry, batch: Batch, workspace: Workspace) -> RenderedEpisode:
    episode, plan = entry.planned.episode, entry.plan
    failed = entry.error is not None
    pieces = [piece.action.key for file in plan.files for piece in file.lowered.pieces] if plan else []
    encoded = {key for key in pieces if batch.made_by.get(key) == index}
    return RenderedEpisode(
        series=episode.series.id,
        number=episode.number,
        title=episode.title,
        status="failed" if failed else "rendered" if entry.stale else "fresh",
        reason=entry.reason if entry.stale and not failed else "",
        files=() if failed else entry.files,
        folder=workspace.shown(entry.output.folder),
        spans=(len(pieces), 0 if failed else len(encoded)),
        seconds=entry.finished,
        diagnostics=entry.planned.diagnostics,
        error=entry.error or "",
    )


def _told_lost(lost: FailedManifest) -> RenderedEpisode:
    return RenderedEpisode(
        series=lost.series_id,
        number=lost.number,
        title=lost.path.name,
        status="failed",
        diagnostics=lost.diagnostics,
    )


def _damage(action: Action, workspace: Workspace) -> Diagnostic:
    return Diagnostic(
        code="damaged-artefact",
        message=tr("a cached piece was damaged and has been made again: {action}", action=action.label),
        mark=Mark(file=workspace.shown(workspace.store.path(action)), line=1, column=1),
        severity="warning",
    )
