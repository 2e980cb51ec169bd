"""Content hashes: of plain values, by which artefacts are named, and of files, by which media are known."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import IO, Any

OUTSIDE_RECIPE = {"recipe": False}
"""Field metadata for what a value carries along without being made of it: a path, a mark, a label."""

WHERE_SET = {"recipe": "where set"}
"""Field metadata for what is part of a recipe only where it is not the default: older recipes keep their keys."""


def plain(value: object) -> object:
    """A value as JSON can hold it; the names of types and fields are part of it.

    Dataclass fields marked `OUTSIDE_RECIPE` are left out. Raises TypeError for what has no stable text form: floats
    (their seconds drift) and paths (another machine has others).
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
        kept = _recipe_fields(type(value))
        given = {name: getattr(value, name) for name in kept}
        unset = _where_set(type(value))
        return {"is": type(value).__name__} | {
            name: plain(its) for name, its in given.items() if name not in unset or its != unset[name]
        }
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    raise TypeError(f"no stable form for {type(value).__name__} in a recipe: {value!r}")


@cache
def _recipe_fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.metadata.get("recipe", True))


@cache
def _where_set(kind: type[Any]) -> Mapping[str, object]:
    """Defaults of the fields that are left out where they have them."""
    return {item.name: item.default for item in fields(kind) if item.metadata.get("recipe") == WHERE_SET["recipe"]}


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
