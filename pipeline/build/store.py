"""The store: artefacts under their keys, each with its recipe beside it; once there, a file never changes."""

import json
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.build.action import Action, Perform
from pipeline.digest import file_digest
from pipeline.errors import PipelineError

NOTE = ".recipe.json"
"""Suffix of what stands beside an artefact."""


class Store:
    """A folder of artefacts: `ab/abcdef....mp4` and `ab/abcdef....recipe.json` (with size and digest).

    An artefact counts as held once its recipe file stands, which is written last.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, action: Action) -> Path:
        """Where the action's artefact stands, or will."""
        return self._at(action.key, action.suffix)

    def keeps(self, action: Action) -> bool:
        """Whether the artefact was made once; `intact` tells whether it is still what was made."""
        return self._at(action.key, NOTE).is_file()

    def intact(self, action: Action) -> bool:
        """Whether the artefact's bytes are those that were stored; reads all of them."""
        note = self._note(action.key)
        try:
            return note is not None and file_digest(self.path(action)) == note["sha256"]
        except OSError:
            return False

    def mark_used(self, action: Action) -> None:
        """Note on the clock that the artefact is still of use, for whoever makes room."""
        with suppress(OSError):
            os.utime(self._at(action.key, NOTE))

    def recipe(self, key: str) -> dict[str, object] | None:
        """The recipe that an artefact was made from: kind, recipe, inputs."""
        return self._note(key)

    def keep(self, action: Action, made: Path, *, seconds: float) -> None:
        """Move a finished file in under the action's key."""
        _flush(made)
        note = action.described() | {
            "bytes": made.stat().st_size,
            "sha256": file_digest(made),
            "seconds": round(seconds, 3),
        }
        place = self.path(action)
        place.parent.mkdir(parents=True, exist_ok=True)
        written = made.with_name(f"made{NOTE}")
        written.write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
        _flush(written)
        made.replace(place)
        written.replace(self._at(action.key, NOTE))

    def workplace(self, action: Action) -> Path:
        """An empty folder of this process on the store's own file system, to make the action's file in."""
        place = self.folder / "tmp" / f"{os.getpid()}" / action.key[:24]
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place

    def sweep(self) -> None:
        """Throw away what killed runs left behind; the work of processes that still run is left alone."""
        for strays in (self.folder / "tmp").glob("*"):
            if strays.name == str(os.getpid()) or not (strays.name.isdigit() and is_running(int(strays.name))):
                shutil.rmtree(strays, ignore_errors=True)

    def _at(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def _note(self, key: str) -> dict[str, object] | None:
        try:
            note = json.loads(self._at(key, NOTE).read_bytes())
        except (OSError, ValueError):
            return None
        return note if isinstance(note, dict) and "sha256" in note and "bytes" in note else None


def make(action: Action, store: Store, perform: Perform) -> None:
    """Carry the action out and keep what it made; its inputs must be in the store."""
    place = store.workplace(action)
    made = place / f"made{action.suffix}"
    begun = time.monotonic()
    try:
        perform(action, inputs_of(action, store), to=made)
        if not made.is_file():
            raise RuntimeError(f"{action.kind} left no file: {action.label}")
        store.keep(action, made, seconds=time.monotonic() - begun)
    except OSError as cause:
        if cause.errno is None or not cause.filename:
            raise
        raise PipelineError(f"{action.label}: {cause.strerror}: '{cause.filename}'") from cause
    finally:
        shutil.rmtree(place, ignore_errors=True)


def inputs_of(action: Action, store: Store) -> Sequence[Path]:
    return [store.path(step) for step in action.inputs]


def is_running(process: int) -> bool:
    """Whether a process of this number exists on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush(path: Path) -> None:
    """Make sure that the bytes are on the disk before the name says so."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
