"""Authoring: a new workspace, the next manifest, every mistake in what is written, and the schema for editors."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import manifest
from pipeline.errors import Diagnostic, MediaError, PipelineError
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.packaging.output import Shelf
from pipeline.packaging.plan import ProgrammePlan
from pipeline.timeline import media_uses
from pipeline.workflow.checks.captions import hard_to_read
from pipeline.workflow.checks.filenames import collisions
from pipeline.workflow.checks.platforms import unsuited
from pipeline.workflow.progress import Console
from pipeline.workflow.recovery import settle
from pipeline.workflow.report import count, describe_diagnostics
from pipeline.workflow.workspace import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All that is to be said of what was checked."""

    episodes: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        return not any(found.severity == "error" for found in self.diagnostics)

    def as_json(self) -> dict[str, object]:
        found = [one.as_json() for one in self.diagnostics]
        return {"ok": self.ok, "episodes": self.episodes, "diagnostics": found}

    def describe(self, *, quiet: bool) -> str:
        errors = sum(found.severity == "error" for found in self.diagnostics)
        warnings = len(self.diagnostics) - errors
        parts = [describe_diagnostics(self.diagnostics)] if self.diagnostics else []
        if not quiet:
            parts.append(f"{count(self.episodes, 'episode')}: {count(errors, 'error')}, {count(warnings, 'warning')}")
        return "\n\n".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """Files that were written, and what to do next."""

    files: tuple[Path, ...]
    hint: str
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {"ok": True, "files": [str(path) for path in self.files]}

    def describe(self, *, quiet: bool) -> str:
        lines = [str(path) for path in self.files]
        return "\n".join(lines if quiet else [*lines, "", self.hint])


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """The schema is itself the document: it is printed bare with and without `--json`."""

    schema: dict[str, object]
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return self.schema

    def describe(self, *, quiet: bool) -> str:
        return json.dumps(self.schema, ensure_ascii=False, indent=1)


def check(root: Path, what: Sequence[str], *, cwd: Path, console: Console) -> CheckReport:
    """Every mistake in the manifests of `what` and in the media they use."""
    bench = Workbench.open(root)
    reading = bench.read(what, cwd)
    found = list(reading.diagnostics)
    programmes: list[tuple[Shelf, ProgrammePlan]] = []
    examined: dict[str, tuple[tuple[str, str], ...]] = {}
    for number, episode in enumerate(reading.episodes, start=1):
        console.say(f"checking {episode.label} ({number} of {len(reading.episodes)})")
        planned = bench.plan(episode)
        found += (*planned.diagnostics, *hard_to_read(planned), *unsuited(planned, root))
        found += _media(episode, bench, examined)
        if planned.programme:
            programmes.append((Shelf(folder=bench.out / episode.series.id), planned.programme))
    found += (collision for _, collision in collisions(programmes, root=root))
    bench.catalogue.save()
    for lost in reading.failed:
        found += lost.diagnostics
        if lost.partial and any(media_uses(lost.partial)):
            # What is missing from it makes planning say what will not be so once it is mended; errors stay errors.
            planned = bench.plan(lost.partial)
            found += (
                one for one in (*planned.diagnostics, *_media(lost.partial, bench, examined)) if one.severity == "error"
            )
    unique = dict.fromkeys(found)
    return CheckReport(
        episodes=len(reading.episodes) + len(reading.failed),
        diagnostics=tuple(sorted(unique, key=lambda one: (one.mark.file, one.mark.line, one.mark.column))),
    )


def init(folder: Path) -> WrittenReport:
    """Write a new workspace into `folder`, which must be empty or new."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PipelineError(f"'{folder}' is not empty", hint="name a folder that does not exist yet")
    files = manifest.new_workspace()
    written = _write({folder / name: text for name, text in files.items()})
    hint = f"render it with: voicehall render --workspace '{folder}'"
    return WrittenReport(files=written, hint=hint)


def new(root: Path, series: str, *, title: str) -> WrittenReport:
    """Write the next numbered manifest of a series."""
    settle(root)
    path, text = manifest.new_episode(root, series, title=title)
    if path.exists():
        raise PipelineError(f"'{path}' is there already", hint="give another title, or edit that file")
    written = _write({path: text})
    return WrittenReport(files=written, hint=f"fill it in, then look: voicehall check {series}")


def schema(kind: str) -> SchemaReport:
    return SchemaReport(schema=manifest.json_schema(kind))


def _write(files: dict[Path, str]) -> tuple[Path, ...]:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    return tuple(files)


def _media(
    episode: Episode, bench: Workbench, examined: dict[str, tuple[tuple[str, str], ...]]
) -> Iterator[Diagnostic]:
    """What looking into the media finds: cut short, damaged, called by another kind's name."""
    from pipeline.media.probe.probe import extension_differs
    from pipeline.media.qc.integrity import examine

    for use in {use.path: use for use in media_uses(episode)}.values():
        medium = _opened(use.path, bench)
        if medium is None:
            continue
        if medium.content not in examined:
            examined[medium.content] = tuple(examine(use.path, medium.info))
        for code, message in examined[medium.content]:
            yield Diagnostic(code=code, message=f"'{use.name}' {message}", mark=use.mark)
        if found := extension_differs(use.path, medium.info):
            yield Diagnostic(
                code="wrong-extension", message=f"'{use.name}' {found}", mark=use.mark, severity="warning",
                hint="it is opened by what it holds; rename it so that people and other programs know",
            )  # fmt: skip


def _opened(path: Path, bench: Workbench) -> Medium | None:
    try:
        return bench.catalogue.medium(path)
    except (MediaError, OSError):
        return None  # Planning has said so.
