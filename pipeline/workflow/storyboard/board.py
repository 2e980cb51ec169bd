"""What a storyboard shows of an episode: pictures, sound, words, chapters and remarks, each at its time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Literal, assert_never

from pipeline.effects.overlays import Overlaid, bare
from pipeline.effects.questions import steady
from pipeline.errors import Diagnostic
from pipeline.messages import Message, tr
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
    motion_stretch_of,
    overlays_within,
    split_stretch_of,
    staged_stretch_of,
)

Shows = Still | ClipSpan | SplitSpan | StagedSpan | MotionSpan | SceneSpan
"""What a picture of a shot is drawn from."""
ShotKind = Literal["still", "motion", "clip", "scene", "transition"]
EVERY = 6
"""Seconds of a clip from one of its pictures to the next."""
ROWS = (20, 30, 45, 60, 90, 120, 180, 300, 600)
"""Seconds that a row may last."""
STEP = 5
"""Seconds in which rows are counted."""
SHOTS_A_ROW = 10
"""So many shots find room side by side."""
LEGIBLE = 120
"""Seconds of a row in which captions can still be read."""
MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What is shown without a cut; times are seconds of the episode."""

    start: Fraction
    stop: Fraction
    kind: ShotKind
    label: str
    shows: tuple[tuple[Fraction, Shows], ...] = ()
    """What its pictures are drawn from, each with the second from which it stands for the shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A caption, or a chapter's title, at its time in seconds."""

    start: Fraction
    stop: Fraction
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is to be said of a moment."""

    number: int
    """By which it is found in the list below."""
    diagnostic: Diagnostic
    at: Fraction | None
    """None where it belongs to no moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The storyboard of an episode."""

    name: str
    """`lieshita/3`."""
    title: str
    series: str
    seconds: Fraction
    size: tuple[int, int]
    """Pixels of a thumbnail."""
    shots: tuple[Shot, ...]
    pictures: "dict[tuple[Fraction, Fraction], Path]"
    """Thumbnails, by the start of their shot and of the time for which they stand."""
    loudness: bytes
    """Of what is spoken: dB above -128 of every hundredth of a second; empty where nobody speaks."""
    recorded: bytes = b""
    """The same as it was recorded, where it is treated and both are known; else empty."""
    captions: tuple[Words, ...]
    chapters: tuple[Words, ...]
    remarks: tuple[Remark, ...]

    @property
    def row_seconds(self) -> int:
        """How long a row lasts: long enough for shots to be seen, short enough for captions to be read."""
        cuts = max(1, sum(shot.kind != "transition" for shot in self.shots))
        wanted: Fraction = max(min(self.seconds / cuts * SHOTS_A_ROW, Fraction(LEGIBLE)), self.seconds / MOST_ROWS)
        most = next((length for length in ROWS if length >= wanted), ROWS[-1])
        rows = -(-self.seconds // most)
        # Even rows, so that the last one is not nearly empty.
        return int(-(-self.seconds // (rows * STEP)) * STEP) if rows else most

    @property
    def rows(self) -> "tuple[Row, ...]":
        length = self.row_seconds
        count = max(1, -(-self.seconds // length))
        return tuple(Row(board=self, start=Fraction(number * length), length=length) for number in range(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A part of a storyboard that stands on one line."""

    board: Board
    start: Fraction
    length: int
    """Seconds of a whole row; the last may be filled in part only."""

    @property
    def stop(self) -> Fraction:
        return min(self.start + self.length, self.board.seconds)

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Those that are seen in it, cut where it begins and ends."""
        inside = (shot for shot in self.board.shots if shot.start < self.stop and shot.stop > self.start)
        return tuple(
            replace(shot, start=max(shot.start, self.start), stop=min(shot.stop, self.stop)) for shot in inside
        )

    @property
    def pictures(self) -> Iterator[tuple[Fraction, Fraction, Path, Shot]]:
        """The thumbnails in it: from and to which second each has room, and the shot."""
        for shot in self.board.shots:
            starts = [start for start, _ in shot.shows]
            for start, stop in pairwise([*starts, shot.stop] if starts else ()):
                begin, end = max(start, self.start), min(stop, self.stop)
                if begin < end and (path := self.board.pictures.get((shot.start, start))):
                    yield begin, end, path, shot

    @property
    def captions(self) -> tuple[Words, ...]:
        return tuple(one for one in self.board.captions if self.start <= one.start < self.stop)

    @property
    def chapters(self) -> tuple[Words, ...]:
        return tuple(one for one in self.board.chapters if self.start <= one.start < self.stop)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(one for one in self.board.remarks if one.at is not None and self.start <= one.at < self.stop)

    @property
    def ticks(self) -> tuple[int, ...]:
        """Seconds at which the time is written."""
        step = next(step for step in (2, 5, 10, 15, 30, 60) if self.length / step <= 12)
        return tuple(range(int(self.start), int(self.start) + self.length, step))

    def share(self, seconds: Fraction | int) -> float:
        """A moment's place in the row: 0 is its beginning, 1 the end of a whole row."""
        return float((seconds - self.start) / self.length)

    def levels(self, count: int, *, recorded: bool = False) -> list[float]:
        """The loudest of so many equal parts of a whole row, 0 to 1; of what was `recorded`, before it was treated."""
        first = round(self.start * 100)
        whole = self.board.recorded if recorded else self.board.loudness
        curve = whole[first : first + self.length * 100]
        edges = [len(curve) and round(number * self.length * 100 / count) for number in range(count + 1)]
        parts = (curve[begin:end] for begin, end in pairwise(edges))
        return [height(max(part)) if part else 0.0 for part in parts]


def height(level: int) -> float:
    """Of a byte of a loudness curve: -60 dB is nothing, 0 dB is all."""
    return float(min(max((level - 68) / 60, 0.0), 1.0) ** 1.5)


def shots_of(timeline: Timeline) -> Iterator[Shot]:
    """The shots of a timeline, in order. What stands on both sides of a chapter or a caption is one."""
    last: Shot | None = None
    for placed in timeline.spans:
        start = placed.start / timeline.rate
        stop = (placed.start + placed.span.frames) / timeline.rate
        match placed.span:
            case StillSpan():
                still = steady(placed.span.still)
                shot = Shot(start=start, stop=stop, kind="still", label=_name(still.label), shows=((start, still),))
                if last and last.kind == "still" and _beneath(last.shows[0][1]) == bare(still):
                    last = replace(last, stop=stop, shows=((last.start, _fuller(last.shows[0][1], still)),))
                    continue
            case ClipSpan() as clip:
                moments = range(0, max(1, int(stop - start)), EVERY)
                # Films often begin in the dark.
                into = min(Fraction(1), (stop - start) / 2)
                shows = tuple((start + at, _moment(clip, at + into, timeline.rate)) for at in moments)
                shot = Shot(start=start, stop=stop, kind="clip", label=_name(placed.label), shows=shows)
            case SplitSpan() as split:
                into = min(Fraction(1), (stop - start) / 2)
                frames = {at: int((at + into) * timeline.rate) for at in range(0, max(1, int(stop - start)), EVERY)}
                halves = tuple(
                    (start + at, split_stretch_of(split, one, 1, timeline.rate)) for at, one in frames.items()
                )
                shot = Shot(start=start, stop=stop, kind="clip", label=_name(placed.label), shows=halves)
            case MotionSpan() as motion:
                # Where the view begins, and where it ends.
                ends = {start: 0, start + (stop - start) / 2: motion.frames - 1}
                views = tuple((at, motion_stretch_of(motion, frame, 1, timeline.rate)) for at, frame in ends.items())
                label = f"{_name(placed.label)} ({motion.motion.kind})"
                shot = Shot(start=start, stop=stop, kind="motion", label=label, shows=views)
            case StagedSpan() as staged:
                into = min(Fraction(1), (stop - start) / 2)
                frames = {at: int((at + into) * timeline.rate) for at in range(0, max(1, int(stop - start)), EVERY)}
                seen = tuple(
                    (start + at, staged_stretch_of(staged, one, 1, timeline.rate)) for at, one in frames.items()
                )
                shot = Shot(start=start, stop=stop, kind="clip", label=_name(staged.still.label), shows=seen)
            case SceneSpan() as scene:
                middles = range(0, max(1, int(stop - start)), EVERY)
                pictured = tuple((start + at, _middle(scene, at)) for at in middles)
                shot = Shot(start=start, stop=stop, kind="scene", label=placed.label, shows=pictured)
            case TransitionSpan(blend=blend):
                shot = Shot(start=start, stop=stop, kind="transition", label=blend.label)
            case _ as never:
                assert_never(never)
        if last:
            yield last
        last = shot
    if last:
        yield last


def _middle(scene: SceneSpan, at: int) -> SceneSpan:
    """The frame that stands for a scene from a second on: what it builds up is there after a while."""
    stop = min(scene.frames, round((at + EVERY) * scene.rate))
    first = round(at * scene.rate)
    return replace(scene, frames=1, first=scene.first + first + (stop - first) * 2 // 3, captions=(), overlays=())


def _moment(clip: ClipSpan, after: Fraction, rate: Fraction) -> ClipSpan:
    """One frame of a clip, so many seconds after its beginning."""
    frame = replace(clip, frames=1, start=clip.start + after)
    return replace(frame, overlays=overlays_within(clip.overlays, int(after * rate), 1, rate))


def _beneath(shown: Shows) -> Shows:
    return shown if isinstance(shown, ClipSpan | SplitSpan | StagedSpan | MotionSpan | SceneSpan) else bare(shown)


def _fuller(one: Shows, other: Still) -> Shows:
    """Of a picture with different things over it the one with most of them, standing."""

    def standing(shown: object) -> int:
        return sum(not over.moves for over in shown.overlays) if isinstance(shown, Overlaid) else 0

    return other if standing(other) > standing(one) else one


def _name(label: str) -> str:
    """A file's name without its folders; a text stays as it is."""
    name = PurePosixPath(label).name
    return name if PurePosixPath(label).suffix and name else label


def shot_words(kind: ShotKind) -> Message:
    """What a kind of shot is called."""
    match kind:
        case "still":
            return tr("picture")
        case "motion":
            return tr("picture with motion")
        case "clip":
            return tr("clip")
        case "scene":
            return tr("scene")
        case "transition":
            return tr("transition")
        case _ as never:
            assert_never(never)
