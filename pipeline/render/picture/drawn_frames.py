"""Spans whose frames are drawn by Python: encoded with what lies over them, be it still or moving."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.effects.overlays import MovingInset
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan, MotionSpan, TransitionSpan
from pipeline.render.piece import THREADS

if TYPE_CHECKING:
    from pipeline.media.motion.overlays import Over

FINE = 4
"""crf of what is decoded again at once: no loss can be seen."""
UNLIMITED = 2_000_000_000
"""Bits a second."""


def fine(picture: Picture) -> Picture:
    """An encoding of what is decoded again at once."""
    return replace(picture, crf=FINE, preset="ultrafast", profile="high", most=UNLIMITED)


def encode_laid_over(
    draw: "Callable[[Over], Iterable[Any]]", span: MotionSpan | TransitionSpan, picture: Picture, *, to: Path
) -> None:
    """Encode the PyAV frames that `draw` makes with what lies over them; leaves an .mp4 of the span's frames."""
    from pipeline.media.motion.overlays import Over
    from pipeline.media.video.drawn_frames import encode_drawn

    if not any(isinstance(run.overlay, MovingInset) for run in span.overlays):
        over = Over(span.overlays, span.captions, picture)
        encode_drawn(lambda: draw(over), span.frames, picture, to=to)
        return
    # Moving pictures are laid over a film by FFmpeg, which reads them.
    from pipeline.media.probe.probe import probe
    from pipeline.media.video.clips import encode_clip

    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        encode_drawn(lambda: draw(Over((), (), picture)), span.frames, fine(picture), to=film)
        medium = Medium(content="", info=probe(film), path=film)
        below = ClipSpan(frames=span.frames, medium=medium, start=Fraction(0), fit="pad")
        clip = replace(below, overlays=span.overlays, captions=span.captions)
        encode_clip(clip, picture, threads=THREADS, to=to)
