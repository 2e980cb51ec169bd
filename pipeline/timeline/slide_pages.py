"""Pages: what a deck holds, once it was opened, and what each of its pages begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pipeline.errors import Diagnostic, Mark
from pipeline.messages import Message, listed, tr, trn
from pipeline.model.media import MediaInfo, Medium
from pipeline.model.segments import ImageUse, PictureUse, Slides, Spot

PAGES = 500
"""That one segment shows."""
_NAMED = 6
"""Pages that are named where some are left out."""


def each_page(use: PictureUse, info: MediaInfo) -> tuple[PictureUse, ...]:
    """The pictures that one of a manifest stands for: of a PDF that stands for all its pages, each of them."""
    if not isinstance(use, ImageUse) or not use.every_page or info.format != "pdf" or info.pictures < 2:
        return (use,)
    return tuple(replace(use, page=number, every_page=False) for number in range(1, info.pictures + 1))


def too_many_pages(count: int, name: str, mark: Mark, hint: Message) -> Diagnostic:
    """Said of a PDF of which nobody wants to see all."""
    message = tr("'{file}' has {count} pages; at most {most} are shown one after the other",
                 file=name, count=count, most=PAGES)  # fmt: skip
    return Diagnostic(code="too-many", mark=mark, message=message, hint=hint)


def with_pages(slides: Slides, media: Mapping[Path, Medium]) -> tuple[Slides, list[Diagnostic]]:
    """The slides with a picture for each page that is shown, and what each begins with.

    They stay without any where a file could not be opened, which was said, or where a diagnostic is an error.
    """
    if any(use.media.path not in media for use in slides.deck):
        return slides, []
    if slides.pictures:
        return _placed_by_script(slides, media)
    pages: list[PictureUse] = []
    for use in slides.deck:
        info = media[use.media.path].info
        own = each_page(use, info)
        if len(own) > PAGES and not slides.chosen:
            return slides, [too_many_pages(len(own), use.media.name, use.mark, tr("say which: 'pages: 1-30'"))]
        pages += own
    if slides.chosen:
        if (missing := _missing(slides, pages)) is not None:
            return slides, [missing]
        pages = [pages[number - 1] for number in slides.chosen]
    pages = [_slide(use) for use in pages]
    timed, said = _in_time(slides, pages)
    return replace(slides, pictures=tuple(timed)), said


def _slide(use: PictureUse) -> PictureUse:
    return replace(use, slide=True) if isinstance(use, ImageUse) else use


def _missing(slides: Slides, pages: Sequence[PictureUse]) -> Diagnostic | None:
    """Said of pages that were chosen and are not there."""
    beyond = next((number for number in slides.chosen if number > len(pages)), None)
    if beyond is None:
        return None
    names = listed(dict.fromkeys(use.media.name for use in slides.deck)) if len(slides.deck) <= _NAMED else ""
    message = trn(
        "there is {count} page in {files}, there is no page {page}",
        "there are {count} pages in {files}, there is no page {page}",
        len(pages), files=tr("'{names}'", names=names) if names else tr("these files"), page=beyond,
    )  # fmt: skip
    return Diagnostic(
        code="no-such-page", mark=slides.chosen_mark or slides.deck_mark, message=message,
        hint=trn("write 'pages: 1', or leave it out", "write 'pages: 1-{count}', or leave it out", len(pages)),
    )  # fmt: skip


def _placed_by_script(slides: Slides, media: Mapping[Path, Medium]) -> tuple[Slides, list[Diagnostic]]:
    """The script says where pages begin; photographs may stand among them."""
    deck = {use.media.path for use in slides.deck}
    pictures = tuple(_slide(use) if use.media.path in deck else use for use in slides.pictures)
    placed = {(use.media.path, _number(use)) for use in pictures}
    whole = [page for use in slides.deck for page in each_page(use, media[use.media.path].info)]
    left = [use for use in whole if (use.media.path, _number(use)) not in placed]
    slides = replace(slides, pictures=pictures)
    if not left:
        return slides, []
    shown = [_called(use, len(slides.deck) > 1) for use in left[:_NAMED]]
    rest = len(left) - len(shown)
    hint = tr("write {picture} before the sentence that belongs to it", picture=_written(left[0]))
    if len(left) == len(whole):
        message = tr("the script has pictures, but none of these pages is among them")
        return slides, [Diagnostic(code="pages-left-out", mark=slides.deck_mark, message=message, hint=hint)]
    names = tr("{names} and {rest} more", names=listed(shown), rest=rest) if rest else listed(shown)
    message = trn(
        "the script does not show {count} page: {names}", "the script does not show {count} pages: {names}",
        len(left), names=names,
    )  # fmt: skip
    said = Diagnostic(code="pages-left-out", severity="warning", mark=slides.deck_mark, message=message, hint=hint)
    return slides, [said]


def _written(use: PictureUse) -> str:
    """As a script shows it."""
    page = use.page if isinstance(use, ImageUse) else None
    return f"![]({use.media.name})" + (f"{{page={page}}}" if page else "")


def _number(use: PictureUse) -> int:
    return (use.page or 1) if isinstance(use, ImageUse) else 1


def _called(use: PictureUse, named: bool) -> str:
    return f"{use.media.name} {_number(use)}" if named else str(_number(use))


def _in_time(slides: Slides, pages: list[PictureUse]) -> tuple[list[PictureUse], list[Diagnostic]]:
    """The pages with what each begins with, where anything says so; equal shares are said."""
    count = len(pages)
    if slides.changes:
        return _changing(slides, pages)
    if slides.lengths or count == 1 or any(use.at is not None for use in pages):
        return pages, []
    if len(slides.takes) == count:
        return [replace(use, spot=Spot(take=index)) for index, use in enumerate(pages)], []
    paragraphs = [index for index, one in enumerate(slides.sentences) if one.opens]
    for parts in (paragraphs, slides.sections):
        if slides.sentences and len(parts) == count:
            return [
                replace(use, spot=Spot(sentence=index), mark=slides.sentences[index].mark)
                for use, index in zip(pages, parts, strict=True)
            ], []
    opening = [cue for cue in slides.cues if cue.opens]
    if len(opening) == count:
        return [replace(use, at=_after_start(cue.start)) for use, cue in zip(pages, opening, strict=True)], []
    shown = trn("{count} slide", "{count} slides", count)
    if len(slides.takes) > 1:
        recordings = trn("{count} recording", "{count} recordings", len(slides.takes))
        reason = tr("there are {recordings} for {pages}", recordings=recordings, pages=shown)
    elif paragraphs or opening:
        found = trn("{count} paragraph", "{count} paragraphs", len(paragraphs or opening))
        reason = tr("the script has {paragraphs} for {pages}", paragraphs=found, pages=shown)
    else:
        reason = tr("nothing says when {pages} change", pages=shown)
    said = Diagnostic(
        code="equal-shares", severity="warning", mark=slides.deck_mark,
        message=tr("{reason}: they are shown for equal shares of the time", reason=reason),
        hint=tr("write one paragraph of the script for each page, record each page by itself, or write 'at:' with the"
                " times at which pages change"),
    )  # fmt: skip
    return pages, [said]


def _changing(slides: Slides, pages: list[PictureUse]) -> tuple[list[PictureUse], list[Diagnostic]]:
    """Pages at the times that the manifest states."""
    times, marks = list(slides.changes), list(slides.change_marks)
    if len(times) not in (len(pages), len(pages) - 1):
        message = tr(
            "'at' has {times} for {pages}",
            times=trn("{count} time", "{count} times", len(times)),
            pages=trn("{count} slide", "{count} slides", len(pages)),
        )  # fmt: skip
        hint = tr("write {count} times, at which pages change, or one more for the first page", count=len(pages) - 1)
        if len(pages) == 1:
            hint = tr("leave out 'at:'")
        return [], [Diagnostic(code="wrong-count", mark=marks[0], message=message, hint=hint)]
    first: list[tuple[Fraction | None, Mark | None]] = [(None, None)] * (len(pages) - len(times))
    starts = [*first, *zip(times, marks, strict=True)]
    if starts[0][0] == 0:
        starts[0] = None, None
    return [replace(use, at=at, at_mark=mark) for use, (at, mark) in zip(pages, starts, strict=True)], []


def _after_start(milliseconds: int) -> Fraction | None:
    return Fraction(milliseconds, 1000) if milliseconds else None
