"""Thumbnails: small pictures of what a span shows, for people who look at an episode before it is encoded."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import tr
from pipeline.model.timeline import ClipSpan, MotionSpan, SceneSpan, SplitSpan, StagedSpan, Still
from pipeline.render.picture.motion import draw_moment
from pipeline.render.picture.split import draw_ground
from pipeline.render.picture.stills import draw
from pipeline.render.piece import Context, scene_tools

THUMBNAIL = "thumbnail"
THUMBNAIL_COST = 0.1
"""CPU seconds, most of them for opening a photograph or finding a frame."""
QUALITY = 80
"""Of the JPEG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThumbnailStep:
    """A still, or the first frame of what moves, as a JPEG of exactly this size."""

    shows: Still | ClipSpan | SplitSpan | StagedSpan | MotionSpan | SceneSpan
    width: int
    height: int
    tools: str
    version: int = 1
    """Counts up when the recipe's own way of making changes."""


def lower_thumbnail(
    shows: Still | ClipSpan | SplitSpan | StagedSpan | MotionSpan | SceneSpan, size: tuple[int, int], context: Context
) -> Action:
    """The action that makes a thumbnail of so many pixels."""
    width, height = size
    tools = scene_tools(context.tools) if isinstance(shows, SceneSpan) else context.tools
    return Action(
        kind=THUMBNAIL,
        recipe=ThumbnailStep(shows=shows, width=width, height=height, tools=tools),
        suffix=".jpg",
        label=context.label(tr("thumbnail")),
        cost=THUMBNAIL_COST,
    )


def perform_thumbnail(step: ThumbnailStep, inputs: Sequence[Path], to: Path) -> None:
    if isinstance(step.shows, ClipSpan):
        from pipeline.media.video.frames import first_frame

        image = first_frame(step.shows, step.width, step.height)
    elif isinstance(step.shows, SceneSpan):
        from pipeline.media.scenes.encode import scene_picture

        image = scene_picture(step.shows, step.width, step.height)
    elif isinstance(step.shows, SplitSpan | StagedSpan):
        from pipeline.media.video.frames import first_frame

        with tempfile.TemporaryDirectory() as folder:
            ground = Path(folder) / "ground.png"
            if isinstance(step.shows, SplitSpan):
                draw_ground(step.shows, step.width, step.height, to=ground)
            else:
                draw(step.shows.still, step.width, step.height).save(ground, "PNG", compress_level=1)
            image = first_frame(step.shows, step.width, step.height, ground=ground)
    elif isinstance(step.shows, MotionSpan):
        image = draw_moment(step.shows, step.width, step.height)
    else:
        image = draw(step.shows, step.width, step.height)
    image.save(to, "JPEG", quality=QUALITY)
