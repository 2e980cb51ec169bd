"""A page on a slow line, on a machine of any speed: what lays it out late does so here every time."""

import re
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

from tests.e2e.devtools import SECONDS, Tab

HELD = ("Script", "Image", "Media", "Fetch", "XHR")
"""Kinds of requests that wait until what came before them was painted; styles hold the painting up by themselves."""
WITHIN = "https://within.invalid/"
"""Where the scripts in the page itself seem to lie."""
PATIENCE = 2
"""Seconds for the first painting: a page whose head waits for a script paints nothing before that."""
PAINTED = "performance.getEntriesByType('paint').length"
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
PIECES = 8
"""In which the page itself comes, about."""
ENDS = re.compile(rb"</(?:div|section|header|nav|aside|figure|ul|ol|table|p)>(?=\s*<[a-z])")
"""Where it may be cut: something stands behind it, so that nobody takes the script there for a neighbour too many."""
WHOLE = re.compile(rb"<(template|svg|select|script|dialog)\b.*?</\1>", re.DOTALL)
"""What is not taken apart."""
SCRIPT = re.compile(rb"<script(?![^>]*\b(?:src|type)=)([^>]*)>(.*?)</script>", re.DOTALL)


def open_slowly(tab: Tab, address: str) -> None:
    """Open a page and wait until it has loaded: its HTML comes in pieces, and each is seen before the next.

    Scripts come one by one, those in the page as well, pictures and media as they are asked for, and every time the
    browser paints. A slow machine and a slow line show a page like that by chance. The page's policy is not in force.
    """
    with urlopen(address) as file:
        text, scripts = _held_up(file.read())
    tab.call("Page.setBypassCSP", enabled=True)
    tab.call("Fetch.enable", patterns=[{"resourceType": kind} for kind in ("Document", *HELD)])
    before = len(tab.browser.events(tab.session, "Page.loadEventFired"))
    asked = _Asked(tab)
    tab.browser.send("Page.navigate", tab.session, url=address)
    (page,) = tab.wait_for(lambda: list(asked.new()), address)
    _answer(tab, page, text, "text/html; charset=utf-8")
    _wait_for_paint(tab)
    end = time.monotonic() + SECONDS
    waiting: list[Any] = []
    while True:
        loaded = len(tab.browser.events(tab.session, "Page.loadEventFired")) > before
        tab.tell(FRAMES)
        waiting += asked.new()
        if loaded and not waiting:
            break
        assert time.monotonic() < end, f"in vain: {address}"
        code = next((one for one in waiting if one["resourceType"] == "Script"), None)
        for one in [one for one in waiting if one["resourceType"] != "Script" or one is code]:
            waiting.remove(one)
            own = one["request"]["url"].removeprefix(WITHIN)
            if own.isdecimal():
                _answer(tab, one, scripts[int(own)], "text/javascript; charset=utf-8")
            else:
                tab.call("Fetch.continueRequest", requestId=one["requestId"])
    tab.call("Fetch.disable")


def _held_up(page: bytes) -> tuple[bytes, list[bytes]]:
    """The page with its own scripts to be fetched, and some that do nothing: there it comes in pieces."""
    scripts: list[bytes] = []

    def fetched(attributes: bytes, code: bytes) -> bytes:
        scripts.append(code)
        return b'<script%b src="%b%d"></script>' % (attributes, WITHIN.encode(), len(scripts) - 1)

    page = SCRIPT.sub(lambda found: fetched(found[1], found[2]), page)
    body = page.find(b"<body")
    whole = [(found.start(), found.end()) for found in WHOLE.finditer(page)]
    ends = [found.end() for found in ENDS.finditer(page, max(0, body))]
    free = [end for end in ends if not any(start < end < stop for start, stop in whole)]
    for end in reversed(free[:: max(1, len(free) // PIECES)]):
        page = page[:end] + fetched(b"", b"document.currentScript.remove()") + page[end:]
    return page, scripts


class _Asked:
    """Requests that wait for an answer."""

    def __init__(self, tab: Tab) -> None:
        self._tab, self._seen = tab, len(self._all(tab))

    @staticmethod
    def _all(tab: Tab) -> list[dict[str, Any]]:
        return tab.browser.events(tab.session, "Fetch.requestPaused")

    def new(self) -> Iterator[dict[str, Any]]:
        """Those since the last time."""
        found = self._all(self._tab)[self._seen :]
        self._seen += len(found)
        yield from found


def _answer(tab: Tab, request: dict[str, Any], text: bytes, kind: str) -> None:
    headers = [{"name": "Content-Type", "value": kind}]
    body = b64encode(text).decode()
    tab.call(
        "Fetch.fulfillRequest", requestId=request["requestId"], responseCode=200, responseHeaders=headers, body=body
    )


def _wait_for_paint(tab: Tab) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not tab.tell(PAINTED):
        time.sleep(0.01)
