"""Stretches: parts of spans, from one of their frames on, with the captions over them."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.model.timeline.drawings import CaptionRun
from pipeline.model.timeline.spans import ClipSpan, SplitSpan


def stretch_of(span: ClipSpan, first: int, frames: int, rate: Fraction) -> ClipSpan:
    """So many frames of a clip from its frame `first` on, with the captions over them."""
    start = span.start + first / rate
    within = span.within.reached(start, start + (frames - 1) / rate) if span.within else None
    return replace(span, frames=frames, start=start, captions=runs_within(span.captions, first, frames), within=within)


def split_stretch_of(span: SplitSpan, first: int, frames: int, rate: Fraction) -> SplitSpan:
    """The same of a split."""
    one, other = (
        stretch_of(side, first, frames, rate) if isinstance(side, ClipSpan) else replace(side, frames=frames)
        for side in span.sides
    )
    return replace(span, frames=frames, first=one, second=other, captions=runs_within(span.captions, first, frames))


def runs_within(runs: Sequence[CaptionRun], start: int, frames: int) -> tuple[CaptionRun, ...]:
    """The parts of the runs that lie in `frames` frames from `start` on, counted from there."""
    return tuple(
        replace(run, start=max(run.start - start, 0), stop=min(run.stop - start, frames))
        for run in runs
        if run.start < start + frames and run.stop > start
    )
