"""Chapters: every entry of an episode's own segments begins one, short ones join the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from pipeline.model.segments import Segment
from pipeline.model.timeline import Chapter

SHORTEST = 5
"""Seconds; an entry shorter than this joins the next one, the last the one before, unless it has a `chapter:`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    start: int
    frames: int
    title: str
    stated: bool
    """The author gave the title."""
    silent: bool
    """The author wants no chapter here."""


def chapters(segments: Sequence[Segment], starts: Sequence[int], rate: Fraction) -> tuple[Chapter, ...]:
    """Chapters from frame 0 on; `starts` are the segments' first frames, with the timeline's end as one more."""
    found: list[Chapter] = []
    waiting: int | None = None
    entries = _entries(segments, starts)
    for entry in entries:
        start = entry.start if waiting is None else waiting
        short = entry.frames < SHORTEST * rate
        if entry.silent or (short and not entry.stated):
            # What is silent belongs to the chapter before it; what is merely short begins the next one early.
            waiting = start if not entry.silent or not found else waiting
            continue
        found.append(Chapter(start=start, title=entry.title))
        waiting = None
    if not found:
        found = [Chapter(start=0, title=entry.title) for entry in entries if not entry.silent][-1:]
    return (replace(found[0], start=0), *found[1:]) if found else ()


def _entries(segments: Sequence[Segment], starts: Sequence[int]) -> list[_Entry]:
    entries = []
    for _, run in groupby(range(len(segments)), key=lambda index: segments[index].entry):
        indexes = list(run)
        first = segments[indexes[0]]
        start = starts[indexes[0]]
        entries.append(
            _Entry(
                start=start,
                frames=starts[indexes[-1] + 1] - start,
                title=first.chapter or first.part or first.title,
                stated=bool(first.chapter),
                silent=first.chapter == "",
            )
        )
    return entries
