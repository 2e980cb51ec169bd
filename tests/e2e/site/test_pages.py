"""Pages: open to everybody, light, alone, and on paper."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.e2e.conftest import STUDIO, Workspace
from tests.e2e.devtools import Browser, Tab
from tests.e2e.looks import problems
from tests.e2e.site.conftest import PUBLIC, TARGET, TITLES
from tests.programs import node_module

PAGES = ("index.html", "s/index.html", "s/1/index.html", "s/2/index.html", "s/cards.html")


def test_nothing_keeps_anybody_out(browser: Browser, address: str):
    """The first page; those with a player stand in `test_controls.py`."""
    assert problems(browser, f"{address}/index.html") == []


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_cards_keep_nobody_out(browser: Browser, address: str, dark: bool):
    """axe-core, all its rules, that of WCAG 2.2 for the size of what is pressed among them."""
    script = node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
    for width in (1280, 320):
        tab = browser.page(width, 844, dark=dark).open(f"{address}/s/cards.html")
        tab.call("Page.setBypassCSP", enabled=True)
        tab.tell(f"{script}; 0")
        told = tab.tell("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")
        tab.close()

        assert [(one["id"], one["nodes"][0]["html"]) for one in told["violations"]] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_asked_of_others_and_nothing_fails(browser: Browser, address: str, page: str):
    tab = browser.page().open(f"{address}/{page}")
    tab.tell("new Promise(done => setTimeout(done, 300))")

    assert [one for one in tab.requests() if not one.startswith((f"{address}/", "data:"))] == []
    assert tab.complaints() == []
    assert tab.tell("[...document.images].filter(one => one.complete && !one.naturalWidth).length") == 0


def test_an_episode_is_light(www: Path):
    site = www / "lessons"
    text = (site / "s/1/index.html").read_text(encoding="utf-8")
    needed = ["s/1/index.html", "s/theme.css", "house.css", "site.css", "player.css", "site.js", "player.js",
              "episode.js", "favicon.svg", "s/1/code.svg"]  # fmt: skip

    assert all(Path(name).name in text or name.endswith("1/index.html") for name in needed)
    assert sum((site / name).stat().st_size for name in needed) < 80_000


def test_a_studio_has_templates_of_its_own_and_is_told_its_mistakes(workspace: Workspace):
    workspace.write("studio.yaml", STUDIO + TARGET)
    workspace.json("render")
    workspace.json("publish", "--to", "site")
    page = workspace.root / "www/lessons/s/1/index.html"
    ours = page.read_text(encoding="utf-8")
    template = '{% extends "voicehall/episode.html" %}\n{% block foot %}{{ ours }}{% endblock %}'
    workspace.write("assets/site/episode.html", template)
    told = workspace.run("publish", "--to", "site")
    kept = page.read_text(encoding="utf-8")
    workspace.write("assets/site/episode.html", template.replace("ours", "studio ~ ' 湘ICP备'"))
    done = workspace.json("publish", "--to", "site")

    assert told.returncode == 1
    assert "assets/site/episode.html:2: 'ours' is undefined" in told.stderr
    assert "Traceback" not in told.stderr
    assert kept == ours
    assert done["ok"]
    assert "声音馆 湘ICP备" in page.read_text(encoding="utf-8")


def test_a_page_on_paper_has_what_can_be_read_and_its_code(browser: Browser, address: str, tmp_path: Path):
    tab = browser.page(800, 1100).open(f"{address}/s/1/index.html")
    tab.media(paper=True)
    shown = "[...document.querySelectorAll('{}')].some(one => one.offsetParent)"

    for selector in ("h1", ".summary", ".said p", ".sharing img"):
        assert tab.tell(shown.format(selector)), selector
    for selector in ("video", "audio", "nav", "button"):
        assert not tab.tell(shown.format(selector)), selector
    assert codes(tab, tmp_path) == {f"{PUBLIC}s/1/"}


def test_cards_lie_eight_on_a_sheet_and_lead_to_their_lessons(browser: Browser, address: str, tmp_path: Path):
    tab = browser.page(1000, 1400).open(f"{address}/s/cards.html")

    assert codes(tab, tmp_path) == {f"{PUBLIC}s/{number}/" for number in TITLES}
    assert tab.paper().count(b"/Type /Page\n") == 1


def codes(tab: Tab, folder: Path) -> set[str]:
    """What a telephone reads in the QR codes of a page."""
    tab.picture(folder / "page.png", whole=True)
    return {code.text for code in zxingcpp.read_barcodes(Image.open(folder / "page.png"))}
