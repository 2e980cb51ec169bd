"""Definitions: what each platform says that its metrics count, and since which day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from pathlib import Path
from typing import Annotated

from pipeline.documents.diagnostics import Findings
from pipeline.documents.mappings import Document
from pipeline.documents.nodes import Place, parse
from pipeline.documents.scalars import Maybe, Mistake, Scalar
from pipeline.documents.source import read_source
from pipeline.documents.validation import validate
from pipeline.documents.values import Title
from pipeline.errors import DiagnosedError
from pipeline.messages import tr

_FILE = Path(__file__).parent / "definitions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One meaning of a metric on a platform; figures of different definitions are different figures."""

    id: str
    says: str
    """In Chinese; empty where the platform has published nothing."""
    english: str
    """The same in English."""
    since: Date | None = None


def definition_of(platform: str, metric: str, day: Date) -> Definition:
    """What a metric of a platform counted on a day."""
    known = _known().get((platform, metric), ())
    return next(
        (one for one in reversed(known) if one.since is None or one.since <= day),
        Definition(id=f"{platform}/{metric}", says="", english=""),
    )


def era_of(platform: str, day: Date) -> Date:
    """A day on which all of a platform's metrics counted what they did on `day`; the same for all such days."""
    return max((since for since in _changes(platform) if since <= day), default=Date.min)


def definition_named(name: str) -> Definition | None:
    """The definition with this id."""
    return next((one for several in _known().values() for one in several if one.id == name), None)


@cache
def _changes(platform: str) -> frozenset[Date]:
    """The days since which one of its metrics counts something else."""
    return frozenset(
        one.since for (name, _), known in _known().items() if name == platform for one in known if one.since
    )


def _day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise Mistake(
            "bad-date", tr("'{value}' is not a date", value=value[:60]), tr("write year-month-day: 2025-11-01")
        )
    return value


class _DefinitionDocument(Document):
    """What a platform says that a metric counts, and since when."""

    id: Title
    since: Maybe[Annotated[str, Scalar(_day, tr("a date such as 2025-11-01"))]] = None
    says: Title
    english: Title


class _PlatformsDocument(Document):
    definitions: Mapping[str, Mapping[str, tuple[_DefinitionDocument, ...]]]


@cache
def _known() -> Mapping[tuple[str, str], tuple[Definition, ...]]:
    found = Findings()
    source = read_source(_FILE, _FILE.parent, found)
    place: Place | None = parse(source, found) if source else None
    document = validate(_PlatformsDocument, place, found) if place else None
    if document is None or found.sorted():
        raise DiagnosedError(found.sorted())
    return {
        (platform, metric): tuple(
            Definition(
                id=one.id,
                says=one.says,
                english=one.english,
                since=Date.fromisoformat(one.since) if one.since else None,
            )
            for one in several
        )
        for platform, metrics in document.definitions.items()
        for metric, several in metrics.items()
    }
