"""Page numbers as people write them: `1-5, 8`."""

import re
import unicodedata
from typing import Annotated

from pipeline.documents.diagnostics import shown
from pipeline.documents.scalars import Mistake, OneOrMany, Scalar
from pipeline.messages import tr

MOST = 100_000
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–—~至到]\s*(\d{1,9}))?")


def page_numbers(value: str) -> tuple[int, ...]:
    """The pages in the order in which they are written; a page may come again."""
    pages: list[int] = []
    for part in re.split(r"[,;、]", unicodedata.normalize("NFKC", value)):
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            hint = tr("write page numbers such as '{example}'", example="1-5, 8")
            raise Mistake("bad-pages", tr("'{text}' is no page number", text=shown(part.strip() or value)), hint)
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= MOST or not 1 <= last <= MOST:
            message = tr("'{text}' is no page number", text=shown(part.strip()))
            raise Mistake("bad-pages", message, tr("pages are counted from 1"))
        if last < first:
            message = tr("'{text}' ends before it begins", text=shown(part.strip()))
            raise Mistake("bad-pages", message, tr("write '{example}'", example=f"{last}-{first}"))
        if len(pages) + last - first >= MOST:
            raise Mistake("bad-pages", tr("these are more than {most} pages", most=MOST))
        pages += range(first, last + 1)
    return tuple(pages)


_Range = Annotated[tuple[int, ...], Scalar(page_numbers, tr("page numbers such as 1-5, 8"), type=["string", "integer"])]
PageNumbers = Annotated[tuple[_Range, ...], OneOrMany(least=1)]
"""A text or a list of texts; each stands for one page or more."""
