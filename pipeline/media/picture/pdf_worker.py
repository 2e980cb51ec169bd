"""Run by `pdf` in a process of its own: the pages of a PDF, counted and drawn, and their words.

The library behind it draws what strangers wrote: a broken file can make it ask for all memory, never end, or end the
process at once. Here nothing but the page is lost.
"""

import contextlib
import json
import sys
from typing import IO, Any

MEMORY = 4 << 30
"""Bytes that drawing may take."""
PASSWORD, BROKEN, MISSING = "password", "broken", "missing"
"""Answers in place of pages."""


def main() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    path, number, width, height, most = sys.argv[1], *map(int, sys.argv[2:6])
    _answer(path, number, (width, height), most, sys.stdout.buffer)


def _answer(path: str, number: int, least: tuple[int, int], most: int, out: IO[bytes]) -> None:
    """A line of JSON; after it, where a size is asked for, the rows of a page that fills it, as RGB.

    Page 0 asks for the words of all pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        if pages == 0:
            return _say(out, {"problem": BROKEN})
        if number > pages:
            return _say(out, {"problem": MISSING, "pages": pages})
        if number == 0:
            return _say(out, {"texts": [_words(document, index) for index in range(min(pages, most))], "pages": pages})
        page = document[number - 1]
        wide, high = page.get_size()
    except pypdfium2.PdfiumError as cause:
        return _say(out, {"problem": PASSWORD if "assword" in str(cause) else BROKEN})
    found = {"pages": pages, "width": wide, "height": high}
    if not least[0] or wide <= 0 or high <= 0:
        return _say(out, found)
    # Enough to fill the frame, whichever side is the longer, and no more than is allowed.
    scale = min(max(least[0] / wide, least[1] / high), (most / (wide * high)) ** 0.5)
    rows = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3]
    _say(out, found | {"columns": rows.shape[1], "rows": rows.shape[0]})
    out.write(rows.tobytes())
    return None


def _words(document: Any, index: int) -> str | None:
    import pypdfium2

    try:
        text: str = document[index].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return None
    return text


def _say(out: IO[bytes], answer: dict[str, object]) -> None:
    out.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
