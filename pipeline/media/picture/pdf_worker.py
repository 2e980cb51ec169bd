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
INSIDE, FILLING = "inside", "filling"
"""How large a page is drawn."""
SLIVER = 2
"""Pixels: a page that differs no more from the frame's shape is drawn in it."""


def main() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    path, number, width, height, most = sys.argv[1], *map(int, sys.argv[2:6])
    _answer(path, number, (width, height), most, sys.stdout.buffer, inside=sys.argv[6] == INSIDE)


def _answer(path: str, number: int, frame: tuple[int, int], most: int, out: IO[bytes], *, inside: bool) -> None:
    """A line of JSON; after it, where a size is asked for, the rows of a page, as RGB: one that fills it, or the
    largest that lies `inside` it.

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
    if not frame[0] or wide <= 0 or high <= 0:
        return _say(out, found)
    if inside:
        bitmap = _inside(page, frame)
    else:
        # Enough to fill the frame, whichever side is the longer, and no more than is allowed.
        scale = min(max(frame[0] / wide, frame[1] / high), (most / (wide * high)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    _say(out, found | {"columns": bitmap.width, "rows": bitmap.height})
    rows, kept = memoryview(bitmap.buffer).cast("B"), 3 * bitmap.width
    for row in range(bitmap.height):
        out.write(rows[row * bitmap.stride : row * bitmap.stride + kept])
    return None


def _inside(page: Any, frame: tuple[int, int]) -> Any:
    """The page in exactly as many pixels as it has inside the frame: not scaled afterwards, its letters stay sharp."""
    from pypdfium2 import PdfBitmap, raw

    wide, high = page.get_size()
    scale = min(frame[0] / wide, frame[1] / high)
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    if frame[0] - size[0] <= SLIVER and frame[1] - size[1] <= SLIVER:
        size = frame
    bitmap = PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    return bitmap


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
