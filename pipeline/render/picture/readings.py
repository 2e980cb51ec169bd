"""Readings: texts that are read out, brought to pages of a rendition's shape."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from pipeline.effects.overlays import bare
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.effects.reading import ReadingMoment, ReadingPage
from pipeline.model.rendition import Picture
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    Placed,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    StillSpan,
    Timeline,
    TransitionSpan,
)


def with_pages(timeline: Timeline, picture: Picture, *, marks: bool = True) -> Timeline:
    """The timeline with every text that is read out on pages of the picture's shape; overviews need no marks."""
    if not any(_reads(placed) for placed in timeline.spans):
        return timeline
    spans: list[Placed] = []
    for placed in timeline.spans:
        for piece in _paged(placed, picture):
            if not marks and isinstance(piece.span, StillSpan) and isinstance(piece.span.still, ReadingPage):
                piece = replace(piece, span=replace(piece.span, still=replace(piece.span.still, marked=None)))
            last = spans[-1] if spans else None
            if last and last.segment == piece.segment and _same_page(last, piece):
                spans[-1] = replace(last, span=replace(last.span, frames=last.span.frames + piece.span.frames))
            else:
                spans.append(piece)
    return replace(timeline, spans=tuple(spans))


def unmarked(page: ReadingPage) -> ReadingPage:
    """What stays the same while marks on it change."""
    return replace(page, marked=None, label="")


def shows_words(placed: Placed) -> bool:
    """Whether it shows the words that are spoken, so that captions would say them twice."""
    if not isinstance(placed.span, StillSpan | StagedSpan):
        return False
    return isinstance(bare(placed.span.still), ReadingPage | QuestionCard | Countdown | Answered)


def _reads(placed: Placed) -> bool:
    match placed.span:
        case StillSpan(still=ReadingMoment()):
            return True
        case TransitionSpan(outgoing=outgoing, incoming=incoming):
            sides = (getattr(side, "still", None) for side in (outgoing, incoming))
            return any(isinstance(side, ReadingMoment) for side in sides)
        case _:
            return False


def _same_page(last: Placed, after: Placed) -> bool:
    """Whether nothing changes between two stills of a reading."""
    if not (isinstance(last.span, StillSpan) and isinstance(after.span, StillSpan)):
        return False
    return isinstance(last.span.still, ReadingPage) and last.span.still == after.span.still


def _paged(placed: Placed, picture: Picture) -> Iterator[Placed]:
    match placed.span:
        case StillSpan(still=ReadingMoment() as moment) as span:
            at = placed.start
            for page, frames in _parts(moment, span.frames, picture):
                yield replace(placed, start=at, span=replace(span, frames=frames, still=page))
                at += frames
        case TransitionSpan() as span:
            outgoing, incoming = span.outgoing, span.incoming
            if isinstance(outgoing, StillSpan) and isinstance(outgoing.still, ReadingMoment):
                page = _parts(outgoing.still, span.frames, picture)[-1][0]
                outgoing = replace(outgoing, still=page)
            if isinstance(incoming, StillSpan) and isinstance(incoming.still, ReadingMoment):
                page = _parts(incoming.still, span.frames, picture)[0][0]
                incoming = replace(incoming, still=page)
            yield replace(placed, span=replace(span, outgoing=outgoing, incoming=incoming))
        case StillSpan() | ClipSpan() | SplitSpan() | MotionSpan() | StagedSpan() | SceneSpan():
            yield placed
        case _ as never:
            assert_never(never)


def _parts(moment: ReadingMoment, frames: int, picture: Picture) -> list[tuple[ReadingPage, int]]:
    """The pages that are seen in that time: several where a sentence is longer than one, each for its share of it."""
    # Here and not above: whoever has no readings must not pay for what sets type.
    from pipeline.media.picture.reading.pages import pages_of

    pages = pages_of(moment.recital, picture.width, picture.height)
    on = pages.parts[moment.sentence] if moment.marked and 0 <= moment.sentence < len(pages.parts) else ()
    total, done, parts, before = sum(count for _, count in on), 0, [], 0
    for page, count in on if len(on) > 1 else ():
        done += count
        until = max(before, frames * done // total)
        if until > before:
            shown = replace(pages.moment(moment.sentence, marked=True, page=page), label=moment.label)
            parts.append((shown, until - before))
        before = until
    return parts or [(replace(pages.moment(moment.sentence, marked=moment.marked), label=moment.label), frames)]
