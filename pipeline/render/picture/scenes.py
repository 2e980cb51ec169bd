"""Scenes: frames that a script makes, encoded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import Message
from pipeline.model.rendition import Picture
from pipeline.model.timeline import SceneSpan
from pipeline.render.picture.moving_insets import overlay_tools
from pipeline.render.piece import MOVING_COST, Context, scene_tools, share

SCENE = "scene"
START_COST, DRAWING_COST = 1.0, 0.05
"""CPU seconds of loading MoviePy, and of a frame that it composes at 1920 x 1080."""
_FINER = 6
"""By how much the crf of what is encoded once more, in a transition, is below its rendition's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneStep:
    """Frames that a script makes, encoded."""

    span: SceneSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_scene(span: SceneSpan, picture: Picture, context: Context, *, label: Message) -> Action:
    return Action(
        kind=SCENE,
        recipe=SceneStep(span=span, picture=picture, tools=overlay_tools(scene_tools(context.tools), span.overlays)),
        suffix=".mp4",
        label=label,
        cost=START_COST + (MOVING_COST + DRAWING_COST) * span.frames * share(picture),
    )


def finer(picture: Picture) -> Picture:
    """The picture for what is only an input of another encoding."""
    return replace(picture, crf=max(1, picture.crf - _FINER))


def perform_scene(step: SceneStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.scenes.encode import encode_scene

    encode_scene(step.span, step.picture, to=to)
