"""Chunks: moving spans cut into parts that cores and machines share; cut later, a span keeps all but its last ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from pipeline.build import Action
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Placed
from pipeline.render.piece import Context, Piece, share

CHUNK_SECONDS = 20
"""Longest chunk but for the last, which may be half as long again."""


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


def lower_chunks(
    kind: str,
    recipe: Callable[[int, int], object],
    placed: Placed,
    index: int,
    picture: Picture,
    context: Context,
    *,
    frame_cost: float,
    cost: float = 0.0,
) -> Iterator[Piece]:
    """A span as one action for each of its chunks, whose recipe is made of its first frame and its frames.

    `frame_cost` are the CPU seconds of a frame at 1920 x 1080, `cost` those of a chunk besides.
    """
    for first, frames in chunks(placed.span.frames, picture.rate):
        start = placed.start + first
        action = Action(
            kind=kind,
            recipe=recipe(first, frames),
            suffix=".mp4",
            label=context.span_label(replace(placed, start=start), picture.rate),
            cost=(frame_cost * frames + cost) * share(picture),
        )
        yield Piece(action=action, start=start, frames=frames, still=False, span=index)
