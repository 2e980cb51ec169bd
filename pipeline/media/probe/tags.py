"""Tags: what media files say of themselves: title, number and date, and whose they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from PIL import Image

from pipeline.errors import PipelineError
from pipeline.media.picture.formats import FORMATS
from pipeline.media.probe.probe import opened
from pipeline.model.programme import Rights

_ARTIST, _COPYRIGHT, _AUTHOR = 0x013B, 0x8298, 0x9C9D
"""EXIF's tags, and the one in which Windows keeps authors."""


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


def rights_in(path: Path, *, picture: bool) -> Rights:
    """What a file says of itself; nothing where it cannot be read, which others report."""
    try:
        return _of_picture(path) if picture else _of_recording(path)
    except (PipelineError, OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Rights()


def _of_recording(path: Path) -> Rights:
    with opened(path) as container:
        tags = {name.lower(): value for name, value in container.metadata.items()}
        for stream in container.streams.audio:
            # Ogg keeps its tags with the sound.
            tags = {name.lower(): value for name, value in stream.metadata.items()} | tags
    by = tags.get("artist") or tags.get("album_artist") or tags.get("composer") or ""
    return Rights(title=_line(tags.get("title", "")), by=_line(by), copyright=_line(tags.get("copyright", "")))


def _of_picture(path: Path) -> Rights:
    with Image.open(path, formats=[one for one in FORMATS if one != "HEIF"]) as file:
        tags = file.getexif()
        said = {name.lower(): value for name, value in file.info.items() if isinstance(value, str)}
        by = next(filter(None, (*_texts(tags.get(_ARTIST), tags.get(_AUTHOR)), said.get("author", ""))), "")
        owned = next(filter(None, (*_texts(tags.get(_COPYRIGHT)), said.get("copyright", ""))), "")
    return Rights(by=_line(by), copyright=_line(owned))


def _texts(*values: object) -> Iterator[str]:
    """EXIF knows ASCII; cameras and programs write UTF-8 or the system's encoding into it, Windows UTF-16."""
    for value in values:
        if isinstance(value, str):
            data = value.encode("latin-1", "replace")
            for encoding in ("utf-8", "gb18030"):
                try:
                    yield data.decode(encoding)
                    break
                except UnicodeDecodeError:
                    continue
        elif isinstance(value, bytes | tuple):
            yield bytes(value).decode("utf-16-le", "replace")


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
