"""The index of an MP4 before a library reads it: what its edit lists play, and whether its tables fit into the file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import IO

from pipeline.media.mp4_boxes import Box, boxes
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.edits import Edit

SAMPLES = 10_000_000
"""Of one track: a day of pictures and sound has a tenth. A table that promises more makes readers take gigabytes."""
BOXES = 10_000
INDEX_BYTES = 256 << 20
NORMAL_RATE = 0x0001_0000
PARTS = 32
"""Of a picture, at most: each is read by a decoder of its own, all of them at once."""
DAY = 24 * 3600
SOUND_PARTS = 1000
"""Of a sound: they are read one after the other."""
_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_TRACK_KINDS = (b"vide", b"soun")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFault:
    """What stands in an index that is not played as it says."""

    code: str
    message: Message
    hint: Message = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    duration: int
    """In the film's time scale."""
    time: int
    """In the track's time scale; -1 shows nothing."""
    rate: int
    """In 65536ths; 0 lets one picture stand."""

    @property
    def empty(self) -> bool:
        return self.time == -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEdits:
    """What is played of a track."""

    edits: tuple[Edit, ...]
    """At times of the composition of its samples; none where it is played as it is."""
    first: Fraction
    """Seconds of the composition at which its first sample, in the order of decoding, is shown."""


def index_fault(path: Path) -> IndexFault | None:
    """What is wrong with an MP4's index; None for other files, and where only what a library knows would tell."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        if file.read(8)[4:8] not in _FIRST_BOXES:
            return None
        try:
            outer = list(islice(boxes(file, 0, size), BOXES))
            moov = next((box for box in outer if box.kind == "moov"), None)
            if moov is None:
                return None
            film = next(_inside(file, moov, "mvhd"), None)
            scale = _time_scale(file, film) if film else 0
            fragmented = any(_inside(file, moov, "mvex"))
            if moov.stop - moov.body > INDEX_BYTES:
                return IndexFault(
                    code="unreadable-media", message=tr("the index of '{name}' is too large", name=path.name)
                )
            if found := _second_file(outer, path.name):
                return found
            for track in _inside(file, moov, "trak"):
                if found := _track_fault(file, track, path.name, size, DAY * scale, fragmented=fragmented):
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


def edit_lists(path: Path) -> dict[int, TrackEdits]:
    """What is played of the pictures and sounds of an MP4, by the tracks' numbers.

    Empty for other files, and where no track has several parts: such lists are followed by what reads the file. For
    a file in whose index `index_fault` finds nothing.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        if file.read(8)[4:8] not in _FIRST_BOXES:
            return {}
        moov = next((box for box in islice(boxes(file, 0, size), BOXES) if box.kind == "moov"), None)
        header = next(_inside(file, moov, "mvhd"), None) if moov else None
        if moov is None or header is None:
            return {}
        try:
            scale, several, found = _time_scale(file, header), False, {}
            for track in _inside(file, moov, "trak"):
                if (media := _media(file, track)) is None:
                    continue
                edits = _edits_of(file, track)
                several = several or _several(edits)
                found[_number(file, track)] = _track_edits(file, media[0], edits, scale)
        except (struct.error, OverflowError, ZeroDivisionError, StopIteration):
            return {}
    return found if several else {}


def _track_edits(file: IO[bytes], media: Box, edits: list[_Edit], scale: int) -> TrackEdits:
    own = _time_scale(file, next(_inside(file, media, "mdhd")))
    first = 0
    for table in _tables(file, media):
        for offsets in _inside(file, table, "ctts"):
            # Signed in both versions, as QuickTime writes it; the first sample is decoded at 0.
            (first,) = struct.unpack(">i", _at(file, offsets, 12, 4))
    return TrackEdits(
        edits=tuple(
            Edit(
                duration=Fraction(edit.duration, scale),
                at=None if edit.empty else Fraction(edit.time, own),
                held=edit.rate == 0,
            )
            for edit in edits
        ),
        first=Fraction(first, own),
    )


def _time_scale(file: IO[bytes], header: Box) -> int:
    """Of a film or a track: `mvhd` and `mdhd` begin alike."""
    (scale,) = struct.unpack(">I", _at(file, header, 20 if _at(file, header, 0, 1) == b"\1" else 12, 4))
    return int(scale)


def _number(file: IO[bytes], track: Box) -> int:
    header = next(_inside(file, track, "tkhd"))
    (number,) = struct.unpack(">I", _at(file, header, 20 if _at(file, header, 0, 1) == b"\1" else 12, 4))
    return int(number)


def _media(file: IO[bytes], track: Box) -> tuple[Box, bytes] | None:
    """The media of a track of pictures or sound, and which of both it is."""
    media = next(_inside(file, track, "mdia"), None)
    handler = next(_inside(file, media, "hdlr"), None) if media else None
    kind = _at(file, handler, 8, 4) if handler else b""
    return (media, kind) if media and kind in _TRACK_KINDS else None


def _tables(file: IO[bytes], media: Box) -> list[Box]:
    return [table for inner in _inside(file, media, "minf") for table in _inside(file, inner, "stbl")]


def _edits_of(file: IO[bytes], track: Box) -> list[_Edit]:
    lists = (one for outer in _inside(file, track, "edts") for one in _inside(file, outer, "elst"))
    return [edit for one in lists for edit in _edits(file, one)]


def _several(edits: list[_Edit]) -> bool:
    """Whether more is played than one part, perhaps after a pause."""
    shown = [edit for edit in edits if not edit.empty]
    if not shown:
        return len(edits) > 1
    first = next(place for place, edit in enumerate(edits) if not edit.empty)
    return (
        len(shown) > 1 or any(edit.empty for edit in edits[first:]) or any(edit.rate != NORMAL_RATE for edit in shown)
    )


def _track_fault(
    file: IO[bytes], track: Box, name: str, size: int, longest: int, *, fragmented: bool
) -> IndexFault | None:
    if (found := _media(file, track)) is None:
        return None
    media, kind = found
    for table in _tables(file, media):
        for sizes in _inside(file, table, "stsz"):
            each, count = struct.unpack(">II", _at(file, sizes, 4, 8))
            # Of uncoded sound every sample counts, ten million in three minutes; readers take them by the chunk.
            many = count > SAMPLES and not (each and kind == b"soun")
            if many or each * count > size or (not each and count * 4 > size):
                message = tr("the index of '{name}' promises more than the file can hold", name=name)
                return IndexFault(code="unreadable-media", message=message)
    most = SOUND_PARTS if kind == b"soun" else PARTS
    return _edit_fault(_edits_of(file, track), name, most, longest, fragmented=fragmented)


def _edit_fault(
    edits: list[_Edit], name: str, most: int, longest: int, *, fragmented: bool
) -> IndexFault | None:  # fmt: skip
    """What is not played as it says; `most` parts are, and a list of no more than `longest` in the film's time."""
    hint = tr("play it in the program that made it, and export it from there as an ordinary MP4")
    if any(edit.rate not in (0, NORMAL_RATE) for edit in edits if not edit.empty):
        message = tr("'{name}' plays a part at another speed, by an edit list that is not read", name=name)
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    if fragmented and _several(edits):
        message = tr(
            "'{name}' is written in fragments, of which it plays parts by an edit list; together these are not read",
            name=name,
        )
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    if _several(edits) and sum(edit.duration for edit in edits) > longest:
        message = tr("'{name}' lasts longer than a day by its edit list", name=name)
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    if (parts := sum(not edit.empty for edit in edits)) > most:
        message = tr(
            "'{name}' is put together from {count} parts of its recording by an edit list; {most} are read at most",
            name=name,
            count=parts,
            most=most,
        )
        return IndexFault(code="unsupported-edits", message=message, hint=hint)
    return None


def _edits(file: IO[bytes], box: Box) -> Iterator[_Edit]:
    version, _, count = struct.unpack(">B3sI", _at(file, box, 0, 8))
    form = struct.Struct(">QqI" if version == 1 else ">IiI")
    data = _at(file, box, 8, form.size * min(count, BOXES))
    for duration, time, rate in form.iter_unpack(data[: len(data) // form.size * form.size]):
        # A last edit of no length is padding of some writers; one that plays to the end has none either.
        if duration or count == 1 or time >= 0:
            yield _Edit(duration=duration, time=time, rate=rate)


def _inside(file: IO[bytes], box: Box, kind: str) -> Iterator[Box]:
    return (one for one in islice(boxes(file, box.body, box.stop), BOXES) if one.kind == kind)


def _at(file: IO[bytes], box: Box, offset: int, length: int) -> bytes:
    file.seek(box.body + offset)
    return file.read(min(length, max(box.stop - box.body - offset, 0)))
