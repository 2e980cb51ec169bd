"""Stored values: JSON that the program wrote for itself, read back as the type that it was."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_READERS: dict[object, TypeAdapter[Any]] = {}
"""By type; made when they are first needed, which takes longer than reading a small file."""


def read_stored(path: Path, kind: type[T]) -> T | None:
    """The value in a file; None where there is none, or what is there is damaged or something else."""
    if kind not in _READERS:
        _READERS[kind] = TypeAdapter(kind)
    try:
        found: T = _READERS[kind].validate_json(path.read_bytes())
    except (OSError, ValueError, ArithmeticError):
        return None
    return found
