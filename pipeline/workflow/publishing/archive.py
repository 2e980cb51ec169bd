"""Archiving: programmes with all that went into them, sealed into one folder or zip that proves itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.archive.read import SHEET
from pipeline.archive.write import README, readme_text, seal, sheet_text, stands_already
from pipeline.digest import file_digest
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.manifest import EPISODES, SERIES_FILE
from pipeline.manifest.policy import FILE as POLICY_FILE
from pipeline.manifest.workspace import STUDIO_FILE
from pipeline.packaging.plan import PlannedEpisode
from pipeline.packaging.record import Record
from pipeline.state import StateFolder
from pipeline.wording import count, size
from pipeline.workflow.machine import tools_here
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace, identity_name

IDENTITIES = StateFolder.of(Path()).identities.as_posix()
"""By its place in the workspace, as all in an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """An archive that stands whole."""

    path: Path
    programmes: tuple[Record, ...]
    files: int
    bytes: int
    written: bool
    """False where the same archive stood there already."""
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
        what = f"{count(len(self.programmes), 'programme')}, {count(self.files, 'file')}, {size(self.bytes)}"
        return f"{'sealed' if self.written else 'unchanged'} {self.path}: {what}"


@in_session
def archive(session: Session, what: Sequence[str] = (), *, to: Path) -> ArchiveReport:
    """Seal the programmes of `what` into `to`, a folder or a file that ends in .zip.

    Raises PipelineError where one of them does not stand as its manifest would make it now, or `to` holds something
    else already; DiagnosedError for manifests that cannot be read.
    """
    workspace = Workspace.open(session)
    reading = workspace.read(what)
    if reading.failed:
        raise DiagnosedError(found for one in reading.failed for found in one.diagnostics if found.severity == "error")
    planned = [plan_episode(workspace, episode) for episode in reading.episodes]
    records = _records(planned, workspace)
    workspace.catalogue.save()
    files = _files(planned, records, workspace) | dict(reading.files)
    wanted = {f"out/{record.series}/{file.path}": file.sha256 for _, record in records for file in record.files}
    tools = tools_here()
    texts = {
        README: readme_text(records, tools),
        SHEET: sheet_text(records, tools),
        IDENTITIES: _identities(planned, workspace),
    }
    total = sum(path.stat().st_size for path in files.values())
    report = ArchiveReport(
        path=to, programmes=tuple(record for _, record in records), files=len(files) + len(texts), bytes=total,
        written=True,
    )  # fmt: skip
    target = session.cwd / to
    if _taken(target):
        sums = {name: file_digest(path) for name, path in files.items()}
        sums |= {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
        if stands_already(target, sums):
            return replace(report, written=False)
        raise PipelineError(f"'{to}' is there already, and is another archive", hint="name another, or remove it first")
    session.progress.say(f"sealing {count(len(records), 'programme')}, {size(total)}")
    seal(files, texts, wanted=wanted, to=target)
    return report


def _taken(target: Path) -> bool:
    """Whether there is something at the place; an empty folder is nothing."""
    return next(target.iterdir(), None) is not None if target.is_dir() else target.exists()


def _records(planned: Sequence[PlannedEpisode], workspace: Workspace) -> list[tuple[str, Record]]:
    """The records of programmes that stand as they would be made now, with their places from the workspace."""
    found, lacking = [], []
    for one in planned:
        if one.programme is None:
            raise DiagnosedError(one for one in one.diagnostics if one.severity == "error")
        shelf = workspace.shelf(one.episode.series.id)
        record = shelf.fresh_record(one.programme, content=workspace.catalogue.content)
        if record is None:
            lacking.append(f"{one.episode.label}: {shelf.reason(one.programme)}")
        else:
            place = shelf.record_path(one.programme).relative_to(workspace.root).as_posix()
            found.append((place, record))
    if lacking:
        shown = "\n    ".join(lacking[:20]) + (f"\n    and {len(lacking) - 20} more" if len(lacking) > 20 else "")
        raise PipelineError(
            f"only programmes that stand as they would be made now can be sealed:\n    {shown}",
            hint="make them with 'voicehall render'",
        )
    if not found:
        raise PipelineError("there is no episode to be sealed")
    return found


def _files(
    planned: Sequence[PlannedEpisode], records: Sequence[tuple[str, Record]], workspace: Workspace
) -> dict[str, Path]:
    """YAML and finished files, by their place in the workspace, which is their place in the archive."""
    names = [STUDIO_FILE, *([POLICY_FILE] if (workspace.root / POLICY_FILE).is_file() else [])]
    for one in planned:
        folder = f"{EPISODES}/{one.episode.series.id}"
        names += [f"{folder}/{SERIES_FILE}", f"{folder}/{one.episode.manifest.name}"]
    for place, record in records:
        names += [place, *(f"out/{record.series}/{file.path}" for file in record.files)]
    return {name: workspace.root / name for name in names}


def _identities(planned: Sequence[PlannedEpisode], workspace: Workspace) -> str:
    """Who the episodes are, as a workspace keeps it."""
    known: Mapping[str, str] = {identity_name(one.episode.manifest): workspace.guid_of(one.episode) for one in planned}
    return json.dumps(dict(sorted(known.items())), ensure_ascii=False) + "\n"
