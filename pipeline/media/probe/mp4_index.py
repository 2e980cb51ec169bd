"""The index of an MP4 before a library reads it: what its edit lists play, and whether its tables fit into the file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from pipeline.media.mp4_boxes import Box, boxes
from pipeline.messages import NOTHING, Message, tr, trn

SAMPLES = 10_000_000
"""Of one track: a day of pictures and sound has a tenth. A table that promises more makes readers take gigabytes."""
BOXES = 10_000
INDEX_BYTES = 256 << 20
NORMAL_RATE = 0x0001_0000
_TRACK_KINDS = (b"vide", b"soun")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFault:
    """What stands in an index that is not played as it says."""

    code: str
    message: Message
    hint: Message = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    empty: bool
    """Nothing is shown."""
    rate: int
    """In 65536ths; 0 lets one picture stand."""


def index_fault(path: Path) -> IndexFault | None:
    """What is wrong with an MP4's index; None for other files, and where only what a library knows would tell."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        if file.read(8)[4:8] not in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            return None
        try:
            outer = list(islice(boxes(file, 0, size), BOXES))
            moov = next((box for box in outer if box.kind == "moov"), None)
            if moov is None:
                return None
            if moov.stop - moov.body > INDEX_BYTES:
                return IndexFault(
                    code="unreadable-media", message=tr("the index of '{name}' is too large", name=path.name)
                )
            if found := _second_file(outer, path.name):
                return found
            for track in _inside(file, moov, "trak"):
                if found := _track_fault(file, track, path.name, size):
                    return found
        except (struct.error, OverflowError, MemoryError):
            return None  # The library says what is wrong with it.
    return None


def _second_file(outer: list[Box], name: str) -> IndexFault | None:
    """Files that were joined byte by byte: a player plays the first, and nothing says that there is more."""
    # Some programs write the index twice, but the media once.
    if any(sum(box.kind == kind for box in outer) < 2 for kind in ("moov", "mdat")):
        return None
    message = tr("'{name}' holds several films behind each other, of which players show the first alone", name=name)
    hint = tr("join them with a program for that, or use each of them as a clip of its own")
    return IndexFault(code="several-films", message=message, hint=hint)


def _track_fault(file: IO[bytes], track: Box, name: str, size: int) -> IndexFault | None:
    media = next(_inside(file, track, "mdia"), None)
    handler = next(_inside(file, media, "hdlr"), None) if media else None
    if media is None or handler is None or _at(file, handler, 8, 4) not in _TRACK_KINDS:
        return None
    tables = [table for inner in _inside(file, media, "minf") for table in _inside(file, inner, "stbl")]
    for table in tables:
        for sizes in _inside(file, table, "stsz"):
            each, count = struct.unpack(">II", _at(file, sizes, 4, 8))
            # Of uncoded sound every sample counts, ten million in three minutes; readers take them by the chunk.
            many = count > SAMPLES and not (each and _at(file, handler, 8, 4) == b"soun")
            if many or each * count > size or (not each and count * 4 > size):
                message = tr("the index of '{name}' promises more than the file can hold", name=name)
                return IndexFault(code="unreadable-media", message=message)
    edits = [
        edit
        for lists in _inside(file, track, "edts")
        for one in _inside(file, lists, "elst")
        for edit in _edits(file, one)
    ]
    return _edit_fault(edits, name)


def _edit_fault(edits: list[_Edit], name: str) -> IndexFault | None:
    hint = tr("play it in the program that made it, and export it from there as an ordinary MP4")
    shown = [edit for edit in edits if not edit.empty]
    if any(edit.rate != NORMAL_RATE for edit in shown):
        message = tr(
            "'{name}' plays a part at another speed or lets a picture stand, by an edit list that is not read",
            name=name,
        )
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    first_shown = next((place for place, edit in enumerate(edits) if not edit.empty), len(edits))
    if len(shown) > 1 or any(edit.empty for edit in edits[first_shown:]):
        message = trn(
            "'{name}' is put together from {count} part of its recording by an edit list, which is not read",
            "'{name}' is put together from {count} parts of its recording by an edit list, which is not read",
            len(edits), name=name,
        )  # fmt: skip
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    return None


def _edits(file: IO[bytes], box: Box) -> Iterator[_Edit]:
    version, _, count = struct.unpack(">B3sI", _at(file, box, 0, 8))
    form = struct.Struct(">QqI" if version == 1 else ">IiI")
    data = _at(file, box, 8, form.size * min(count, BOXES))
    for duration, time, rate in form.iter_unpack(data[: len(data) // form.size * form.size]):
        # A last edit of no length is padding of some writers; one that plays to the end has none either.
        if duration or count == 1 or time >= 0:
            yield _Edit(empty=time == -1, rate=rate)


def _inside(file: IO[bytes], box: Box, kind: str) -> Iterator[Box]:
    return (one for one in islice(boxes(file, box.body, box.stop), BOXES) if one.kind == kind)


def _at(file: IO[bytes], box: Box, offset: int, length: int) -> bytes:
    file.seek(box.body + offset)
    return file.read(min(length, max(box.stop - box.body - offset, 0)))
