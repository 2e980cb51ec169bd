"""A folder: a site that a web server shows, a disk, a stick."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256 as hasher
from pathlib import Path

from pipeline.publish.targets.place import PlaceError, is_part, part_of


class FolderPlace:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self) -> dict[str, int]:
        found = {}
        for folder, _, names in os.walk(self._root):
            for name in names:
                path = Path(folder, name)
                with suppress(OSError):
                    found[path.relative_to(self._root).as_posix()] = path.lstat().st_size
        return {path: size for path, size in found.items() if not is_part(path)}

    def put(self, path: str, blocks: Iterable[bytes], *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        place, part = self._root / path, self._root / part_of(path, sha256)
        digest = hasher()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for block in blocks:
                    digest.update(block)
                    file.write(block)
                    sent(len(block))
                file.flush()
                os.fsync(file.fileno())
            if part.stat().st_size != size or digest.hexdigest() != sha256:
                part.unlink()
                raise PlaceError(f"'{path}' changed while it was being copied", hint="render it again")
            part.replace(place)
        except OSError as cause:
            with suppress(OSError):
                part.unlink()
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
