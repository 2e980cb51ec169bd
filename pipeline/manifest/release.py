"""Releases: when an episode may be published, and under which shorter title, from its manifest alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from pipeline.documents.diagnostics import Findings
from pipeline.documents.mappings import Document
from pipeline.documents.nodes import parse
from pipeline.documents.scalars import Maybe
from pipeline.documents.source import read_source
from pipeline.documents.validation import validate
from pipeline.documents.values import Day, Title, whole_number
from pipeline.errors import DiagnosedError
from pipeline.manifest.schema import publish_values
from pipeline.manifest.studio import StudioFile
from pipeline.model.series import Series


class ReleaseKeys(Document):
    """The keys of a manifest that say when its programme comes out; all others are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: Annotated[int, whole_number(1, 99_999)]
    date: Maybe[Day] = Field(None)
    publish_at: Maybe[publish_values.DateTime] = Field(None)
    short_title: Maybe[Title] = Field(None, alias="short-title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What of a manifest counts when its programme is finished already."""

    at: datetime | None
    """It may not be published before, in the studio's time zone; None for at any time."""
    short_title: str
    """For where its title is too long; empty for none."""


def release_of(path: Path, series: Series, studio_file: StudioFile) -> Release:
    """The release of the episode in the manifest `path`.

    Of the times `publish_at` comes first, then its `date` at the schedule's time of day, then its turn in the series'
    schedule. Raises DiagnosedError where these keys of the manifest are wrong.
    """
    found = Findings()
    source = read_source(path, studio_file.studio.root, found)
    place = parse(source, found) if source else None
    document = validate(ReleaseKeys, place, found) if place else None
    errors = [one for one in found.sorted() if one.severity == "error"]
    if document is None or errors:
        raise DiagnosedError(errors)
    zone = ZoneInfo(studio_file.studio.timezone)
    at = document.publish_at
    at = (
        at.replace(tzinfo=zone)
        if at
        else series.schedule.release(number=document.number, date=document.date, zone=zone)
    )
    return Release(at=at, short_title=document.short_title or "")
