"""Sessions: what every verb is called with: where it works, who is told how far it is, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from pipeline.errors import DiagnosedError, PipelineError, UsageProblem
from pipeline.manifest import StudioFile, find_workspace, read_studio_file
from pipeline.messages import Language, speaking, spoken, tr
from pipeline.progress import NoProgress, Progress
from pipeline.state import StateFolder
from pipeline.stop import Stop

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(kw_only=True)
class Session:
    """One run of a verb: from a command, a page in the browser, a test or a notebook alike."""

    cwd: Path = field(default_factory=Path.cwd)
    """What relative paths count from, and from where the workspace is looked for upward."""
    workspace: Path | None = None
    """The workspace's folder, where it is named."""
    progress: Progress = field(default_factory=NoProgress)
    stop: Stop = field(default_factory=Stop)
    language: Language = field(default_factory=spoken)
    """In which people are told; by default the one that is spoken where the session is made."""

    @cached_property
    def root(self) -> Path:
        """The workspace's folder. Raises PipelineError when there is none."""
        return find_workspace(self.cwd, self.workspace)

    @property
    def state(self) -> StateFolder:
        """What the workspace remembers between runs. Raises PipelineError when there is no workspace."""
        return StateFolder.of(self.root)

    @property
    def root_or_none(self) -> Path | None:
        """The workspace's folder, where there is one."""
        try:
            return self.root
        except PipelineError:
            return None

    def page(self, to: Path) -> Path:
        """Where a page is to be written. Raises UsageProblem for a file of another kind."""
        if to.suffix.lower() not in (".html", ".htm"):
            raise UsageProblem(tr("'{name}' is not an .html file", name=to.name))
        return self.cwd / to

    @cached_property
    def studio_file(self) -> StudioFile:
        """studio.yaml, as far as it can be read; read once a run. Raises PipelineError when there is no workspace."""
        return read_studio_file(self.root)

    @property
    def sound_studio_file(self) -> StudioFile:
        """The same, for what must not go by half a file. Raises DiagnosedError where it has mistakes."""
        errors = [found for found in self.studio_file.diagnostics if found.severity == "error"]
        if errors:
            raise DiagnosedError(errors)
        return self.studio_file


def in_session(verb: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Marks a verb: whatever it starts, in whatever thread, ends when its session is stopped, and only then.

    A verb raises Interrupted once its session was stopped; DiagnosedError and PipelineError are for its user.
    """

    @wraps(verb)
    def run(session: Session, /, *arguments: P.args, **options: P.kwargs) -> R:
        with session.stop.applied(), speaking(session.language):
            try:
                return verb(session, *arguments, **options)
            except KeyboardInterrupt:
                session.stop.ask()
                raise
            finally:
                session.progress.close()

    return run
