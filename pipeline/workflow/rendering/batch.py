"""A batch: episodes on their way through a render, what is missing for them, and the jobs that make it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic

from pipeline.build import Action, Job
from pipeline.errors import Diagnostic, PipelineError, in_words
from pipeline.messages import tr
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.package import package
from pipeline.packaging.plan import PlannedEpisode, ProgrammePlan
from pipeline.packaging.record import Record, RecordFile
from pipeline.render.perform import SOUND_KINDS
from pipeline.workflow.rendering.estimate import Pace
from pipeline.workflow.rendering.executors import Crew
from pipeline.workflow.rendering.plan import JOIN_COST
from pipeline.workflow.rendering.why import History
from pipeline.workflow.workspace import Workspace, identity_name

SHORT = 1
"""LU below its target from which on a programme is told to be too quiet."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """An episode on its way through a batch."""

    planned: PlannedEpisode
    output: OutputFolder
    stale: bool = False
    reason: str = ""
    """Why it is stale, where a programme stands already."""
    files: tuple[RecordFile, ...] = ()
    earlier: tuple[tuple[Path, Record], ...] = ()
    """Records of the same episode that stand already."""
    finished: float = 0.0
    error: str | None = None
    """There is no programme: what the diagnostics do not say of the reason, often nothing."""

    @property
    def plan(self) -> ProgrammePlan | None:
        return self.planned.programme

    def refuse(self, found: Diagnostic) -> None:
        self.planned = replace(self.planned, programme=None)
        self.fail(found)

    def fail(self, found: Diagnostic, *, details: str = "") -> None:
        self.remark(found)
        self.error = details

    def remark(self, found: Diagnostic) -> None:
        self.planned = replace(self.planned, diagnostics=(*self.planned.diagnostics, found))


@dataclass(slots=True, kw_only=True)
class Batch:
    """All entries, and who encodes what."""

    entries: list[Entry]
    made_by: dict[str, int] = field(default_factory=dict)
    """Index of the first entry that wants what is missing from the store, by the action's key."""
    intact: set[str] = field(default_factory=set)
    """Keys of artefacts whose bytes were found right in this run."""
    damaged: dict[str, Action] = field(default_factory=dict)


def batch_jobs(batch: Batch, workspace: Workspace, crew: Crew, *, force: bool, begun: float) -> Iterator[Job]:
    """A job for every artefact that is missing or damaged, and one for each programme that is stale."""
    sent: set[str] = set()
    pace = Pace.of(workspace)
    for index, entry in enumerate(batch.entries):
        plan = entry.plan
        if plan is None or not entry.stale:
            continue
        missing = _missing(plan.actions, workspace, batch, force=force)
        for place, action in enumerate(missing):
            if batch.made_by.setdefault(action.key, index) == index:
                files = {f"{file.content} {file.path.name}": file for file in crew.files(action)}
                for name, file in files.items():
                    if name not in sent:
                        sent.add(name)
                        yield Job(
                            name=name,
                            work=partial(workspace.store.send, file),
                            pool="send",
                            order=(index, place),
                            label=tr("{episode}: send '{file}'", episode=plan.episode.label, file=file.path.name),
                        )
                yield Job(
                    name=action.key,
                    work=crew.work(action),
                    needs=(*(step.key for step in action.inputs if step in missing), *files),
                    # Sound first: its steps wait for each other. Then what takes long, lest a core idle at the end.
                    order=(index, action.kind not in SOUND_KINDS, -round(action.cost * 1000), place),
                    label=action.label,
                    cost=pace.seconds(action),
                )
        yield Job(
            name=plan.provenance.manifest,
            work=partial(_put_out, entry, plan, workspace, begun),
            needs=tuple(action.key for action in missing),
            pool="io",
            order=(index,),
            label=tr("{episode}: put together", episode=plan.episode.label),
            cost=JOIN_COST,
        )


def _missing(actions: Sequence[Action], workspace: Workspace, batch: Batch, *, force: bool) -> dict[Action, None]:
    """What must be made for `actions`, inputs first; the store's whole artefacts are not looked behind."""
    missing: dict[Action, None] = {}

    def want(action: Action) -> None:
        if action in missing or (not force and _usable(action, workspace, batch)):
            return
        for step in action.inputs:
            want(step)
        missing[action] = None

    for action in actions:
        want(action)
    return missing


def _usable(action: Action, workspace: Workspace, batch: Batch) -> bool:
    if action.key in batch.intact:
        return True
    if action.key in batch.made_by or action.key in batch.damaged or not workspace.store.keeps(action):
        return False
    if workspace.store.intact(action):
        batch.intact.add(action.key)
        workspace.store.mark_used(action)
        return True
    batch.damaged[action.key] = action
    return False


def _put_out(entry: Entry, plan: ProgrammePlan, workspace: Workspace, begun: float) -> None:
    workspace.store.bring(plan.actions)
    # Here and not above: a run in which nothing changed must not pay for loading what looks into media.
    from pipeline.qc.inspect import verify_made

    record = package(plan, workspace.store, entry.output, verify_made=verify_made, earlier=entry.earlier)
    try:
        workspace.identities.keep({identity_name(plan.episode.manifest): plan.provenance.guid})
    except OSError as cause:
        where = workspace.shown(workspace.identities.path)
        raise PipelineError(
            tr(
                "{episode}: cannot write '{path}': {reason}",
                episode=plan.episode.label,
                path=where,
                reason=in_words(cause),
            )
        ) from cause
    History.of(workspace).note(plan)
    entry.files = record.files
    entry.finished = monotonic() - begun
    level, target = record.loudness.get("integrated_lufs"), plan.episode.loudness.target
    if plan.files and level is not None and level < target - SHORT:
        message = tr(
            "it stands at {level} LUFS, {below} LU below its target: all of it is very quiet",
            level=f"{level:.1f}", below=f"{target - level:.1f}",
        )  # fmt: skip
        hint = tr("record or export it louder: raised any further, its noise would come up too")
        entry.remark(
            Diagnostic(severity="warning", code="too-quiet", message=message, mark=plan.episode.mark, hint=hint)
        )
