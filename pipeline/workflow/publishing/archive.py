"""Archiving: programmes with all that they were made from, in one folder or zip with a list of checksums."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.archive.read import INFO
from pipeline.archive.write import README, info_text, is_same_archive, readme_text, seal
from pipeline.digest import file_digest
from pipeline.documents.comments import without_secrets
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.manifest import EPISODES, SERIES_FILE
from pipeline.manifest.policy import FILE as POLICY_FILE
from pipeline.manifest.workspace import STUDIO_FILE
from pipeline.messages import tr
from pipeline.packaging.plan import PlannedEpisode
from pipeline.packaging.record import Record
from pipeline.state import StateFolder
from pipeline.wording import size
from pipeline.workflow.machine import tools_here
from pipeline.workflow.publishing.report import files_counted, indented, programmes_counted
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace, identity_name

IDENTITIES = StateFolder.of(Path()).identities.as_posix()
"""By its path from the workspace, as all files in an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """An archive that is complete."""

    path: Path
    programmes: tuple[Record, ...]
    files: int
    bytes: int
    written: bool
    """False where the same archive was there already."""
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "format": "archive",
            "path": str(self.path),
            "status": "written" if self.written else "unchanged",
            "files": self.files,
            "bytes": self.bytes,
            "episodes": [{"series": one.series, "number": one.number, "title": one.title} for one in self.programmes],
        }

    def describe(self, view: View) -> str:
        if view.quiet:
            return ""
        programmes, files = programmes_counted(len(self.programmes)), files_counted(self.files)
        if self.written:
            return tr(
                "archived {path}: {programmes}, {files}, {size}",
                path=self.path, programmes=programmes, files=files, size=size(self.bytes),
            )  # fmt: skip
        return tr(
            "unchanged {path}: {programmes}, {files}, {size}",
            path=self.path, programmes=programmes, files=files, size=size(self.bytes),
        )  # fmt: skip


@in_session
def archive(session: Session, what: Sequence[str] = (), *, to: Path) -> ArchiveReport:
    """Archive the programmes of `what` in `to`, a folder or a file that ends in .zip.

    Raises PipelineError where one of them is not as its manifest would make it now, or `to` holds something else
    already; DiagnosedError for manifests that cannot be read.
    """
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    if reading.failed:
        raise DiagnosedError(found for one in reading.failed for found in one.diagnostics if found.severity == "error")
    planned = [plan_episode(workspace, episode) for episode in reading.episodes]
    records = _records(planned, workspace)
    workspace.catalogue.save()
    files = _files(planned, records, workspace) | dict(reading.files)
    files |= workspace.printer.handed_on(files)
    takes = (item for one in planned for item in workspace.speaker.handed_on(one.episode).items())
    files |= {place.relative_to(workspace.root).as_posix(): path for place, path in takes}
    wanted = {f"out/{record.series}/{file.path}": file.sha256 for _, record in records for file in record.files}
    tools = tools_here()
    texts = {
        README: readme_text(records, tools),
        INFO: info_text(records, tools),
        IDENTITIES: _identities(planned, workspace),
    }
    texts |= _without_secrets(files)
    files = {name: path for name, path in files.items() if name not in texts}
    total = sum(path.stat().st_size for path in files.values())
    report = ArchiveReport(
        path=to, programmes=tuple(record for _, record in records), files=len(files) + len(texts), bytes=total,
        written=True,
    )  # fmt: skip
    target = session.cwd / to
    if _is_taken(target):
        sums = {name: file_digest(path) for name, path in files.items()}
        sums |= {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
        if is_same_archive(target, sums):
            return replace(report, written=False)
        raise PipelineError(
            tr("'{path}' exists already and is not this archive", path=to),
            hint=tr("choose another name, or remove it first"),
        )
    session.progress.say(
        tr("archiving {programmes}, {size}", programmes=programmes_counted(len(records)), size=size(total))
    )
    seal(files, texts, wanted=wanted, to=target)
    return report


def _is_taken(target: Path) -> bool:
    """Whether something is there already; an empty folder does not count."""
    return next(target.iterdir(), None) is not None if target.is_dir() else target.exists()


def _records(planned: Sequence[PlannedEpisode], workspace: Workspace) -> list[tuple[str, Record]]:
    """The records of the programmes with their paths from the workspace.

    Raises PipelineError where one of them is missing, or is not as it would be made now.
    """
    found, missing = [], []
    for one in planned:
        if one.programme is None:
            raise DiagnosedError(one for one in one.diagnostics if one.severity == "error")
        output = workspace.output(one.episode.series.id)
        record = output.fresh_record(one.programme, content=workspace.catalogue.content)
        if record is None:
            missing.append(tr("{episode}: {reason}", episode=one.episode.label, reason=output.reason(one.programme)))
        else:
            place = output.record_path(one.programme).relative_to(workspace.root).as_posix()
            found.append((place, record))
    if missing:
        raise PipelineError(
            tr(
                "these programmes are not as they would be made now, and cannot be archived:\n{list}",
                list=indented(missing),
            ),
            hint=tr("run 'voicehall render' first"),
        )
    if not found:
        raise PipelineError(tr("there is no episode to archive"))
    return found


def _files(
    planned: Sequence[PlannedEpisode], records: Sequence[tuple[str, Record]], workspace: Workspace
) -> dict[str, Path]:
    """YAML and finished files, by their paths from the workspace, which they also have in the archive."""
    names = [STUDIO_FILE, *([POLICY_FILE] if (workspace.root / POLICY_FILE).is_file() else [])]
    for one in planned:
        folder = f"{EPISODES}/{one.episode.series.id}"
        names += [f"{folder}/{SERIES_FILE}", f"{folder}/{one.episode.manifest.name}"]
    for place, record in records:
        names += [place, *(f"out/{record.series}/{file.path}" for file in record.files)]
    return {name: workspace.root / name for name in names}


def _without_secrets(files: Mapping[str, Path]) -> dict[str, str]:
    """Manifests in whose comments something stands that is not for those who get the archive, as they get them."""
    found = {}
    for name, path in files.items():
        if path.suffix == ".yaml":
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            if (plain := without_secrets(text)) != text:
                found[name] = plain
    return found


def _identities(planned: Sequence[PlannedEpisode], workspace: Workspace) -> str:
    """The guids of the episodes, in the form of a workspace's file of identities."""
    known: Mapping[str, str] = {identity_name(one.episode.manifest): workspace.guid_of(one.episode) for one in planned}
    return json.dumps(dict(sorted(known.items())), ensure_ascii=False) + "\n"
