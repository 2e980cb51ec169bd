"""Overlays on a timeline: pictures are cut where what lies over them changes, and moving spans carry it along."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from pipeline.effects.overlays import (
    AiLabel,
    Logo,
    LowerThird,
    MovingInset,
    Overlaid,
    PictureLabel,
    Sliding,
    StillInset,
    rank,
)
from pipeline.model.covered import Covered
from pipeline.model.overlays import LogoChange
from pipeline.model.timeline import (
    ClipSpan,
    Lettering,
    MotionSpan,
    Overlay,
    OverlayRun,
    Placed,
    PlacedOverlay,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
    overlays_within,
)
from pipeline.timebase import FrameRange


def with_overlays(
    timeline: Timeline, logo: LogoChange | None, lettering: Lettering | None, covered: Covered | None = None
) -> Timeline:
    """The timeline with what lies over its pictures in a rendition: `logo` is what that says, `lettering` is that of
    captions drawn into it, `covered` what platforms cover.

    A still with something over it is another still, and costs as little; it is cut into single frames where something
    moves. Moving spans are not split and carry what lies over them.
    """
    if not timeline.overlays:
        return timeline
    runs = tuple(overlay_runs(timeline, logo, lettering, covered))
    spans = tuple(piece for placed in timeline.spans for piece in _laid(placed, runs, timeline.rate))
    return replace(timeline, spans=spans)


def overlay_runs(
    timeline: Timeline, logo: LogoChange | None, lettering: Lettering | None, covered: Covered | None = None
) -> Iterator[OverlayRun]:
    """What lies over the timeline in a rendition, in the order of drawing; each keeps clear of the others."""
    for one in sorted(kept_clear(timeline, logo, lettering, covered), key=lambda one: (rank(one.overlay), one.start)):
        yield from _runs(one)


def _runs(placed: PlacedOverlay) -> Iterator[OverlayRun]:
    """Its way in, its standing, its way out."""
    overlay, slides = placed.overlay, placed.slides
    if not isinstance(overlay, LowerThird) or not slides:
        yield OverlayRun(start=placed.start, stop=placed.stop, overlay=overlay)
        return
    stands, leaves = placed.start + slides, placed.stop - slides
    coming = Sliding(overlay=overlay, way="in", frame=0, frames=slides)
    yield OverlayRun(start=placed.start, stop=stands, overlay=coming)
    if leaves > stands:
        yield OverlayRun(start=stands, stop=leaves, overlay=overlay)
    yield OverlayRun(start=leaves, stop=placed.stop, overlay=replace(coming, way="out"))


def kept_clear(
    timeline: Timeline, logo: LogoChange | None, lettering: Lettering | None, covered: Covered | None = None
) -> list[PlacedOverlay]:
    """A rendition's overlays, each knowing what it must keep clear of: what stands longest stays in its corner."""
    shown = [
        replace(one, overlay=_within(one.overlay, covered))
        for one in timeline.overlays
        if not isinstance(one.overlay, Logo) or one.logo_of == logo
    ]
    done: list[PlacedOverlay] = []
    for one in sorted(shown, key=lambda one: (_firmness(one.overlay), one.start)):
        beside = [other.overlay for other in done if other.start < one.stop and other.stop > one.start]
        done.append(replace(one, overlay=_clear_of(one.overlay, beside, lettering, said=bool(timeline.cues))))
    return done


def _within(overlay: Overlay, covered: Covered | None) -> Overlay:
    match overlay:
        case Logo() | LowerThird() | PictureLabel() | AiLabel() | StillInset() | MovingInset() if covered is not None:
            return replace(overlay, covered=covered)
        case _:
            return overlay


def _firmness(overlay: Overlay) -> int:
    match overlay:
        case Logo():
            return 0
        case LowerThird() | AiLabel():
            return 1
        case PictureLabel():
            return 2
        case _:
            return 3


def _clear_of(overlay: Overlay, beside: Sequence[Overlay], lettering: Lettering | None, *, said: bool) -> Overlay:
    """`said` is whether there are captions, which players show in the usual size where they are not drawn."""
    usual = Decimal(1) if said else None
    match overlay:
        case Logo():
            burned = lettering.size if lettering and overlay.corner.startswith("bottom") else None
            return replace(overlay, captions=burned)
        case LowerThird():
            clear = [one for one in beside if _edge(one).startswith("bottom") and isinstance(one, Logo)]
            size = lettering.size if lettering else Decimal(1)
            return replace(overlay, captions=size, clear=tuple(dict.fromkeys(clear)))
        case PictureLabel() | AiLabel():
            return replace(overlay, clear=tuple(one for one in beside if _edge(one) == _edge(overlay)))
        case StillInset() | MovingInset():
            top = overlay.corner.startswith("top")
            around = [_still(one) for one in beside if _edge(one).startswith("top") == top and not _apart(one, overlay)]
            captions = None if top else lettering.size if lettering else usual
            return replace(overlay, clear=tuple(dict.fromkeys(around)), captions=captions)
        case _:
            return overlay


def _edge(overlay: Overlay) -> str:
    """The corner from which it begins."""
    match overlay:
        case Logo() | StillInset() | MovingInset() | AiLabel():
            return overlay.corner
        case PictureLabel():
            return "top-left"
        case _:
            return "bottom-left"


def _apart(one: Overlay, other: StillInset | MovingInset) -> bool:
    """Whether both are insets in different corners."""
    return isinstance(one, StillInset | MovingInset) and one.corner != other.corner


def _still(overlay: Overlay) -> Overlay:
    """An inset as others keep clear of it: at any moment it is of the same size."""
    return replace(overlay, start=Fraction(0), end=None) if isinstance(overlay, MovingInset) else overlay


def _laid(placed: Placed, runs: Sequence[OverlayRun], rate: Fraction) -> Iterator[Placed]:
    own = overlays_within(runs, placed.start, placed.span.frames, rate)
    match placed.span:
        case StillSpan(still=still):
            for frames in _changes(placed.span.frames, own):
                yield replace(
                    placed, start=placed.start + frames.start, span=_over(still, len(frames), own, frames.start, rate)
                )
        case ClipSpan() | SplitSpan() | MotionSpan() | SceneSpan() | TransitionSpan() as span:
            yield replace(placed, span=replace(span, overlays=own)) if own else placed
        case StagedSpan():
            raise TypeError("overlays are laid once")
        case _ as never:
            assert_never(never)


def _over(still: Still, frames: int, runs: Sequence[OverlayRun], start: int, rate: Fraction) -> StillSpan | StagedSpan:
    """A still for so many frames, with what lies over it there."""
    over = overlays_within(runs, start, frames, rate)
    if any(isinstance(run.overlay, MovingInset) for run in over):
        return StagedSpan(frames=frames, still=still, overlays=over)
    shown = Overlaid(still=still, overlays=tuple(run.overlay for run in over)) if over else still
    return StillSpan(frames=frames, still=shown)


def _changes(frames: int, runs: Sequence[OverlayRun]) -> Iterator[FrameRange]:
    """Where what lies over a picture of so many frames changes: frame by frame where a name slides, but not where all
    frames are moving ones anyway.
    """
    moving = [run for run in runs if isinstance(run.overlay, MovingInset)]
    edges = {0, frames, *(edge for run in moving for edge in (run.start, run.stop))}
    for run in runs:
        every = range(run.start, run.stop + 1) if run.overlay.moves else (run.start, run.stop)
        edges |= {edge for edge in every if not any(one.start < edge < one.stop for one in moving)}
    ordered = sorted(edges)
    for start, stop in pairwise(ordered):
        yield FrameRange(start=start, stop=stop)
