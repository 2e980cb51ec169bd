"""Inspecting: what a finished file's headers tell without decoding it, against what it should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.media.probe.duration import promised_bytes
from pipeline.media.probe.probe import opened, probe
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.qc.mp4 import Layout, Track, layout_of
from pipeline.media.qc.picture_format import picture_format
from pipeline.media.qc.readback import Said, said_by
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.qc.expected import Expected, expected_files
from pipeline.qc.verdict import Remark

CHAPTER_SLACK = 1
"""Milliseconds by which a chapter may be off: containers count in different units."""
TITLE_BYTES = 255
"""Of a chapter's title in MP4."""
SLACK = Fraction(1, 20)
"""Seconds by which a length may be off in what is put out: coders of sound count in blocks."""


@dataclass(slots=True)
class Inspection:
    """What was measured, by name, and what was noticed."""

    measures: dict[str, object] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self, about: str, message: str, figure: Fraction | Decimal | None = None, *, at: Fraction | None = None
    ) -> None:
        self.remarks.append(Remark(about=about, message=message, figure=figure, at=at))

    @property
    def readable(self) -> bool:
        """Whether there is any use in decoding it."""
        return not any(remark.about == "decode" for remark in self.remarks)


def inspect(path: Path, expected: Expected) -> Inspection:
    """Look at the headers of one of a programme's media files."""
    found = Inspection()
    try:
        if expected.suffix in (".mp4", ".m4a"):
            _look_at_boxes(layout_of(path), expected, found)
        else:
            _look_at_framing(path, expected, found)
        if expected.film and not expected.adopted:
            _look_at_picture(path, expected, found)
        if not expected.adopted:
            _look_at_words(said_by(path), expected, found)
    except ProbeError as error:
        found.add("decode", error.message)
    return found


def _look_at_boxes(layout: Layout, expected: Expected, found: Inspection) -> None:
    if layout.problem:
        found.add("whole", layout.problem)
    if not layout.faststart:
        found.add("faststart", "its index does not come before its media")
    seen, heard = layout.track("vide"), layout.track("soun")
    if expected.film and seen is None:
        found.add("whole", "it has no picture")
    if heard is None and not expected.adopted:
        found.add("whole", "it has no sound")
    if seen:
        _look_at_frames(seen, expected, found)
    others = {track.language for track in layout.tracks} - {expected.language}
    if others and not expected.adopted:
        found.add("tags", f"the language of a track is '{min(others)}', not '{expected.language}'")
    for name, track in (("video", seen if expected.film else None), ("audio", heard)):
        if track:
            found.measures[f"{name}_length"] = _rounded(track.length)
            _compare_length(f"its {'picture' if name == 'video' else 'sound'} lasts", track.length, expected, found)
    if seen and heard and expected.film:
        start, end = heard.start - seen.start, heard.start + heard.length - seen.start - seen.length
        found.measures |= {"sound_start_ms": _rounded(start * 1000), "sound_end_ms": _rounded(end * 1000)}
        for where, apart in (("begins", start), ("ends", end)):
            side = "after" if apart > 0 else "before"
            message = f"its sound {where} {abs(float(apart)) * 1000:.0f} ms {side} its picture"
            found.add("audio-video", message, abs(apart))


def _look_at_frames(track: Track, expected: Expected, found: Inspection) -> None:
    found.measures |= {"frames": track.samples, "keyframes": track.refreshes}
    if track.closed is False:
        found.add("closed-gop", "not every picture that a player may begin with can be begun with")
    if len(track.paces) != 1 or not track.paces[0]:
        found.add("frame-rate", "its frames do not come at a constant rate")
        return
    rate = 1 / track.paces[0]
    found.measures["frame_rate"] = round(float(rate), 3)
    if expected.picture and rate != expected.picture.rate:
        found.add("frame-rate", f"it has {float(rate):g} frames a second, not {float(expected.picture.rate):g}")
    if expected.timeline and track.samples != expected.timeline.frames:
        found.add("whole", f"it has {track.samples} frames, not {expected.timeline.frames}")


def _look_at_framing(path: Path, expected: Expected, found: Inspection) -> None:
    """Files that are no MP4: their own framing, and how long they say to last."""
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
            found.add("whole", f"it has {size} bytes; by its own framing it has {promised}")
        with opened(path) as container:
            sound = next(iter(container.streams.audio), None)
            if sound is None:
                found.add("whole", "it has no sound")
                return
            length = (sound.duration or 0) * (sound.time_base or Fraction(0))
    found.measures["audio_length" if not expected.film else "length"] = _rounded(length)
    _compare_length("it lasts", length, expected, found)


def _compare_length(words: str, length: Fraction, expected: Expected, found: Inspection) -> None:
    if expected.duration is not None:
        message = f"{words} {float(length):.3f} s, not {float(expected.duration):.3f} s"
        found.add("length", message, abs(length - expected.duration))


def _look_at_picture(path: Path, expected: Expected, found: Inspection) -> None:
    shown = picture_format(path)
    size = f"{shown.width}x{shown.height}"
    found.measures |= {"width": shown.width, "height": shown.height, "pixel_format": shown.pixels}
    if shown.pixels != "yuv420p":
        found.add("picture-format", f"its pixels are {shown.pixels}, not yuv420p")
    if not shown.bt709:
        found.add("picture-format", "its colours are not tagged as BT.709 in limited range")
    if shown.width % 2 or shown.height % 2:
        found.add("picture-format", f"its size, {size}, is odd")
    if shown.aspect != 1:
        found.add("picture-format", f"its pixels are not square: {shown.aspect.numerator}:{shown.aspect.denominator}")
    if expected.picture and (shown.width, shown.height) != (expected.picture.width, expected.picture.height):
        found.add("picture-format", f"it is {size}, not {expected.picture.width}x{expected.picture.height}")


def _look_at_words(said: Said, expected: Expected, found: Inspection) -> None:
    """Tags, chapters and cover."""
    for name, text in expected.tags.items():
        if said.tags.get(name, "") != text:
            found.add("tags", f"its {name} is '{said.tags.get(name, '')}', not '{text}'")
    chapters = tuple((chapter.start, _fitting(chapter.title, expected)) for chapter in expected.record.chapters)
    found.measures["chapters"] = len(said.chapters)
    if not _alike(said.chapters, chapters):
        found.add("chapters", _difference(said.chapters, chapters))
    if not said.cover:
        found.add("cover", "it has no cover")
    elif expected.covers and sha256(said.cover).hexdigest() not in expected.covers:
        found.add("cover", "its cover is none of those beside it")


def _fitting(title: str, expected: Expected) -> str:
    if expected.suffix not in (".mp4", ".m4a"):
        return title
    return title.encode()[:TITLE_BYTES].decode(errors="ignore")


def _alike(one: tuple[tuple[int, str], ...], other: tuple[tuple[int, str], ...]) -> bool:
    return len(one) == len(other) and all(
        abs(start - begin) <= CHAPTER_SLACK and title == name
        for (start, title), (begin, name) in zip(one, other, strict=True)
    )


def _difference(said: tuple[tuple[int, str], ...], wanted: tuple[tuple[int, str], ...]) -> str:
    if len(said) != len(wanted):
        return f"it has {len(said)} chapters, not {len(wanted)}"
    for number, (one, other) in enumerate(zip(said, wanted, strict=True), start=1):
        if not _alike((one,), (other,)):
            (start, title), (begin, name) = one, other
            return f"its chapter {number} is '{title}' at {start} ms, not '{name}' at {begin} ms"
    return "its chapters are others"


def _rounded(value: Fraction) -> float:
    return round(float(value), 3)


def verify_made(plan: ProgrammePlan, record: Record, parts: Mapping[str, Path]) -> None:
    """Look at the headers of files that have just been made, by their names: it costs milliseconds, each time.

    Raises PipelineError for one that must not be put out.
    """
    for expected in expected_files(record, plan):
        part = parts.get(expected.file.path)
        if part is not None and expected.media and not expected.adopted and (error := _refusal(part, expected)):
            raise error.at(plan.episode.label)


def _refusal(path: Path, expected: Expected) -> PipelineError | None:
    """Why a file must not be put out; None where it may."""
    remarks = inspect(path, expected).remarks
    grave = [remark for remark in remarks if remark.figure is None or remark.figure > SLACK]
    if not grave:
        return None
    return PipelineError(
        f"'{expected.file.path}' did not come out as it should: {grave[0].message}", hint="run the command again"
    )
