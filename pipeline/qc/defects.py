"""Defects: stretches of a finished file that are black or frozen, and whether the timeline explains them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from typing import assert_never

import numpy as np

from pipeline.effects.overlays import MovingInset, bare, inset_clip
from pipeline.errors import MediaError, PipelineError
from pipeline.media.qc.offsets import Array
from pipeline.media.qc.survey import DARK, SAMPLED_SIZE, PictureSurvey, survey
from pipeline.media.video.edited import Reading, readings_of
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    Placed,
    SceneSpan,
    Span,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
    motion_stretch_of,
)
from pipeline.qc.stretches import Stretch, runs
from pipeline.render.picture.motion import draw_moment
from pipeline.render.picture.stills import draw

UNLIT = 0.02
"""Share of a picture that may be bright while the picture still counts as black."""
MOVED = 0.25
"""Mean luma difference up to which two pictures count as the same: coding noise stays below."""
MOSTLY = 0.8
"""Share of a source's stretch that must be as in the file."""
EARLIER = Fraction(1, 20)
"""Seconds of a source before and after what is looked for, since seeking rounds."""
HARDLY = 1.0
"""Mean luma difference from picture to picture up to which a coarse encoder may drop the changes."""


def black(picture: PictureSurvey, timeline: Timeline | None, *, rate: Fraction, least: Fraction) -> Iterator[Stretch]:
    """Stretches of black picture of at least `least` seconds."""
    reason = partial(
        _span_reason,
        rate=rate,
        still=lambda still: tr("the picture is black") if _is_dark(still) else NOTHING,
        clip=lambda source: tr("the clip is black") if _is_black(source) else NOTHING,
    )
    yield from _frames(picture.lit < UNLIT, timeline, reason, rate=rate, least=least)


def frozen(picture: PictureSurvey, timeline: Timeline | None, *, rate: Fraction, least: Fraction) -> Iterator[Stretch]:
    """Stretches of a picture that does not move, of at least `least` seconds."""
    reason = partial(
        _span_reason,
        rate=rate,
        still=lambda _: tr("a still"),
        clip=lambda source: tr("the clip hardly moves") if _hardly_moves(source) else NOTHING,
        motion=lambda span, a, b: tr("the view hardly moves over the picture") if _is_slow(span, a, b) else NOTHING,
    )
    same = picture.changes <= MOVED
    same[:1] = False
    yield from _frames(same, timeline, reason, rate=rate, least=least)


def _frames(
    chosen: Array,
    timeline: Timeline | None,
    reason: Callable[[Placed, int, int], Message],
    *,
    rate: Fraction,
    least: Fraction,
) -> Iterator[Stretch]:
    """Runs of chosen frames, divided where a span that explains them meets one that does not."""
    for start, stop in runs(chosen):
        # Decoding sources takes time: only where it can matter.
        if stop - start < least * rate:
            continue
        if timeline is None:
            parts: Iterable[tuple[int, int, Message]] = [(start, stop, NOTHING)]
        else:
            parts = _parted(
                timeline, start, stop, lambda placed, a, b: reason(placed, a, b) if b - a > 1 else tr("too short")
            )
        for first, last, why in _joined(parts):
            if last - first >= least * rate:
                yield Stretch(start=first / rate, stop=last / rate, reason=why)


def _parted(
    timeline: Timeline, start: int, stop: int, reason: Callable[[Placed, int, int], Message]
) -> Iterator[tuple[int, int, Message]]:
    for placed in timeline.spans:
        first, last = max(start, placed.start), min(stop, placed.start + placed.span.frames)
        if first < last:
            yield first, last, reason(placed, first, last)
    if stop > timeline.frames:
        yield max(start, timeline.frames), stop, NOTHING


def _joined(parts: Iterable[tuple[int, int, Message]]) -> Iterator[tuple[int, int, Message]]:
    """Neighbours that are both explained, or both not, as one."""
    last_part: tuple[int, int, Message] | None = None
    for first, last, why in parts:
        if last_part and bool(last_part[2]) == bool(why):
            last_part = (last_part[0], last, last_part[2])
        else:
            if last_part:
                yield last_part
            last_part = (first, last, why)
    if last_part:
        yield last_part


def _span_reason(
    placed: Placed,
    start: int,
    stop: int,
    *,
    rate: Fraction,
    still: Callable[[Still], Message],
    clip: Callable[[PictureSurvey], Message],
    motion: Callable[[MotionSpan, int, int], Message] | None = None,
) -> Message:
    """Why frames of a span are so: what `still` says of its picture, `clip` of its source, or `motion` of these frames
    of a view over a picture, by default what `still` does; empty for no reason.
    """
    match placed.span:
        case StillSpan() as span:
            return still(span.still)
        case MotionSpan() as span:
            return motion(span, start - placed.start, stop - placed.start) if motion else still(span.still)
        case ClipSpan() as span:
            # So many frames are taken from a second of its source.
            taken = rate / span.speed
            begin = span.start + (start - placed.start) / taken
            return _source_reason(span, begin, begin + (stop - start) / taken, taken, clip)
        case SplitSpan() | StagedSpan() as several:
            # Frames with several pictures are so where all of these are.
            reasons = [
                _span_reason(replace(placed, span=part), start, stop, rate=rate, still=still, clip=clip)
                for part in _pictures_in(several, rate)
            ]
            return reasons[0] if all(reasons) else NOTHING
        case SceneSpan():
            # What a script draws may stand, and be as dark as it likes.
            return tr("a scene")
        case TransitionSpan():
            return tr("a transition")
        case _ as never:
            assert_never(never)


def _pictures_in(span: SplitSpan | StagedSpan, rate: Fraction) -> tuple[Span, ...]:
    """The pictures that share a span's frames, those that move first."""
    if isinstance(span, SplitSpan):
        return (*span.clips, *(side for side in span.sides if isinstance(side, StillSpan)))
    over = ((run.start, run.overlay) for run in span.overlays)
    moving = (inset.after(-begun, rate) for begun, inset in over if isinstance(inset, MovingInset))
    return (*(inset_clip(inset, span.frames) for inset in moving), StillSpan(frames=span.frames, still=span.still))


def _source_reason(
    span: ClipSpan, begin: Fraction, end: Fraction, rate: Fraction, reason: Callable[[PictureSurvey], Message]
) -> Message:
    """What `reason` says of a stretch of a clip's source, in seconds; the clip may also have ended."""
    info = span.medium.info.video
    if info is None:
        return NOTHING
    until = info.start + info.duration
    if span.within and span.within.end is not None:
        until = min(until, span.within.end)
    if end <= info.start or begin >= until - 1 / max(info.rate, rate):
        return tr("the last frame of the clip is repeated")
    try:
        source = _as_shown(span, begin, max(1, round((end - begin) * rate)), rate)
    except (PipelineError, OSError):
        return NOTHING
    return reason(source) if source is not None else NOTHING


def _as_shown(span: ClipSpan, begin: Fraction, frames: int, rate: Fraction) -> PictureSurvey | None:
    """What the source shows at every output frame: a picture that stands for long counts as long as it stands."""
    readings = readings_of(span.medium, begin, frames, rate, within=span.within)
    parts = [_as_read(reading, begin, rate) for reading in readings]
    found = [part for part in parts if part is not None]
    if len(found) < 2 or len(found) < len(parts):
        return found[0] if len(parts) == 1 and found else None
    return PictureSurvey(
        times=np.arange(frames) / float(rate),
        changes=np.concatenate([part.changes for part in found]),
        lit=np.concatenate([part.lit for part in found]),
    )


def _as_read(reading: Reading, begin: Fraction, rate: Fraction) -> PictureSurvey | None:
    read, medium = reading.plan, reading.medium
    unedited = medium.info.edited
    if read.shown is None:
        stretch = begin, reading.frames / rate
        return survey(medium.path, stretch=stretch, only="picture", strict=False, unedited=unedited).picture
    shown = [time * read.base - medium.info.start for time in read.shown]
    # The frame that is shown at its beginning may have begun long before.
    first = max(shown[0] - EARLIER, Fraction(0))
    stretch = first, shown[-1] + EARLIER - first
    video = medium.info.video
    source = survey(
        medium.path, stretch=stretch, only="picture", strict=False, video=video, unedited=unedited
    ).picture  # fmt: skip
    if source is None:
        return None
    places = np.searchsorted(source.times, [float(time - first) + 1e-3 for time in shown], side="right") - 1
    places = np.maximum(places, 0)
    new = np.diff(places, prepend=places[:1]) > 0
    return PictureSurvey(
        times=np.arange(reading.frames) / float(rate),
        changes=np.where(new, source.changes[places], np.float32(0)),
        lit=source.lit[places],
    )


def _is_black(source: PictureSurvey) -> bool:
    return bool((source.lit < UNLIT).mean() >= MOSTLY)


def _hardly_moves(source: PictureSurvey) -> bool:
    return bool(source.changes.mean() <= HARDLY)


def _is_slow(span: MotionSpan, start: int, stop: int) -> bool:
    """Whether pictures from one frame of a motion to another differ too little to be told from coding noise."""
    # What lies over it has texts that find no room in so small a picture.
    seen = replace(span, still=bare(span.still), overlays=())
    first, last = (
        np.asarray(draw_moment(motion_stretch_of(seen, frame, 1, Fraction(1)), *SAMPLED_SIZE).convert("L"), np.float32)
        for frame in (start, stop - 1)
    )
    return bool(np.abs(last - first).mean() <= MOVED * (stop - start))


@lru_cache(maxsize=256)
def _is_dark(still: Still) -> bool:
    try:
        picture = np.asarray(draw(bare(still), *SAMPLED_SIZE).convert("L"), np.float32)
    except MediaError:
        # So small a picture has no room for its text, with which it is not black.
        return False
    # From full range, as it is drawn, to the limited range of video.
    return bool((picture * (219 / 255) + 16 > DARK).mean() < UNLIT)
