"""Where pictures end in upright frames that they do not fill: captions stand there, below them."""

from fractions import Fraction
from math import ceil
from typing import assert_never

from pipeline.effects.overlays import bare
from pipeline.effects.stills import Captioned, FittedImage
from pipeline.model.covered import is_upright
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.series import Fit
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    SceneSpan,
    Span,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    TransitionSpan,
)

_FIRST, _LAST = Fraction(66, 100), Fraction(76, 100)
"""Of the height: a picture that ends above stands clear of captions, one that ends below leaves no room for them."""


def picture_end(span: Span, picture: Picture) -> Fraction | None:
    """Where the picture ends, of the frame's height, if captions are to move down for it."""
    if not is_upright(picture.width, picture.height):
        return None
    end = _end(span, picture)
    return end if end is not None and _FIRST < end < _LAST else None


def _end(span: Span, picture: Picture) -> Fraction | None:
    match span:
        case StillSpan() | StagedSpan():
            return _still_end(span.still, picture)
        case ClipSpan():
            return _fitted_end(span.medium, span.fit, picture)
        case TransitionSpan():
            ends = _end(span.outgoing, picture), _end(span.incoming, picture)
            return max((end for end in ends if end is not None), default=None)
        case SplitSpan() | MotionSpan() | SceneSpan():
            # They fill the frame.
            return None
        case _ as never:
            assert_never(never)


def _still_end(still: Still, picture: Picture) -> Fraction | None:
    still = bare(still.still if isinstance(still, Captioned) else still)
    return _fitted_end(still.image, still.fit, picture) if isinstance(still, FittedImage) else None


def _fitted_end(medium: Medium, fit: Fit, picture: Picture) -> Fraction | None:
    video = medium.info.video
    if video is None or fit == "crop":
        return None
    wide, high = video.shown_size
    shown = high * min(Fraction(picture.width) / wide, Fraction(picture.height) / high)
    return Fraction(ceil((picture.height + shown) / 2), picture.height)
