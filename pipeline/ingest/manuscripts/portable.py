"""PDF: the words of every page, lines joined to paragraphs; each page is a picture before its words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.manuscripts.manuscript import (
    ENDS,
    Block,
    Manuscript,
    Notes,
    Page,
    titled,
    without_invisible,
)
from pipeline.messages import tr

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def pages_read(texts: Sequence[str | None]) -> Manuscript:
    """The manuscript in a PDF, of the words of its pages; None for those of a damaged page."""
    notes = Notes()
    blocks: list[Block] = []
    first = ""
    for number, text in enumerate(texts, start=1):
        paragraphs = _paragraphs(text or "")
        blocks.append(Block(pieces=(Page(number=number, label=""),)))
        blocks += [Block(pieces=(one,)) for one in paragraphs]
        first = first or next(iter(paragraphs), "")
        if text is None:
            notes.add(tr("page {number} is damaged, its words are left out", number=number))
        elif not paragraphs:
            notes.add(tr("page {number} has no text: it is a picture or a scan", number=number))
    if first:
        notes.add(tr("a PDF knows no paragraphs: lines are joined as they seem to belong; read the script through"))
    title, by = titled(blocks)
    return Manuscript(blocks=tuple(blocks), title=title, titled_by=by, left=notes.all())


def _paragraphs(text: str) -> list[str]:
    """Lines of a page joined where one goes on in the next: long lines that do not end a sentence."""
    lines = [" ".join(without_invisible(line).split()) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line and not re.fullmatch(r"[-—·\s]*\d{1,4}[-—·\s]*", line)]
    widest = max(map(len, lines), default=0)
    found: list[str] = []
    for before, line in pairwise(["", *lines]):
        goes_on = found and before and before[-1] not in ENDS and len(before) >= widest * 0.75
        if goes_on:
            blank = "" if _WIDE.match(line[0]) or _WIDE.match(before[-1]) else " "
            found[-1] += blank + line
        else:
            found.append(line)
    return found
