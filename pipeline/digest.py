"""Content hashes: of plain values, by which artefacts are named, and of files, by which media are known."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import IO, Any

OUTSIDE_RECIPE = {"recipe": False}
"""Field metadata for what a value carries along without being made of it: a path, a mark, a label."""
RECIPE_WHERE_SET = {"recipe": "where set"}
"""Field metadata for what came later: at its default it stays out, so that what was made before keeps its key."""


def plain(value: object) -> object:
    """A value as JSON can hold it; the names of types and fields are part of it.

    Dataclass fields marked `OUTSIDE_RECIPE` are left out, those marked `RECIPE_WHERE_SET` at their default. Raises
    TypeError for what has no stable text form: floats (their seconds drift) and paths (another machine has others).
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        # -0 and 0, 1.0 and 1.00 are one gain.
        return f"{value.normalize() + 0:f}"
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        kept = ((name, getattr(value, name), default) for name, default in _recipe_fields(type(value)))
        return {"is": type(value).__name__} | {name: plain(item) for name, item, default in kept if item != default}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    raise TypeError(f"no stable form for {type(value).__name__} in a recipe: {value!r}")


@cache
def _recipe_fields(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    """Names, each with the value at which it is left out."""
    kept = ((item, item.metadata.get("recipe", True)) for item in fields(kind))
    return tuple((item.name, item.default if rule == "where set" else MISSING) for item, rule in kept if rule)


def canonical(value: object) -> str:
    """The one text of a plain value, as hashed and as kept beside an artefact."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """Content hash of a plain value; names and types are part of it."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy all that is left of a file; the SHA-256 of what was copied."""
    found = hashlib.sha256()
    while piece := source.read(1 << 20):
        found.update(piece)
        target.write(piece)
    return found.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
