"""The Markdown of scripts, line by line: what is a heading, a rule, a table; which words are left to be spoken."""

import html
import re
from unicodedata import east_asian_width

from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.illustrations import FILLER, PICTURE, Illustration, illustrations

_HARD_BREAK = re.compile(r"(?<!\\)\\\s*$")
BREAKS_LINE = re.compile(r"(?:\S[ ]{2,}|(?<!\\)\\\s*|<br\s*/?>\s*)$", re.IGNORECASE)
"""What ends a line of which Markdown keeps the break."""
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$")
RULE = re.compile(r"^ {0,3}(?:(?:[-*_=][ \t]*){3,}|```.*|~~~.*)$")
BULLET = re.compile(r"^\s*(?:>\s?)*\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A\x01?---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)", re.DOTALL)
_ON_A_LINE = re.compile("[^\n\r\x85\u2028\u2029]")
_BESIDE = re.compile(f"^{PICTURE} +| +{PICTURE}$|(?<= ){PICTURE} +| +{PICTURE}(?={PICTURE})")
"""Blanks beside pictures that nothing else needs."""
FOOTNOTE = re.compile(r"^ {0,3}\[[^\]]+\]:[ \t]*\S")
"""A footnote's text, or the address that a link leads to; both are printed elsewhere, and nobody reads them out."""
_ROW = re.compile(r"^\s*\|.*\|\s*$")
CELLS = re.compile(r"(?<!\\)\|")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ASIDE = re.compile(r"^[（(][^（()）]*[）)][。.]?$")

_INLINE = (
    (re.compile(r"\[([^\]]{1,500})\]\([^)\s]{0,2000}\)"), r"\1"),
    (re.compile(r"(?<!\\)\[[^\]]{0,500}\]|【[^】]{0,500}】"), ""),
    (re.compile(r"(?<!\\)(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\*A-Za-z0-9])\*(?=\S)([^*]+?)(?<=\S)\*(?![*A-Za-z0-9])"), r"\1"),
    (re.compile(r"(?<![\\A-Za-z0-9_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![A-Za-z0-9_])"), r"\1"),
    (re.compile(r"(?<![\\=])==(?=[^\s=])(.+?)(?<=\S)==(?!=)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~|<>-])"), r"\1"),
)
"""Markdown within a line: links and emphasis leave their words, directions in square brackets go."""


def marked(source: Source, found: Findings) -> tuple[str, tuple[Illustration, ...]]:
    """The text with marks for pictures; without comments and front matter, every character at its place."""
    text = _FRONT.sub(_emptied, re.sub("^\ufeff", FILLER, source.text))
    return illustrations(_COMMENT.sub(_emptied, text), source, found)


def lines_of(source: Source, text: str) -> list[str]:
    return Source(path=source.path, file=source.file, text=text).lines


def spoken_lines(source: Source, text: str) -> list[str]:
    return [without_pictures(line) for line in lines_of(source, text)]


def without_pictures(line: str) -> str:
    return line.replace(PICTURE, "").replace(FILLER, "")


def ends_paragraph(line: str) -> bool:
    return not line.strip() or any(kind.match(line) for kind in (HEADING, RULE, FOOTNOTE))


def table_rows(lines: list[str]) -> set[int]:
    """Lines that are rows of tables: those between bars, and those around a rule of bars and dashes."""
    rows = {number for number, line in enumerate(lines) if _ROW.match(line)}
    for number, line in enumerate(lines):
        if number and "|" in line and TABLE_RULE.match(line) and "|" in lines[number - 1]:
            rows |= {number - 1, number}
            for below in range(number + 1, len(lines)):
                if "|" not in lines[below]:
                    break
                rows.add(below)
    return rows


def _emptied(found: re.Match[str]) -> str:
    """As many fillers, on as many lines, so that what follows keeps its place."""
    return _ON_A_LINE.sub(FILLER, found[0])


def cleaned(line: str) -> str:
    """A line's words without Markdown and directions; pictures are marks in it."""
    line = plain_words(line)
    spoken = line.replace(PICTURE, "")
    return PICTURE * line.count(PICTURE) if _ASIDE.match(spoken) else line


def plain_words(line: str) -> str:
    """The same with what stands in round brackets as a whole, which is seen and not spoken."""
    line = _HARD_BREAK.sub("", line.replace(FILLER, ""))
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return _BESIDE.sub(PICTURE, " ".join(html.unescape(line).split()))


def is_wide(character: str) -> bool:
    """Whether it is written without spaces around it, as Chinese characters and their punctuation marks are."""
    return east_asian_width(character) in "WFA"
