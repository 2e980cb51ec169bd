"""Motion over pictures: chosen for every shape of frame, drawn and encoded in chunks that cores and machines share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.effects.motion import Path as Way
from pipeline.effects.motion import Window, amount_of, chosen, path_of
from pipeline.model.rendition import Picture
from pipeline.model.segments.motion import Motion, MotionKind
from pipeline.model.timeline import (
    MotionSpan,
    Placed,
    Side,
    Span,
    StagedSpan,
    StillSpan,
    Timeline,
    TransitionSpan,
    motion_stretch_of,
)
from pipeline.render.picture.chunks import lower_chunks
from pipeline.render.picture.drawn_frames import encode_laid_over
from pipeline.render.picture.moving_insets import made_with
from pipeline.render.picture.stills import draw
from pipeline.render.piece import Context, Piece

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.media.motion.view import View

MOTION = "motion"
MOTION_COST, DRAWING_COST = 0.022, 0.4
"""CPU seconds of a frame at 1920 x 1080, and of the picture that it is taken from."""
DETAIL = Fraction(5, 4)
"""Pixels that are drawn for one of the frame where a picture is enlarged least: with more it would flicker there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionStep:
    """Frames in which the view moves over a picture, encoded."""

    span: MotionSpan
    picture: Picture
    tools: str
    version: int = 1


def settled(timeline: Timeline, picture: Picture) -> Timeline:
    """The timeline with a motion chosen wherever its author left that to us; a still where none is the best."""
    shape = Fraction(picture.width, picture.height)
    found: dict[int, Motion] = {}

    def side(span: Side, start: int) -> Side:
        if not isinstance(span, MotionSpan):
            return span
        begin = start - span.first
        if begin not in found:
            before = found[max(found)].kind if found else "none"
            found[begin] = _settled(span, shape, span.total / timeline.rate, before)
        if found[begin].kind == "none":
            return StillSpan(frames=span.frames, still=span.still)
        return replace(span, motion=found[begin])

    def whole(placed: Placed) -> Span:
        match placed.span:
            case TransitionSpan() as span:
                outgoing, incoming = (side(one, placed.start) for one in (span.outgoing, span.incoming))
                return replace(span, outgoing=outgoing, incoming=incoming)
            case StagedSpan() as span:
                return span
            case span:
                return side(span, placed.start)

    return replace(timeline, spans=tuple(replace(placed, span=whole(placed)) for placed in timeline.spans))


def _settled(span: MotionSpan, shape: Fraction, seconds: Fraction, before: MotionKind) -> Motion:
    kind = chosen(span, shape, before) if span.motion.kind == "auto" else span.motion.kind
    motion = replace(span.motion, kind=kind)
    return motion if kind == "none" else replace(motion, amount=amount_of(replace(span, motion=motion), shape, seconds))


def lower_motion(span: MotionSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The motion in chunks, which show what the whole would show."""

    def recipe(first: int, frames: int) -> MotionStep:
        part = motion_stretch_of(span, first, frames, picture.rate)
        tools, version = made_with(context.tools, part.still, part.overlays)
        return MotionStep(span=part, picture=picture, tools=tools, version=version)

    return lower_chunks(MOTION, recipe, placed, index, picture, context, frame_cost=MOTION_COST, cost=DRAWING_COST)


def view_of(span: MotionSpan, picture: Picture) -> "View":
    """The span's picture, drawn large enough, and what every frame shows of it."""
    from pipeline.media.motion.view import View

    way = path_of(span, Fraction(picture.width, picture.height))
    least, most = way.zoom
    detail = min(most, least * DETAIL)
    size = _even(way.wide * picture.width * detail), _even(way.high * picture.height * detail)
    return View(draw(way.still, *size), windows_of(span, way), picture)


def draw_moment(span: MotionSpan, width: int, height: int) -> "Image":
    """What the first frame of the span shows, RGB, for people to look at."""
    from PIL.Image import Resampling

    over = [run.overlay for run in span.overlays if not run.overlay.moves]
    if over:
        from pipeline.media.picture.overlays.layers import lay

        return lay(draw_moment(replace(span, overlays=()), width, height), over)
    if span.motion.kind in ("none", "auto"):
        return draw(span.still, width, height)
    way = path_of(span, Fraction(width, height))
    size = round(way.wide * width * DETAIL), round(way.high * height * DETAIL)
    window = way.at(span.first, span.total)
    left, top = float(window.left * size[0]), float(window.top * size[1])
    box = (left, top, left + float(window.wide * size[0]), top + float(window.high * size[1]))
    return draw(way.still, *size).resize((width, height), Resampling.LANCZOS, box=box)


def windows_of(span: MotionSpan, way: Way) -> list[Window]:
    """What every frame of the span shows of its picture."""
    return [way.at(span.first + number, span.total) for number in range(span.frames)]


def _even(length: Fraction) -> int:
    return round(length / 2) * 2


def perform_motion(step: MotionStep, inputs: Sequence[Path], to: Path) -> None:
    encode_laid_over(view_of(step.span, step.picture).frames, step.span, step.picture, to=to)
