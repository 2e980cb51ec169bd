"""Byte ranges: which bytes of a file a request really got."""

import re
from functools import lru_cache

HEAD = 500
"""Bytes that the head of a response takes about, where a log counts it in; only matters for what broke off."""

_ASKED = re.compile(rb"bytes[= ](\d{0,18})-(\d{0,18})(?:/[\d*]+)?")
_COLUMNS = re.compile(rb"(\d{1,18})\t(\d{1,18})")

Span = tuple[int, int]
"""First byte and the byte after the last; (-1, n) are n bytes at an unknown place."""
NOTHING, PROBE = (0, 0), (0, -1)


@lru_cache(maxsize=65536)
def requested(text: bytes) -> tuple[int | None, int | None] | None:
    """First and last byte asked for, of `bytes=0-99`, `bytes=100-`, `bytes=-100`, `bytes 0-99/1000` or two columns.

    None where nothing was asked for, or several ranges at once.
    """
    found = _ASKED.fullmatch(text) or _COLUMNS.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return None
    return int(found[1]) if found[1] else None, int(found[2]) if found[2] else None


def received(text: bytes, status: bytes, sent: bytes, size: int, length: bytes = b"", head: bool = False) -> Span:
    """What a request got of a file of `size` bytes, NOTHING, or PROBE.

    `text` is its range, `sent` the bytes sent, `length` the response's length where the log says it, `head` whether
    `sent` counts the response's head in. A probe asks for the first two bytes: so players look whether a server can
    serve ranges.
    """
    got = _number(sent)
    found = requested(text)
    if found == (0, 1) or (found is None and got == 2 and status == b"206"):
        return PROBE
    if found is not None and status != b"200":
        first, last = found
        if first is None:
            first, last = size - (last or 0) if (last or 0) < size else 0, None
        start, stop = first, size if last is None or last >= size else last + 1
    elif status == b"200" or (text == b"-" and status != b"206"):
        start, stop = 0, size
    else:
        got = min(_body(got, _number(length) or size) if head else got, size)
        return (-1, got) if got > 0 else NOTHING
    most = stop - start
    if head:
        got = _body(got, min(most, _number(length) or most))
    if got > most:
        got = most
    return (start, start + got) if got > 0 else NOTHING


def _number(text: bytes) -> int:
    return int(text) if text.isdigit() and len(text) < 19 else 0


def _body(sent: int, full: int) -> int:
    """Bytes of content where the head is counted in: more than the whole content means that all of it came."""
    return full if sent > full else max(0, sent - HEAD)
