"""Labels: the title, number and date in a media file's own tags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from pipeline.media.probe.probe import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a file's tags say; empty where they do not."""

    title: str = ""
    number: int | None = None
    date: Date | None = None
    """A whole day; a year alone is none."""


def labels_of(path: Path) -> Labels:
    """The labels of a file. Raises ProbeError where it is not a media file."""
    with opened(path) as container:
        tags: Mapping[str, str] = {name.lower(): value for name, value in container.metadata.items()}
        for stream in container.streams.audio:
            # Ogg keeps its tags with the sound.
            tags = {name.lower(): value for name, value in stream.metadata.items()} | dict(tags)
    number = re.match(r"\s*0*(\d{1,5})\s*(?:/|$)", tags.get("track", "") or tags.get("episode_sort", ""))
    return Labels(
        title=" ".join(tags.get("title", "").split()),
        number=int(number[1]) if number and int(number[1]) else None,
        date=_day(tags.get("date", "")),
    )


def _day(text: str) -> Date | None:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        return Date(*(int(group) for group in found.groups())) if found else None
    except ValueError:
        return None
