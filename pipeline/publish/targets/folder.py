"""Targets in a folder of this machine: what a web server shows, a disk, a stick."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256 as hasher
from pathlib import Path

from pipeline.errors import PipelineError, in_words
from pipeline.files import flush
from pipeline.messages import tr
from pipeline.publish.targets.remote import MAX_DEPTH, Content, RemoteError, part_path, source_changed


class LocalFolder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self) -> dict[str, int]:
        return dict(self._walk(self._root, "", MAX_DEPTH))

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        final, part = self._root / path, self._root / part_path(path, sha256)
        digest = hasher()
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for block in content(0):
                    digest.update(block)
                    file.write(block)
                    sent(len(block))
            flush(part)
            if part.stat().st_size != size or digest.hexdigest() != sha256:
                raise source_changed(path)
            part.replace(final)
        except (OSError, PipelineError) as cause:
            # Copying it again takes no longer than resuming would, and a part might keep a full disk full.
            with suppress(OSError):
                part.unlink()
            if isinstance(cause, PipelineError):
                raise
            raise RemoteError(tr("cannot write '{path}': {reason}", path=final, reason=in_words(cause))) from cause

    def remove(self, path: str) -> None:
        file = self._root / path
        try:
            file.unlink(missing_ok=True)
        except OSError as cause:
            raise RemoteError(tr("cannot remove '{path}': {reason}", path=file, reason=in_words(cause))) from cause
        for folder in file.parents:
            # A web server may show an empty folder as an empty list.
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
            raise RemoteError(tr("cannot read '{path}': {reason}", path=folder, reason=in_words(cause))) from cause
        for entry in entries:
            with suppress(OSError):
                if entry.is_file():
                    yield f"{name}{entry.name}", entry.stat().st_size
                elif entry.is_dir() and depth > 1:
                    yield from self._walk(Path(entry), f"{name}{entry.name}/", depth - 1)
