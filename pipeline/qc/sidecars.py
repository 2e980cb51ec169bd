"""Beside: the cover and the subtitle files of a programme, which say in text what its film says in packets."""

import html
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pysubs2

from pipeline.captions.rules import violations
from pipeline.errors import PipelineError
from pipeline.media.picture.images import open_picture
from pipeline.media.probe.probe import probe
from pipeline.media.qc.readback import captions_in
from pipeline.model.captions import Cue
from pipeline.qc.expected import Expected
from pipeline.qc.inspect import Inspection

SLACK = 1
"""Milliseconds by which a caption may be off from file to file."""
TOLD = 3
"""Captions that are told of one kind of fault; the others are counted."""
_LARGEST = 16 << 20
_FULL_WIDTH = str.maketrans("＜＞｛｝", "<>{}")
"""What SubRip cannot escape stands in its full-width like."""


def inspect_cover(path: Path) -> Inspection:
    """Whether the cover can be shown."""
    found = Inspection()
    try:
        header = probe(path).video
        open_picture(path, 64, 64)
    except PipelineError as error:
        found.add("decode", error.message)
        return found
    if header is not None:
        found.measures |= {"width": header.width, "height": header.height}
    return found


def inspect_text(path: Path) -> Inspection:
    """Whether a transcript can be read."""
    found = Inspection()
    try:
        text = path.read_bytes()[:_LARGEST].decode("utf-8")
        if path.suffix == ".json":
            json.loads(text)
    except (ValueError, RecursionError) as cause:
        found.add("decode", f"it cannot be read: {cause}")
        return found
    found.measures["characters"] = len(text)
    if not text.strip():
        found.add("whole", "it is empty")
    return found


def inspect_subtitles(path: Path, expected: Expected) -> Inspection:
    """A subtitle file against the cues that it should hold, where those are known, and against what can be read."""
    found = Inspection()
    try:
        own = cues_of(path)
    except (OSError, ValueError) as cause:
        found.add("decode", f"it is no subtitle file: {cause}")
        return found
    found.measures["captions"] = len(own)
    if expected.cues is not None and (difference := differing(own, expected.cues)):
        found.add("caption-files", difference)
    rate = expected.timeline.rate if expected.timeline else None
    broken = violations(own, rate=rate)
    found.measures["caption_violations"] = len(broken)
    kinds = {one.code: [other for other in broken if other.code == one.code] for one in broken}
    for same in kinds.values():
        for one in same[:TOLD]:
            found.add("captions", one.message, at=_seconds(own[one.cue]))
        if len(same) > TOLD:
            found.add("captions", f"and {len(same) - TOLD} more like it")
    return found


def inspect_soft_captions(path: Path, cues: Sequence[Cue] | None, written: Sequence[Cue], found: Inspection) -> None:
    """The captions inside an MP4 against the cues that it should hold; else, if it has any, against those beside it."""
    own = captions_in(path)
    found.measures["captions"] = len(own)
    if difference := differing(own, (written if own else ()) if cues is None else cues):
        found.add("caption-files", difference)


def cues_of(path: Path) -> tuple[Cue, ...]:
    """The cues of a .vtt or .srt file of ours. Raises ValueError for what is none."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("it is too large")
    try:
        read = pysubs2.SSAFile.from_string(data.decode("utf-8-sig"), format_=path.suffix[1:].lower())
    except pysubs2.Pysubs2Error as cause:
        raise ValueError(str(cause)) from cause
    return tuple(
        Cue(start=event.start, stop=event.end, text=html.unescape(event.plaintext)) for event in read if event.text
    )


def differing(own: Sequence[Cue], cues: Sequence[Cue]) -> str:
    """How cues differ from those that are wanted, in words; empty where they do not."""
    if len(own) != len(cues):
        return f"it has {len(own)} captions, not {len(cues)}"
    for number, (one, other) in enumerate(zip(own, cues, strict=True), start=1):
        if _plain(one.text) != _plain(other.text):
            return f"its caption {number} says '{_short(one.text)}', not '{_short(other.text)}'"
        if abs(one.start - other.start) > SLACK or abs(one.stop - other.stop) > SLACK:
            return f"its caption {number} stands from {one.start} to {one.stop} ms, not {other.start} to {other.stop}"
    return ""


def _plain(text: str) -> str:
    return " ".join(text.translate(_FULL_WIDTH).split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 24 else f"{text[:23]}…"


def _seconds(cue: Cue) -> Fraction:
    return Fraction(cue.start, 1000)
