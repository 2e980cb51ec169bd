"""Splits: two pictures in one frame, of which at least one moves, encoded in chunks as clips are."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.effects.split import halves
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Placed, SplitSpan, StillSpan, split_stretch_of
from pipeline.render.picture.chunks import lower_chunks
from pipeline.render.picture.clips import look_version
from pipeline.render.picture.stills import draw, drawing_tools, drawn_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, Piece

SPLIT = "split"
TWO = 1.5
"""Times the CPU seconds of a clip: two are decoded, one is encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitStep:
    """Two pictures in one frame, encoded."""

    span: SplitSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_split(span: SplitSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The split in chunks."""

    def recipe(first: int, frames: int) -> SplitStep:
        part = split_stretch_of(span, first, frames, picture.rate)
        tools, version = split_tools(context.tools, part), split_version(part)
        return SplitStep(span=part, picture=picture, tools=tools, version=version)

    return lower_chunks(SPLIT, recipe, placed, index, picture, context, frame_cost=MOVING_COST * TWO)


def split_tools(tools: str, span: SplitSpan) -> str:
    """`tools`, and those that the formats of its still sides need."""
    for side in span.sides:
        if isinstance(side, StillSpan):
            tools = drawing_tools(tools, side.still)
    return tools


def split_version(span: SplitSpan) -> int:
    """Of the ways in which its sides are brought into the frame, the later one."""
    drawn = (drawn_version(side.still) for side in span.sides if isinstance(side, StillSpan))
    return max([look_version(span), *drawn])


def draw_ground(span: SplitSpan, width: int, height: int, *, to: Path) -> None:
    """The frame without what moves, as a PNG: the ground, and a side that stands still."""
    from pipeline.media.picture.split import in_halves

    areas = halves(width, height)
    drawn = [
        draw(side.still, area.width, area.height) if isinstance(side, StillSpan) else None
        for side, area in zip(span.sides, areas, strict=True)
    ]
    in_halves(span.ground, drawn, width, height).save(to, "PNG", compress_level=1)


def perform_split(step: SplitStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_split

    with tempfile.TemporaryDirectory() as folder:
        ground = Path(folder) / "ground.png"
        draw_ground(step.span, step.picture.width, step.picture.height, to=ground)
        encode_split(step.span, step.picture, ground=ground, threads=THREADS, to=to)
