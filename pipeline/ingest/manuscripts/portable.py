"""PDF: the words of every page, lines joined to paragraphs; each page is a picture before its words."""

import re
from itertools import pairwise

from pipeline.errors import PipelineError
from pipeline.ingest.manuscripts.manuscript import Block, Manuscript, Notes, Page, without_invisible
from pipeline.ingest.manuscripts.package import broken, locked
from pipeline.messages import tr

PAGES = 1_000
"""Pages of a document."""
_ENDS = "。！？!?….：:；;”」』）)"
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read_pdf(data: bytes, name: str) -> Manuscript:
    """The manuscript in a PDF. Raises PipelineError for one that cannot be read."""
    import pypdfium2

    notes = Notes()
    blocks: list[Block] = []
    first = ""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as cause:
        raise (locked(name) if "password" in str(cause).lower() else broken(name)) from cause
    try:
        count = len(document)
        if not count:
            raise broken(name)
        if count > PAGES:
            raise PipelineError(
                tr("'{file}' has {count} pages, more than {limit}", file=name, count=count, limit=PAGES),
                hint=tr("save the pages of this lesson as a PDF of their own"),
            )
        for number in range(1, count + 1):
            try:
                page = document[number - 1]
                text = page.get_textpage().get_text_bounded()
            except pypdfium2.PdfiumError:
                notes.add(tr("page {number} is damaged, its words are left out", number=number))
                text = ""
            paragraphs = _paragraphs(text)
            blocks.append(Block(pieces=(Page(number=number, label=""),)))
            blocks += [Block(pieces=(one,)) for one in paragraphs]
            first = first or next(iter(paragraphs), "")
            if not paragraphs:
                notes.add(tr("page {number} has no text: it is a picture or a scan", number=number))
    finally:
        document.close()
    notes.add(tr("a PDF knows no paragraphs: lines are joined as they seem to belong; read the script through"))
    short = first if first and len(first) <= 40 and first[-1] not in _ENDS else ""
    return Manuscript(
        blocks=tuple(blocks),
        title=short,
        titled_by=tr("the first line") if short else None,
        left=notes.all(),
    )


def _paragraphs(text: str) -> list[str]:
    """Lines of a page joined where one goes on in the next: long lines that do not end a sentence."""
    lines = [" ".join(without_invisible(line).split()) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line and not re.fullmatch(r"[-—·\s]*\d{1,4}[-—·\s]*", line)]
    widest = max(map(len, lines), default=0)
    found: list[str] = []
    for before, line in pairwise(["", *lines]):
        goes_on = found and before and before[-1] not in _ENDS and len(before) >= widest * 0.75
        if goes_on:
            blank = "" if _WIDE.match(line[0]) or _WIDE.match(before[-1]) else " "
            found[-1] += blank + line
        else:
            found.append(line)
    return found
