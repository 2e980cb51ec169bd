"""Transitions: both sides of a cut, blended and encoded."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import SplitSpan, StillSpan, TransitionSpan
from pipeline.render.clips import look_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, share
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
    tiles = [
        lower_still(side.still, picture, context, label=tr("{label}, {name}", label=label, name=side.still.label))
        for side in (span.outgoing, span.incoming)
        if isinstance(side, StillSpan)
    ]
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
        inputs=tuple(tiles),
        suffix=".mp4",
        label=label,
        cost=MOVING_COST * 1.5 * span.frames * share(picture),
    )


def perform_transition(step: TransitionStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_transition

    tiles = iter(inputs)
    with tempfile.TemporaryDirectory() as folder:
        given: list[Path | None] = []
        for number, side in enumerate((step.span.outgoing, step.span.incoming)):
            given.append(next(tiles) if isinstance(side, StillSpan) else None)
            if isinstance(side, SplitSpan):
                given[-1] = ground = Path(folder) / f"{number}.png"
                draw_ground(side, step.picture.width, step.picture.height, to=ground)
        encode_transition(step.span, step.picture, outgoing=given[0], incoming=given[1], threads=THREADS, to=to)
