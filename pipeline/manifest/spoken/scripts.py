"""Scripts: what is spoken, from Markdown or plain text: sentences at their places, or cues where times are given."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from pipeline.captions.phrases import split_sentences, syllables
from pipeline.documents.diagnostics import Findings
from pipeline.documents.scalars import Mistake
from pipeline.documents.source import Source
from pipeline.documents.values import time_of
from pipeline.errors import Mark
from pipeline.manifest.spoken.illustrations import FILLER, PICTURE, Illustration, illustrations
from pipeline.model.captions import Cue, Sentence
from pipeline.model.segments import Spot

READING_TIME = 250
"""Milliseconds that the last cue of a script stays for each of its characters, within `LAST_CUE`."""
LAST_CUE = (2_000, 7_000)

_HARD_BREAK = re.compile(r"(?<!\\)\\\s*$")
_TIMED_LINE = re.compile(r"^\[([^\]\s]{1,16})\][ \t]*(.*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:[-*_=][ \t]*){3,}|```.*|~~~.*)$")
_BULLET = re.compile(r"^\s*(?:>\s?)*\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A\x01?---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)", re.DOTALL)
_ON_A_LINE = re.compile("[^\n\r\x85\u2028\u2029]")
_BESIDE = re.compile(f"^{PICTURE} +| +{PICTURE}$|(?<= ){PICTURE} +| +{PICTURE}(?={PICTURE})")
"""Blanks beside pictures that nothing else needs."""
_FOOTNOTE = re.compile(r"^ {0,3}\[[^\]]+\]:[ \t]*\S")
"""A footnote's text, or the address that a link leads to; both are printed elsewhere, and nobody reads them out."""
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ASIDE = re.compile(r"^[（(][^（()）]*[）)][。.]?$")

_INLINE = (
    (re.compile(r"\[([^\]]+)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"(?<!\\)\[[^\]]*\]|【[^】]*】"), ""),
    (re.compile(r"(?<!\\)(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\*A-Za-z0-9])\*(?=\S)([^*]+?)(?<=\S)\*(?![*A-Za-z0-9])"), r"\1"),
    (re.compile(r"(?<![\\A-Za-z0-9_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![A-Za-z0-9_])"), r"\1"),
    (re.compile(r"(?<![\\=])==(?=[^\s=])(.+?)(?<=\S)==(?!=)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~|<>-])"), r"\1"),
)
"""Markdown within a line: links and emphasis leave their words, directions in square brackets go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedIllustration:
    """A picture of a script, and with which of its words it is shown."""

    written: Illustration
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The contents of a script."""

    heading: str = ""
    """The first one in it."""
    sentences: tuple[Sentence, ...] = ()
    """What is spoken; empty where the script has times."""
    pictures: tuple[PlacedIllustration, ...] = ()
    """In order."""


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A cue and the line of its times."""

    number: int
    cue: Cue


def read_script(source: Source, found: Findings | None = None) -> Script:
    """The contents of a script without times.

    Everything is spoken except headings, comments, front matter, pictures, and directions: words in square brackets,
    and lines that are in round brackets as a whole. A picture begins with the sentence behind it.
    """
    text, pictures = _marked(source, found or Findings())
    sentences: list[Sentence] = []
    spots: list[Spot] = []
    waiting = 0
    for one in _events(source, text):
        if one is None:
            waiting += 1
        else:
            spots += [Spot(sentence=len(sentences))] * waiting
            waiting = 0
            sentences.append(one)
    spots += [Spot()] * waiting
    placed = (PlacedIllustration(written=one, spot=spot) for one, spot in zip(pictures, spots, strict=True))
    heading = _first_heading(_lines(source, text))
    return Script(heading=heading, sentences=tuple(sentences), pictures=tuple(placed))


def timed_pictures(source: Source, cues: tuple[Cue, ...], found: Findings) -> tuple[PlacedIllustration, ...]:
    """The pictures of a script with times: each from the time of its line, or else of the next line with one."""
    text, pictures = _marked(source, found)
    times: list[tuple[tuple[int, int], int, bool]] = []
    for number, line in enumerate(_lines(source, text)):
        timed = _TIMED_LINE.match(line)
        if timed and _is_time(timed[1]) and (start := _time(timed[1], source.mark(number, 1), Findings())) is not None:
            spoken = timed[2].lstrip(PICTURE + FILLER + " \t")
            times.append(((number, len(line) - len(spoken)), start, bool(_cleaned(spoken))))
    first = min((cue.start for cue in cues), default=0)
    placed = []
    for one in pictures:
        there = one.place.node.line, one.place.node.column
        later = (start for spot, start, speaks in times if spot > there and (speaks or spot[0] == there[0]))
        start = next(later, None)
        placed.append(PlacedIllustration(written=one, spot=Spot(start=0 if start and start <= first else start)))
    return tuple(placed)


def is_timed(source: Source) -> bool:
    """Whether any line begins with a time, right or wrong."""
    text, _ = _marked(source, Findings())
    return any(_is_time(found[1]) for line in _lines(source, text) if (found := _TIMED_LINE.match(line)))


def timed_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues of a script, each from its time to the next time; a time without text only ends the cue before it."""
    marked: list[tuple[int, int, list[str]]] = []
    open_paragraph = False
    text, _ = _marked(source, Findings())
    for number, line in enumerate(_spoken_lines(source, text)):
        timed = _TIMED_LINE.match(line)
        if timed and _is_time(timed[1]):
            start = _time(timed[1], source.mark(number, 1), found)
            open_paragraph = start is not None
            if start is not None:
                marked.append((number, start, [_cleaned(timed[2])]))
        elif not line.strip() or _HEADING.match(line) or _RULE.match(line) or _FOOTNOTE.match(line):
            open_paragraph = False
        elif open_paragraph:
            marked[-1][2].append(_cleaned(line))
    for index, (number, start, lines) in enumerate(marked):
        text = "\n".join(filter(None, lines))
        shortest, longest = LAST_CUE
        stop = start + min(max(READING_TIME * len(text), shortest), longest)
        if index + 1 < len(marked):
            stop = marked[index + 1][1]
        if text or stop < start:
            yield TimedLine(number, Cue(start=start, stop=stop, text=text))


def _is_time(text: str) -> bool:
    """Whether it looks like a time; `[1]` and `[笑]` belong to the script's text."""
    return text[:1].isdigit() and (":" in text or "：" in text)


def _time(text: str, mark: Mark, found: Findings) -> int | None:
    """Milliseconds."""
    try:
        return round(time_of(text) * 1000)
    except Mistake as mistake:
        found.error("bad-caption-time", mistake.message, mark, mistake.hint)
        return None


def _first_heading(lines: list[str]) -> str:
    headings = (_HEADING.match(_without_pictures(line)) for line in lines)
    return next((found[1].strip() for found in headings if found), "")


def _marked(source: Source, found: Findings) -> tuple[str, tuple[Illustration, ...]]:
    """The text with marks for pictures; without comments and front matter, every character at its place."""
    text = _FRONT.sub(_emptied, re.sub("^\ufeff", FILLER, source.text))
    return illustrations(_COMMENT.sub(_emptied, text), source, found)


def _lines(source: Source, text: str) -> list[str]:
    return Source(path=source.path, file=source.file, text=text).lines


def _spoken_lines(source: Source, text: str) -> list[str]:
    return [_without_pictures(line) for line in _lines(source, text)]


def _without_pictures(line: str) -> str:
    return line.replace(PICTURE, "").replace(FILLER, "")


def _events(source: Source, text: str) -> Iterator[Sentence | None]:
    """The sentences, and None wherever a picture stands before the next one."""
    lines = _lines(source, text)
    for paragraph in _paragraphs(lines):
        whole, starts, pictures = "", [], []
        for number, line in paragraph:
            spoken = line.replace(PICTURE, "")
            if whole and spoken and not (_is_wide(whole[-1]) or _is_wide(spoken[0])):
                whole += " "
            starts.append((len(whole), number))
            for before in line.split(PICTURE)[:-1]:
                whole += before
                pictures.append(len(whole))
            whole += line.rpartition(PICTURE)[2]
        opens = True
        for place, sentence in split_sentences(whole):
            if not syllables(sentence):
                continue
            while pictures and pictures[0] <= place:
                yield None
                pictures.pop(0)
            number = next(number for start, number in reversed(starts) if start <= place)
            line = lines[number]
            column = max(line.find(sentence[:4]), len(line) - len(line.lstrip(PICTURE + FILLER + " \t\u3000")))
            yield Sentence(text=sentence, opens=opens, mark=source.mark(number, column))
            opens = False
        yield from (None for _ in pictures)


def _paragraphs(lines: list[str]) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together, with their numbers; a Chinese line without a mark at its end stands alone (verse)."""
    paragraph: list[tuple[int, str]] = []
    tables = _table_rows([_without_pictures(line) for line in lines])
    for number, line in enumerate(lines):
        shown = _without_pictures(line)
        unspoken = _HEADING.match(shown) or _RULE.match(shown) or _FOOTNOTE.match(shown)
        pictures = line.count(PICTURE)
        row = number in tables
        if row:
            line = "" if _TABLE_RULE.match(shown) else " ".join(cell.strip() for cell in _CELLS.split(line))
        cleaned = "" if unspoken else _cleaned(_BULLET.sub("", line, count=1))
        spoken = cleaned.replace(PICTURE, "")
        last = next((one for _, text in reversed(paragraph) if (one := text.replace(PICTURE, ""))), "")
        ended = last and _is_wide(last[-1]) and last[-1].isalnum()
        item = _BULLET.match(line)
        if paragraph and (not spoken or ended or row or number - 1 in tables or (item and item[0].strip())):
            yield paragraph
            paragraph = []
        if spoken:
            paragraph.append((number, cleaned))
        elif pictures:
            yield [(number, PICTURE * pictures)]
    if paragraph:
        yield paragraph


def _table_rows(lines: list[str]) -> set[int]:
    """Lines that are rows of tables: those between bars, and those around a rule of bars and dashes."""
    rows = {number for number, line in enumerate(lines) if _ROW.match(line)}
    for number, line in enumerate(lines):
        if number and "|" in line and _TABLE_RULE.match(line) and "|" in lines[number - 1]:
            rows |= {number - 1, number}
            for below in range(number + 1, len(lines)):
                if "|" not in lines[below]:
                    break
                rows.add(below)
    return rows


def _emptied(found: re.Match[str]) -> str:
    """As many fillers, on as many lines, so that what follows keeps its place."""
    return _ON_A_LINE.sub(FILLER, found[0])


def _cleaned(line: str) -> str:
    """A line's words without Markdown and directions; pictures are marks in it."""
    line = _HARD_BREAK.sub("", line.replace(FILLER, ""))
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    line = _BESIDE.sub(PICTURE, " ".join(html.unescape(line).split()))
    spoken = line.replace(PICTURE, "")
    return PICTURE * line.count(PICTURE) if _ASIDE.match(spoken) else line


def _is_wide(character: str) -> bool:
    """Whether it is written without spaces around it, as Chinese characters and their punctuation marks are."""
    return east_asian_width(character) in "WFA"
