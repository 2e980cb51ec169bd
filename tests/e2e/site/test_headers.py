"""The headers that the documentation gives to servers: the site works with them."""

import re
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from queue import Queue

import pytest

from tests.e2e.browser import served
from tests.e2e.devtools import Browser

DOCS = Path(__file__).parents[3] / "docs"
FORMS = (r'add_header ([\w-]+) "(.+)" always;', r'^        ([A-Z][\w-]+) "(.+)"$', r'Header always set ([\w-]+) "(.+)"')
"""Of nginx, Caddy and Apache."""


@pytest.mark.parametrize("page", ["publishing.md", "zh/publishing.md"])
def test_all_servers_are_told_the_same(page: str):
    text = (DOCS / page).read_text(encoding="utf-8")
    nginx, caddy, apache = (dict(re.findall(form, text, re.MULTILINE)) for form in FORMS)

    assert len(nginx) == 7
    assert nginx == caddy == apache


@pytest.mark.parametrize(
    "page",
    ["index.html", "s/index.html?q=衡山", "s/1/index.html", "s/subscribe.html", "s/cards.html", "s/1/s-001.html"],
)
def test_pages_work_with_them(browser: Browser, www: Path, page: str, monkeypatch: pytest.MonkeyPatch):
    given = dict(re.findall(FORMS[0], (DOCS / "publishing.md").read_text(encoding="utf-8")))
    ended = SimpleHTTPRequestHandler.end_headers

    def end_headers(self: SimpleHTTPRequestHandler) -> None:
        for name, value in given.items():
            self.send_header(name, value)
        ended(self)

    monkeypatch.setattr(SimpleHTTPRequestHandler, "end_headers", end_headers)
    files = [path for path in (www / "lessons/s/1").glob("*.html") if path.name != "index.html"]
    name = page if (www / "lessons" / page.split("?")[0]).exists() else f"s/1/{files[0].name}"
    with served(www, Queue()) as server:
        tab = browser.page().open(f"{server}/lessons/{name}")
        tab.tell("new Promise(done => setTimeout(done, 500))")
        sent = browser.events(tab.session, "Network.responseReceived")[0]["response"]["headers"]
        complaints = tab.complaints()
        tab.close()

    assert sent["Content-Security-Policy"] == given["Content-Security-Policy"]
    assert complaints == []
