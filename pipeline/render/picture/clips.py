"""Clips: moving frames, encoded in chunks that cores and machines share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, Placed, Side, SplitSpan, stretch_of
from pipeline.render.picture.chunks import lower_chunks
from pipeline.render.piece import MOVING_COST, THREADS, Context, Piece

CLIP = "clip"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipStep:
    """Moving frames, encoded."""

    span: ClipSpan
    picture: Picture
    tools: str
    version: int = 1


def look_version(*sides: Side) -> int:
    """How pictures of clips are brought to the rendition's: 2 for those that version 1 did not show as players do.

    All others keep the programmes that were made of them.
    """
    clips = [clip for side in sides for clip in (side.clips if isinstance(side, SplitSpan) else (side,))]
    videos = [clip.medium.info.video for clip in clips if isinstance(clip, ClipSpan)]
    return 2 if any(video is not None and _is_special(video) for video in videos) else 1


def _is_special(video: VideoInfo) -> bool:
    turned = video.mirrored or video.tilt != 0
    coloured = video.wide_gamut or (not video.is_rgb and video.shown_matrix != "bt709")
    wide = video.matrix == "unknown" and video.height < 720 and video.width >= 1280
    return turned or coloured or wide or video.transparent or bool(video.decoder) or video.uneven


def lower_clip(clip: ClipSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The clip in chunks."""

    def recipe(first: int, frames: int) -> ClipStep:
        span = stretch_of(clip, first, frames, picture.rate)
        return ClipStep(span=span, picture=picture, tools=context.tools, version=look_version(span))

    return lower_chunks(CLIP, recipe, placed, index, picture, context, frame_cost=MOVING_COST)


def perform_clip(step: ClipStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_clip

    encode_clip(step.span, step.picture, threads=THREADS, to=to)
