"""Frames: one picture out of a moving source, as a programme will show it."""

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

from pipeline.media.video.clips import encode_clip, encode_split, encode_staged
from pipeline.model.rendition import Picture
from pipeline.model.timeline import (
    ClipSpan,
    SplitSpan,
    StagedSpan,
    overlays_within,
    split_stretch_of,
    staged_stretch_of,
)


def first_frame(
    span: ClipSpan | SplitSpan | StagedSpan, width: int, height: int, *, ground: Path | None = None
) -> Image.Image:
    """What a span shows first, RGB, in a frame of this size; both even. Raises MediaError as `encode_clip` does.

    `ground` is that of a split, or the still beneath moving pictures, drawn in this size. It goes through the very
    filters of a render, so that colours, rotation and fit are those of the programme.
    """
    picture = Picture(width=width, height=height, rate=Fraction(25), crf=12, preset="ultrafast")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "frame.mp4"
        over = overlays_within(span.overlays, 0, 1, picture.rate)
        if isinstance(span, ClipSpan):
            encode_clip(replace(span, frames=1, captions=(), overlays=over), picture, threads=1, to=file)
        elif isinstance(span, StagedSpan) and ground is not None:
            first = staged_stretch_of(span, 0, 1, picture.rate)
            encode_staged(replace(first, captions=()), picture, ground=ground, threads=1, to=file)
        elif isinstance(span, SplitSpan) and ground is not None:
            halves = replace(split_stretch_of(span, 0, 1, picture.rate), captions=(), overlays=over)
            encode_split(halves, picture, ground=ground, threads=1, to=file)
        with av.open(str(file)) as container:
            return Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24"))
