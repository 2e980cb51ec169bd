"""Burned captions: drawn into the pictures of a timeline, whose stills are split where the text changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from pipeline.build import Action
from pipeline.captions.punctuation import without_marks
from pipeline.effects.overlays import Overlaid, bare
from pipeline.effects.questions import Countdown, steady
from pipeline.effects.reading import ReadingPage
from pipeline.effects.stills import Captioned
from pipeline.messages import Message
from pipeline.model.rendition import Picture
from pipeline.model.timeline import (
    Caption,
    CaptionRun,
    ClipSpan,
    Lettering,
    MotionSpan,
    Placed,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
    runs_within,
)
from pipeline.render.picture.picture_end import picture_end
from pipeline.render.picture.readings import shows_words, unmarked
from pipeline.render.picture.stills import STILL_COST, draw, drawing_tools, drawn_version
from pipeline.render.piece import Context, Piece, share

if TYPE_CHECKING:
    from PIL.Image import Image

CAPTIONS, OVERLAYS, READING, COUNTDOWN = "captions", "overlays", "reading", "countdown"
CAPTIONS_SECONDS = 10
"""Longest piece of a picture whose captions change: players can seek to the beginning of each piece."""
CAPTION_COST = 0.06
"""CPU seconds of another caption in a still, at 1920 x 1080."""
MARK_COST = 0.11
"""The same of another mark on a page of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsStep:
    """A picture while the captions in it change, encoded as one piece."""

    runs: tuple[StillSpan, ...]
    picture: Picture
    tools: str
    version: int = 1


def with_captions(timeline: Timeline, lettering: Lettering, picture: Picture | None = None) -> Timeline:
    """The timeline with its cues drawn into its pictures.

    A still with another caption is another still, and costs as little; moving spans are not split and carry their
    captions. Where a page shows the words that are spoken there is none. In upright frames a caption stands below the
    picture, where that leaves room for it.
    """
    reading = {placed.segment for placed in timeline.spans if shows_words(placed)}
    starts = [*timeline.starts, timeline.frames]
    taken = [(starts[index], starts[index + 1]) for index in sorted(reading)]
    runs = tuple(
        run for run in caption_runs(timeline, lettering) if not any(first <= run.start < stop for first, stop in taken)
    )
    spans = tuple(piece for placed in timeline.spans for piece in _captioned(placed, runs, picture))
    return replace(timeline, spans=spans)


def in_groups(spans: Sequence[Placed], most: int) -> Iterator[tuple[int, tuple[Placed, ...]]]:
    """Index of the first, and spans that are encoded together: a picture while its captions or its countdown change,
    for at most so many frames, since only the first of them costs a whole picture; every other span is alone.
    """
    first = 0
    while first < len(spans):
        stop, frames = first + 1, spans[first].span.frames
        while (
            stop < len(spans)
            and _same_picture(spans[stop - 1], spans[stop])
            and frames + spans[stop].span.frames <= most
        ):
            frames += spans[stop].span.frames
            stop += 1
        yield first, tuple(spans[first:stop])
        first = stop


def without_caption(still: Still) -> Still:
    """The still without its caption."""
    return still.still if isinstance(still, Captioned) else still


def _beneath(still: Still) -> Still:
    """The still without all that lies over it; a page of a text without its mark, and the same for every second of a
    countdown."""
    own = bare(without_caption(still))
    return unmarked(own) if isinstance(own, ReadingPage) else steady(own)


def _same_picture(before: Placed, after: Placed) -> bool:
    """Whether both show the same picture, apart from what lies over it and the seconds of its countdown."""
    if not (isinstance(before.span, StillSpan) and isinstance(after.span, StillSpan)):
        return False
    return before.segment == after.segment and _beneath(before.span.still) == _beneath(after.span.still)


def caption_runs(timeline: Timeline, lettering: Lettering) -> Iterator[CaptionRun]:
    """The timeline's cues in whole frames, one at a time."""
    end = 0
    for cue in timeline.cues:
        start, stop = (floor(edge * timeline.rate / 1000 + Fraction(1, 2)) for edge in (cue.start, cue.stop))
        start, stop = max(start, end), min(max(stop, start + 1), timeline.frames)
        text = cue.text if lettering.punctuation else without_marks(cue.text)
        if start < stop and text:
            yield CaptionRun(start=start, stop=stop, caption=Caption(text=text, lettering=lettering))
            end = stop


def _captioned(placed: Placed, runs: Sequence[CaptionRun], picture: Picture | None) -> Iterator[Placed]:
    own = runs_within(runs, placed.start, placed.span.frames)
    if own and picture and (below := picture_end(placed.span, picture)) is not None:
        own = tuple(replace(run, caption=replace(run.caption, below=below)) for run in own)
    match placed.span:
        case StillSpan() as span:
            yield from _pieces(placed, span, own)
        case ClipSpan() | SplitSpan() | MotionSpan() | StagedSpan() | SceneSpan() | TransitionSpan() as span:
            yield replace(placed, span=replace(span, captions=own)) if own else placed
        case _ as never:
            assert_never(never)


def _pieces(placed: Placed, span: StillSpan, runs: Sequence[CaptionRun]) -> Iterator[Placed]:
    at = 0
    for run in runs:
        if run.start > at:
            yield replace(placed, start=placed.start + at, span=replace(span, frames=run.start - at))
        still = Captioned(still=span.still, caption=run.caption)
        yield replace(
            placed, start=placed.start + run.start, span=replace(span, frames=run.stop - run.start, still=still)
        )
        at = run.stop
    if at < span.frames:
        yield replace(placed, start=placed.start + at, span=replace(span, frames=span.frames - at))


def lower_captions(run: Sequence[Placed], index: int, picture: Picture, context: Context, *, label: Message) -> Piece:
    stills = tuple(placed.span for placed in run if isinstance(placed.span, StillSpan))
    action = Action(
        kind=_kind(stills),
        recipe=CaptionsStep(
            runs=stills,
            picture=picture,
            tools=_tools(stills, context),
            version=max(drawn_version(run.still) for run in stills),
        ),
        suffix=".mp4",
        label=label,
        cost=(STILL_COST + (MARK_COST if _kind(stills) == READING else CAPTION_COST) * len(stills)) * share(picture),
    )
    frames = sum(still.frames for still in stills)
    return Piece(action=action, start=run[0].start, frames=frames, still=False, span=index)


def _kind(stills: Sequence[StillSpan]) -> str:
    """What changes in them, as plans call it."""
    if isinstance(bare(without_caption(stills[0].still)), Countdown):
        return COUNTDOWN
    if isinstance(_beneath(stills[0].still), ReadingPage):
        return READING
    return CAPTIONS if any(isinstance(one.still, Captioned) for one in stills) else OVERLAYS


def _tools(stills: Sequence[StillSpan], context: Context) -> str:
    tools = context.tools
    for one in stills:
        tools = drawing_tools(tools, one.still)
    return tools


def perform_captions(step: CaptionsStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.video.slides import Slide, encode_slides
    from pipeline.media.video.stills import to_frame

    size = (step.picture.width, step.picture.height)
    beneath = _beneath(step.runs[0].still)
    background = draw(beneath, *size)
    slides = (
        Slide(frame=to_frame(_drawn_over(background, run.still)), frames=run.frames, refresh=index == 0)
        for index, run in enumerate(step.runs)
    )
    encode_slides(slides, step.picture, drawn=isinstance(beneath, ReadingPage), to=to)


def _drawn_over(picture: "Image", still: Still) -> "Image":
    """The still, drawn over its background."""
    match still:
        case Captioned():
            from pipeline.media.picture.captions import with_caption

            return with_caption(_drawn_over(picture, still.still), still.caption)
        case Overlaid():
            from pipeline.media.picture.overlays import lay

            return lay(_drawn_over(picture, still.still), still.overlays)
        case Countdown():
            from pipeline.media.picture.cards.question import with_countdown

            return with_countdown(picture, still)
        case ReadingPage():
            return draw(still, *picture.size)
        case _:
            return picture
