"""Releases: when an episode may be published, from its manifest alone."""

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
from pipeline.documents.values import Day, whole_number
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


def release_of(path: Path, series: Series, studio_file: StudioFile) -> datetime | None:
    """When the episode in the manifest `path` may be published, in the studio's time zone; None for at any time.

    `publish_at` comes first, then its `date` at the schedule's time of day, then its turn in the series' schedule.
    Raises DiagnosedError where these keys of the manifest are wrong.
    """
    found = Findings()
    source = read_source(path, studio_file.studio.root, found)
    place = parse(source, found) if source else None
    document = validate(ReleaseKeys, place, found) if place else None
    errors = [one for one in found.sorted() if one.severity == "error"]
    if document is None or errors:
        raise DiagnosedError(errors)
    zone = ZoneInfo(studio_file.studio.timezone)
    if document.publish_at is not None:
        return document.publish_at.replace(tzinfo=zone)
    return series.schedule.release(number=document.number, date=document.date, zone=zone)
