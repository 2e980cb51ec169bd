"""Stretches: what is black, frozen or silent in a finished file, and what of it the timeline explains."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from typing import assert_never

import numpy as np

from pipeline.errors import PipelineError
from pipeline.media.qc.offsets import Array
from pipeline.media.qc.survey import DARK, GRAIN, SIGHT, Heard, Seen, survey
from pipeline.model.timeline import ClipSpan, Placed, Still, StillSpan, Timeline, TransitionSpan
from pipeline.qc.sync import SourcePart, source_parts
from pipeline.render.stills import draw
from pipeline.timebase import SAMPLE_RATE

UNLIT = 0.02
"""Share of a picture that may be lit and the picture still be black."""
MOVED = 0.25
"""Mean luma difference up to which a picture is the one before: coders' noise stays below."""
SILENT = 1e-3
"""Amplitude up to which nothing is heard: -60 dBFS."""
MOSTLY = 0.8
"""Share of a source's stretch that must be as it is in the file."""
HARDLY = 1.0
"""Mean luma difference from picture to picture up to which a coarse encoder may find nothing worth a bit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a file, in seconds, and why it is as it is."""

    start: Fraction
    stop: Fraction
    reason: str = ""
    """Why the timeline has it so; empty where it does not explain it."""

    @property
    def length(self) -> Fraction:
        return self.stop - self.start

    def as_json(self) -> dict[str, object]:
        return {"start": round(float(self.start), 3), "stop": round(float(self.stop), 3), "explained": self.reason}


def black(seen: Seen, timeline: Timeline | None, *, rate: Fraction, least: Fraction) -> Iterator[Stretch]:
    """Stretches of black picture of at least `least` seconds."""
    reason = partial(
        _span_reason,
        rate=rate,
        still=lambda still: "the picture is black" if _is_dark(still) else "",
        clip=lambda seen: "the clip is black" if _is_black(seen) else "",
    )
    yield from _frames(seen.lit < UNLIT, timeline, reason, rate=rate, least=least)


def frozen(seen: Seen, timeline: Timeline | None, *, rate: Fraction, least: Fraction) -> Iterator[Stretch]:
    """Stretches of a picture that does not move, of at least `least` seconds."""
    reason = partial(
        _span_reason,
        rate=rate,
        still=lambda _: "a still",
        clip=lambda seen: "the clip hardly moves" if _hardly_moves(seen) else "",
    )
    same = seen.changes <= MOVED
    same[:1] = False
    yield from _frames(same, timeline, reason, rate=rate, least=least)


def silent(heard: Heard, timeline: Timeline | None, *, least: Fraction) -> Iterator[Stretch]:
    """Stretches in which nothing is heard, of at least `least` seconds."""
    for start, stop in _runs(heard.peaks <= SILENT):
        first, last = start * GRAIN, min(stop * GRAIN, heard.samples)
        if last - first >= least * SAMPLE_RATE:
            reason = _silence_reason(timeline, first, last, int(least * SAMPLE_RATE)) if timeline else ""
            yield Stretch(start=Fraction(first, SAMPLE_RATE), stop=Fraction(last, SAMPLE_RATE), reason=reason)


def _frames(
    chosen: Array,
    timeline: Timeline | None,
    reason: Callable[[Placed, int, int], str],
    *,
    rate: Fraction,
    least: Fraction,
) -> Iterator[Stretch]:
    """Runs of chosen frames, cut where a span that explains them meets one that does not."""
    for start, stop in _runs(chosen):
        # Looking into sources costs time: only where it can matter.
        if stop - start < least * rate:
            continue
        if timeline is None:
            parts: Iterable[tuple[int, int, str]] = [(start, stop, "")]
        else:
            parts = _parted(timeline, start, stop, lambda placed, a, b: reason(placed, a, b) if b - a > 1 else "short")
        for first, last, why in _joined(parts):
            if last - first >= least * rate:
                yield Stretch(start=first / rate, stop=last / rate, reason=why)


def _parted(
    timeline: Timeline, start: int, stop: int, reason: Callable[[Placed, int, int], str]
) -> Iterator[tuple[int, int, str]]:
    for placed in timeline.spans:
        first, last = max(start, placed.start), min(stop, placed.start + placed.span.frames)
        if first < last:
            yield first, last, reason(placed, first, last)
    if stop > timeline.frames:
        yield max(start, timeline.frames), stop, ""


def _joined(parts: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Neighbours of one kind, explained or not, as one."""
    held: tuple[int, int, str] | None = None
    for first, last, why in parts:
        if held and bool(held[2]) == bool(why):
            held = (held[0], last, held[2])
        else:
            if held:
                yield held
            held = (first, last, why)
    if held:
        yield held


def _span_reason(
    placed: Placed, start: int, stop: int, *, rate: Fraction, still: Callable[[Still], str], clip: Callable[[Seen], str]
) -> str:
    """Why frames of a span are so: what `still` says of its picture or `clip` of its source; "" where nothing does."""
    match placed.span:
        case StillSpan() as span:
            return still(span.still)
        case ClipSpan() as span:
            begin = span.start + (start - placed.start) / rate
            return _source_reason(span, begin, begin + (stop - start) / rate, rate, clip)
        case TransitionSpan():
            return "a transition"
        case _ as never:
            assert_never(never)


def _source_reason(
    span: ClipSpan, begin: Fraction, end: Fraction, rate: Fraction, reason: Callable[[Seen], str]
) -> str:
    """What `reason` says of a stretch of a clip's source, in seconds; the clip may also have nothing there."""
    info = span.medium.info.video
    if info is None or end <= info.start or begin >= info.start + info.duration - 1 / max(info.rate, rate):
        return "the clip is held beyond its end"
    begin, end = max(begin, Fraction(0)), min(end, info.start + info.duration)
    try:
        seen = survey(span.medium.path, stretch=(begin, end - begin), only="picture", strict=False).seen
    except (PipelineError, OSError):
        return ""
    return reason(seen) if seen is not None else ""


def _is_black(source: Seen) -> bool:
    return bool((source.lit < UNLIT).mean() >= MOSTLY)


def _hardly_moves(source: Seen) -> bool:
    return bool(source.changes.mean() <= HARDLY)


@lru_cache(maxsize=256)
def _is_dark(still: Still) -> bool:
    picture = np.asarray(draw(still, *SIGHT).convert("L"), np.float32)
    # From full range, as it is drawn, to the limited range of films.
    return bool((picture * (219 / 255) + 16 > DARK).mean() < UNLIT)


def _silence_reason(timeline: Timeline, start: int, stop: int, least: int) -> str:
    """Nothing is placed there for long, or all that is placed there is silent itself."""
    sounding = [
        # Music that comes and goes is not heard at its very ends.
        (sound, max(sound.start + sound.fade_in, start), min(sound.stop - sound.fade_out, stop))
        for sound in timeline.mix.sounds
    ]
    over = [(sound, first, last) for sound, first, last in sounding if first < last]
    if _longest(over) < least:
        return "nothing is placed there"
    music = [sound for sound, _, _ in over if sound.role == "music"]
    if music and not all(_has_silence(sound.take.media[0].path, stop - start) for sound in music):
        return ""
    parts = [part.part(start, stop) for sound, _, _ in over if sound.role == "speech" for part in source_parts(sound)]
    return "its sources are silent" if all(_is_silent(part) for part in parts if part.samples > 0) else ""


def _longest(over: Iterable[tuple[object, int, int]]) -> int:
    """The longest run of samples at which something is placed."""
    longest, begun, reached = 0, 0, -1
    for _, first, last in sorted(over, key=lambda one: one[1]):
        begun = first if first > reached else begun
        reached = max(reached, last)
        longest = max(longest, reached - begun)
    return longest


def _is_silent(part: SourcePart) -> bool:
    begin, length = part.within, Fraction(part.samples, SAMPLE_RATE)
    try:
        heard = survey(part.medium.path, stretch=(begin, length), only="sound", strict=False).heard
    except (PipelineError, OSError):
        return False
    return heard is not None and bool((heard.peaks <= SILENT).mean() >= MOSTLY)


@lru_cache(maxsize=32)
def _has_silence(music: Path, samples: int) -> bool:
    """Whether a piece of music is silent somewhere for at least half as long: looped, it may be so anywhere."""
    try:
        heard = survey(music, only="sound", strict=False).heard
    except (PipelineError, OSError):
        return False
    runs = _runs(heard.peaks <= SILENT) if heard else []
    return any((stop - start) * GRAIN * 2 >= samples for start, stop in runs)


def _runs(chosen: Array) -> list[tuple[int, int]]:
    """Where runs of chosen places begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
