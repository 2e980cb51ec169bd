"""The verb `watch`: on every save the storyboard, or a draft, is made anew, and what is wrong is told."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.messages import listed, tr, trn
from pipeline.state import STATE
from pipeline.workflow.report import Report, View
from pipeline.workflow.session import Session, in_session

MADE = frozenset((STATE, "out", "kits"))
"""Folders of a workspace that hold what was made; nobody writes there by hand."""
TOGETHER = 300
"""Milliseconds: what is saved within them is one change."""
LISTED = 3
"""Files that are named of a change."""

Saves = Iterable[Sequence[Path]]
"""The files of each change, one change after the other, without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchReport:
    """What was done until somebody stopped it."""

    rounds: int
    ok: bool = True
    """Stopping is how it ends."""

    def as_json(self) -> dict[str, object]:
        return {"ok": True, "rounds": self.rounds}

    def describe(self, view: View) -> str:
        return "" if view.quiet else trn("looked {count} time", "looked {count} times", self.rounds)


@in_session
def watch(
    session: Session,
    what: Sequence[str] = (),
    *,
    to: Path | None = None,
    draft: bool = False,
    saves: Callable[[Session], Saves] | None = None,
) -> WatchReport:
    """Make the storyboard of `what`, or with `draft` its drafts, now and after every change, until interrupted.

    `saves` waits for changes; by default those of the workspace's files. Raises PipelineError where there is no
    workspace; what is wrong with its files is told, and waits for the next change.
    """
    root = session.root
    rounds = 0
    try:
        _round(session, what, to=to, draft=draft)
        rounds = 1
        session.progress.say(tr("waiting for changes in {folder}; Ctrl-C ends it", folder=root))
        for changed in (saves or _saves)(session):
            names = listed(sorted(_shown(path, root) for path in changed)[:LISTED])
            session.progress.say(tr("changed: {names}", names=names))
            begun = time.monotonic()
            _round(session, what, to=to, draft=draft)
            rounds += 1
            session.progress.say(tr("done in {seconds} s", seconds=f"{time.monotonic() - begun:.1f}"))
    except KeyboardInterrupt:
        pass
    return WatchReport(rounds=rounds)


def _round(session: Session, what: Sequence[str], *, to: Path | None, draft: bool) -> None:
    """Do it once. A session of its own: studio.yaml may be what changed."""
    own = Session(
        cwd=session.cwd,
        workspace=session.workspace,
        progress=session.progress,
        stop=session.stop,
        language=session.language,
    )
    try:
        report = _report(own, what, to=to, draft=draft)
        text = report.describe(View())
    except PipelineError as error:
        text = str(error)
    if text:
        session.progress.say(text)


def _report(session: Session, what: Sequence[str], *, to: Path | None, draft: bool) -> Report:
    if draft:
        from pipeline.workflow.rendering.render import render

        return render(session, what, draft=True)
    from pipeline.workflow.storyboard.storyboard import storyboard

    return storyboard(session, what, to=to, renewing=True)


def _saves(session: Session) -> Iterator[Sequence[Path]]:
    """Changes of the workspace's files, and of those in its media roots."""
    from watchfiles import DefaultFilter, watch

    root = session.root
    ordinary = DefaultFilter()

    def counts(change: object, path: str) -> bool:
        return ordinary(change, path) and is_source(Path(path), root)  # type: ignore[arg-type]

    roots = session.studio_file.studio.media_roots
    folders = [root, *(folder for folder in roots if folder.is_dir() and not folder.is_relative_to(root))]
    for changes in watch(*folders, watch_filter=counts, debounce=TOGETHER, step=50, raise_interrupt=True):
        yield [Path(path) for _, path in changes]


def is_source(path: Path, root: Path) -> bool:
    """Whether a file may be what an episode is made from: not what was made, nor a file that is being written."""
    if path.name.endswith((".part", ".tmp", ".crdownload")) or path.name.startswith("."):
        return False
    if not path.is_relative_to(root):
        return True
    parts = path.relative_to(root).parts
    return bool(parts) and parts[0] not in MADE and not any(part.startswith(".") for part in parts)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
