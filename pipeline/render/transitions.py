"""Transitions: both sides of a cut, blended and encoded."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from pipeline.build import Action
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, SceneSpan, Side, SplitSpan, StillSpan, TransitionSpan
from pipeline.render.clips import look_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, share
from pipeline.render.scenes import finer, lower_scene
from pipeline.render.split import draw_ground, split_tools, split_version
from pipeline.render.stills import lower_still

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
    return Action(
        kind=TRANSITION,
        recipe=TransitionStep(
            span=span,
            picture=picture,
            tools=tools,
            version=max([look_version(span.outgoing, span.incoming), *map(split_version, splits)]),
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
        case ClipSpan() | SplitSpan():
            return None
        case _ as never:
            assert_never(never)


def perform_transition(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
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
