"""The store: artefacts under their keys, each with its recipe beside it; once there, a file never changes."""

import errno
import json
import os
import platform
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from pipeline.build.action import Action, Perform
from pipeline.build.files import File
from pipeline.digest import file_digest
from pipeline.errors import PassingError, PipelineError, in_words
from pipeline.files import flush, is_running, whole
from pipeline.messages import Message, tr, verbatim

NOTE = ".recipe.json"
"""Suffix of the file beside an artefact that describes it."""
IDENTITY = "store.id"
"""The file that holds the identity of a store."""
LEFT_BEHIND = 24 * 3600
"""Seconds after which the unfinished work of another machine is taken to be abandoned."""
_PASSING = {errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ECONNRESET, errno.ENETUNREACH, errno.EHOSTUNREACH}
"""Failures of a disk or a network that may be over a moment later; a full disk is not among them."""


class Store:
    """A folder of artefacts: `ab/abcdef....mp4` and `ab/abcdef....recipe.json` (with size and digest).

    The recipe file is written last: without it an artefact does not count as there. Several machines may share the
    folder; for them `files/` holds what actions read besides artefacts, by content.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trusted: dict[Path, tuple[int, int]] = {}
        """Size and time of change of files whose bytes were found to be right."""

    @property
    def address(self) -> str:
        """What another machine opens the same store by."""
        return str(self.folder.absolute())

    def path(self, action: Action) -> Path:
        """Where the action's artefact is, or will be."""
        return self._at(action.key, action.suffix)

    def keeps(self, action: Action) -> bool:
        """Whether the artefact was made once; whether it is still what was made is known by `intact`."""
        return self._at(action.key, NOTE).is_file()

    def intact(self, action: Action) -> bool:
        """Whether the artefact's bytes are those that were stored; reads all of them."""
        note = self._note(action.key)
        try:
            return note is not None and file_digest(self.path(action)) == note["sha256"]
        except OSError:
            return False

    def mark_used(self, action: Action) -> None:
        """Touch the artefact, so that those who make room know that it is still of use."""
        with suppress(OSError):
            os.utime(self._at(action.key, NOTE))

    def recipe(self, key: str) -> dict[str, object] | None:
        """The recipe that an artefact was made from: kind, recipe, inputs."""
        return self._note(key)

    def keep(self, action: Action, made: Path, *, seconds: float) -> None:
        """Move a finished file in under the action's key."""
        flush(made)
        note = action.described() | {
            "bytes": made.stat().st_size,
            "sha256": file_digest(made),
            "seconds": round(seconds, 3),
        }
        place = self.path(action)
        place.parent.mkdir(parents=True, exist_ok=True)
        written = made.with_name(f"made{NOTE}")
        written.write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
        flush(written)
        made.replace(place)
        written.replace(self._at(action.key, NOTE))

    def bring(self, actions: Iterable[Action]) -> None:
        """Make sure that artefacts which others made are at their paths here: in a shared folder they are."""

    def send(self, file: File) -> None:
        """Put a file where every machine of the store finds it, unless it is there. Raises PipelineError."""
        place = self._file(file)
        try:
            if place.is_file() and place.stat().st_size == file.path.stat().st_size:
                return
            _link_or_copy(file.path, place)
        except OSError as cause:
            message = tr("cannot put '{name}' into the store '{address}'", name=file.path.name, address=self.address)
            raise _as_error(cause, message) from cause

    def find(self, file: File) -> Path:
        """Where a file that was sent lies on this machine.

        Its bytes are read to see that they are its own, and again when the file has changed since. Raises
        PipelineError when it is not there or damaged.
        """
        place = self._file(file)
        try:
            now = place.stat()
            seen = (now.st_size, now.st_mtime_ns)
            content = file.content if self._trusted.get(place) == seen else file_digest(place)
        except OSError as cause:
            raise PassingError(
                tr("'{name}' is not in the store '{address}'", name=file.path.name, address=self.address),
                hint=tr("run the same command again"),
            ) from cause
        if content != file.content:
            # Out of the way, so that the next run sends it anew.
            place.unlink(missing_ok=True)
            raise PipelineError(
                tr(
                    "'{name}' was changed or damaged in the store '{address}'",
                    name=file.path.name,
                    address=self.address,
                ),
                hint=tr("run the same command again"),
            )
        self._trusted[place] = seen
        return place

    def identity(self, *, make: bool = False) -> str:
        """A word that is in this store and in no other: machines that read the same one see the same store.

        Empty where there is none, unless `make`. Raises OSError when it can be neither read nor written.
        """
        place = self.folder / IDENTITY
        if make:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Whoever comes first names it.
            with suppress(FileExistsError), place.open("x", encoding="ascii") as file:
                file.write(uuid4().hex)
        return place.read_text(encoding="ascii") if place.exists() else ""

    def work_folder(self, action: Action) -> Path:
        """An empty folder of this process on the store's own file system, to make the action's file in."""
        place = self.folder / "tmp" / f"{os.getpid()}@{platform.node()}" / f"{action.key[:24]}-{uuid4().hex[:8]}"
        place.mkdir(parents=True)
        return place

    def sweep(self) -> None:
        """Remove what killed runs left behind; the work of processes that still run is left alone.

        Whether another machine's processes run is not known here: their work stays for a day.
        """
        for folder in (self.folder / "tmp").glob("*"):
            process, _, machine = folder.name.partition("@")
            if machine == platform.node() and process.isdigit():
                alive = int(process) != os.getpid() and is_running(int(process))
            else:
                alive = bool(machine) and _age(folder) < LEFT_BEHIND
            if not alive:
                shutil.rmtree(folder, ignore_errors=True)

    def _file(self, file: File) -> Path:
        # Under its own name, which is used in messages.
        return self.folder / "files" / file.content[:2] / file.content / file.path.name

    def _at(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def _note(self, key: str) -> dict[str, object] | None:
        try:
            note = json.loads(self._at(key, NOTE).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return note if isinstance(note, dict) and "sha256" in note and "bytes" in note else None


def make(action: Action, store: Store, perform: Perform) -> None:
    """Carry the action out and keep what it made; its inputs must be in the store."""
    place: Path | None = None
    begun = time.monotonic()
    try:
        place = store.work_folder(action)
        made = place / f"made{action.suffix}"
        store.bring(action.inputs)
        perform(action, inputs_of(action, store), to=made)
        if not made.is_file():
            raise RuntimeError(f"{action.kind} left no file: {action.label}")
        store.keep(action, made, seconds=time.monotonic() - begun)
    except OSError as cause:
        if cause.errno is None:
            raise
        raise _as_error(cause, verbatim(action.label)) from cause
    finally:
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)


def inputs_of(action: Action, store: Store) -> Sequence[Path]:
    return [store.path(step) for step in action.inputs]


def _age(path: Path) -> float:
    try:
        return time.time() - max(one.stat().st_mtime for one in (path, *path.iterdir()))
    except OSError:
        return 0.0


def _as_error(cause: OSError, what: Message) -> PipelineError:
    kind = PassingError if cause.errno in _PASSING else PipelineError
    # An error while a file is written no longer knows the file's name.
    if cause.filename:
        return kind(tr("{what}: {reason}: '{file}'", what=what, reason=in_words(cause), file=cause.filename))
    return kind(tr("{what}: {reason}", what=what, reason=in_words(cause)))


def _link_or_copy(source: Path, place: Path) -> None:
    """Leave the source's bytes at `place`, whole or not at all; another name for the same file where that can be."""
    with whole(place) as part:
        try:
            os.link(source.resolve(), part)
        except OSError:
            shutil.copyfile(source, part)
            flush(part)
