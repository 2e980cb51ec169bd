"""Edited pictures: how the frames of a span are read from the parts of a recording that its file plays."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from pipeline.media.video.seek import INSTANT, ReadPlan, plan_read
from pipeline.model.edits import Part, parts_of
from pipeline.model.media import Medium
from pipeline.model.timeline import Within


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Output frames, one after the other, that are read in one go."""

    medium: Medium
    """Of an edited file the recording itself, at its own times."""
    plan: ReadPlan
    frames: int


def readings_of(
    medium: Medium,
    start: Fraction,
    frames: int,
    rate: Fraction,
    *,
    within: Within | None = None,
    rewind: bool = False,
) -> tuple[Reading, ...]:
    """How a span's frames are read, in order: one reading, or one for each part of an edited file.

    The parameters, and what is raised, are those of `plan_read`.
    """
    video = medium.info.video
    if video is None or not video.edits:
        plan = plan_read(medium, start, frames, rate, within=within, rewind=rewind)
        return (Reading(medium=medium, plan=plan, frames=frames),)
    parts = parts_of(video.edits)
    length = max(part.at + part.duration for part in parts)
    whole = replace(video, edits=(), start=Fraction(0), duration=length)
    recording = replace(medium, info=replace(medium.info, video=whole))
    return tuple(
        Reading(
            medium=recording,
            plan=plan_read(
                recording, part.at + start + begin / rate - part.start, count, rate,
                within=_part_within(part, within), rewind=rewind,
            ),
            frames=count,
        )
        for part, begin, count in _runs(parts, start, frames, rate, within)
    )  # fmt: skip


def _runs(
    parts: tuple[Part, ...], start: Fraction, frames: int, rate: Fraction, within: Within | None
) -> Iterator[tuple[Part, int, int]]:
    """Each part that is seen, its first output frame, and how many follow, those of a pause after it among them."""
    starts = [part.start for part in parts]

    def seen(frame: int) -> int:
        time = start + frame / rate
        if within and within.first is not None:
            time = max(time, within.first)
        if within and within.end is not None:
            time = min(time, within.end - INSTANT)
        return max(bisect_right(starts, time) - 1, 0)

    for index, run in groupby(range(frames), seen):
        first, *others = run
        yield parts[index], first, 1 + len(others)


def _part_within(part: Part, within: Within | None) -> Within:
    """What may be seen of the recording: the part, without what the author cut away."""
    first, end = part.at, part.at + (INSTANT if part.held else part.duration)
    into = part.at - part.start
    if within and within.first is not None:
        first = min(max(first, within.first + into), end - INSTANT)
    if within and within.end is not None:
        end = max(min(end, within.end + into), first + INSTANT)
    return Within(first=first, end=end)
