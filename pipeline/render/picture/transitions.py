"""Transitions: both sides of a cut, blended and encoded."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from pipeline.build import Action
from pipeline.effects.transitions import Dissolve
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, MotionSpan, SceneSpan, Side, SplitSpan, StillSpan, TransitionSpan
from pipeline.render.picture.clips import look_version
from pipeline.render.picture.drawn_frames import encode_laid_over, fine
from pipeline.render.picture.motion import view_of
from pipeline.render.picture.scenes import finer, lower_scene
from pipeline.render.picture.split import draw_ground, split_tools, split_version
from pipeline.render.picture.stills import drawing_tools, drawn_version, lower_still
from pipeline.render.piece import MOVING_COST, THREADS, Context, share

if TYPE_CHECKING:
    from pipeline.media.video.planes import Planes

TRANSITION = "transition"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionStep:
    """Both sides of a cut, blended and encoded; still sides come in as their tiles."""

    span: TransitionSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_transition(span: TransitionSpan, picture: Picture, context: Context, *, label: Message) -> Action:
    sides = tuple(_encoded(side, picture, context, label) for side in (span.outgoing, span.incoming))
    splits = [side for side in (span.outgoing, span.incoming) if isinstance(side, SplitSpan)]
    tools = context.tools
    for split in splits:
        tools = split_tools(tools, split)
    moved = [side.still for side in (span.outgoing, span.incoming) if isinstance(side, MotionSpan)]
    for still in moved:
        tools = drawing_tools(tools, still)
    return Action(
        kind=TRANSITION,
        recipe=TransitionStep(
            span=span,
            picture=picture,
            tools=tools,
            version=max(
                [look_version(span.outgoing, span.incoming), *map(split_version, splits), *map(drawn_version, moved)]
            ),
        ),
        inputs=tuple(side for side in sides if side is not None),
        suffix=".mp4",
        label=label,
        cost=MOVING_COST * 1.5 * span.frames * share(picture),
    )


def _encoded(side: Side, picture: Picture, context: Context, label: Message) -> Action | None:
    """The action that encodes a side by itself; None for what is read from its sources."""
    match side:
        case StillSpan(still=still):
            name = tr("{label}, {name}", label=label, name=still.label)
            return lower_still(still, picture, context, label=name)
        case SceneSpan(scene=scene):
            name = tr("{label}, {name}", label=label, name=scene.label)
            return lower_scene(side, finer(picture), context, label=name)
        case ClipSpan() | SplitSpan() | MotionSpan():
            return None
        case _ as never:
            assert_never(never)


def perform_transition(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    sides = step.span.outgoing, step.span.incoming
    # FFmpeg dissolves what it reads itself; all else is drawn.
    if isinstance(step.span.blend, Dissolve) and not any(isinstance(side, MotionSpan) for side in sides):
        _dissolve(step, inputs, to)
    else:
        _draw(step, inputs, to)


def _draw(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.motion.blends import blended_frames

    span, picture = step.span, step.picture
    tiles = iter(inputs)
    with tempfile.TemporaryDirectory() as folder:
        outgoing, incoming = (
            _frames(side, tiles, picture, Path(folder) / name)
            for side, name in ((span.outgoing, "outgoing"), (span.incoming, "incoming"))
        )
        frames = partial(blended_frames, span.blend, outgoing, incoming, span.frames, picture)
        encode_laid_over(frames, span, picture, to=to)


def _frames(side: Side, tiles: Iterator[Path], picture: Picture, film: Path) -> "Callable[[], Iterable[Planes]]":
    """What makes the frames of a side: its tile, its view, or `film`, to which it is encoded without visible loss."""
    from pipeline.media.motion.blends import frames_in, standing
    from pipeline.media.video.clips import encode_clip, encode_split
    from pipeline.media.video.planes import planes_in

    match side:
        case StillSpan():
            return partial(standing, next(tiles), side.frames)
        case SceneSpan():
            return partial(frames_in, next(tiles))
        case MotionSpan():
            view = view_of(side, picture)
            return lambda: map(planes_in, view.frames())
        case ClipSpan():
            encode_clip(side, fine(picture), threads=THREADS, to=film)
        case SplitSpan():
            ground = film.with_suffix(".png")
            draw_ground(side, picture.width, picture.height, to=ground)
            encode_split(side, fine(picture), ground=ground, threads=THREADS, to=film)
        case _ as never:
            assert_never(never)
    return partial(frames_in, film)


def _dissolve(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_transition

    tiles = iter(inputs)
    with tempfile.TemporaryDirectory() as folder:
        given: list[Path | None] = []
        for number, side in enumerate((step.span.outgoing, step.span.incoming)):
            given.append(next(tiles) if isinstance(side, StillSpan | SceneSpan) else None)
            if isinstance(side, SplitSpan):
                given[-1] = ground = Path(folder) / f"{number}.png"
                draw_ground(side, step.picture.width, step.picture.height, to=ground)
        encode_transition(step.span, step.picture, outgoing=given[0], incoming=given[1], threads=THREADS, to=to)
