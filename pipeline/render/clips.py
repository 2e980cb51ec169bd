"""Clips: moving frames, encoded in chunks that cores and machines share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.build import Action
from pipeline.model.media import VideoInfo
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, Placed, Side
from pipeline.render.captions import runs_within
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
    videos = [side.medium.info.video for side in sides if isinstance(side, ClipSpan)]
    return 2 if any(video is not None and _is_special(video) for video in videos) else 1


def _is_special(video: VideoInfo) -> bool:
    turned = video.mirrored or video.tilt != 0
    coloured = video.wide_gamut or (not video.is_rgb and video.shown_matrix != "bt709")
    wide = video.matrix == "unknown" and video.height < 720 and video.width >= 1280
    return turned or coloured or wide or video.transparent or bool(video.decoder) or video.uneven


def lower_clip(clip: ClipSpan, placed: Placed, index: int, picture: Picture, context: Context) -> Iterator[Piece]:
    """The clip in chunks counted from its own start, so that with another `to:` all but the last one stay the same."""
    chunk = round(CHUNK_SECONDS * picture.rate)
    first = 0
    while first < clip.frames:
        rest = clip.frames - first
        frames = rest if rest <= chunk * 3 // 2 else chunk
        captions = runs_within(clip.captions, first, frames)
        begin = clip.start + first / picture.rate
        within = clip.within.reached(begin, begin + (frames - 1) / picture.rate) if clip.within else None
        span = replace(clip, frames=frames, start=begin, captions=captions, within=within)
        start = placed.start + first
        action = Action(
            kind=CLIP,
            recipe=ClipStep(span=span, picture=picture, tools=context.tools, version=look_version(span)),
            suffix=".mp4",
            label=context.span_label(replace(placed, start=start), picture.rate),
            cost=MOVING_COST * frames * share(picture),
        )
        yield Piece(action=action, start=start, frames=frames, still=False, span=index)
        first += frames


def perform_clip(step: ClipStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.clips import encode_clip

    encode_clip(step.span, step.picture, threads=THREADS, to=to)
