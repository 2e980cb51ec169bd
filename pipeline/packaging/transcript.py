"""Transcripts: the spoken words of a programme as plain text, as a page, and as JSON for podcast apps."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import groupby, pairwise
from typing import assert_never

from pipeline.captions.cues import side_by_side
from pipeline.model.captions import Cue
from pipeline.model.language import is_chinese
from pipeline.model.programme import Label, Portrayal, ProgrammeChapter, Quotation, Recitation, Shown, Stamp
from pipeline.packaging.readings import RecitedWords, recited_paragraphs
from pipeline.packaging.subtitles import srt_text, vtt_text
from pipeline.pages import pages
from pipeline.wording import clock

JSON = ".transcript.json"
SUFFIXES = (".vtt", ".srt", ".txt", ".html", JSON)
"""Of the subtitle files and transcripts."""
PAUSE = 1_500
"""Milliseconds of silence after which a new paragraph begins."""

_ENDS = "。！？!?….”」』）)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """The text of one caption, on one line; from `start` to `stop` in milliseconds."""

    start: int
    stop: int
    text: str
    opens: bool | None = None
    """Whether its script begins a paragraph with it; None where there is no script."""
    after: str = ""
    """A blank, between words of letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenChapter:
    """A chapter in which something is said."""

    title: str
    paragraphs: tuple[tuple[SpokenLine, ...], ...]


def caption_texts(stamp: Stamp, labels: Sequence[Label] = (), shown: Shown | None = None) -> dict[str, str]:
    """Subtitle files and transcripts of a programme by their suffixes; none where nothing is said."""
    if not stamp.cues:
        return {}
    texts = (
        vtt_text(stamp.cues),
        srt_text(stamp.cues),
        plain_text(stamp, shown),
        page(stamp, labels, shown),
        podcast_json(stamp.cues),
    )
    return dict(zip(SUFFIXES, texts, strict=True))


def plain_text(stamp: Stamp, shown: Shown | None = None) -> str:
    """Title, chapters and paragraphs, with empty lines between; quotations and people where their cards are shown."""
    blocks = [stamp.title]
    chapters = tuple(spoken_chapters(stamp.cues, stamp.chapters, shown.readings if shown else ()))
    cards, dash = cards_before(chapters, shown), "——" if is_chinese(stamp.language) else "—"
    for chapter in chapters:
        blocks += [chapter.title] if chapter.title and chapter.title != stamp.title else []
        for paragraph in chapter.paragraphs:
            blocks += [_card_text(card, dash) for card in cards.get(paragraph[0].start, ())]
            blocks.append("".join(words.text + words.after for words in paragraph))
    blocks += [_card_text(card, dash) for card in cards.get(None, ())]
    return "\n\n".join(blocks) + "\n"


def _card_text(card: Quotation | Portrayal, dash: str) -> str:
    match card:
        case Quotation():
            whence = " ".join(filter(None, (card.by, card.source)))
            return f"“{card.text}”" + (f"\n{dash} {whence}" if whence else "")
        case Portrayal():
            return "\n".join(filter(None, (" ".join(filter(None, (card.name, card.years))), card.text)))
        case _ as never:
            assert_never(never)


def page(stamp: Stamp, labels: Sequence[Label] = (), shown: Shown | None = None) -> str:
    """One HTML page that needs nothing else; every caption's words know when they are said.

    The label of a picture stands before the paragraph in which the picture begins, what a card shows before the one
    that follows it.
    """
    template = pages("pipeline.packaging", clock=_passed).get_template("transcript.html")
    chapters = tuple(spoken_chapters(stamp.cues, stamp.chapters, shown.readings if shown else ()))
    before, cards = labels_before(chapters, labels), cards_before(chapters, shown)
    credits = shown.credits if shown else ()
    verses = any("\n" in line.after for one in chapters for lines in one.paragraphs for line in lines)
    found = {"labels": before, "cards": cards, "credits": credits, "verses": verses}
    found |= {"chinese": is_chinese(stamp.language), "language": stamp.language, "mark": stamp.series}
    return template.render(stamp=stamp, chapters=chapters, **found) + "\n"


def _passed(seconds: Fraction) -> str:
    """`2:03`, in full seconds, as players count."""
    return clock(int(seconds))


def cards_before(
    chapters: Sequence[SpokenChapter], shown: Shown | None
) -> "dict[int | None, list[Quotation | Portrayal]]":
    """Quotations and people by the start of the paragraph that they stand before; under None those behind all.

    What is read out meanwhile stands in the paragraphs already.
    """
    paragraphs = [paragraph for chapter in chapters for paragraph in chapter.paragraphs]
    cards: list[Quotation | Portrayal] = [*shown.quotes, *shown.people] if shown else []
    found: dict[int | None, list[Quotation | Portrayal]] = {}
    for card in sorted(cards, key=lambda card: card.start):
        meanwhile = (one.text for lines in paragraphs for one in lines if card.start <= one.start < card.stop)
        if isinstance(card, Portrayal) or _letters(card.text) not in _letters("".join(meanwhile)):
            place = next((lines[0].start for lines in paragraphs if lines[0].start >= card.start), None)
            found.setdefault(place, []).append(card)
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def labels_before(chapters: Sequence[SpokenChapter], labels: Sequence[Label]) -> dict[int, list[Label]]:
    """Labels by the start of the paragraph that they stand before: the last one that has begun, else the first."""
    starts = [paragraph[0].start for chapter in chapters for paragraph in chapter.paragraphs]
    found: dict[int, list[Label]] = {}
    for label in labels if starts else ():
        found.setdefault(max((one for one in starts if one <= label.start), default=starts[0]), []).append(label)
    return found


def paragraphs_in(page: str) -> Iterator[int]:
    """When the paragraphs of such a page begin, in milliseconds."""
    return (round(float(start) * 1000) for start in re.findall(r'<p><span data-start="([0-9.]+)">', page))


def podcast_json(cues: Sequence[Cue]) -> str:
    """JSON as the podcast namespace has it, version 1.0.0: a segment for every caption, times in seconds."""
    segments = [
        {"startTime": cue.start / 1000, "endTime": cue.stop / 1000, "body": _one_line(cue.text)} for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def spoken_chapters(
    cues: Sequence[Cue], chapters: Sequence[ProgrammeChapter], readings: Sequence[Recitation] = ()
) -> Iterator[SpokenChapter]:
    """Chapters in which something is said, in the paragraphs of its script, else divided at pauses; texts that are
    read out in their own paragraphs and lines.
    """
    words = [
        SpokenLine(start=cue.start, stop=cue.stop, text=_one_line(cue.text), opens=cue.opens)
        for cue in cues
        if not any(one.start <= cue.start < one.stop for one in readings)
    ]
    for reading in readings if cues else ():
        lines = [line for paragraph in recited_paragraphs(reading) for line in _recited(paragraph)]
        if lines and (title := reading.passage.title) not in ("", _title_at(lines[0].start, chapters)):
            words.append(SpokenLine(start=lines[0].start, stop=lines[0].start, text=title, opens=True))
        words += lines
    # Stable: what has no time of its own stays before what follows it.
    words.sort(key=lambda one: one.start)
    for title, run in groupby(words, key=lambda one: _title_at(one.start, chapters)):
        yield SpokenChapter(title=title, paragraphs=tuple(_paragraphs(tuple(run))))


def _recited(paragraph: Sequence[RecitedWords]) -> Iterator[SpokenLine]:
    for index, one in enumerate(paragraph):
        after = "\n" if one.line_ends else one.text[len(one.text.rstrip()) :]
        yield SpokenLine(start=one.start, stop=one.stop, text=one.text.rstrip(), opens=index == 0, after=after)


def _title_at(start: int, chapters: Sequence[ProgrammeChapter]) -> str:
    return next((chapter.title for chapter in reversed(chapters) if chapter.start <= start), "")


def _paragraphs(words: Sequence[SpokenLine]) -> Iterator[tuple[SpokenLine, ...]]:
    paragraph: list[SpokenLine] = []
    for one, following in pairwise((*words, None)):
        assert one is not None
        blank = " " if following and side_by_side(one.text, following.text) != one.text + following.text else ""
        ends = following is None or _opens(following, one)
        paragraph.append(one if ends else replace(one, after=one.after or blank))
        if ends:
            yield tuple(paragraph)
            paragraph = []


def _opens(words: SpokenLine, before: SpokenLine) -> bool:
    """Whether a paragraph begins: where the script has it so, else behind a long pause."""
    if words.opens is not None:
        return words.opens
    return before.text[-1:] in _ENDS and words.start - before.stop >= PAUSE


def _one_line(text: str) -> str:
    return reduce(side_by_side, text.split("\n"))
