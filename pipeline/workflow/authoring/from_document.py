"""The verb `new --from`: a document and its recording become the next episode of a series, all of it or nothing."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import MediaError, PipelineError, in_words
from pipeline.files import flush
from pipeline.manifest import SERIES_FILE, begun_series, new_episode, new_series
from pipeline.manifest.edit.scripted import scripted_episode, with_narration
from pipeline.manifest.edit.transaction import add, clear, staged
from pipeline.messages import Message, told, tr
from pipeline.workflow.authoring.create import is_series
from pipeline.workflow.authoring.documents import Draft, read_document, write_files
from pipeline.workflow.recovery import settle
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session

TITLE = 100
"""Characters of a title that a document is taken to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedReport:
    """An episode that was made of a document."""

    files: tuple[Path, ...]
    title: str
    left: tuple[Message, ...]
    """What was not taken over, and what was guessed."""
    hint: Message
    ok: bool = field(default=True)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "files": [str(path) for path in self.files],
            "title": self.title,
            "left": [told(one) for one in self.left],
        }

    def describe(self, view: View) -> str:
        lines = [str(path) for path in self.files]
        if not view.quiet:
            notes = ["", *(f"- {told(one)}" for one in self.left)] if self.left else []
            lines += [*notes, "", self.hint]
        return "\n".join(lines)


@in_session
def new_from(
    session: Session,
    series: str,
    document: Path,
    *,
    narration: Sequence[Path] = (),
    title: str | None = None,
    begin: bool = False,
) -> DraftedReport:
    """Write the next episode of a series from a document: manifest, script and pictures.

    A series of another name than all others begins with it; `begin` says so of one that is called almost the same.
    """
    root = session.root
    settle(root)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        takes = [_recording(path, scratch) for path in narration]
        draft = read_document(document, root=root, scratch=scratch)
        name = _title(draft, document, title)
        path, text, begins = _manifest(root, series, name, begin=begin)
        text = scripted_episode(path, text)
        folder = path.with_suffix("")
        for one in (path, folder):
            if one.exists():
                message = tr("'{path}' is there already", path=one)
                raise PipelineError(message, hint=tr("give another title, or move it away"))
        heard, copies = _takes(takes, folder, root, scratch)
        text = with_narration(text, heard, f"{folder.name}/script{draft.suffix}")
        try:
            files = _written(draft, copies, {path: text, **begins}, folder, session)
        except OSError as cause:
            message = tr("cannot write '{path}': {reason}", path=folder, reason=in_words(cause))
            raise PipelineError(message) from cause
    hint = tr("read the script through, then: voicehall check {series}", series=series)
    if begins:
        draft.left.insert(
            0, tr("the series '{series}' is new; its title stands in {file}", series=series, file=SERIES_FILE)
        )
    if not takes:
        hint = tr("record it, and save the recording as '{file}'", file=folder / "narration.m4a")
    return DraftedReport(files=files, title=name, left=tuple(draft.left), hint=hint)


def _manifest(root: Path, series: str, title: str, *, begin: bool) -> tuple[Path, str, dict[Path, str]]:
    """Path and text of the next manifest, and what else a series begins with."""
    if is_series(root, series):
        path, text, _ = new_episode(root, series, title=title)
        return path, text, {}
    texts = (begun_series if begin else new_series)(root, series, title=title)
    begins = {path: text for path, text in texts.items() if path.name == SERIES_FILE}
    (path, text), *_ = ((path, text) for path, text in texts.items() if path not in begins)
    return path, text, begins


def _title(draft: Draft, document: Path, stated: str | None) -> str:
    """The title, and in the draft's notes where it comes from."""
    if stated is not None:
        return stated
    title = " ".join(draft.title.split())
    if title and len(title) <= TITLE and draft.titled_by is not None:
        draft.left.insert(0, tr("the title '{title}' is {source}", title=title, source=draft.titled_by))
        return title
    title = " ".join(document.stem.split())
    draft.left.insert(0, tr("the title '{title}' is the name of the file: it has no heading", title=title))
    return title


def _recording(path: Path, scratch: Path) -> Path:
    """The recording, after a look whether it is one."""
    from pipeline.media.probe.index import Catalogue

    if not path.is_file():
        raise PipelineError(tr("there is no file '{file}'", file=path), hint=tr("name the recording of the narration"))
    try:
        medium = Catalogue(scratch / "catalogue.json").medium(path.resolve())
    except MediaError as cause:
        raise PipelineError(
            tr("'{file}': {problem}", file=path.name, problem=cause.message), hint=cause.hint
        ) from cause
    if medium.info.audio is None:
        message = tr("'{file}' has no sound, so it cannot be a narration", file=path.name)
        raise PipelineError(message, hint=tr("name the recording of the narration"))
    return path.resolve()


def _takes(takes: Sequence[Path], folder: Path, root: Path, scratch: Path) -> tuple[list[str], dict[str, Path]]:
    """How the manifest names the recordings, and those that are copied beside the script since they lie elsewhere."""
    if not takes:
        return [f"{folder.name}/narration.m4a"], {}
    names, copies = [], {}
    for number, path in enumerate(takes, start=1):
        if path.is_relative_to(root / "assets"):
            names.append(path.relative_to(root).as_posix())
        elif path.is_relative_to(root):
            names.append(Path(os.path.relpath(path, folder.parent)).as_posix())
        else:
            own = f"narration{'' if len(takes) == 1 else f'-{number}'}{path.suffix.lower()}"
            copies[own] = path
            names.append(f"{folder.name}/{own}")
    return names, copies


def _written(
    draft: Draft, copies: dict[str, Path], texts: dict[Path, str], folder: Path, session: Session
) -> tuple[Path, ...]:
    """Everything written, or nothing; a run that is killed leaves nothing, or all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear(folder.parent)
    hidden = staged(folder)
    try:
        write_files(draft, hidden)
        for name, take in copies.items():
            shutil.copyfile(take, hidden / name)
        for path, text in texts.items():
            staged(path).write_text(text, encoding="utf-8")
        written = sorted(hidden.iterdir())
        for one in (*written, *map(staged, texts)):
            flush(one)
        add([folder, *texts], journal=session.state.journal, root=session.root)
        settle(session.root)
    except BaseException:
        if not session.state.journal.exists():
            shutil.rmtree(hidden, ignore_errors=True)
            for path in texts:
                staged(path).unlink(missing_ok=True)
            with suppress(OSError):  # It holds other episodes.
                folder.parent.rmdir()
        raise
    return (*texts, *(folder / one.name for one in written))
