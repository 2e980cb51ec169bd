"""Files inside recipes: known by content, found wherever they lie; another machine has them elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that a recipe names by its content."""

    content: str
    """SHA-256 of its bytes."""
    path: Path
    """Where this machine finds it."""


def files_in(value: object) -> Iterator[File]:
    """Every file in a recipe; any value with a `content` and a `path` is one. May yield a file twice."""
    if (file := _as_file(value)) is not None:
        yield file
    for item in _parts(value):
        yield from files_in(item)


def with_files(value: Any, find: Callable[[File], Path]) -> Any:
    """The same recipe with every file's path as `find` gives it."""
    if isinstance(value, tuple):
        return tuple(with_files(item, find) for item in value)
    if isinstance(value, Mapping):
        return {name: with_files(item, find) for name, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    moved = {item.name: with_files(getattr(value, item.name), find) for item in fields(value)}
    if (file := _as_file(value)) is not None:
        moved["path"] = find(file)
    return replace(value, **moved)


def _as_file(value: object) -> File | None:
    content, path = getattr(value, "content", None), getattr(value, "path", None)
    return File(content=content, path=path) if isinstance(content, str) and isinstance(path, Path) else None


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif is_dataclass(value):
        yield from (getattr(value, item.name) for item in fields(value))
