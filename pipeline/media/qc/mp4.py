"""The layout of an MP4: what its boxes say about the file and its tracks, read without the library that wrote them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

from pipeline.media.mp4_boxes import Box, boxes
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.video import h264
from pipeline.messages import NOTHING, Message, tr, trn

LARGEST_INDEX = 256 << 20
"""Bytes; a day of pictures and sound takes a tenth."""
IDR_LOOKED_AT = 100_000
"""Keyframes that are checked, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One track by its boxes; times in seconds."""

    kind: str
    """vide, soun, text (chapters), sbtl (captions), ..."""
    codec: str
    """avc1, mp4a, tx3g, ..."""
    language: str
    """Three letters, `und` where it is not stated."""
    start: Fraction
    """When it begins to be shown or heard, by its edit list."""
    length: Fraction
    """For how long it is shown or heard."""
    samples: int
    intervals: tuple[Fraction, ...]
    """The different times from one sample to the next, in decoding order."""
    refreshes: int
    """Samples at which a player can begin; all of them where no list says which."""
    closed: bool | None
    """Whether each keyframe is an IDR picture, so that nothing after it needs pictures before it; None if not H.264."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp4Layout:
    """What an MP4's boxes say about it."""

    order: tuple[str, ...]
    """Kinds of the outermost boxes."""
    problem: Message
    """Why the boxes do not fill the file exactly; empty where they do."""
    tracks: tuple[Track, ...]

    @property
    def faststart(self) -> bool:
        """Whether the index comes before the media: a player can begin before it has the whole file."""
        return "moov" in self.order and "mdat" in self.order and self.order.index("moov") < self.order.index("mdat")

    def track(self, kind: str) -> Track | None:
        """The first track of a kind."""
        return next((track for track in self.tracks if track.kind == kind), None)


def layout_of(path: Path) -> Mp4Layout:
    """Read an MP4's boxes. Raises ProbeError when it has no index, or one that cannot be read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        try:
            outer = list(boxes(file, 0, size))
            moov = next((box for box in outer if box.kind == "moov"), None)
            if moov is None:
                raise ProbeError("not-media", tr("'{name}' has no index", name=path.name))
            if moov.stop > size or moov.stop - moov.body > LARGEST_INDEX:
                raise ProbeError("truncated-media", tr("'{name}' breaks off in its index", name=path.name))
            tracks = tuple(_tracks(file, moov))
        except (struct.error, IndexError, ZeroDivisionError, OverflowError, MemoryError) as cause:
            message = tr("the index of '{name}' cannot be read", name=path.name)
            raise ProbeError("unreadable-media", message) from cause
    return Mp4Layout(order=tuple(box.kind for box in outer), problem=_problem(outer, size), tracks=tracks)


def _problem(outer: list[Box], size: int) -> Message:
    last = outer[-1]
    if last.stop > size:
        return trn(
            "its last box, '{kind}', ends {count} byte beyond the end of the file",
            "its last box, '{kind}', ends {count} bytes beyond the end of the file",
            last.stop - size,
            kind=last.kind,
        )
    if last.stop < size:
        return trn(
            "{count} byte at its end belongs to no box",
            "{count} bytes at its end belong to no box",
            size - last.stop,
        )
    return NOTHING


def _tracks(file: IO[bytes], moov: Box) -> Iterator[Track]:
    inside = {box.kind: box for box in boxes(file, moov.body, moov.stop)}
    clock = _clock(file, inside["mvhd"])[0] if "mvhd" in inside else 1
    for box in boxes(file, moov.body, moov.stop):
        if box.kind == "trak":
            yield _track(file, box, clock)


def _track(file: IO[bytes], trak: Box, movie_clock: int) -> Track:
    found: dict[str, Box] = {}
    containers = [trak]
    while containers:
        container = containers.pop()
        for box in boxes(file, container.body, container.stop):
            found.setdefault(box.kind, box)
            if box.kind in ("mdia", "minf", "stbl", "edts"):
                containers.append(box)
    clock, duration, language = _clock(file, found["mdhd"]) if "mdhd" in found else (1, 0, "und")
    start, length = _edited(file, found.get("elst"), movie_clock, Fraction(duration, clock))
    codec, description = _description(file, found.get("stsd"))
    sizes = _sizes(file, found.get("stsz"))
    refreshes = _numbers(file, found.get("stss"), ">I")
    return Track(
        kind=_read(file, found.get("hdlr"), 12)[8:12].decode("latin-1"),
        codec=codec,
        language=language,
        start=start,
        length=length,
        samples=len(sizes),
        intervals=_intervals(file, found.get("stts"), clock),
        refreshes=len(refreshes) if "stss" in found else len(sizes),
        closed=_closed(file, found, sizes, refreshes) if codec == "avc1" and b"avcC" in description else None,
    )


def _read(file: IO[bytes], box: Box | None, most: int | None = None) -> bytes:
    if box is None:
        return b"" if most is None else bytes(most)
    file.seek(box.body)
    size = box.stop - box.body
    return file.read(size if most is None else min(size, most))


def _clock(file: IO[bytes], header: Box) -> tuple[int, int, str]:
    """Units to a second, length in them, and the language, of an mvhd or mdhd."""
    data = _read(file, header, 40).ljust(40, b"\0")
    clock, length, packed = struct.unpack(
        ">IQH" if data[0] == 1 else ">IIH", data[20:34] if data[0] == 1 else data[12:22]
    )
    letters = "".join(chr(0x60 + (packed >> shift & 31)) for shift in (10, 5, 0))
    return max(clock, 1), length, letters if packed and letters.isalpha() else "und"


def _edited(file: IO[bytes], elst: Box | None, clock: int, length: Fraction) -> tuple[Fraction, Fraction]:
    """When a track begins and how long it lasts: empty edits before it delay it."""
    data = _read(file, elst)
    if len(data) < 8:
        return Fraction(0), length
    entry = struct.Struct(">QqI" if data[0] == 1 else ">IiI")
    start, shown = 0, 0
    for span, media, _ in entry.iter_unpack(data[8 : 8 + entry.size * ((len(data) - 8) // entry.size)]):
        if media >= 0:
            shown += span
        elif not shown:
            start += span
    return Fraction(start, clock), Fraction(shown, clock)


def _description(file: IO[bytes], stsd: Box | None) -> tuple[str, bytes]:
    data = _read(file, stsd, 1 << 16)
    return (data[12:16].decode("latin-1"), data[16:]) if len(data) >= 16 else ("", b"")


def _numbers(file: IO[bytes], table: Box | None, form: str) -> list[int]:
    """A table of one number to a row, behind version, flags and the number of rows."""
    data = _read(file, table)
    if len(data) < 8:
        return []
    return [number for (number,) in struct.iter_unpack(form, data[8 : 8 + struct.calcsize(form) * _rows(data, form)])]


def _rows(data: bytes, form: str) -> int:
    """As many as are stated, and exist."""
    return min(int.from_bytes(data[4:8]), (len(data) - 8) // struct.calcsize(form))


def _sizes(file: IO[bytes], stsz: Box | None) -> list[int]:
    data = _read(file, stsz)
    if len(data) < 12:
        return []
    same, count = struct.unpack(">II", data[4:12])
    if same:
        return [same] * min(count, LARGEST_INDEX // 8)
    rows = min(count, (len(data) - 12) // 4)
    return list(struct.unpack(f">{rows}I", data[12 : 12 + 4 * rows]))


def _intervals(file: IO[bytes], stts: Box | None, clock: int) -> tuple[Fraction, ...]:
    data = _read(file, stts)
    if len(data) < 8:
        return ()
    rows = list(struct.iter_unpack(">II", data[8 : 8 + 8 * _rows(data, ">II")]))
    if rows and rows[-1][0] == 1:
        # Nothing comes after the last sample: its duration is no interval.
        rows = rows[:-1] or rows
    return tuple(Fraction(delta, clock) for delta in sorted({delta for count, delta in rows if count}))


def _closed(file: IO[bytes], found: dict[str, Box], sizes: list[int], refreshes: list[int]) -> bool:
    """Whether every refresh is an IDR picture."""
    places = _places(file, found, sizes)
    for number in (refreshes or range(1, len(sizes) + 1))[:IDR_LOOKED_AT]:
        file.seek(places[number - 1])
        sample = file.read(min(sizes[number - 1], 1 << 20))
        if h264.NAL_IDR not in _unit_kinds(sample):
            return False
    return True


def _unit_kinds(sample: bytes) -> set[int]:
    """Kinds of the NAL units of an H.264 sample, each behind its length in four bytes."""
    kinds, at = set(), 0
    while at + 5 <= len(sample):
        kinds.add(sample[at + 4] & 31)
        at += 4 + int.from_bytes(sample[at : at + 4])
    return kinds


def _places(file: IO[bytes], found: dict[str, Box], sizes: list[int]) -> list[int]:
    """Where each sample lies: samples follow each other in chunks, runs of which hold equally many."""
    chunks = _numbers(file, found["stco"], ">I") if "stco" in found else _numbers(file, found.get("co64"), ">Q")
    data = _read(file, found.get("stsc"))
    runs = [row[:2] for row in struct.iter_unpack(">III", data[8 : 8 + 12 * _rows(data, ">III")])]
    places: list[int] = []
    for (first, count), after in zip(runs, [*(run[0] for run in runs[1:]), len(chunks) + 1], strict=True):
        for chunk in range(first, after):
            at = chunks[chunk - 1]
            for size in sizes[len(places) : len(places) + count]:
                places.append(at)
                at += size
    return places
