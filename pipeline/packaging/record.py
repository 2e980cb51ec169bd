"""The programme record: the JSON beside a programme with its data, its measures and what it was made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path, PurePosixPath
from typing import cast, get_args

from pipeline.model.podcast import Kind, Listing, Soundbite
from pipeline.model.programme import ProgrammeChapter

VERSION = 1
LARGEST = 16 << 20
"""Bytes; a larger file is not a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """One delivered file."""

    path: str
    """Relative to the record, with forward slashes."""
    rendition: str
    """Empty for what belongs to all renditions: subtitles, the cover."""
    sha256: str
    bytes: int
    duration: Fraction | None = None
    """Seconds; None for what has no length."""
    made_from: str = ""
    """Key of the action that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInput:
    """One media file that it was made from."""

    name: str
    """As the manifest names it."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What verify, publish, status and reach know about a finished programme."""

    manifest: str = ""
    """Its file, from the workspace."""
    programme: str = ""
    """Key of the plan that it was made by; the files have keys of their own."""
    series: str
    """The series' id."""
    series_title: str
    number: int
    total: int | None = None
    title: str
    summary: str = ""
    date: Date | None = None
    language: str
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    duration: Fraction
    """Seconds."""
    chapters: tuple[ProgrammeChapter, ...] = ()
    files: tuple[RecordFile, ...]
    loudness: Mapping[str, Decimal] = field(default_factory=dict)
    """Measured values by name, the unit at the end of the name: `integrated_lufs`, `true_peak_dbtp`."""
    sync: Mapping[str, Decimal] = field(default_factory=dict)
    """By how many milliseconds the main file's sound comes after its picture: `start_ms`, `end_ms`."""
    inputs: tuple[RecordInput, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    """Name and version of what made it."""
    guid: str = ""
    """The episode's identity for publishing, once it has one."""
    listing: Listing = field(default_factory=Listing)


def record_text(record: Record) -> str:
    """The record as JSON; the same record always gives the same bytes."""
    value: dict[str, object] = {
        "voicehall": VERSION,
        "manifest": record.manifest,
        "programme": record.programme,
        "series": record.series,
        "series_title": record.series_title,
        "number": record.number,
        "total": record.total,
        "title": record.title,
        "summary": record.summary,
        "date": record.date.isoformat() if record.date else None,
        "language": record.language,
        "speakers": list(record.speakers),
        "tags": list(record.tags),
        "duration": _seconds(record.duration),
        "chapters": [
            {"start": chapter.start / 1000, "stop": chapter.stop / 1000, "title": chapter.title}
            for chapter in record.chapters
        ],
        "files": [
            {
                "path": file.path,
                "rendition": file.rendition,
                "sha256": file.sha256,
                "bytes": file.bytes,
                "duration": None if file.duration is None else _seconds(file.duration),
                "made_from": file.made_from,
            }
            for file in record.files
        ],
        "loudness": {name: float(record.loudness[name]) for name in sorted(record.loudness)},
        "sync": {name: float(record.sync[name]) for name in sorted(record.sync)},
        "inputs": [
            {"name": name, "sha256": sha256} for name, sha256 in sorted({(i.name, i.sha256) for i in record.inputs})
        ],
        "tools": {name: record.tools[name] for name in sorted(record.tools)},
        "guid": record.guid,
        "listing": _listing_text(record.listing),
    }
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_record(path: Path) -> Record | None:
    """The record in a file; None where there is none, or it is damaged."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            return None
        return _record(json.loads(text, parse_float=Decimal, parse_constant=_refuse))
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        return None


def _record(value: object) -> Record:
    """Raises KeyError, TypeError, ValueError or ArithmeticError for what is not a record."""
    found = _mapping(value)
    if _whole(found["voicehall"]) != VERSION:
        raise ValueError("another version")
    day = found.get("date")
    return Record(
        manifest=_text(found.get("manifest", "")),
        programme=_text(found.get("programme", "")),
        series=_text(found["series"]),
        series_title=_text(found["series_title"]),
        number=_whole(found["number"]),
        total=None if found.get("total") is None else _whole(found["total"]),
        title=_text(found["title"]),
        summary=_text(found.get("summary", "")),
        date=None if day is None else Date.fromisoformat(_text(day)),
        language=_text(found["language"]),
        speakers=tuple(_text(item) for item in _items(found.get("speakers", []))),
        tags=tuple(_text(item) for item in _items(found.get("tags", []))),
        duration=_number(found["duration"]),
        chapters=tuple(_chapter(_mapping(item)) for item in _items(found.get("chapters", []))),
        files=tuple(_file(_mapping(item)) for item in _items(found["files"])),
        loudness={name: Decimal(str(_number_like(item))) for name, item in _mapping(found.get("loudness", {})).items()},
        sync={name: Decimal(str(_number_like(item))) for name, item in _mapping(found.get("sync", {})).items()},
        inputs=tuple(
            RecordInput(name=_text(item["name"]), sha256=_text(item["sha256"]))
            for item in map(_mapping, _items(found.get("inputs", [])))
        ),
        tools={name: _text(item) for name, item in _mapping(found.get("tools", {})).items()},
        guid=_text(found.get("guid", "")),
        listing=_listing(_mapping(found.get("listing", {}))),
    )


def _listing_text(listing: Listing) -> dict[str, object]:
    bite = listing.soundbite
    return {
        "season": listing.season,
        "type": listing.kind,
        "soundbite": {"at": _seconds(bite.start), "for": _seconds(bite.length), "title": bite.title} if bite else None,
    }


def _listing(value: Mapping[str, object]) -> Listing:
    season, kind, bite = value.get("season"), value.get("type", "full"), value.get("soundbite")
    if kind not in get_args(Kind):
        raise ValueError(f"'{kind}' is no kind of episode")
    excerpt = {} if bite is None else _mapping(bite)
    return Listing(
        season=None if season is None else _whole(season),
        kind=cast(Kind, kind),
        soundbite=Soundbite(start=_number(excerpt["at"]), length=_number(excerpt["for"]), title=_text(excerpt["title"]))
        if excerpt
        else None,
    )


def _chapter(value: Mapping[str, object]) -> ProgrammeChapter:
    start, stop = (round(_number(value[edge]) * 1000) for edge in ("start", "stop"))
    return ProgrammeChapter(start=start, stop=stop, title=_text(value["title"]))


def _file(value: Mapping[str, object]) -> RecordFile:
    path = _text(value["path"])
    # A record may come from elsewhere: its paths must not lead out of its folder.
    if (
        not path
        or "\\" in path
        or ":" in path
        or PurePosixPath(path).is_absolute()
        or ".." in PurePosixPath(path).parts
    ):
        raise ValueError(f"'{path}' does not lie beside the record")
    length = value.get("duration")
    return RecordFile(
        path=path,
        rendition=_text(value["rendition"]),
        sha256=_text(value["sha256"]),
        bytes=_whole(value["bytes"]),
        duration=None if length is None else _number(length),
        made_from=_text(value.get("made_from", "")),
    )


def _seconds(seconds: Fraction) -> float:
    """To the millisecond."""
    return floor(seconds * 1000 + Fraction(1, 2)) / 1000


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _number_like(value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("not a number")
    return value


def _number(value: object) -> Fraction:
    return Fraction(_number_like(value))


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
