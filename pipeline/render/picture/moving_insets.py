"""Pictures that stand still under moving ones, encoded in chunks as clips are."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.build import Action
from pipeline.effects.overlays import MovingInset, inset_clip
from pipeline.model.rendition import Picture
from pipeline.model.timeline import OverlayRun, Placed, StagedSpan, staged_stretch_of
from pipeline.render.picture.clips import chunks, look_version
from pipeline.render.picture.stills import draw, drawing_tools, drawn_version
from pipeline.render.piece import MOVING_COST, THREADS, Context, Piece, share

STAGED = "staged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedStep:
    """A picture that stands still, and what lies over it, encoded."""

    span: StagedSpan
    picture: Picture
    tools: str
    version: int = 1


def lower_staged(span: StagedSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    for first, frames in chunks(span.frames, picture.rate):
        part = staged_stretch_of(span, first, frames, picture.rate)
        start = placed.start + first
        action = Action(
            kind=STAGED,
            recipe=StagedStep(
                span=part,
                picture=picture,
                tools=overlay_tools(drawing_tools(context.tools, part.still), part.overlays),
                version=max(drawn_version(part.still), overlay_version(part.overlays)),
            ),
            suffix=".mp4",
            label=context.span_label(replace(placed, start=start), picture.rate),
            cost=MOVING_COST * frames * share(picture),
        )
        yield Piece(action=action, start=start, frames=frames, still=False, span=index)


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
