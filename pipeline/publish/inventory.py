"""The inventory: what was put to a target and found whole there, as a file of this workspace."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import append_line, json_line, read_lines, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file at a target."""

    sha256: str
    bytes: int
    key: str = ""
    """Of a page: what it was made from."""


@dataclass(slots=True, kw_only=True)
class Inventory:
    """Files of one target by path. Lines are appended; the file is written anew when most of them are out of date."""

    path: Path
    _files: dict[str, StoredFile] = field(default_factory=dict)
    _lines: int = 0
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, path: Path) -> "Inventory":
        """What is known of a target; nothing where there is no file. A line that was cut short is passed over."""
        found = cls(path=path)
        for value in read_lines(path):
            found._apply(value)
        return found

    def get(self, path: str) -> StoredFile | None:
        return self._files.get(path)

    def paths(self) -> set[str]:
        return set(self._files)

    def add(self, path: str, file: StoredFile) -> None:
        """A file is there, whole."""
        with self._lock:
            self._files[path] = file
            self._append([path, file.sha256, file.bytes, file.key])

    def remove(self, path: str) -> None:
        """A file is there no longer."""
        with self._lock:
            if self._files.pop(path, None):
                self._append([path])

    def compact(self) -> None:
        """Leave out lines that later ones replaced, where these are the most."""
        if self._lines <= 2 * len(self._files) + 100:
            return
        lines = (json_line([path, file.sha256, file.bytes, file.key]) for path, file in self._files.items())
        write_whole(self.path, b"".join(lines), sync=True)
        self._lines = len(self._files)

    def _append(self, value: list[object]) -> None:
        # Not synced: a line that is lost costs an upload, never a file.
        append_line(self.path, value, sync=False)
        self._lines += 1

    def _apply(self, value: Any) -> None:
        self._lines += 1
        with suppress(ValueError, TypeError):
            path, *rest = value
            if rest:
                sha256, size, key = rest
                self._files[str(path)] = StoredFile(sha256=str(sha256), bytes=int(size), key=str(key))
            else:
                self._files.pop(str(path), None)
