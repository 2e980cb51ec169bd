"""Chapters of a programme: from frames on the timeline to milliseconds in its files."""

from fractions import Fraction
from math import floor

from pipeline.model.programme import ProgrammeChapter
from pipeline.model.timeline import Timeline


def programme_chapters(timeline: Timeline) -> tuple[ProgrammeChapter, ...]:
    """The timeline's chapters without gap or overlap: the first begins at 0, the last ends with the programme."""
    end = _milliseconds(timeline.frames, timeline.rate)
    # Of two chapters at the same moment the later one counts: the first has no length.
    opened = {_milliseconds(chapter.start, timeline.rate): chapter.title for chapter in timeline.chapters}
    starts = sorted(start for start in opened if start < end)
    titles = [opened[start] for start in starts]
    edges = [0, *starts[1:], end]
    return tuple(
        ProgrammeChapter(start=start, stop=stop, title=title)
        for start, stop, title in zip(edges, edges[1:], titles, strict=False)
    )


def _milliseconds(frame: int, rate: Fraction) -> int:
    return floor(frame * 1000 / rate + Fraction(1, 2))
