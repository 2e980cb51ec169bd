"""Verifying: finished programmes measured against their records, their timelines and a policy."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from pipeline.archive.read import is_archive
from pipeline.digest import file_digest
from pipeline.errors import PipelineError, in_words
from pipeline.manifest import FailedManifest, WorkspaceContents
from pipeline.manifest.policy import read_policy
from pipeline.media.qc.survey import Survey
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.publishing.policy import Policy
from pipeline.model.timeline import Timeline
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.qc.expected import Expected, expected_files
from pipeline.qc.inspect import Inspection
from pipeline.qc.measure import measure_file
from pipeline.qc.sidecars import cues_of, inspect_cover, inspect_soft_captions, inspect_subtitles, inspect_text
from pipeline.qc.sync import Landmark, landmarks
from pipeline.qc.verdict import FileVerdict, ProgrammeVerdict, Remark, Verdicts, findings_of
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.verifying.archive import unsealed
from pipeline.workflow.verifying.page import Gallery, write_page
from pipeline.workflow.verifying.report import ArchiveVerdict, MissingProgramme, VerifyReport
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A programme that stands, and the plan of its episode as far as there is one."""

    record: Record
    path: Path
    """Of the record."""
    plan: ProgrammePlan | None
    sealed: bool
    """Whether it lies in an archive that was proved."""

    @property
    def seconds(self) -> float:
        return float(sum(file.duration or 0 for file in self.record.files))


@in_session
def verify(
    session: Session,
    what: Sequence[str] = (),
    *,
    page: Path | None = None,
    policy: Path | None = None,
    archives: Sequence[Path] = (),
) -> VerifyReport:
    """Measure the programmes of `what` and of `archives`; written to the file `page` as well, where one is named.

    For archives alone no workspace is needed. Raises PipelineError when `what` names nothing or nothing of it stands,
    or an archive cannot be opened; DiagnosedError for mistakes in the policy, UsageProblem for a file that is no page.
    """
    if page is not None:
        session.page(page)
    begun = monotonic()
    cwd = session.cwd
    sealed = [*archives, *(cwd / word for word in what if is_archive(cwd / word))]
    words = [word for word in what if not is_archive(cwd / word)]
    root = session.root_or_none if sealed else session.root
    asked = read_policy(policy, root)
    gallery = Gallery() if page else None
    found: list[ArchiveVerdict] = []
    done: list[ProgrammeVerdict] = []
    missing: list[MissingProgramme] = []
    for path in sealed:
        with unsealed(path, session.progress) as (verdict, inside):
            found.append(verdict)
            if inside is not None:
                with TemporaryDirectory(prefix="voicehall-") as notes:
                    own = Session(cwd=inside, workspace=inside, progress=session.progress, stop=session.stop)
                    workspace = Workspace.open(own, notes=Path(notes))
                    measured, lost = _verify(workspace, (), asked, gallery, sealed=True)
                done += measured
                missing += lost
    if root is not None and (words or not sealed):
        workspace = Workspace.open(session)
        measured, lost = _verify(workspace, words, asked, gallery, sealed=False)
        workspace.catalogue.save()
        if not measured:
            raise PipelineError(tr("none of this has been rendered yet"), hint=tr("make it with 'voicehall render'"))
        done += measured
        missing += lost
    elif root is None and words:
        raise PipelineError(tr("'{name}' is not an archive, and there is no workspace here", name=words[0]))
    report = VerifyReport(
        programmes=tuple(done),
        missing=tuple(missing) if words or sealed else (),
        waiting=0 if words or sealed else len(missing),
        archives=tuple(found),
        page=page,
        seconds=monotonic() - begun,
    )
    if page is not None and gallery is not None:
        write_page(report, gallery, page)
    return report


def _verify(
    workspace: Workspace,
    what: Sequence[str],
    policy: Policy,
    gallery: Gallery | None,
    *,
    sealed: bool,
) -> tuple[list[ProgrammeVerdict], list[MissingProgramme]]:
    """The verdicts on a workspace's programmes, and the episodes without; an archive's are not written down in it."""
    standing, done, missing = _standing(workspace.told(what), workspace, policy, sealed=sealed)
    verdicts = Verdicts(folder=workspace.state.verdicts)
    progress = workspace.session.progress
    progress.begin(sum(one.seconds for one in standing))
    try:
        for one, verdict in _measured(standing, workspace, policy, gallery):
            if not sealed:
                verdicts.keep(verdict, one.record)
            done.append(verdict)
    finally:
        progress.close()
    return done, missing


def _standing(
    reading: WorkspaceContents, workspace: Workspace, policy: Policy, *, sealed: bool
) -> tuple[list[Standing], list[ProgrammeVerdict], list[MissingProgramme]]:
    """The programmes that stand, in order, the verdicts on those whose records are damaged, and what is missing."""
    standing, spoilt, missing = [], [], []
    for series in reading.series:
        output = workspace.output(series.id)
        records = [(path, record) for path, record in output.records() if not path.stem.endswith(".draft")]
        damaged = set(output.damaged())
        own = [one for one in reading.episodes if one.series.id == series.id]
        lost = [one for one in reading.failed if one.series_id == series.id]
        for episode in own:
            guid, manifest = workspace.guid_of(episode), workspace.shown(episode.manifest)
            found = next((pair for pair in records if _is_of(pair[1], guid, manifest)), None)
            plan = plan_episode(workspace, episode).programme if found or damaged else None
            if found is not None:
                standing.append(Standing(record=found[1], path=found[0], plan=plan, sealed=sealed))
            elif plan is not None and output.record_path(plan) in damaged:
                spoilt.append(_without_record(episode, workspace.shown(output.record_path(plan)), policy))
            else:
                missing.append(_missing(episode))
        for one in lost:
            found = next((pair for pair in records if pair[1].manifest == workspace.shown(one.path)), None)
            if found is None:
                missing.append(_lost(one))
            else:
                standing.append(Standing(record=found[1], path=found[0], plan=None, sealed=sealed))
    return sorted(standing, key=lambda one: (one.record.series, one.record.number)), spoilt, missing


def _is_of(record: Record, guid: str, manifest: str) -> bool:
    return record.guid == guid if record.guid else record.manifest == manifest


def _missing(episode: Episode) -> MissingProgramme:
    return MissingProgramme(
        series=episode.series.id, number=episode.number, title=episode.title, reason=tr("not rendered yet")
    )


def _without_record(episode: Episode, record: str, policy: Policy) -> ProgrammeVerdict:
    """Nobody knows what its files should be."""
    remark = Remark(about="decode", message=tr("the record cannot be read; 'voicehall render' makes it again"))
    file = FileVerdict(path=record, rendition="", measures={}, findings=findings_of([remark], policy))
    return ProgrammeVerdict(series=episode.series.id, number=episode.number, title=episode.title, files=(file,))


def _lost(lost: FailedManifest) -> MissingProgramme:
    return MissingProgramme(
        series=lost.series_id, number=lost.number, title=lost.path.name, reason=tr("its manifest cannot be read")
    )


def _measured(
    standing: Sequence[Standing], workspace: Workspace, policy: Policy, gallery: Gallery | None
) -> Iterator[tuple[Standing, ProgrammeVerdict]]:
    for one in standing:
        record = one.record
        label = f"{record.series}/{record.number}: {record.title}"
        workspace.session.progress.started(label)
        yield one, _programme_verdict(one, workspace, policy, gallery)
        workspace.session.progress.finished(label, one.seconds)


def _programme_verdict(
    one: Standing, workspace: Workspace, policy: Policy, gallery: Gallery | None
) -> ProgrammeVerdict:
    folder = one.path.parent
    expected = list(expected_files(one.record, one.plan, sealed=one.sealed))
    asked = policy.adopted if policy.adopted and any(file.adopted for file in expected) else policy
    written = _written(expected, folder)
    marks: dict[Timeline | None, tuple[Landmark, ...]] = {None: ()}
    files = []
    for file in expected:
        if file.timeline not in marks:
            assert file.timeline is not None
            marks[file.timeline] = landmarks(file.timeline)
        path = folder / file.file.path
        found, survey = _look(path, file, asked, written, marks[file.timeline])
        if gallery and survey:
            gallery.hang(workspace.shown(path), path, file, survey)
        files.append(
            FileVerdict(
                path=workspace.shown(path),
                rendition=file.file.rendition,
                measures=found.measures,
                findings=findings_of(found.remarks, asked),
            )
        )
    return ProgrammeVerdict(
        series=one.record.series, number=one.record.number, title=one.record.title, files=tuple(files)
    )


def _look(
    path: Path,
    expected: Expected,
    policy: Policy,
    written: Sequence[Cue],
    marks: Sequence[Landmark],
) -> tuple[Inspection, Survey | None]:
    """All that there is to say of one file."""
    own = Inspection()
    survey = None
    try:
        own.measures |= {"sha256": file_digest(path), "bytes": path.stat().st_size}
    except OSError as cause:
        own.add("hash", tr("it cannot be read: {reason}", reason=in_words(cause)))
        return own, None
    if own.measures["sha256"] != expected.file.sha256:
        own.add("hash", tr("its bytes are not those of the record: it was changed, or replaced"))
    if expected.media:
        found, survey = measure_file(path, expected, policy, marks=marks)
        if expected.suffix == ".mp4" and not expected.adopted and found.readable:
            inspect_soft_captions(path, expected.cues, written, found)
    elif expected.suffix in (".vtt", ".srt"):
        found = inspect_subtitles(path, expected)
    elif expected.suffix in (".txt", ".html", ".json"):
        found = inspect_text(path)
    else:
        found = inspect_cover(path)
    own.measures |= found.measures
    own.remarks += found.remarks
    return own, survey


def _written(expected: Sequence[Expected], folder: Path) -> Sequence[Cue]:
    """The captions that the subtitle file beside a programme says, if there is one that can be read."""
    for one in expected:
        if one.suffix in (".vtt", ".srt"):
            with suppress(OSError, ValueError):
                return cues_of(folder / one.file.path)
    return ()
