"""Reframing: how one timeline's pictures fill the frames of renditions of different shapes."""

from dataclasses import replace
from functools import singledispatch
from typing import Any

from pipeline.effects.stills import FittedImage
from pipeline.model.rendition import Rendition
from pipeline.model.series import Fit, Focus
from pipeline.model.timeline import ClipSpan, StillSpan, Timeline, TransitionSpan


def reframed(timeline: Timeline, rendition: Rendition) -> Timeline:
    """The timeline with every picture fitted as `rendition` says, where it says so.

    Only a crop keeps a focus: any other picture is the same wherever one would look, and so is its key.
    """
    spans = tuple(replace(placed, span=_reframed(placed.span, rendition)) for placed in timeline.spans)
    return replace(timeline, spans=spans)


@singledispatch
def _reframed(shown: Any, rendition: Rendition) -> Any:
    """What has no shape of its own is drawn anew for each frame: a card is typeset, not scaled."""
    return shown


@_reframed.register
def _(shown: StillSpan, rendition: Rendition) -> StillSpan:
    return replace(shown, still=_reframed(shown.still, rendition))


@_reframed.register
def _(shown: TransitionSpan, rendition: Rendition) -> TransitionSpan:
    return replace(shown, outgoing=_reframed(shown.outgoing, rendition), incoming=_reframed(shown.incoming, rendition))


@_reframed.register(FittedImage)
@_reframed.register(ClipSpan)
def _(shown: FittedImage | ClipSpan, rendition: Rendition) -> FittedImage | ClipSpan:
    fit: Fit = rendition.reframe or shown.fit
    focus: Focus | None = (shown.focus or rendition.focus) if fit == "crop" else None
    return replace(shown, fit=fit, focus=focus)
