"""JSON: every list of mappings in a document as a table, one column for each path of keys ('detail.read_user')."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.reach.importing.cells import Cell
from pipeline.reach.importing.readers.grid import COLUMN_LIMIT, Grid, NotRead
from pipeline.wording import round_size

JSON_LIMIT = 100_000_000
"""Bytes of a document."""


def json_grids(path: Path, encoding: str) -> tuple[Grid, ...]:
    """The lists of a document; values of the mappings around a list stand in each of its rows."""
    if path.stat().st_size > JSON_LIMIT:
        raise NotRead(f"it is a JSON document of more than {round_size(JSON_LIMIT)}", hint="export a shorter time")
    try:
        document = json.loads(path.read_text(encoding=encoding))
        return tuple(_grid(name, around, items) for name, around, items in _lists(document, "", {}))
    except RecursionError:
        raise NotRead("its values are nested too deep") from None
    except ValueError as cause:
        place = f"line {cause.lineno}: {cause.msg}" if isinstance(cause, json.JSONDecodeError) else str(cause)[:200]
        raise NotRead(f"it is not whole JSON: {place}", hint="wait until the download is finished") from None


def _lists(value: Any, name: str, around: dict[str, Cell]) -> Iterator[tuple[str, dict[str, Cell], list[Any]]]:
    if isinstance(value, str) and value.startswith(('{"', '[{"')):
        # The pages of back offices receive documents as texts within documents.
        with suppress(ValueError):
            yield from _lists(json.loads(value), name, around)
    elif isinstance(value, dict):
        own = around | _flat(value, "")
        if not name and not any(isinstance(below, dict | list) for below in value.values()):
            yield "", {}, [value]
        for key, below in value.items():
            yield from _lists(below, f"{name}.{key}".lstrip("."), own)
    elif isinstance(value, list) and value:
        if all(isinstance(item, dict) for item in value):
            yield name, around, value
            for item in value:
                own = around | _flat(item, "")
                for key, below in item.items():
                    yield from _lists(below, f"{name}.{key}".lstrip("."), own)
        elif all(isinstance(item, list) for item in value):
            yield name, {}, value


def _grid(name: str, around: dict[str, Cell], items: list[Any]) -> Grid:
    """The first row names the columns; the first item is row 1."""
    if isinstance(items[0], list):
        return Grid(name=name, rows=lambda: ([_plain(cell) for cell in item] for item in items), first=0)
    flat = [_flat(item, "") for item in items]
    columns = dict.fromkeys(key for item in flat for key in item) | dict.fromkeys(around)
    if len(columns) > COLUMN_LIMIT:
        raise NotRead(f"'{name}' in it has {len(columns):,} different keys, at most {COLUMN_LIMIT:,} are read")

    def rows() -> Iterator[list[Cell]]:
        yield list(columns)
        for item in flat:
            yield [item.get(key, around.get(key)) for key in columns]

    return Grid(name=name, rows=rows, first=0)


def _flat(item: dict[str, Any], before: str) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        elif not isinstance(value, list):
            found[before + key] = _plain(value)
    return found


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str | int | float) else None
