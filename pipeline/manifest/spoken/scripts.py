"""Scripts: what is spoken, from Markdown or plain text: sentences at their places, and the pictures among them."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.captions.phrases import split_sentences, syllables
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.illustrations import FILLER, PICTURE
from pipeline.manifest.spoken.markdown import (
    BULLET,
    CELLS,
    FOOTNOTE,
    HEADING,
    RULE,
    TABLE_RULE,
    cleaned,
    is_wide,
    lines_of,
    marked,
    table_rows,
    without_pictures,
)
from pipeline.manifest.spoken.times import PlacedIllustration, is_timed_line, pins
from pipeline.model.captions import Sentence
from pipeline.model.segments import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The contents of a script."""

    heading: str = ""
    """The first one in it."""
    sentences: tuple[Sentence, ...] = ()
    """What is spoken; empty where the script has times."""
    pictures: tuple[PlacedIllustration, ...] = ()
    """In order."""
    sections: tuple[int, ...] = ()
    """Indexes of the sentences with which its parts begin: behind headings, and behind lines across the page."""


def read_script(source: Source, found: Findings | None = None) -> Script:
    """The contents of a script without times, or with some that pin sentences.

    Everything is spoken except headings, comments, front matter, pictures, and directions: words in square brackets,
    and lines that are in round brackets as a whole. A picture begins with the sentence behind it.
    """
    text, pictures = marked(source, found or Findings())
    sentences: list[Sentence] = []
    spots: list[Spot] = []
    waiting = 0
    for one in _events(source, text, found or Findings()):
        if one is None:
            waiting += 1
        else:
            spots += [Spot(sentence=len(sentences))] * waiting
            waiting = 0
            sentences.append(one)
    spots += [Spot()] * waiting
    placed = (PlacedIllustration(written=one, spot=spot) for one, spot in zip(pictures, spots, strict=True))
    heading = _first_heading(lines_of(source, text))
    return Script(
        heading=heading,
        sentences=tuple(sentences),
        pictures=tuple(placed),
        sections=tuple(_sections(lines_of(source, text), sentences)),
    )


def _sections(lines: list[str], sentences: list[Sentence]) -> Iterator[int]:
    """The sentences, by index, that are the first behind a heading or a line across the page, and the very first."""
    parts = [number for number, line in enumerate(lines, start=1) if HEADING.match(line) or RULE.match(line)]
    before = 0
    for index, one in enumerate(sentences):
        if index == 0 or bisect_left(parts, one.mark.line) > bisect_left(parts, before):
            yield index
        before = one.mark.line


def _first_heading(lines: list[str]) -> str:
    headings = (HEADING.match(without_pictures(line)) for line in lines)
    return next((found[1].strip() for found in headings if found), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph as it is spoken."""

    text: str
    lines: tuple[tuple[int, int], ...]
    """Where the words of each line of the script begin in it, and the line's number."""
    sentences: tuple[tuple[int, Sentence], ...]
    """Where each begins in it."""
    pictures: tuple[int, ...]
    """Where pictures stand in it."""


def _events(source: Source, text: str, found: Findings) -> Iterator[Sentence | None]:
    """The sentences, and None wherever a picture stands before the next one."""
    for paragraph in said(source, text, found):
        pictures = list(paragraph.pictures)
        for place, sentence in paragraph.sentences:
            while pictures and pictures[0] <= place:
                yield None
                pictures.pop(0)
            yield sentence
        yield from (None for _ in pictures)


def said(source: Source, text: str, found: Findings) -> Iterator[Said]:
    """What is spoken of a script, `text` being that of the source with marks for pictures."""
    lines = lines_of(source, text)
    waiting = list(pins(source, lines, found))
    for paragraph in _paragraphs(lines):
        whole, starts, pictures = "", [], []
        for number, line in paragraph:
            spoken = line.replace(PICTURE, "")
            if whole and spoken and not (is_wide(whole[-1]) or is_wide(spoken[0])):
                whole += " "
            starts.append((len(whole), number))
            for before in line.split(PICTURE)[:-1]:
                whole += before
                pictures.append(len(whole))
            whole += line.rpartition(PICTURE)[2]
        sentences: list[tuple[int, Sentence]] = []
        for place, sentence in split_sentences(whole):
            if not syllables(sentence):
                continue
            number = next(number for start, number in reversed(starts) if start <= place)
            line = lines[number]
            column = max(line.find(sentence[:4]), len(line) - len(line.lstrip(PICTURE + FILLER + " \t\u3000")))
            at = None
            while waiting and waiting[0][0] <= number:
                _, at = waiting.pop(0)
            mark = source.mark(number, column)
            sentences.append((place, Sentence(text=sentence, opens=not sentences, at=at, mark=mark)))
        yield Said(text=whole, lines=tuple(starts), sentences=tuple(sentences), pictures=tuple(pictures))


def _paragraphs(lines: list[str]) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together, with their numbers; a Chinese line without a mark at its end stands alone (verse)."""
    paragraph: list[tuple[int, str]] = []
    tables = table_rows([without_pictures(line) for line in lines])
    for number, line in enumerate(lines):
        shown = without_pictures(line)
        unspoken = HEADING.match(shown) or RULE.match(shown) or FOOTNOTE.match(shown)
        pictures = line.count(PICTURE)
        row = number in tables
        if row:
            line = "" if TABLE_RULE.match(shown) else " ".join(cell.strip() for cell in CELLS.split(line))
        words = "" if unspoken else cleaned(BULLET.sub("", line, count=1))
        spoken = words.replace(PICTURE, "")
        last = next((one for _, text in reversed(paragraph) if (one := text.replace(PICTURE, ""))), "")
        ended = last and is_wide(last[-1]) and last[-1].isalnum()
        item = BULLET.match(line)
        begins = row or number - 1 in tables or is_timed_line(shown) or (item and item[0].strip())
        if paragraph and (not spoken or ended or begins):
            yield paragraph
            paragraph = []
        if spoken:
            paragraph.append((number, words))
        elif pictures:
            yield [(number, PICTURE * pictures)]
    if paragraph:
        yield paragraph
