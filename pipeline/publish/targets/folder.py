"""A folder: a site that a web server shows, a disk, a stick."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256 as hasher
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import flush
from pipeline.publish.targets.remote import DEPTH, Content, PlaceError, changed, part_of


class FolderPlace:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self) -> dict[str, int]:
        return dict(self._walk(self._root, "", DEPTH))

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        place, part = self._root / path, self._root / part_of(path, sha256)
        digest = hasher()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for block in content(0):
                    digest.update(block)
                    file.write(block)
                    sent(len(block))
            flush(part)
            if part.stat().st_size != size or digest.hexdigest() != sha256:
                raise changed(path)
            part.replace(place)
        except (OSError, PipelineError) as cause:
            # It is copied anew as quickly as it would be gone on with, and might keep a full disk full.
            with suppress(OSError):
                part.unlink()
            if isinstance(cause, PipelineError):
                raise
            raise PlaceError(f"cannot write '{place}': {cause.strerror}") from cause

    def remove(self, path: str) -> None:
        place = self._root / path
        try:
            place.unlink(missing_ok=True)
        except OSError as cause:
            raise PlaceError(f"cannot remove '{place}': {cause.strerror}") from cause
        for folder in place.parents:
            # An empty folder would be a page that says nothing.
            if folder == self._root or not folder.is_relative_to(self._root):
                break
            with suppress(OSError):
                folder.rmdir()

    def close(self) -> None:
        pass

    def _walk(self, folder: Path, name: str, depth: int) -> Iterator[tuple[str, int]]:
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            return
        except OSError as cause:
            if name:
                return
            raise PlaceError(f"cannot look into '{folder}': {cause.strerror}") from cause
        for entry in entries:
            with suppress(OSError):
                if entry.is_file():
                    yield f"{name}{entry.name}", entry.stat().st_size
                elif entry.is_dir() and depth > 1:
                    yield from self._walk(Path(entry), f"{name}{entry.name}/", depth - 1)
