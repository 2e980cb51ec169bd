"""Reframing: how one timeline's pictures fill the frames of renditions of different shapes."""

from dataclasses import replace
from typing import TypeVar, assert_never

from pipeline.effects.stills import FittedImage
from pipeline.model.rendition import Rendition
from pipeline.model.series import Fit, Focus
from pipeline.model.timeline import ClipSpan, SceneSpan, Side, Span, StillSpan, Timeline, TransitionSpan

Shown = TypeVar("Shown", FittedImage, ClipSpan)
"""What has a shape of its own, and is fitted into the frame."""


def reframe(timeline: Timeline, rendition: Rendition) -> Timeline:
    """The timeline with every picture fitted as `rendition` says, where it says so.

    Only a crop keeps a focus: any other picture is the same for every focus, and so is its key.
    """
    spans = tuple(replace(placed, span=_reframed(placed.span, rendition)) for placed in timeline.spans)
    return replace(timeline, spans=spans)


def _reframed(span: Span, rendition: Rendition) -> Span:
    match span:
        case StillSpan() | ClipSpan() | SceneSpan():
            return _side(span, rendition)
        case TransitionSpan():
            outgoing, incoming = _side(span.outgoing, rendition), _side(span.incoming, rendition)
            return replace(span, outgoing=outgoing, incoming=incoming)
        case _ as never:
            assert_never(never)


def _side(span: Side, rendition: Rendition) -> Side:
    match span:
        case StillSpan(still=FittedImage() as image):
            return replace(span, still=_fitted(image, rendition))
        case StillSpan() | SceneSpan():
            # What has no shape of its own is drawn anew for each frame: a card is typeset, not scaled.
            return span
        case ClipSpan():
            return _fitted(span, rendition)
        case _ as never:
            assert_never(never)


def _fitted(shown: Shown, rendition: Rendition) -> Shown:
    fit: Fit = rendition.reframe or shown.fit
    focus: Focus | None = (shown.focus or rendition.focus) if fit == "crop" else None
    return replace(shown, fit=fit, focus=focus)
