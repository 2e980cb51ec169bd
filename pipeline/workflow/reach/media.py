"""The files whose downloads are counted, from the records of programmes or from a list of files made elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import PipelineError, did_you_mean, in_words
from pipeline.media.probe.container.header_bytes import head_bytes
from pipeline.messages import tr
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.record import Record, RecordFile
from pipeline.publish.from_record import files_of
from pipeline.publish.item import ItemSeries
from pipeline.reach.downloads.count import ServedFile
from pipeline.reach.downloads.media import MediaFile, need, tidied

LARGEST = 16 << 20
"""Bytes of a list."""
EXAMPLE = '{"files": [{"path": "/media/ep01.mp3", ...}]}'
_HOST = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*")
KEYS = ("path", "series", "episode", "duration_s", "header_bytes", "bytes_per_second", "size")


def files_of_programmes(root: Path) -> Iterator[ServedFile]:
    """The audio and video files of all programmes in `out/`."""
    for folder in sorted((root / "out").glob("*/")):
        for record in OutputFolder(folder=folder).programmes():
            yield from _of_record(record, folder)


def files_of_list(path: Path, series: Sequence[str]) -> Iterator[ServedFile]:
    """The files of a JSON list; `series` are the workspace's, of which a single one need not be named.

    Raises PipelineError where the list cannot be read, or an entry is wrong.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as cause:
        reason = in_words(cause)
        raise PipelineError(tr("cannot read '{path}': {reason}", path=path, reason=reason)) from cause
    try:
        found = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError) as cause:
        raise PipelineError(tr("'{path}' is not JSON: {cause}", path=path, cause=str(cause))) from cause
    entries = found.get("files") if isinstance(found, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        message = tr("'{path}' is not a list of media files", path=path)
        raise PipelineError(message, hint=tr("write {example}", example=EXAMPLE))
    known: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        place = tr("'{path}', file {number}", path=path, number=number)
        try:
            one = _of_entry(entry, series)
        except PipelineError as cause:
            raise cause.at(place) from cause
        if one.addresses[0] in known:
            raise PipelineError(tr("'{name}' is listed twice", name=entry["path"])).at(place)
        known.add(one.addresses[0])
        yield one


def _of_record(record: Record, folder: Path) -> Iterator[ServedFile]:
    series = ItemSeries(id=record.series, title=record.series_title, author="", language=record.language)
    published = {Path(one.source).name: one.name for one in files_of(record, series) if one.role in ("video", "audio")}
    for file in record.files:
        if file.duration is None or file.path not in published or file.bytes <= 0:
            continue
        name = published[file.path]
        yield ServedFile(
            medium=MediaFile(
                series=record.series,
                number=record.number,
                name=name,
                size=file.bytes,
                need=need(file.bytes, head=_head(folder / file.path, file), duration=float(file.duration)),
                guid=record.guid,
            ),
            addresses=(
                f"{series.slug}/{record.number}/{name}",
                name,
                f"{folder.name}/{file.path}",
                # A bare '001.mp4' may be anybody's.
                *([file.path] if any(map(str.isalpha, Path(file.path).stem)) else []),
            ),
        )


def _head(path: Path, file: RecordFile) -> int | None:
    """None where the file is gone, or is another one now."""
    try:
        return head_bytes(path) if path.stat().st_size == file.bytes else None
    except OSError:
        return None


def _of_entry(entry: Mapping[str, object], series: Sequence[str]) -> ServedFile:
    """Raises PipelineError for what is wrong with an entry."""
    for key in entry:
        if key not in KEYS:
            raise PipelineError(tr("unknown key '{key}'", key=key), hint=did_you_mean(key, KEYS))
    path = entry.get("path")
    if not isinstance(path, str) or not path.strip("/"):
        raise PipelineError(tr("'path' is missing: the path as logs have it, such as '/media/ep01.mp3'"))
    episode = entry.get("episode", "")
    if episode is not None and (not isinstance(episode, int) or isinstance(episode, bool) or episode < 0):
        raise PipelineError(
            tr("'episode' must be the episode's number"), hint=tr("null for what is of no episode: a trailer")
        )
    named = entry.get("series")
    if named is not None and not isinstance(named, str):
        raise PipelineError(tr("'series' must be the id of a series"))
    own = named or (series[0] if len(series) == 1 else "")
    if episode is None and not own:
        raise PipelineError(tr("'series' must say of which series it is, where 'episode' is null"))
    size = _number(entry, "size")
    if not size or size != int(size) or size > 1 << 40:
        raise PipelineError(tr("'size' must be the file's size in bytes"))
    head, duration, rate = (_number(entry, key) for key in ("header_bytes", "duration_s", "bytes_per_second"))
    return ServedFile(
        medium=MediaFile(
            series=own,
            number=episode,
            name=path,
            size=int(size),
            need=need(int(size), head=None if head is None else int(head), duration=duration, rate=rate or None),
        ),
        addresses=("/" + tidied(unquote(_HOST.sub("", path))),),
    )


def _number(entry: Mapping[str, object], key: str) -> float | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e18:
        raise PipelineError(tr("'{key}' must be a number of zero or more", key=key))
    return value
