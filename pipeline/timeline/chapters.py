"""Chapters: every entry of an episode's own segments begins one, short ones join the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.language import is_chinese
from pipeline.model.segments import Segment
from pipeline.model.timeline import Chapter

SHORTEST = 5
"""Seconds; an entry shorter than this joins the next one, the last the one before, unless it has a `chapter:`."""
LISTED = 255
"""Chapters in the shorter of MP4's two lists and in ID3's table of contents, which count them in one byte."""
_PARTS = {"intro": ("Intro", "片头"), "outro": ("Outro", "片尾")}
"""What the parts that series.yaml names itself are called in English and in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    start: int
    frames: int
    segment: Segment
    """Its first."""
    title: str
    """Empty where nothing but the name of a file could be one."""
    stated: bool
    """The author gave the title."""
    silent: bool
    """The author wants no chapter here."""


def chapters(
    segments: Sequence[Segment], starts: Sequence[int], rate: Fraction, *, language: str, title: str
) -> tuple[Chapter, ...]:
    """Chapters from frame 0 on; `starts` are the segments' first frames, with the timeline's end as one more.

    `language` is that of parts' titles, `title` the episode's, which stands for the whole where no entry has one.
    """
    found: list[Chapter] = []
    waiting: int | None = None
    entries = _entries(segments, starts, language)
    for entry in entries:
        start = entry.start if waiting is None else waiting
        short = entry.frames < SHORTEST * rate
        if entry.silent or not entry.title or (short and not entry.stated):
            # What is silent belongs to the chapter before it; what is merely short begins the next one early.
            waiting = start if (short and not entry.silent) or not found else waiting
            continue
        found.append(Chapter(start=start, title=entry.title))
        waiting = None
    if not found:
        found = [Chapter(start=0, title=entry.title or title) for entry in entries if not entry.silent][-1:]
    return (replace(found[0], start=0), *found[1:]) if found else ()


def remarks(
    segments: Sequence[Segment], starts: Sequence[int], rate: Fraction, *, language: str
) -> Iterator[Diagnostic]:
    """A warning for each entry that would open a chapter if it had a title, and for more than players list."""
    entries = [one for one in _entries(segments, starts, language) if not one.silent]
    own = [one for one in entries if one.stated or one.frames >= SHORTEST * rate]
    if len(own) > 1:
        for one in own:
            if not one.title:
                yield Diagnostic(
                    code="untitled-chapter", severity="warning", mark=one.segment.mark,
                    message=tr("this part of the episode has no title: no chapter begins here"),
                    hint=tr("write 'chapter: ...' for a chapter of its own, 'chapter: none' if none is wanted"),
                )  # fmt: skip
    titled = [one for one in own if one.title]
    if len(titled) > LISTED:
        yield Diagnostic(
            code="many-chapters", severity="warning", mark=titled[LISTED].segment.mark,
            message=tr(
                "the episode has {chapters} chapters: all are in its files, but some players list only {listed}",
                chapters=len(titled), listed=LISTED,
            ),
            hint=tr("let fewer parts have chapters: 'chapter: none'"),
        )  # fmt: skip


def _entries(segments: Sequence[Segment], starts: Sequence[int], language: str) -> list[_Entry]:
    entries = []
    for _, run in groupby(range(len(segments)), key=lambda index: segments[index].entry):
        indexes = list(run)
        first = segments[indexes[0]]
        start = starts[indexes[0]]
        entries.append(
            _Entry(
                start=start,
                frames=starts[indexes[-1] + 1] - start,
                segment=first,
                title=_title(first, language),
                stated=bool(first.chapter),
                silent=first.chapter == "",
            )
        )
    return entries


def _title(segment: Segment, language: str) -> str:
    """A part whose name is a word of the manifest alone goes by what it shows."""
    if segment.chapter or not segment.part:
        return segment.chapter or segment.title
    if segment.part in _PARTS:
        return _PARTS[segment.part][is_chinese(language)]
    return segment.title if segment.part.isascii() else segment.part
