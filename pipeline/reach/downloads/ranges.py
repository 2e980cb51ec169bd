"""Ranges: which bytes of a file a request really got."""

import re
from functools import lru_cache

HEAD = 500
"""Bytes that the head of a response takes about, where a log counts it in; only matters for what broke off."""

_ASKED = re.compile(rb"bytes[= ](\d{0,18})-(\d{0,18})(?:/[\d*]+)?")
_COLUMNS = re.compile(rb"(\d{1,18})\t(\d{1,18})")

Span = tuple[int, int]
"""First byte and the byte after the last; (-1, n) are n bytes at a place that nobody knows."""


@lru_cache(maxsize=65536)
def asked(text: bytes) -> tuple[int | None, int | None] | None:
    """First and last byte asked for, of `bytes=0-99`, `bytes=100-`, `bytes=-100`, `bytes 0-99/1000` or two columns.

    None where nothing was asked for, or several ranges at once.
    """
    found = _ASKED.fullmatch(text) or _COLUMNS.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return None
    return int(found[1]) if found[1] else None, int(found[2]) if found[2] else None


def is_probe(text: bytes, status: bytes, sent: int) -> bool:
    """Whether only the first two bytes were asked for: players look so whether a server can serve ranges."""
    if text in (b"", b"-"):
        return status == b"206" and sent == 2
    return asked(text) == (0, 1)


def received(
    text: bytes, status: bytes, sent: int, *, size: int, length: bytes = b"", head: bool = False
) -> Span | None:
    """What a request got of a file of `size` bytes; None for nothing.

    `text` is its range, `length` the response's length where the log says it, `head` whether `sent` counts the
    response's head in.
    """
    found = asked(text)
    if found is not None and status != b"200":
        first, last = found
        if first is None:
            first, last = max(0, size - (last or 0)), size - 1
        start, stop = first, size if last is None else min(last + 1, size)
    elif status == b"200" or (text == b"-" and status != b"206"):
        start, stop = 0, size
    else:
        got = min(_body(sent, int(length) if length.isdigit() else size, head=head), size)
        return (-1, got) if got > 0 else None
    full = min(stop - start, int(length)) if length.isdigit() else stop - start
    got = min(_body(sent, full, head=head), stop - start)
    return (start, start + got) if got > 0 else None


def _body(sent: int, full: int, *, head: bool) -> int:
    """Bytes of content; with the head counted in, more than the whole content means that all of it came."""
    if not head:
        return sent
    return full if sent > full else max(0, sent - HEAD)
