"""Spans: where a timeline is cut so that each piece is encoded once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from pipeline.effects.transitions import BLENDS
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import tr
from pipeline.model.timeline import Placed, TransitionSpan
from pipeline.timebase import FrameRange, format_time, seconds_to_frames, speed_text
from pipeline.timeline.shots import ClipShot, MotionShot, PlacedShot, Shot, SplitShot

LATE = 2
"""Frames by which a picture may begin later than its sound without a warning; padding in containers causes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The way from one shot to the next: the frames around the cut in which both are seen."""

    frames: FrameRange
    """On the timeline; empty for a plain cut."""


def cuts(shots: Sequence[PlacedShot], rate: Fraction) -> list[Cut]:
    """One cut before each shot but the first. A transition longer than what is beside it is shortened to that."""
    room = [sum(one.frames for one in run) for run in _runs(shots) for _ in run]
    found = []
    for after, beside in zip(shots[1:], pairwise(room), strict=True):
        wanted = seconds_to_frames(after.into.length, rate) if after.into.kind != "cut" else 0
        # With no transition longer than either neighbour, two of them never overlap inside a shot.
        length = 0 if after.goes_on else min(wanted, *beside)
        start = after.start - length // 2
        found.append(Cut(frames=FrameRange(start=start, stop=start + length)))
    return found


def spans(shots: Sequence[PlacedShot], rate: Fraction) -> Iterator[Placed]:
    """Spans that tile the timeline from frame 0 to the last shot's end, without gap or overlap."""
    ways = cuts(shots, rate)
    shots, ways = _reached(_with_motion(shots, ways), ways)
    for index, placed in enumerate(shots):
        first = ways[index - 1].frames.stop if index and len(ways[index - 1].frames) else placed.start
        leaving = ways[index].frames if index < len(ways) else FrameRange(start=placed.stop, stop=placed.stop)
        last = leaving.start if len(leaving) else placed.stop
        if last > first:
            yield _placed(placed, FrameRange(start=first, stop=last), rate)
        if len(leaving):
            yield _blended(placed, shots[index + 1], leaving, rate)


def warnings(shots: Sequence[PlacedShot], rate: Fraction, marks: Sequence[Mark]) -> Iterator[Diagnostic]:
    """Warnings about shortened transitions and about frames that are held; `marks` are the segments' by index."""
    for (before, after), cut in zip(pairwise(shots), cuts(shots, rate), strict=True):
        mark = after.into.mark or marks[after.segment]
        wanted = seconds_to_frames(after.into.length, rate) if after.into.kind != "cut" else 0
        if len(cut.frames) < wanted:
            length = format_time(len(cut.frames) / rate)
            yield Diagnostic(
                code="transition-shortened", severity="warning", mark=mark,
                message=tr("the transition is longer than a picture beside it: shortened to {length}", length=length),
            )  # fmt: skip
        for shot, side in _sides((before, after)):
            inside = FrameRange(start=0, stop=shot.frames)
            seen = cut.frames.moved(-shot.start)
            # Where the author cut something away, holding is what was asked for.
            cut_away = side.cut_away(leaving=shot is before)
            if len(seen) and not cut_away and side.holds(inside, rate) and not side.holds(seen, rate):
                yield Diagnostic(
                    code="edge-frame-held", severity="warning", mark=mark,
                    message=tr(
                        "'{name}' has no frames beyond its cut: its last or first one is held during the transition",
                        name=side.label,
                    ),
                    hint=tr("cut it a little inside the file, or make the transition shorter"),
                )  # fmt: skip
    for shot, side in _sides(shots):
        if not side.holds(FrameRange(start=shot.frames - 1, stop=shot.frames), rate):
            yield Diagnostic(
                code="last-frame-held", severity="warning", mark=marks[shot.segment],
                message=tr(
                    "the picture of '{name}' ends at {end}: its last frame is held from there on",
                    name=side.label, end=format_time(side.ends or Fraction(0)),
                ),
                hint=tr("let the other side end there too, with its 'to:' or with 'for:'")
                if isinstance(shot.shot, SplitShot)
                else tr(
                    "end the clip there with 'to:', or show something else after it; over a narration 'hold: yes' says"
                    " that it is meant"
                ),
            )  # fmt: skip
        elif shot.frames > LATE and not side.holds(FrameRange(start=LATE, stop=shot.frames), rate):
            yield Diagnostic(
                code="first-frame-held", severity="warning", mark=marks[shot.segment],
                message=tr(
                    "'{name}' begins without a picture: its first frame is shown from the start", name=side.label
                ),
            )  # fmt: skip


def _sides(shots: Iterable[PlacedShot]) -> Iterator[tuple[PlacedShot, Shot]]:
    """What has frames of its own: a shot, or each side of a split."""
    for placed in shots:
        if isinstance(placed.shot, SplitShot):
            yield from ((placed, side) for side in placed.shot.sides)
        else:
            yield placed, placed.shot


def _with_motion(shots: Sequence[PlacedShot], ways: Sequence[Cut]) -> list[PlacedShot]:
    """The shots, those that move told when they are seen."""
    told = []
    for index, placed in enumerate(shots):
        if isinstance(placed.shot, MotionShot):
            coming = ways[index - 1].frames if index else FrameRange(start=placed.start, stop=placed.start)
            leaving = ways[index].frames if index < len(ways) else FrameRange(start=placed.stop, stop=placed.stop)
            first = coming.start if len(coming) else placed.start
            last = leaving.stop if len(leaving) else placed.stop
            seen = FrameRange(start=first - placed.start, stop=last - placed.start)
            placed = replace(placed, shot=replace(placed.shot, seen=seen))
        told.append(placed)
    return told


def _runs(shots: Sequence[PlacedShot]) -> list[list[PlacedShot]]:
    """The shots, those together that are one picture on which something changes."""
    runs: list[list[PlacedShot]] = []
    for shot in shots:
        if shot.goes_on and runs:
            runs[-1].append(shot)
        else:
            runs.append([shot])
    return runs


def _reached(shots: Sequence[PlacedShot], ways: Sequence[Cut]) -> tuple[list[PlacedShot], list[Cut]]:
    """The shots without those of a run that are only seen within a transition, which shows its neighbour instead.

    So nothing changes on a picture while it comes or goes, nor where the transition ends.
    """
    kept: list[PlacedShot] = []
    between: list[Cut] = []
    index = 0
    for run in _runs(shots):
        start, stop = run[0].start, run[-1].stop
        if index:
            between.append(ways[index - 1])
            start = max(start, ways[index - 1].frames.stop)
        index += len(run)
        if index <= len(ways):
            stop = min(stop, ways[index - 1].frames.start)
        # Where two transitions meet, one shot is left for both.
        seen = [one for one in run if one.stop > start and one.start < stop] or [
            next(one for one in run if one.stop >= start)
        ]
        seen[0] = replace(seen[0], into=run[0].into)
        edges = [run[0].start, *(one.start for one in seen[1:]), run[-1].stop]
        kept += [
            replace(one, start=first, frames=last - first)
            for one, (first, last) in zip(seen, pairwise(edges), strict=True)
        ]
        between += [Cut(frames=FrameRange(start=one.start, stop=one.start)) for one in seen[1:]]
    return kept, between


def _placed(placed: PlacedShot, frames: FrameRange, rate: Fraction) -> Placed:
    span = placed.shot.span(frames.moved(-placed.start), rate)
    return Placed(start=frames.start, span=span, segment=placed.segment, label=_label(placed.shot))


def _label(shot: Shot) -> str:
    """What people read of a span of it."""
    if isinstance(shot, ClipShot) and shot.speed != 1:
        return tr("{name} at {speed} times its speed", name=shot.label, speed=speed_text(shot.speed))
    return shot.label


def _blended(before: PlacedShot, after: PlacedShot, frames: FrameRange, rate: Fraction) -> Placed:
    kind = after.into.kind
    assert kind != "cut"
    span = TransitionSpan(
        frames=len(frames),
        blend=BLENDS[kind],
        outgoing=before.shot.span(frames.moved(-before.start), rate),
        incoming=after.shot.span(frames.moved(-after.start), rate),
    )
    label = (
        tr("dissolve to {name}", name=after.shot.label)
        if kind == "dissolve"
        else tr("{transition} to {name}", transition=kind, name=after.shot.label)
    )
    return Placed(start=frames.start, span=span, segment=after.segment, label=label)
