"""The index: number, title and date of every episode, read from the head of its manifest without opening media."""

import re
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Data, parse
from pipeline.documents.source import read_source
from pipeline.errors import PipelineError
from pipeline.manifest.workspace import SERIES_FILE, head_of, manifests_in, series_folders

_LINE = re.compile(rb"^(number|title|date):[ \t]+([^\r\n]*?)[ \t]*\r?$(?!(?:\r?\n[ \t]*)+[ \t]\S)", re.MULTILINE)
"""A key at the margin whose value ends on its line."""
_PLAIN = re.compile(r"[^\s\"'|>&*!%@`{}\[\],?#-](?:(?!: | #)[^\x00-\x1f\x7f-\x9f\u2028\u2029])*(?<!:)|\d{4}-\d\d-\d\d")
_QUOTED = re.compile(r"\"([^\"\\\x00-\x1f\x85\u2028\u2029]*)\"|'([^'\x00-\x1f\x85\u2028\u2029]*)'")
_MERGE = re.compile(rb"^<<", re.MULTILINE)
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])


class IndexedEpisode(NamedTuple):
    """Number, title and date of an episode."""

    number: int
    title: str
    date: Date | None


class IndexedSeries(NamedTuple):
    """A series with its episodes."""

    id: str
    title: str
    """Its id where it has none."""
    aliases: tuple[str, ...]
    episodes: tuple[IndexedEpisode, ...]
    """By number; the first manifest of a number that is given twice. What has no number or title is left out."""


def read_index(root: Path) -> tuple[IndexedSeries, ...]:
    """All series of a workspace by id; none where there is none."""
    try:
        folders = series_folders(root)
    except PipelineError:
        return ()
    return tuple(_series(name, folder) for name, folder in folders.items())


def _series(name: str, folder: Path) -> IndexedSeries:
    keys = _whole(folder / SERIES_FILE) or {}
    title, aliases = keys.get("title"), keys.get("aliases")
    episodes: dict[int, IndexedEpisode] = {}
    for path in manifests_in(folder):
        if (heading := episode_in(path)) is not None:
            episodes.setdefault(heading.number, heading)
    return IndexedSeries(
        id=name,
        title=title if isinstance(title, str) and title else name,
        aliases=tuple(_texts(aliases)),
        episodes=tuple(sorted(episodes.values())),
    )


def episode_in(path: Path) -> IndexedEpisode | None:
    """The episode in a manifest; None where it has no number or no title that can be read."""
    keys = _margin(head_of(path))
    if keys is None:
        keys = _whole(path) or {}
    number, title = keys.get("number"), keys.get("title")
    if not isinstance(number, str) or not isinstance(title, str) or not title.strip():
        return None
    if not re.fullmatch(r"\d{1,5}", number.strip(), re.ASCII) or int(number) < 1:
        return None
    return IndexedEpisode(number=int(number), title=title.strip(), date=_date(keys.get("date")))


def _margin(data: bytes) -> dict[str, Data] | None:
    """The keys on lines at the margin; None where the whole file must be read to know them."""
    if _MERGE.search(data):
        return None
    found: dict[str, Data] = {}
    for key, value in _LINE.findall(data):
        name = key.decode()
        text = _scalar(value)
        if name in found or text is None:
            return None
        found[name] = text
    whole = len(re.findall(rb"^(?:number|title|date)[\"']?[ \t]*:", data, re.MULTILINE)) == len(found)
    return found if whole and {"number", "title"} <= found.keys() else None


def _scalar(value: bytes) -> str | None:
    """A value on one line as YAML reads it; None where it is not a simple one."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    text = re.sub(r"\s+#.*", "", text) if not text.startswith(("'", '"')) else text
    if text in _NULLS:
        return None
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1] if quoted[2] is None else quoted[2]
    return text if _PLAIN.fullmatch(text) else None


def _whole(path: Path) -> dict[str, Data] | None:
    """Everything in a file; None where it is no mapping."""
    ignored = Findings()
    source = read_source(path, path.parent, ignored)
    place = parse(source, ignored) if source else None
    return place.data if place and isinstance(place.data, dict) else None


def _date(value: Data) -> Date | None:
    try:
        return Date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _texts(value: Data) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.strip():
            yield one.strip()
