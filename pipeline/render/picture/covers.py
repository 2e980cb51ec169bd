"""Covers of a programme: pictures in files, beside them, and in every shape that somebody asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import tr
from pipeline.model.media import Medium
from pipeline.model.timeline import Still
from pipeline.render.picture.stills import draw, drawing_tools, drawn_version
from pipeline.render.piece import FULL_PICTURE, Context

COVER = "cover"
COVER_COST = 0.12
COVER_BYTES = 400_000
"""Of the cover that lies in every file of a programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverStep:
    """A cover of the programme as a JPEG: a given picture, or the title card's."""

    picture: Still | Medium
    width: int
    height: int
    exact: bool
    """Whether a given picture fills this very size; else it keeps its own shape inside it, and is never enlarged."""
    most: int
    """Bytes."""
    tools: str
    version: int = 1


def lower_cover(
    picture: Still | Medium, size: tuple[int, int], context: Context, *, exact: bool = False, most: int = COVER_BYTES
) -> Action:
    """A cover within `size` pixels, or of exactly that size, and of at most so many bytes."""
    width, height = size
    cover = tr("cover {width} x {height}", width=width, height=height) if exact else tr("cover")
    return Action(
        kind=COVER,
        recipe=CoverStep(
            picture=picture,
            width=width,
            height=height,
            exact=exact,
            most=most,
            tools=drawing_tools(context.tools, picture),
            version=drawn_version(picture),
        ),
        suffix=".jpg",
        label=context.label(cover),
        cost=COVER_COST * (1 + 4 * width * height / FULL_PICTURE) / 5,
    )


def perform_cover(step: CoverStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.picture.artwork import cover_filling, cover_inside, cover_of_picture

    if not isinstance(step.picture, Medium):
        picture = draw(step.picture, step.width, step.height)
        to.write_bytes(cover_of_picture(picture, most=step.most, exact=step.exact))
    elif step.exact:
        to.write_bytes(cover_filling(step.picture, step.width, step.height, most=step.most))
    else:
        to.write_bytes(cover_inside(step.picture.path, step.width, step.height, most=step.most))
