"""Stretches: parts of spans, from one of their frames on, with the captions over them."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from pipeline.model.timeline.drawings import CaptionRun
from pipeline.model.timeline.overlays import OverlayRun
from pipeline.model.timeline.spans import ClipSpan, MotionSpan, SplitSpan, StagedSpan

Laid = TypeVar("Laid", ClipSpan, SplitSpan, StagedSpan, MotionSpan)


def stretch_of(span: ClipSpan, first: int, frames: int, rate: Fraction) -> ClipSpan:
    """So many frames of a clip from its frame `first` on, with the captions over them."""
    step = span.speed / rate
    start = span.start + first * step
    within = span.within.reached(start, start + (frames - 1) * step) if span.within else None
    return replace(_laid_over(span, first, frames, rate), start=start, within=within)


def split_stretch_of(span: SplitSpan, first: int, frames: int, rate: Fraction) -> SplitSpan:
    """The same of a split."""
    one, other = (
        stretch_of(side, first, frames, rate) if isinstance(side, ClipSpan) else replace(side, frames=frames)
        for side in span.sides
    )
    return replace(_laid_over(span, first, frames, rate), first=one, second=other)


def staged_stretch_of(span: StagedSpan, first: int, frames: int, rate: Fraction) -> StagedSpan:
    """The same of a picture under moving ones."""
    return _laid_over(span, first, frames, rate)


def motion_stretch_of(span: MotionSpan, first: int, frames: int, rate: Fraction) -> MotionSpan:
    """The same of a motion."""
    return replace(_laid_over(span, first, frames, rate), first=span.first + first)


def _laid_over(span: Laid, first: int, frames: int, rate: Fraction) -> Laid:
    """The span of so many frames, with what lies over them."""
    captions, overlays = runs_within(span.captions, first, frames), overlays_within(span.overlays, first, frames, rate)
    return replace(span, frames=frames, captions=captions, overlays=overlays)


def runs_within(runs: Sequence[CaptionRun], start: int, frames: int) -> tuple[CaptionRun, ...]:
    """The parts of the runs that lie in `frames` frames from `start` on, counted from there."""
    return tuple(
        replace(run, start=max(run.start - start, 0), stop=min(run.stop - start, frames))
        for run in runs
        if run.start < start + frames and run.stop > start
    )


def overlays_within(runs: Sequence[OverlayRun], start: int, frames: int, rate: Fraction) -> tuple[OverlayRun, ...]:
    """The parts of the runs that lie in `frames` frames from `start` on, counted from there; what lies over pictures
    from one segment to the next is one run.
    """
    found: list[OverlayRun] = []
    for run in runs:
        first, stop = max(run.start, start), min(run.stop, start + frames)
        if first >= stop:
            continue
        overlay = run.overlay.after(first - run.start, rate)
        part = OverlayRun(start=first - start, stop=stop - start, overlay=overlay)
        last = next((index for index, one in enumerate(found) if _goes_on(one, part)), None)
        if last is None:
            found.append(part)
        else:
            found[last] = replace(found[last], stop=part.stop)
    return tuple(found)


def _goes_on(one: OverlayRun, other: OverlayRun) -> bool:
    return one.stop == other.start and not one.overlay.moves and one.overlay == other.overlay
