"""The verbs `init`, `new` and `schema`: a new workspace, the next manifest, the schema for editors."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline import manifest
from pipeline.errors import PipelineError
from pipeline.files import write_whole
from pipeline.messages import Message, spoken, tr
from pipeline.workflow.recovery import settle
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """Files that were written, and what to do next."""

    files: tuple[Path, ...]
    hint: Message
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {"ok": True, "files": [str(path) for path in self.files]}

    def describe(self, view: View) -> str:
        lines = [str(path) for path in self.files]
        return "\n".join(lines if view.quiet else [*lines, "", self.hint])


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """The schema is itself the document: it is printed bare with and without `--json`."""

    schema: dict[str, object]
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return self.schema

    def describe(self, view: View) -> str:
        return json.dumps(self.schema, ensure_ascii=False, indent=1)


@in_session
def init(session: Session, folder: Path) -> WrittenReport:
    """Write a new workspace into `folder`, which must be empty or new."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PipelineError(
            tr("the folder '{folder}' is not empty", folder=folder), hint=tr("name a folder that does not exist yet")
        )
    files = manifest.new_workspace()
    written = _write({folder / name: text for name, text in files.items()})
    hint = tr("render it with: voicehall render --workspace '{folder}'", folder=folder)
    return WrittenReport(files=written, hint=hint)


@in_session
def new(session: Session, series: str, *, title: str) -> WrittenReport:
    """Write the next numbered manifest of a series."""
    settle(session.root)
    path, text = manifest.new_episode(session.root, series, title=title)
    if path.exists():
        raise PipelineError(
            tr("'{path}' is there already", path=path), hint=tr("give another title, or edit that file")
        )
    written = _write({path: text})
    return WrittenReport(files=written, hint=tr("fill it in, then: voicehall check {series}", series=series))


@in_session
def schema(session: Session, kind: str) -> SchemaReport:
    return SchemaReport(schema=manifest.json_schema(kind, spoken()))


def _write(files: dict[Path, str]) -> tuple[Path, ...]:
    for path, content in files.items():
        write_whole(path, content, new=True)
    return tuple(files)
