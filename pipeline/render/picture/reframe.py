"""Reframing: how one timeline's pictures fill the frames of renditions of different shapes."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar, assert_never

from pipeline.effects.citations import CreditsPage, PersonCard, QuoteCard
from pipeline.effects.look import Taken
from pipeline.effects.overlays import AiLabel, Logo
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.effects.reading import ReadingMoment, ReadingPage
from pipeline.effects.split import SplitStill
from pipeline.effects.stills import FittedImage, TextCard
from pipeline.model.covered import Covered, beyond_usual
from pipeline.model.rendition import Rendition
from pipeline.model.series import Fit, Focus
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    Placed,
    SceneSpan,
    Side,
    Span,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
)

Shown = TypeVar("Shown", FittedImage, ClipSpan)
"""What has a shape of its own, and is fitted into the frame."""


def reframe(timeline: Timeline, rendition: Rendition) -> Timeline:
    """The timeline with every picture fitted as `rendition` says, where it says so, and every card beside its logo
    and the label of AI content, and clear of what its platforms cover.

    Only a crop keeps a focus: any other picture is the same for every focus, and so is its key.
    """
    spans = tuple(
        replace(placed, span=_reframed(_beside(placed, timeline, rendition), rendition)) for placed in timeline.spans
    )
    return replace(timeline, spans=spans)


def _reframed(span: Span, rendition: Rendition) -> Span:
    match span:
        case StillSpan() | ClipSpan() | SplitSpan() | MotionSpan() | SceneSpan():
            return _side(span, rendition)
        case TransitionSpan():
            outgoing, incoming = _side(span.outgoing, rendition), _side(span.incoming, rendition)
            return replace(span, outgoing=outgoing, incoming=incoming)
        case StagedSpan():
            raise TypeError("pictures are fitted before anything is laid over them")
        case _ as never:
            assert_never(never)


def _beside(placed: Placed, timeline: Timeline, rendition: Rendition) -> Span:
    """The span with cards that leave a corner to what lies over them."""
    covered = _covered(rendition)
    match placed.span:
        case StillSpan(still=still) as span:
            return replace(span, still=beside(still, *_over(placed.start, timeline, rendition), covered=covered))
        case TransitionSpan(outgoing=outgoing, incoming=incoming) as span:
            first = _over(placed.start, timeline, rendition, within=placed.start - 1)
            last = _over(placed.start + span.frames - 1, timeline, rendition)
            return replace(
                span,
                outgoing=_side_beside(outgoing, *first, covered=covered),
                incoming=_side_beside(incoming, *last, covered=covered),
            )
        case _:
            return placed.span


def in_rendition(placed: Placed, timeline: Timeline, rendition: Rendition) -> Still | None:
    """The card that a rendition shows there; None for anything that is no still."""
    span = _beside(placed, timeline, rendition)
    return span.still if isinstance(span, StillSpan) else None


def _side_beside(side: Side, *over: Logo | AiLabel, covered: Covered | None) -> Side:
    return replace(side, still=beside(side.still, *over, covered=covered)) if isinstance(side, StillSpan) else side


def _covered(rendition: Rendition) -> Covered | None:
    picture = rendition.picture
    return beyond_usual(picture.width, picture.height, rendition.covered) if picture else None


def _over(frame: int, timeline: Timeline, rendition: Rendition, within: int | None = None) -> Iterator[Logo | AiLabel]:
    """The logo over a frame, and the label that lies over its segment, or over that of the frame `within`: a card does
    not move when the label goes."""
    begins = None
    for one in timeline.overlays:
        match one.overlay:
            case Logo() as logo if one.logo_of == rendition.logo and one.start <= frame < one.stop:
                yield logo
            case AiLabel() as label:
                begins = _begin(frame if within is None else within, timeline) if begins is None else begins
                if begins < one.stop:
                    yield label


def _begin(frame: int, timeline: Timeline) -> int:
    """The first frame of the segment that a frame belongs to."""
    before = [placed for placed in timeline.spans if placed.start <= max(frame, 0)]
    segment = before[-1].segment if before else 0
    return next((placed.start for placed in before if placed.segment == segment), 0)


def beside(still: Still, *over: Logo | AiLabel, covered: Covered | None = None) -> Still:
    """The card with its texts clear of a logo, of the label of AI content, and of what is covered beyond the usual;
    any other picture is as it was.
    """
    taken = tuple(found for one in over if (found := _taken(one)) is not None)
    if not taken and covered is None:
        return still
    match still:
        case TextCard() | QuestionCard() | QuoteCard() | PersonCard() | CreditsPage() | ReadingPage():
            return replace(still, look=replace(still.look, taken=taken, covered=covered))
        case Countdown() | Answered():
            return replace(still, card=replace(still.card, look=replace(still.card.look, taken=taken, covered=covered)))
        case ReadingMoment(recital=recital):
            return replace(still, recital=replace(recital, look=replace(recital.look, taken=taken, covered=covered)))
        case _:
            return still


def _taken(over: Logo | AiLabel) -> Taken | None:
    if isinstance(over, AiLabel):
        em, wide, high = over.room
        return Taken(corner=over.corner, size=em, wide=wide, high=high, of="label")
    video = over.image.info.video
    if video is None:
        return None
    wide, high = video.shown_size
    longer = max(wide, high)
    return Taken(corner=over.corner, size=over.size, wide=Fraction(wide) / longer, high=Fraction(high) / longer)


def _side(span: Side, rendition: Rendition) -> Side:
    match span:
        case StillSpan(still=FittedImage() as image):
            return replace(span, still=_fitted(image, rendition))
        case StillSpan(still=SplitStill() as split):
            first, second = (_still_half(half, rendition) for half in (split.first, split.second))
            return replace(span, still=replace(split, first=first, second=second))
        case StillSpan() | SceneSpan():
            # What has no shape of its own is drawn anew for each frame: a card is typeset, not scaled.
            return span
        case MotionSpan(still=FittedImage() as image, motion=motion):
            # Whatever is pushed in on matters for every fit.
            focus = motion.focus or image.focus or rendition.focus
            return replace(span, still=_fitted(image, rendition), motion=replace(motion, focus=focus))
        case MotionSpan():
            return span
        case ClipSpan():
            return _fitted(span, rendition)
        case SplitSpan(first=first, second=second):
            return replace(span, first=_half(first, rendition), second=_half(second, rendition))
        case _ as never:
            assert_never(never)


def _half(half: StillSpan | ClipSpan, rendition: Rendition) -> StillSpan | ClipSpan:
    """A half has another shape than the frame: it keeps its own fit, and takes the focus that it lacks."""
    if isinstance(half, StillSpan):
        return replace(half, still=_still_half(half.still, rendition))
    return replace(half, focus=half.focus or rendition.focus) if half.fit == "crop" else half


def _still_half(half: Still, rendition: Rendition) -> Still:
    if isinstance(half, FittedImage) and half.fit == "crop":
        return replace(half, focus=half.focus or rendition.focus)
    return half


def _fitted(shown: Shown, rendition: Rendition) -> Shown:
    fit: Fit = rendition.reframe or shown.fit
    focus: Focus | None = (shown.focus or rendition.focus) if fit == "crop" else None
    return replace(shown, fit=fit, focus=focus)
