"""The verbs `init`, `new` and `schema`: a new workspace, the next manifest, the schema for editors."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline import manifest
from pipeline.errors import PipelineError
from pipeline.files import write_whole
from pipeline.messages import Message, clauses, listed, spoken, tr, verbatim
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
    """Write a new workspace into `folder`, beside whatever is there; nothing that is there is changed.

    Raises PipelineError where there is a workspace already, or a file of that name.
    """
    if folder.exists() and not folder.is_dir():
        raise PipelineError(tr("'{file}' is a file, not a folder", file=folder), hint=tr("name a folder"))
    if (folder / manifest.STUDIO_FILE).exists():
        hint = tr("begin a series in it: voicehall new SERIES --title TITLE")
        raise PipelineError(tr("'{folder}' is a workspace already", folder=folder), hint=hint)
    beside = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.exists() else []
    files = {folder / name: text for name, text in manifest.new_workspace().items()}
    if (folder / manifest.EPISODES).exists():
        # Whoever has episodes needs no sample.
        files = {path: text for path, text in files.items() if manifest.EPISODES not in path.relative_to(folder).parts}
    kept = [path for path in files if path.exists() or path.is_symlink()]
    written = _write({path: text for path, text in files.items() if path not in kept})
    hints = [tr("render it with: voicehall render --workspace '{folder}'", folder=folder)]
    if kept:
        names = listed(path.name for path in kept)
        hints.append(tr("{names} was there and stays as it is", names=names))
    if beside:
        example = f"../../{beside[0]}"
        hints.append(tr("what is in the folder stays as it is; manifests name it as '{example}'", example=example))
    return WrittenReport(files=written, hint=verbatim("\n".join(hints)))


@in_session
def new(session: Session, series: str, *, title: str, begin: bool = False) -> WrittenReport:
    """Write the next numbered manifest of a series; a series of another name than all others begins with it.

    `begin` says that the series is new, although one is called almost the same.
    """
    settle(session.root)
    if not is_series(session.root, series):
        make = manifest.begun_series if begin else manifest.new_series
        written = _write(make(session.root, series, title=title))
        hint = tr("the series '{series}' is new; fill both in, then: voicehall check {series}", series=series)
        return WrittenReport(files=written, hint=hint)
    path, text, left_out = manifest.new_episode(session.root, series, title=title)
    if path.exists():
        raise PipelineError(
            tr("'{path}' is there already", path=path), hint=tr("give another title, or edit that file")
        )
    written = _write({path: text})
    hint = tr("fill it in, then: voicehall check {series}", series=series)
    if left_out:
        hint = clauses([hint, tr("not copied from the last episode: {keys}", keys=listed(left_out))])
    return WrittenReport(files=written, hint=hint)


def is_series(root: Path, series: str) -> bool:
    """Whether there is a series of that name."""
    folder = root / manifest.EPISODES / series
    return folder.is_dir() and bool(manifest.numbers_in(folder) or (folder / manifest.SERIES_FILE).exists())


@in_session
def schema(session: Session, kind: str) -> SchemaReport:
    return SchemaReport(schema=manifest.json_schema(kind, spoken()))


def _write(files: dict[Path, str]) -> tuple[Path, ...]:
    for path, content in files.items():
        write_whole(path, content, new=True)
    return tuple(files)
