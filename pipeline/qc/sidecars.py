"""Sidecars: the cover, the transcripts and the subtitle files of a programme, and the captions in its video."""

import html
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pysubs2

from pipeline.captions.rules import violations
from pipeline.errors import PipelineError, in_words
from pipeline.media.picture.images import open_picture
from pipeline.media.probe.probe import probe
from pipeline.media.qc.readback import captions_in
from pipeline.messages import NOTHING, Message, tr, trn, verbatim
from pipeline.model.captions import Cue
from pipeline.qc.expected import Expected
from pipeline.qc.inspect import Inspection

SLACK = 1
"""Milliseconds by which a caption's times may differ from file to file."""
SHOWN = 3
"""Remarks on one kind of fault in captions; more are counted."""
_LARGEST = 16 << 20
_FULL_WIDTH = str.maketrans("＜＞｛｝", "<>{}")
"""Signs that SubRip cannot escape are written full-width."""


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
        found.add("decode", tr("it cannot be read: {reason}", reason=in_words(cause)))
        return found
    found.measures["characters"] = len(text)
    if not text.strip():
        found.add("whole", tr("it is empty"))
    return found


def inspect_subtitles(path: Path, expected: Expected) -> Inspection:
    """Compare a subtitle file with the cues it should have, where they are known, and with the rules for reading."""
    found = Inspection()
    try:
        own = cues_of(path)
    except (OSError, ValueError) as cause:
        found.add("decode", tr("it is not a subtitle file: {reason}", reason=in_words(cause)))
        return found
    found.measures["captions"] = len(own)
    if expected.cues is not None and (difference := difference_of(own, expected.cues)):
        found.add("caption-files", difference)
    rate = expected.timeline.rate if expected.timeline else None
    broken = violations(own, rate=rate)
    found.measures["caption_violations"] = len(broken)
    kinds = {one.code: [other for other in broken if other.code == one.code] for one in broken}
    for same in kinds.values():
        for one in same[:SHOWN]:
            found.add("captions", verbatim(one.message), at=_seconds(own[one.cue]))
        if len(same) > SHOWN:
            found.add("captions", trn("and {count} more like it", "and {count} more like it", len(same) - SHOWN))
    return found


def inspect_soft_captions(path: Path, cues: Sequence[Cue] | None, written: Sequence[Cue], found: Inspection) -> None:
    """Compare the captions in an MP4 with the cues it should have; else, if it has any, with the file beside it."""
    own = captions_in(path)
    found.measures["captions"] = len(own)
    if difference := difference_of(own, (written if own else ()) if cues is None else cues):
        found.add("caption-files", difference)


def cues_of(path: Path) -> tuple[Cue, ...]:
    """The cues of a .vtt or .srt file of ours. Raises ValueError for other files."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(tr("it is too large"))
    try:
        read = pysubs2.SSAFile.from_string(data.decode("utf-8-sig"), format_=path.suffix[1:].lower())
    except pysubs2.Pysubs2Error as cause:
        raise ValueError(str(cause)) from cause
    return tuple(
        Cue(start=event.start, stop=event.end, text=html.unescape(event.plaintext)) for event in read if event.text
    )


def difference_of(own: Sequence[Cue], cues: Sequence[Cue]) -> Message:
    """How a file's cues differ from those that it should have; empty where they do not."""
    if len(own) != len(cues):
        return trn(
            "it has {count} caption, not {expected}",
            "it has {count} captions, not {expected}",
            len(own),
            expected=len(cues),
        )
    for number, (one, other) in enumerate(zip(own, cues, strict=True), start=1):
        if _plain(one.text) != _plain(other.text):
            return tr(
                "its caption {number} says '{text}', not '{expected}'",
                number=number,
                text=_short(one.text),
                expected=_short(other.text),
            )
        if abs(one.start - other.start) > SLACK or abs(one.stop - other.stop) > SLACK:
            return tr(
                "its caption {number} is shown from {start} to {stop} ms, not from {expected_start} to {expected_stop}",
                number=number,
                start=one.start,
                stop=one.stop,
                expected_start=other.start,
                expected_stop=other.stop,
            )
    return NOTHING


def _plain(text: str) -> str:
    return " ".join(text.translate(_FULL_WIDTH).split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 24 else f"{text[:23]}…"


def _seconds(cue: Cue) -> Fraction:
    return Fraction(cue.start, 1000)
