"""Passages: how a text looks to readers, in paragraphs and verse lines, and which words belong to which sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.captions.rules import columns
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.illustrations import PICTURE
from pipeline.manifest.spoken.markdown import (
    BREAKS_LINE,
    BULLET,
    HEADING,
    RULE,
    is_wide,
    lines_of,
    marked,
    plain_words,
    without_pictures,
)
from pipeline.manifest.spoken.scripts import Script, read_script, said
from pipeline.model.captions import Paragraph, Passage, Words

VERSE = 40
"""Columns, two to a Chinese character: lines that are all as short are kept, as those of a poem are."""
VERSE_OF_LETTERS = 56
WHOLE = 80
"""Columns from which on a line that ends a sentence is a paragraph, as Word and text editors write them."""
BYLINE = 32

_ENDS = re.compile(r"[。！？!?…；;.][」』）》〉】”’)\]\"']*$")
_PAUSES = re.compile(r"[，、：,:。！？!?…；;]$")
_COLON = re.compile(r"[：:][“「『\"]?$")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十百]{1,3}[、．]|第[一二三四五六七八九十百\d]{1,4}[、条章节]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[、．]|[①-⑳]"
)
_INDENTED = re.compile(r"\u3000|[ \t]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the file, as far as it is seen."""

    number: int
    words: tuple[Words, ...]
    raw: str
    level: int = 0
    """Of a heading."""
    note: bool = False
    """Whether it is seen and not spoken, and no heading."""

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.words).strip()

    @property
    def prefix(self) -> str:
        """The marks of quotations and lists before it, without blanks."""
        found = BULLET.match(self.raw)
        return re.sub(r"\s", "", found[0]) if found else ""

    @property
    def quoted(self) -> bool:
        return ">" in self.prefix

    @property
    def marker(self) -> str:
        bullet = self.prefix.replace(">", "")
        return "•" if bullet in ("-", "*", "+") else bullet


def read_passage(source: Source, found: Findings) -> tuple[Passage, Script]:
    """What is seen of a text, and what is spoken of it. Directions in square brackets and comments are neither."""
    script = read_script(source, found)
    lines = sorted(_lines(source), key=lambda line: line.number)
    title = byline = ""
    byline_sentence = None
    if lines and lines[0].level:
        title, lines = lines[0].text, lines[1:]
        if lines and _is_byline(lines):
            byline = lines[0].text
            byline_sentence = next((one.sentence for one in lines[0].words), None)
            lines = lines[1:]
    plain = source.path.suffix.lower() == ".txt"
    paragraphs = tuple(one for block in _blocks(lines) for one in _paragraphs(block, plain=plain))
    return Passage(title=title, byline=byline, byline_sentence=byline_sentence, paragraphs=paragraphs), script


def _lines(source: Source) -> Iterator[_Line]:
    """The lines of which something is seen, in no order."""
    text, _ = marked(source, Findings())
    lines = [without_pictures(line) for line in lines_of(source, text)]
    spoken: set[int] = set()
    index = 0
    for paragraph in said(source, text, Findings()):
        whole = paragraph.text
        places = [place for place, _ in paragraph.sentences]
        edges = [(0 if number == 0 else place, index + number) for number, place in enumerate(places)]
        index += len(places)
        ends = [start for start, _ in paragraph.lines[1:]] + [len(whole)]
        for (start, number), stop in zip(paragraph.lines, ends, strict=True):
            spoken.add(number)
            if words := tuple(_words(whole, start, stop, edges)):
                yield _Line(number=number, words=words, raw=lines[number])
    for number, line in enumerate(lines):
        if heading := HEADING.match(line):
            if title := plain_words(heading[1]):
                yield _Line(number=number, words=(Words(text=title),), raw="", level=len(line.split()[0]))
        elif number not in spoken and not RULE.match(line) and re.match(r"\s*[（(]", line) and plain_words(line):
            yield _Line(number=number, words=(Words(text=plain_words(line)),), raw="", note=True)


def _words(whole: str, start: int, stop: int, edges: Sequence[tuple[int, int]]) -> Iterator[Words]:
    """A line's words; a sentence lasts until the next one begins."""
    for place, (begin, sentence) in enumerate(edges):
        end = edges[place + 1][0] if place + 1 < len(edges) else len(whole)
        text = whole[max(begin, start) : min(end, stop)].replace(PICTURE, "")
        if text:
            yield Words(text=text, sentence=sentence)
    if not edges and whole[start:stop].strip():
        yield Words(text=whole[start:stop])


def _is_byline(lines: Sequence[_Line]) -> bool:
    """Whether the first line is an author's: short, alone below the title, and text follows it."""
    first, *others = lines
    if not others or columns(first.text) > BYLINE or first.marker or first.quoted:
        return False
    if first.level:
        return not others[0].level and not any(one.level == first.level for one in others)
    if others[0].number == first.number + 1 and not first.note:
        return False
    sentences = {one.sentence for one in first.words}
    return len(sentences) == 1 and not _PAUSES.search(first.text)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines that stand without an empty one between them, of one sort."""
    block: list[_Line] = []
    for line in lines:
        last = block[-1] if block else None
        apart = last is not None and (
            line.number > last.number + 1
            or line.level or last.level or line.note != last.note
            or line.quoted != last.quoted or line.marker or _NUMBERED.match(line.text)
        )  # fmt: skip
        if apart:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _paragraphs(block: list[_Line], *, plain: bool) -> Iterator[Paragraph]:
    first = block[0]
    if first.level:
        yield Paragraph(kind="heading", lines=(first.words,))
    elif first.note:
        yield from (Paragraph(kind="note", lines=(line.words,)) for line in block)
    elif first.marker:
        yield Paragraph(kind="item", marker=first.marker, lines=(_joined(block),))
    elif _is_verse(block):
        yield Paragraph(kind="quote" if first.quoted else "verse", lines=tuple(_stripped(one.words) for one in block))
    elif verse := _led_to(block):
        yield from _paragraphs(block[: -len(verse)], plain=plain)
        yield Paragraph(kind="quote" if first.quoted else "verse", lines=tuple(_stripped(one.words) for one in verse))
    else:
        for _, run in groupby(_numbered(block, plain=plain), key=lambda pair: pair[0]):
            lines = [line for _, line in run]
            yield Paragraph(kind="quote" if first.quoted else "prose", lines=(_joined(lines),))


def _is_verse(block: Sequence[_Line]) -> bool:
    """Whether the breaks of these lines are their author's."""
    if len(block) < 2:
        return False
    if all(BREAKS_LINE.search(line.raw) for line in block[:-1]):
        return True
    if any(is_wide(character) for line in block for character in line.text):
        return all(columns(line.text) <= VERSE for line in block)
    short = all(columns(line.text) <= VERSE_OF_LETTERS for line in block)
    return short and all(not line.text[:1].islower() for line in block)


def _led_to(block: Sequence[_Line]) -> Sequence[_Line]:
    """The lines of a poem that stand behind a colon; none where there is none."""
    for place in range(len(block) - 2, 0, -1):
        if _COLON.search(block[place - 1].text) and _is_verse(block[place:]):
            return block[place:]
    return ()


def _numbered(block: Sequence[_Line], *, plain: bool) -> Iterator[tuple[int, _Line]]:
    """Lines of running text, each with the number of its paragraph."""
    number, last = 0, None
    for line in block:
        if last is not None and _ends_paragraph(last, line, plain=plain):
            number += 1
        yield number, line
        last = line


def _ends_paragraph(last: _Line, line: _Line, *, plain: bool) -> bool:
    text = last.text
    if BREAKS_LINE.search(last.raw) or line.raw.startswith("\u3000") or (plain and _INDENTED.match(line.raw)):
        return True
    if not text or not is_wide(text[-1]):
        return False
    ended = _ENDS.search(text) is not None
    return text[-1].isalnum() or (ended and (plain or columns(text) > WHOLE))


def _joined(lines: Sequence[_Line]) -> tuple[Words, ...]:
    """Lines as one; words of a sentence that goes on are joined."""
    found: list[Words] = []
    for words in (one for line in lines for one in line.words):
        if found and found[-1].sentence == words.sentence:
            found[-1] = replace(words, text=found[-1].text + words.text)
        else:
            found.append(words)
    return _stripped(tuple(found))


def _stripped(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """Without blanks at the end."""
    kept = (*words[:-1], replace(words[-1], text=words[-1].text.rstrip()))
    return tuple(one for one in kept if one.text)
