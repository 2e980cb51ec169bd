"""Transitions: both sides of a cut, blended and encoded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from pipeline.build import Action
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, SceneSpan, Side, StillSpan, TransitionSpan
from pipeline.render.clips import look_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, share
from pipeline.render.scenes import finer, lower_scene
from pipeline.render.stills import lower_still

TRANSITION = "transition"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionStep:
    """Both sides of a cut, blended and encoded; still sides come in as their tiles, scenes as spans of their own."""

    span: TransitionSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_transition(span: TransitionSpan, picture: Picture, context: Context, *, label: Message) -> Action:
    sides = tuple(_encoded(side, picture, context, label) for side in (span.outgoing, span.incoming))
    return Action(
        kind=TRANSITION,
        recipe=TransitionStep(
            span=span,
            picture=picture,
            tools=context.tools,
            version=look_version(span.outgoing, span.incoming),
        ),
        inputs=tuple(side for side in sides if side is not None),
        suffix=".mp4",
        label=label,
        cost=MOVING_COST * 1.5 * span.frames * share(picture),
    )


def _encoded(side: Side, picture: Picture, context: Context, label: Message) -> Action | None:
    """The action that encodes a side by itself; None for a clip, which is read from its source."""
    match side:
        case StillSpan(still=still):
            name = tr("{label}, {name}", label=label, name=still.label)
            return lower_still(still, picture, context, label=name)
        case SceneSpan(scene=scene):
            name = tr("{label}, {name}", label=label, name=scene.label)
            return lower_scene(side, finer(picture), context, label=name)
        case ClipSpan():
            return None
        case _ as never:
            assert_never(never)


def perform_transition(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_transition

    tiles = iter(inputs)
    outgoing, incoming = (
        None if isinstance(side, ClipSpan) else next(tiles) for side in (step.span.outgoing, step.span.incoming)
    )
    encode_transition(step.span, step.picture, outgoing=outgoing, incoming=incoming, threads=THREADS, to=to)
