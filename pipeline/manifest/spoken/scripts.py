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
from pipeline.model.captions import Cue, Sentence

READING_TIME = 250
"""Milliseconds that the last cue of a script stays for each of its characters, within `LAST_CUE`."""
LAST_CUE = (2_000, 7_000)

_HARD_BREAK = re.compile(r"(?<!\\)\\\s*$")
_TIMED_LINE = re.compile(r"^\[([^\]\s]{1,16})\][ \t]*(.*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:[-*_=][ \t]*){3,}|```.*|~~~.*)$")
_BULLET = re.compile(r"^\s*(?:>\s?)*\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)", re.DOTALL)
_FOOTNOTE = re.compile(r"^ {0,3}\[[^\]]+\]:[ \t]*\S")
"""A footnote's text, or the address that a link leads to; both are printed elsewhere, and nobody reads them out."""
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ASIDE = re.compile(r"^[（(][^（()）]*[）)][。.]?$")

_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)\s]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"(?<!\\)\[[^\]]*\]|【[^】]*】"), ""),
    (re.compile(r"(?<!\\)(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\*A-Za-z0-9])\*(?=\S)([^*]+?)(?<=\S)\*(?![*A-Za-z0-9])"), r"\1"),
    (re.compile(r"(?<![\\A-Za-z0-9_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![A-Za-z0-9_])"), r"\1"),
    (re.compile(r"(?<![\\=])==(?=[^\s=])(.+?)(?<=\S)==(?!=)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~|<>-])"), r"\1"),
)
"""Markdown within a line: pictures go, links and emphasis leave their words, directions in square brackets go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The contents of a script."""

    heading: str = ""
    """The first one in it."""
    sentences: tuple[Sentence, ...] = ()
    """What is spoken; empty where the script has times."""


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A cue and the line of its times."""

    number: int
    cue: Cue


def read_script(source: Source) -> Script:
    """The contents of a script without times.

    Everything is spoken except headings, comments, front matter, and directions: words in square brackets, and lines
    that are in round brackets as a whole.
    """
    return Script(heading=_first_heading(source), sentences=tuple(_sentences(source)))


def is_timed(source: Source) -> bool:
    """Whether any line begins with a time, right or wrong."""
    return any(_is_time(found[1]) for line in _spoken_lines(source) if (found := _TIMED_LINE.match(line)))


def timed_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues of a script, each from its time to the next time; a time without text only ends the cue before it."""
    marked: list[tuple[int, int, list[str]]] = []
    open_paragraph = False
    for number, line in enumerate(_spoken_lines(source)):
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


def _first_heading(source: Source) -> str:
    headings = (_HEADING.match(line) for line in source.lines)
    return next((found[1] for found in headings if found), "")


def _sentences(source: Source) -> Iterator[Sentence]:
    for paragraph in _paragraphs(source):
        text, starts = "", []
        for number, line in paragraph:
            text += " " if text and not (_is_wide(text[-1]) or _is_wide(line[0])) else ""
            starts.append((len(text), number))
            text += line
        opens = True
        for place, sentence in split_sentences(text):
            number = next(number for start, number in reversed(starts) if start <= place)
            line = source.lines[number]
            column = max(line.find(sentence[:4]), len(line) - len(line.lstrip()))
            if syllables(sentence):
                yield Sentence(text=sentence, opens=opens, mark=source.mark(number, column))
                opens = False


def _paragraphs(source: Source) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together, with their numbers; a Chinese line without a mark at its end stands alone (verse)."""
    paragraph: list[tuple[int, str]] = []
    lines = _spoken_lines(source)
    tables = _table_rows(lines)
    for number, line in enumerate(lines):
        unspoken = _HEADING.match(line) or _RULE.match(line) or _FOOTNOTE.match(line)
        row = number in tables
        if row:
            line = "" if _TABLE_RULE.match(line) else " ".join(cell.strip() for cell in _CELLS.split(line))
        cleaned = "" if unspoken else _cleaned(_BULLET.sub("", line, count=1))
        ended = paragraph and _is_wide(paragraph[-1][1][-1]) and paragraph[-1][1][-1].isalnum()
        item = _BULLET.match(line)
        if paragraph and (not cleaned or ended or row or number - 1 in tables or (item and item[0].strip())):
            yield paragraph
            paragraph = []
        if cleaned:
            paragraph.append((number, cleaned))
    if paragraph:
        yield paragraph


def _spoken_lines(source: Source) -> list[str]:
    """The lines of a script, those of its front matter and comments empty."""
    text = _FRONT.sub(_emptied, source.text.removeprefix("\ufeff"))
    return Source(path=source.path, file=source.file, text=_COMMENT.sub(_emptied, text)).lines


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
    """The same number of empty lines, so that what follows keeps its place."""
    return re.sub(r"[^\r\n]+", "", found[0])


def _cleaned(line: str) -> str:
    """A line's words without Markdown and directions."""
    line = _HARD_BREAK.sub("", line)
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    line = html.unescape(line)
    line = " ".join(line.split())
    return "" if _ASIDE.match(line) else line


def _is_wide(character: str) -> bool:
    """Whether it is written without spaces around it, as Chinese characters and their punctuation marks are."""
    return east_asian_width(character) in "WFA"
