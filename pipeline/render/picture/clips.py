"""Clips: moving frames, encoded in chunks that cores and machines share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pipeline.build import Action
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, Placed, Side, SplitSpan, stretch_of
from pipeline.render.piece import MOVING_COST, THREADS, Context, Piece, share

CLIP = "clip"
CHUNK_SECONDS = 20
"""Longer clips are cut into chunks, which cores and machines share; the last may be half as long again."""


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


def chunks(frames: int, rate: Fraction) -> Iterator[tuple[int, int]]:
    """First frame and frames of each chunk, counted from the span's own start: with another `to:` all but the last one
    stay the same.
    """
    chunk = round(CHUNK_SECONDS * rate)
    first = 0
    while first < frames:
        rest = frames - first
        length = rest if rest <= chunk * 3 // 2 else chunk
        yield first, length
        first += length


def lower_clip(clip: ClipSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The clip in chunks."""
    for first, frames in chunks(clip.frames, picture.rate):
        span = stretch_of(clip, first, frames, picture.rate)
        start = placed.start + first
        action = Action(
            kind=CLIP,
            recipe=ClipStep(span=span, picture=picture, tools=context.tools, version=look_version(span)),
            suffix=".mp4",
            label=context.span_label(replace(placed, start=start), picture.rate),
            cost=MOVING_COST * frames * share(picture),
        )
        yield Piece(action=action, start=start, frames=frames, still=False, span=index)


def perform_clip(step: ClipStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_clip

    encode_clip(step.span, step.picture, threads=THREADS, to=to)
