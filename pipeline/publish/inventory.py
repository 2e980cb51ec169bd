"""The inventory: what was put to a target and found whole there, kept at home."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import append_line, json_line, read_lines, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file at a target."""

    sha256: str
    bytes: int
    key: str = ""
    """Of a page: what it was made from."""


@dataclass(slots=True, kw_only=True)
class Inventory:
    """Files of one target by path. Its lines only grow, and are written anew when most of them have been overtaken."""

    path: Path
    _held: dict[str, Held] = field(default_factory=dict)
    _lines: int = 0
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, path: Path) -> "Inventory":
        """What is known of a target; nothing where there is no file. A line that was cut short is passed over."""
        found = cls(path=path)
        for value in read_lines(path):
            found._take(value)
        return found

    def held(self, path: str) -> Held | None:
        return self._held.get(path)

    def paths(self) -> set[str]:
        return set(self._held)

    def put(self, path: str, held: Held) -> None:
        """A file stands there, whole."""
        with self._lock:
            self._held[path] = held
            self._write([path, held.sha256, held.bytes, held.key])

    def drop(self, path: str) -> None:
        """A file is there no longer."""
        with self._lock:
            if self._held.pop(path, None):
                self._write([path])

    def tidy(self) -> None:
        """Leave out what has been overtaken, where that is the most."""
        if self._lines <= 2 * len(self._held) + 100:
            return
        lines = (json_line([path, held.sha256, held.bytes, held.key]) for path, held in self._held.items())
        write_whole(self.path, b"".join(lines), sync=True)
        self._lines = len(self._held)

    def _write(self, value: list[object]) -> None:
        # Not synced: a line that is lost costs an upload, never a file.
        append_line(self.path, value, sync=False)
        self._lines += 1

    def _take(self, value: Any) -> None:
        self._lines += 1
        with suppress(ValueError, TypeError):
            path, *rest = value
            if rest:
                sha256, size, key = rest
                self._held[str(path)] = Held(sha256=str(sha256), bytes=int(size), key=str(key))
            else:
                self._held.pop(str(path), None)
