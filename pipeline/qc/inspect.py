"""Inspecting: what a finished file's headers say, without decoding it, against what it should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Literal, assert_never

from pipeline.errors import PipelineError
from pipeline.media.probe.container.duration import promised_bytes
from pipeline.media.probe.probe import opened, probe
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.qc.mp4 import Mp4Layout, Track, layout_of
from pipeline.media.qc.picture_format import picture_format
from pipeline.media.qc.readback import FileTags, read_file_tags
from pipeline.messages import Message, tr, trn
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.qc.expected import Expected, expected_files
from pipeline.qc.verdict import Remark

CHAPTER_SLACK = 1
"""Milliseconds by which a chapter may differ: containers count in different units."""
TITLE_BYTES = 255
"""Of a chapter's title in MP4."""
SLACK = Fraction(1, 20)
"""Seconds by which a length may differ in a finished file: coders of sound count in blocks."""

_TAG_NAMES = {
    "title": tr("title"),
    "album": tr("album"),
    "track": tr("track"),
    "date": tr("date"),
    "comment": tr("comment"),
    "artist": tr("artist"),
    "genre": tr("genre"),
    "identity": tr("identity"),
    "keywords": tr("keywords"),
    "language": tr("language"),
}


@dataclass(slots=True)
class Inspection:
    """What was measured in a file, by name, and what was noticed."""

    measures: dict[str, object] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self, about: str, message: Message, figure: Fraction | Decimal | None = None, *, at: Fraction | None = None
    ) -> None:
        self.remarks.append(Remark(about=about, message=message, figure=figure, at=at))

    @property
    def readable(self) -> bool:
        """Whether it is worth decoding."""
        return not any(remark.about == "decode" for remark in self.remarks)


def inspect(path: Path, expected: Expected) -> Inspection:
    """Compare the headers of one of a programme's media files with what they should be."""
    found = Inspection()
    try:
        if expected.suffix in (".mp4", ".m4a"):
            _inspect_boxes(layout_of(path), expected, found)
        else:
            _inspect_framing(path, expected, found)
        if expected.film and not expected.adopted:
            _inspect_picture(path, expected, found)
        if not expected.adopted:
            _inspect_tags(read_file_tags(path), expected, found)
    except ProbeError as error:
        found.add("decode", error.message)
    return found


def _inspect_boxes(layout: Mp4Layout, expected: Expected, found: Inspection) -> None:
    if layout.problem:
        found.add("whole", layout.problem)
    if not layout.faststart:
        found.add("faststart", tr("its index is not at its beginning"))
    picture, sound = layout.track("vide"), layout.track("soun")
    if expected.film and picture is None:
        found.add("whole", tr("it has no picture"))
    if sound is None and not expected.adopted:
        found.add("whole", tr("it has no sound"))
    if picture:
        _inspect_frames(picture, expected, found)
    others = {track.language for track in layout.tracks} - {expected.language}
    if others and not expected.adopted:
        message = tr(
            "the language of a track is '{language}', not '{expected}'",
            language=min(others),
            expected=expected.language,
        )
        found.add("tags", message)
    if picture and expected.film:
        found.measures["video_length"] = _rounded(picture.length)
        _compare_length("picture", picture.length, expected, found)
    if sound:
        found.measures["audio_length"] = _rounded(sound.length)
        _compare_length("sound", sound.length, expected, found)
    if picture and sound and expected.film:
        start = sound.start - picture.start
        end = sound.start + sound.length - picture.start - picture.length
        found.measures |= {"sound_start_ms": _rounded(start * 1000), "sound_end_ms": _rounded(end * 1000)}
        found.add("audio-video", _start_apart(start), abs(start))
        found.add("audio-video", _end_apart(end), abs(end))


def _start_apart(start: Fraction) -> Message:
    time = f"{abs(float(start)) * 1000:.0f}"
    if start > 0:
        return tr("its sound begins {time} ms after its picture", time=time)
    return tr("its sound begins {time} ms before its picture", time=time)


def _end_apart(end: Fraction) -> Message:
    time = f"{abs(float(end)) * 1000:.0f}"
    if end > 0:
        return tr("its sound ends {time} ms after its picture", time=time)
    return tr("its sound ends {time} ms before its picture", time=time)


def _inspect_frames(track: Track, expected: Expected, found: Inspection) -> None:
    found.measures |= {"frames": track.samples, "keyframes": track.refreshes}
    if track.closed is False:
        found.add("closed-gop", tr("players cannot begin at all of its keyframes"))
    if len(track.intervals) != 1 or not track.intervals[0]:
        found.add("frame-rate", tr("its frame rate is not constant"))
        return
    rate = 1 / track.intervals[0]
    found.measures["frame_rate"] = round(float(rate), 3)
    if expected.picture and rate != expected.picture.rate:
        message = tr(
            "it has {rate} frames a second, not {expected}",
            rate=f"{float(rate):g}",
            expected=f"{float(expected.picture.rate):g}",
        )
        found.add("frame-rate", message)
    if expected.timeline and track.samples != expected.timeline.frames:
        found.add("whole", _wrong_frames(track.samples, expected.timeline.frames))


def _wrong_frames(frames: int, expected: int) -> Message:
    return trn(
        "it has {count} frame, not {expected}", "it has {count} frames, not {expected}", frames, expected=expected
    )


def _inspect_framing(path: Path, expected: Expected, found: Inspection) -> None:
    """Other files than MP4: the size and the length that they state themselves."""
    if expected.adopted:
        try:
            info = probe(path)
        except ProbeError as error:
            if error.code != "truncated-media":
                raise
            found.add("whole", error.message)
            return
        length = info.duration
    else:
        size, promised = path.stat().st_size, promised_bytes(path)
        if promised is not None and promised != size:
            message = tr("it has {size} bytes, but by its own headers it has {promised}", size=size, promised=promised)
            found.add("whole", message)
        with opened(path) as container:
            sound = next(iter(container.streams.audio), None)
            if sound is None:
                found.add("whole", tr("it has no sound"))
                return
            length = (sound.duration or 0) * (sound.time_base or Fraction(0))
    found.measures["audio_length" if not expected.film else "length"] = _rounded(length)
    _compare_length("file", length, expected, found)


def _compare_length(
    part: Literal["picture", "sound", "file"], length: Fraction, expected: Expected, found: Inspection
) -> None:
    if expected.duration is None:
        return
    own, planned = f"{float(length):.3f}", f"{float(expected.duration):.3f}"
    match part:
        case "picture":
            message = tr("its picture lasts {length} s, not {expected} s", length=own, expected=planned)
        case "sound":
            message = tr("its sound lasts {length} s, not {expected} s", length=own, expected=planned)
        case "file":
            message = tr("it lasts {length} s, not {expected} s", length=own, expected=planned)
        case _ as never:
            assert_never(never)
    found.add("length", message, abs(length - expected.duration))


def _inspect_picture(path: Path, expected: Expected, found: Inspection) -> None:
    shown = picture_format(path)
    size = f"{shown.width}x{shown.height}"
    found.measures |= {"width": shown.width, "height": shown.height, "pixel_format": shown.pixels}
    if shown.pixels != "yuv420p":
        found.add("picture-format", tr("its pixel format is {format}, not yuv420p", format=shown.pixels))
    if not shown.bt709:
        found.add("picture-format", tr("its colours are not tagged as BT.709 in limited range"))
    if shown.width % 2 or shown.height % 2:
        found.add("picture-format", tr("its width or its height is an odd number: {size}", size=size))
    if shown.aspect != 1:
        ratio = f"{shown.aspect.numerator}:{shown.aspect.denominator}"
        found.add("picture-format", tr("its pixels are not square: {ratio}", ratio=ratio))
    if expected.picture and (shown.width, shown.height) != (expected.picture.width, expected.picture.height):
        wanted = f"{expected.picture.width}x{expected.picture.height}"
        found.add("picture-format", tr("its size is {size}, not {expected}", size=size, expected=wanted))


def _inspect_tags(own: FileTags, expected: Expected, found: Inspection) -> None:
    """Tags, chapters and cover."""
    for name, text in expected.tags.items():
        value = own.tags.get(name, "")
        if value != text:
            message = tr("its {name} is '{value}', not '{expected}'", name=_TAG_NAMES[name], value=value, expected=text)
            found.add("tags", message)
    chapters = tuple((chapter.start, _fitting(chapter.title, expected)) for chapter in expected.record.chapters)
    found.measures["chapters"] = len(own.chapters)
    if not _alike(own.chapters, chapters):
        found.add("chapters", _difference(own.chapters, chapters))
    if not own.cover:
        found.add("cover", tr("it has no cover"))
    elif expected.covers and sha256(own.cover).hexdigest() not in expected.covers:
        found.add("cover", tr("its cover is not one of those beside it"))


def _fitting(title: str, expected: Expected) -> str:
    """The title as far as the container can hold it."""
    if expected.suffix not in (".mp4", ".m4a"):
        return title
    return title.encode()[:TITLE_BYTES].decode(errors="ignore")


def _alike(one: tuple[tuple[int, str], ...], other: tuple[tuple[int, str], ...]) -> bool:
    return len(one) == len(other) and all(
        abs(start - begin) <= CHAPTER_SLACK and title == name
        for (start, title), (begin, name) in zip(one, other, strict=True)
    )


def _difference(own: tuple[tuple[int, str], ...], wanted: tuple[tuple[int, str], ...]) -> Message:
    if len(own) != len(wanted):
        return trn(
            "it has {count} chapter, not {expected}",
            "it has {count} chapters, not {expected}",
            len(own),
            expected=len(wanted),
        )
    for number, (one, other) in enumerate(zip(own, wanted, strict=True), start=1):
        if not _alike((one,), (other,)):
            return tr(
                "its chapter {number} is '{title}' at {start} ms, not '{expected_title}' at {expected_start} ms",
                number=number,
                title=one[1],
                start=one[0],
                expected_title=other[1],
                expected_start=other[0],
            )
    return tr("its chapters differ")


def _rounded(value: Fraction) -> float:
    return round(float(value), 3)


def verify_made(plan: ProgrammePlan, record: Record, parts: Mapping[str, Path]) -> None:
    """Inspect the headers of files that have just been made, by their names; takes milliseconds.

    Raises PipelineError for one that must not be put in place.
    """
    for expected in expected_files(record, plan):
        part = parts.get(expected.file.path)
        if part is not None and expected.media and not expected.adopted and (error := _fault(part, expected)):
            raise error.at(plan.episode.label)


def _fault(path: Path, expected: Expected) -> PipelineError | None:
    """Why a file must not be put in place; None where it may."""
    remarks = inspect(path, expected).remarks
    serious = [remark for remark in remarks if remark.figure is None or remark.figure > SLACK]
    if not serious:
        return None
    return PipelineError(
        tr("'{name}' was not made as planned: {problem}", name=expected.file.path, problem=serious[0].message),
        hint=tr("run the command again"),
    )
