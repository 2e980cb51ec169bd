"""Moments: when in an episode a line of its manifest or of its scripts is seen and heard."""

from collections.abc import Iterator
from fractions import Fraction

from pipeline.errors import Mark
from pipeline.model.episode import Episode
from pipeline.model.timeline import Timeline

Moments = dict[str, list[tuple[tuple[int, int], Fraction]]]
"""By file: places in it, in order, and the seconds at which what is written there begins."""


def moments(episode: Episode, timeline: Timeline) -> Moments:
    """When everything that an episode's files say begins, as far as the timeline tells."""
    found: Moments = {}
    for mark, seconds in _marks(episode, timeline):
        if mark is not None:
            found.setdefault(mark.file, []).append(((mark.line, mark.column), seconds))
    return {file: sorted(places) for file, places in found.items()}


def moment(mark: Mark, known: Moments) -> Fraction | None:
    """When what is written at a mark is seen or heard: with the last known place before it; None before the first."""
    places = known.get(mark.file, [])
    before = [seconds for place, seconds in places if place <= (mark.line, mark.column)]
    return before[-1] if before else None


def _marks(episode: Episode, timeline: Timeline) -> Iterator[tuple[Mark | None, Fraction]]:
    for segment, frame in zip(episode.segments, timeline.starts, strict=False):
        start = frame / timeline.rate
        yield segment.mark, start
        yield from ((one.mark, start + one.at) for one in segment.lower_thirds)
        yield from ((one.mark, start + one.at) for one in segment.insets)
        yield from ((mark, start + after) for mark, after in segment.moments)
    yield from ((cue.mark, Fraction(cue.start, 1000)) for cue in timeline.cues)
