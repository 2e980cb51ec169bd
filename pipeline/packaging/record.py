"""The programme record: the JSON beside a programme with its data, its measures and what it was made from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date as Date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StrictInt, TypeAdapter

from pipeline.model.ai_content import AiContent
from pipeline.model.programme import (
    AskedQuestion,
    CoverSource,
    Credit,
    Label,
    Named,
    Portrayal,
    ProgrammeChapter,
    Quotation,
    Recitation,
    Shown,
    Synthetic,
)
from pipeline.model.publishing.podcast import Listing

VERSION = 1
LARGEST = 16 << 20
"""Bytes; a larger file is not a record."""


def _number(value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("not a number")
    return value


def _beside(path: str) -> str:
    """A record may have come from elsewhere: it must not lead its readers out of its folder."""
    if not path or "\\" in path or ":" in path or path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"'{path}' does not lie beside the record")
    return path


def _chapter(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    start, stop = (round(_number(value[edge]) * 1000) for edge in ("start", "stop"))
    return {"start": start, "stop": stop, "title": value["title"]}


def _label(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    return {"start": round(_number(value["start"]) * 1000), "picture": value["picture"], "text": value["label"]}


def _question(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    times = {name: round(_number(value[name]) * 1000) for name in _QUESTION_TIMES}
    return dict(value) | times


def _timed(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    return {**value, **{edge: round(_number(value[edge]) * 1000) for edge in ("start", "stop")}}


def _recitation(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    return _timed(value) | {"sentences": [_timed(one) for one in value["sentences"]]}


def _named(value: Any) -> dict[str, object]:
    """As the model has it: in milliseconds."""
    start, stop = (round(_number(value[edge]) * 1000) for edge in ("start", "stop"))
    return {"start": start, "stop": stop, "name": value["name"], "role": value["role"]}


def _listing(value: Any) -> dict[str, object]:
    """As the model has it: under its names."""
    season, bite = value.get("season"), value.get("soundbite")
    if not isinstance(season, int | None) or isinstance(season, bool):
        raise ValueError("no number of a season")
    said = (
        None
        if bite in (None, {})
        else {"start": _number(bite["at"]), "length": _number(bite["for"]), "title": bite["title"]}
    )
    more = {name: value[name] for name in _ADDED if name in value}
    return {"season": season, "kind": value.get("type", "full"), "soundbite": said} | more


_ADDED = ("explicit", "block", "people", "location", "license", "license_url")
"""Of a listing: what came later, and is written only where it is said."""
_QUESTION_TIMES = ("start", "think", "reveal", "stop")
_Seconds = Annotated[Fraction, BeforeValidator(_number)]
_Figures = Mapping[str, Annotated[Decimal, BeforeValidator(_number)]]
_Date = Annotated[Date, BeforeValidator(Date.fromisoformat)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """One delivered file."""

    path: Annotated[str, AfterValidator(_beside)]
    """Relative to the record, with forward slashes."""
    rendition: str
    """Empty for what belongs to all renditions: subtitles, the cover."""
    sha256: str
    bytes: StrictInt
    duration: _Seconds | None = None
    """Seconds; None for what has no length."""
    made_from: str = ""
    """Key of the action that made it."""
    burned: bool = False
    """Whether captions are drawn into its picture."""


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
    number: StrictInt
    total: StrictInt | None = None
    title: str
    summary: str = ""
    date: _Date | None = None
    language: str
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    duration: _Seconds
    """Seconds."""
    chapters: tuple[Annotated[ProgrammeChapter, BeforeValidator(_chapter)], ...] = ()
    files: tuple[RecordFile, ...]
    loudness: _Figures = field(default_factory=dict)
    """Measured figures by name, the unit at the end of the name: `integrated_lufs`, `true_peak_dbtp`."""
    sync: _Figures = field(default_factory=dict)
    """By how many milliseconds the main file's sound comes after its picture: `start_ms`, `end_ms`."""
    inputs: tuple[RecordInput, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    """Name and version of what made it."""
    guid: str = ""
    """The episode's identity for publishing, once it has one."""
    listing: Annotated[Listing, BeforeValidator(_listing)] = field(default_factory=Listing)
    cover: Annotated[CoverSource | None, BeforeValidator(CoverSource.stated)] = None
    """What of the episode its covers show; None where they show a drawing of ours."""
    labels: tuple[Annotated[Label, BeforeValidator(_label)], ...] = ()
    """What its pictures show, where readers shall know."""
    questions: tuple[Annotated[AskedQuestion, BeforeValidator(_question)], ...] = ()
    """That it asks, in order."""
    names: tuple[Annotated[Named, BeforeValidator(_named)], ...] = ()
    """Whose names are shown over its pictures."""
    speech: tuple[Synthetic, ...] = ()
    """The machines' voices that speak in it; empty where only people do."""
    ai_content: AiContent | None = None
    """Its content made by AI."""
    readings: tuple[Annotated[Recitation, BeforeValidator(_recitation)], ...] = ()
    """Texts that are read out."""
    quotes: tuple[Annotated[Quotation, BeforeValidator(_timed)], ...] = ()
    """On its cards, as are people and credits."""
    people: tuple[Annotated[Portrayal, BeforeValidator(_timed)], ...] = ()
    credits: tuple[Credit, ...] = ()

    @property
    def shown(self) -> Shown:
        """What its cards show."""
        return Shown(quotes=self.quotes, people=self.people, credits=self.credits, readings=self.readings)


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
            | ({"burned": True} if file.burned else {})
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
    if record.cover:
        value["cover"] = record.cover.as_json()
    if record.labels:
        value["labels"] = [
            {"start": label.start / 1000, "picture": label.picture, "label": label.text} for label in record.labels
        ]
    if record.questions:
        value["questions"] = [_question_text(one) for one in record.questions]
    if record.names:
        value["names"] = [
            {"start": one.start / 1000, "stop": one.stop / 1000, "name": one.name, "role": one.role}
            for one in record.names
        ]
    if record.speech:
        value["speech"] = [{"engine": one.engine, "voice": one.voice} for one in record.speech]
    if record.ai_content:
        value["ai_content"] = asdict(record.ai_content)
    for name, cards in (("quotes", record.quotes), ("people", record.people)):
        if cards:
            value[name] = [asdict(one) | {"start": one.start / 1000, "stop": one.stop / 1000} for one in cards]
    if record.readings:
        value["readings"] = [_reading_text(one) for one in record.readings]
    if record.credits:
        value["credits"] = [{"role": one.role, "names": list(one.names)} for one in record.credits]
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _reading_text(reading: Recitation) -> dict[str, object]:
    sentences = [{"start": one.start / 1000, "stop": one.stop / 1000, "text": one.text} for one in reading.sentences]
    passage = asdict(reading.passage)
    return {"start": reading.start / 1000, "stop": reading.stop / 1000, "sentences": sentences, "passage": passage}


def read_record(path: Path) -> Record | None:
    """The record in a file; None where there is none, or it is damaged."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            return None
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
        if type(found["voicehall"]) is not int or found["voicehall"] != VERSION:
            return None
        return _reader().validate_python(found)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        return None


@cache
def _reader() -> TypeAdapter[Record]:
    """Made when the first record is read."""
    return TypeAdapter(Record)


def _question_text(question: AskedQuestion) -> dict[str, object]:
    times = {name: getattr(question, name) / 1000 for name in _QUESTION_TIMES}
    return asdict(question) | {"options": list(question.options)} | times


def _listing_text(listing: Listing) -> dict[str, object]:
    bite = listing.soundbite
    return {
        "season": listing.season,
        "type": listing.kind,
        "soundbite": {"at": _seconds(bite.start), "for": _seconds(bite.length), "title": bite.title} if bite else None,
    } | {name: _said(value) for name, value in listing.added.items()}


def _said(value: object) -> object:
    """A value with those in it, as JSON has them."""
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _seconds(seconds: Fraction) -> float:
    """To the millisecond."""
    return floor(seconds * 1000 + Fraction(1, 2)) / 1000


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
