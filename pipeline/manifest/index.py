"""The roll: number, title and date of every episode, read from the head of its manifest; no media is looked at."""

import re
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import Data, parse
from pipeline.documents.source import SIZE_LIMIT, read_source
from pipeline.errors import PipelineError
from pipeline.manifest.workspace import SERIES_FILE, manifests_in, series_folders

_LINE = re.compile(rb"^(number|title|date):[ \t]+([^\r\n]*?)[ \t]*\r?$(?!(?:\r?\n[ \t]*)+[ \t]\S)", re.MULTILINE)
"""A key at the margin whose value ends on its line."""
_PLAIN = re.compile(r"[^\s\"'|>&*!%@`{}\[\],?#-](?:(?!: | #)[^\x00-\x1f\x7f-\x9f\u2028\u2029])*(?<!:)|\d{4}-\d\d-\d\d")
_QUOTED = re.compile(r"\"([^\"\\\x00-\x1f\x85\u2028\u2029]*)\"|'([^'\x00-\x1f\x85\u2028\u2029]*)'")
_MERGE = re.compile(rb"^<<", re.MULTILINE)
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])


class IndexedEpisode(NamedTuple):
    """An episode as its manifest begins."""

    number: int
    title: str
    date: Date | None


class IndexedSeries(NamedTuple):
    """A series with its episodes."""

    id: str
    title: str
    """Its id where nothing is said."""
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
    said = _whole(folder / SERIES_FILE) or {}
    title, aliases = said.get("title"), said.get("aliases")
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
    """What a manifest begins with; None where it has no number or no title that can be read."""
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError:
        return None
    said = _margin(data)
    if said is None:
        said = _whole(path) or {}
    number, title = said.get("number"), said.get("title")
    if not isinstance(number, str) or not isinstance(title, str) or not title.strip():
        return None
    if not re.fullmatch(r"\d{1,5}", number.strip(), re.ASCII) or int(number) < 1:
        return None
    return IndexedEpisode(number=int(number), title=title.strip(), date=_date(said.get("date")))


def _margin(data: bytes) -> dict[str, Data] | None:
    """The keys as they stand on lines at the margin; None where that may not be all that is to know."""
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
    """A value on one line as YAML reads it; None where that takes more than a look."""
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
    """Everything that a file says; None where it is no mapping."""
    unheard = Findings()
    source = read_source(path, path.parent, unheard)
    place = parse(source, unheard) if source else None
    return place.data if place and isinstance(place.data, dict) else None


def _date(said: Data) -> Date | None:
    try:
        return Date.fromisoformat(said) if isinstance(said, str) and len(said) == 10 else None
    except ValueError:
        return None


def _texts(said: Data) -> Iterator[str]:
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, str) and one.strip():
            yield one.strip()
