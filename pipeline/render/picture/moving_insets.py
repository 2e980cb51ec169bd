"""Pictures that stand still under moving ones, encoded in chunks as clips are."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.effects.overlays import MovingInset, inset_clip
from pipeline.model.rendition import Picture
from pipeline.model.timeline import OverlayRun, Placed, StagedSpan, Still, staged_stretch_of
from pipeline.render.picture.chunks import lower_chunks
from pipeline.render.picture.clips import look_version
from pipeline.render.picture.stills import draw, drawing_tools, drawn_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, Piece

STAGED = "staged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedStep:
    """A picture that stands still, and what lies over it, encoded."""

    span: StagedSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_staged(span: StagedSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The picture and what moves over it in chunks."""

    def recipe(first: int, frames: int) -> StagedStep:
        part = staged_stretch_of(span, first, frames, picture.rate)
        tools, version = made_with(context.tools, part.still, part.overlays)
        return StagedStep(span=part, picture=picture, tools=tools, version=version)

    return lower_chunks(STAGED, recipe, placed, index, picture, context, frame_cost=MOVING_COST)


def made_with(tools: str, still: Still, runs: Sequence[OverlayRun]) -> tuple[str, int]:
    """The tools and the version of the ways in which a still and what lies over it are drawn."""
    return overlay_tools(drawing_tools(tools, still), runs), max(drawn_version(still), overlay_version(runs))


def overlay_tools(tools: str, runs: Sequence[OverlayRun]) -> str:
    """`tools`, and those that the formats of pictures over pictures need."""
    for run in runs:
        tools = drawing_tools(tools, run.overlay)
    return tools


def overlay_version(runs: Sequence[OverlayRun]) -> int:
    """Of the ways in which moving pictures are brought into the frame, the latest."""
    clips = (inset_clip(run.overlay, 1) for run in runs if isinstance(run.overlay, MovingInset))
    return max((look_version(clip) for clip in clips), default=1)


def perform_staged(step: StagedStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_staged

    with tempfile.TemporaryDirectory() as folder:
        ground = Path(folder) / "ground.png"
        draw(step.span.still, step.picture.width, step.picture.height).save(ground, "PNG", compress_level=1)
        encode_staged(step.span, step.picture, ground=ground, threads=THREADS, to=to)
