"""The verb `check`: every mistake in manifests and media, nothing rendered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.documents.diagnostics import has_errors
from pipeline.errors import Diagnostic, MediaError
from pipeline.gc_pause import gc_paused
from pipeline.messages import NOTHING, tr, trn
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.plan import ProgrammePlan
from pipeline.timeline import media_uses
from pipeline.workflow.checks.ai_content import ai_content_said
from pipeline.workflow.checks.captions import hard_to_read
from pipeline.workflow.checks.covers import shortened_titles
from pipeline.workflow.checks.filenames import collisions
from pipeline.workflow.checks.platforms import unsuited
from pipeline.workflow.checks.questions import hard_to_answer
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.report import GREEN, RED, YELLOW, View, describe_diagnostics, painted
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All that is to be said of what was checked."""

    episodes: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        return not has_errors(self.diagnostics)

    def as_json(self) -> dict[str, object]:
        found = [one.as_json() for one in self.diagnostics]
        return {"ok": self.ok, "episodes": self.episodes, "diagnostics": found}

    def describe(self, view: View) -> str:
        errors = sum(found.severity == "error" for found in self.diagnostics)
        warnings = len(self.diagnostics) - errors
        parts = [describe_diagnostics(self.diagnostics, view)] if self.diagnostics else []
        if not view.quiet:
            told_of = tr(
                "{episodes}: {errors}, {warnings}",
                episodes=trn("{count} episode", "{count} episodes", self.episodes),
                errors=trn("{count} error", "{count} errors", errors),
                warnings=trn("{count} warning", "{count} warnings", warnings),
            )
            tone = RED if errors else YELLOW if warnings else GREEN
            parts.append(painted(told_of, tone) if view.styled else told_of)
        return "\n\n".join(parts)


@in_session
@gc_paused()
def check(session: Session, what: Sequence[str] = ()) -> CheckReport:
    """Every mistake in the manifests of `what` and in the media they use."""
    workspace = Workspace.open(session)
    reading = workspace.read(what)
    found = list(reading.diagnostics)
    programmes: list[tuple[OutputFolder, ProgrammePlan]] = []
    for number, episode in enumerate(reading.episodes, start=1):
        session.progress.say(
            tr(
                "checking {episode} ({number} of {all})",
                episode=episode.label,
                number=number,
                all=len(reading.episodes),
            )
        )
        planned = plan_episode(workspace, episode)
        found += (
            *planned.diagnostics,
            *ai_content_said(planned),
            *hard_to_read(planned),
            *hard_to_answer(planned),
            *shortened_titles(planned, workspace),
            *unsuited(planned, workspace.root),
        )
        found += _media(episode, workspace)
        if planned.programme:
            programmes.append((workspace.output(episode.series.id), planned.programme))
    found += (collision for _, collision in collisions(programmes, root=workspace.root))
    workspace.catalogue.save()
    for lost in reading.failed:
        found += lost.diagnostics
        if lost.partial and any(media_uses(lost.partial)):
            # What is missing from it makes planning say what will not be so once it is mended; errors stay errors, and
            # what is odd about a script or subtitle file has nothing to do with what is missing.
            planned = plan_episode(workspace, lost.partial)
            found += (
                one
                for one in (*planned.diagnostics, *hard_to_read(planned), *_media(lost.partial, workspace))
                if one.severity == "error" or one.mark.file != lost.partial.mark.file
            )
    unique = dict.fromkeys(found)
    return CheckReport(
        episodes=len(reading.episodes) + len(reading.failed),
        diagnostics=tuple(sorted(unique, key=lambda one: (one.mark.file, one.mark.line, one.mark.column))),
    )


def _media(episode: Episode, workspace: Workspace) -> Iterator[Diagnostic]:
    """What looking into the media finds: cut short, damaged where they are used, called by another kind's name."""
    from pipeline.media.probe.sniff import extension_differs

    parts = used_parts(episode)
    for use in {use.path: use for use in media_uses(episode)}.values():
        medium = _opened(use.path, workspace)
        if medium is None:
            continue
        for damage in workspace.catalogue.damage(medium):
            if any(damage.touches(start, end) for start, end in parts.get(use.path, [(Fraction(0), None)])):
                yield Diagnostic(
                    code=damage.code, message=damage.message(use.name), mark=use.mark,
                    severity="warning" if damage.slight else "error",
                    hint=tr("the file is damaged there: copy or export it again, or leave that part out")
                    if damage.where == "middle" else NOTHING,
                )  # fmt: skip
        if medium.info.edited and use in episode.programme:
            yield Diagnostic(
                code="edited-programme", mark=use.mark, severity="warning",
                message=tr(
                    "'{file}' plays parts of a recording by an edit list: what was cut away is still in it, and some"
                    " players show it",
                    file=use.name,
                ),
                hint=tr("play it in the program that made it, and export it from there as an ordinary MP4"),
            )  # fmt: skip
        if found := extension_differs(use.path, medium.info, name=use.name):
            yield Diagnostic(
                code="wrong-extension", message=found, mark=use.mark, severity="warning",
                hint=tr("it is read as what it holds; rename it so that people and programs know"),
            )  # fmt: skip


def used_parts(episode: Episode) -> dict[Path, list[tuple[Fraction, Fraction | None]]]:
    """From where to where each clip is used, in seconds of its file; other media are used whole."""
    parts: dict[Path, list[tuple[Fraction, Fraction | None]]] = {}
    for segment in episode.segments:
        for use in (*segment.used, *segment.used_over):
            parts.setdefault(use.media.path, []).append((use.start, use.end))
        if segment.music:
            parts.setdefault(segment.music.media.path, []).append((Fraction(0), None))
    return parts


def _opened(path: Path, workspace: Workspace) -> Medium | None:
    try:
        return workspace.catalogue.medium(path)
    except (MediaError, OSError):
        return None  # Planning has said so.
