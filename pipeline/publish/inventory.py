"""The inventory: what was put to a target and found whole there, kept at home."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock


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
        try:
            lines = path.read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        for line in lines:
            found._take(line)
        found._lines = len(lines)
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
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        with part.open("wb") as file:
            for path, held in self._held.items():
                file.write(_line([path, held.sha256, held.bytes, held.key]))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        self._lines = len(self._held)

    def _write(self, value: list[object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Not synced: a line that is lost costs an upload, never a file.
        with self.path.open("ab", buffering=0) as file:
            file.write(b"\n" + _line(value))
        self._lines += 1

    def _take(self, line: bytes) -> None:
        try:
            path, *rest = json.loads(line)
            if rest:
                sha256, size, key = rest
                self._held[str(path)] = Held(sha256=str(sha256), bytes=int(size), key=str(key))
            else:
                self._held.pop(str(path), None)
        except (ValueError, TypeError, RecursionError):
            pass


def _line(value: list[object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
