"""The site in a real browser, as visitors meet it: on a desk and on a phone, from a server and from a stick."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest
import zxingcpp
from PIL import Image

from pipeline.model.captions import Cue
from pipeline.publish.item import ItemFile, TargetContents
from pipeline.publish.site import site_pages
from tests import sources
from tests.e2e.browser import served
from tests.e2e.conftest import STUDIO, Workspace
from tests.e2e.devtools import Browser, Tab, chromium
from tests.programs import node_module
from tests.publish.items import file, item

PUBLIC = "https://hall.example.org/lessons/"
TARGET = f'targets:\n  site: {{url: "file://www/lessons", public: "{PUBLIC}"}}\n'
SERIES = """\
title: 烈士塔下颂英烈
author: 开福区
summary: 烈士塔下，一人一课。
category: 党史
numbering: 第{number}期
renditions: {main: {size: 320x180, rate: 25}}
"""
HOSTILE = "</script><b>\"'&amp; \u202e左\u2066右 👨‍👩‍👧"
TITLES = {1: "毛泽建：巾帼英烈", 2: HOSTILE, 3: "郭亮：工运先锋"}
SUBTITLES = """\
1
00:00:00,300 --> 00:00:02,000
她叫毛泽建，

2
00:00:02,000 --> 00:00:04,000
出生在ＨＵＮＡＮ湘潭。

3
00:00:04,200 --> 00:00:05,900
她在衡山<英勇>就义。
"""
EPISODE = """\
number: {number}
title: {title}
summary: 一位女战士的一生
date: 2022-03-1{number}
speakers: [李明]
tags: [党史, 英烈]
cover: assets/a.jpg
segments:
  - card: "{{numbering}}"
    for: 6s
    chapter: 片头
  - narration: assets/n.m4a
    chapter: 她的一生
    {subtitles}
    pictures: [{{image: assets/a.jpg}}]
"""


@pytest.fixture(scope="module")
def www(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a published site: three rendered lessons, the first with captions."""
    made = Workspace(root=tmp_path_factory.mktemp("site") / "声音馆")
    made.write("studio.yaml", STUDIO + TARGET)
    made.write("episodes/s/series.yaml", SERIES)
    made.asset(sources.tone("six.m4a", 6), "n.m4a")
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.write("assets/n.srt", SUBTITLES)
    for number, title in TITLES.items():
        subtitles = "subtitles: assets/n.srt" if number == 1 else ""
        text = EPISODE.format(number=number, title=json.dumps(title, ensure_ascii=False), subtitles=subtitles)
        made.episode(text, number=number)
    assert made.json("render")["ok"]
    assert made.json("publish", "--to", "site")["ok"]
    return made.root / "www"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(www: Path) -> Iterator[str]:
    """Where the site is served, below another folder."""
    with served(www, Queue()) as server:
        yield f"{server}/lessons"


@pytest.fixture(params=["server", "stick"])
def place(request: pytest.FixtureRequest, www: Path, address: str) -> str:
    """Where a visitor has it from."""
    return address if request.param == "server" else (www / "lessons").as_uri()


@pytest.fixture
def tab(place: str, browser: Browser) -> Iterator[Tab]:
    """What comes from a server is looked at on a phone, what comes from a stick at a desk."""
    found = browser.page(*((390, 844) if place.startswith("http") else (1280, 800)))
    yield found
    found.close()


def episode(tab: Tab, place: str, number: int = 1) -> Tab:
    tab.open(f"{place}/s/{number}/index.html")
    tab.tell("localStorage.clear()")
    tab.open("about:blank")
    tab.open(f"{place}/s/{number}/index.html")
    tab.until("document.querySelector('video').readyState >= 1")
    return tab


TIME = "document.querySelector('video').currentTime"
SPOKEN = "document.querySelector('.said [aria-current=true]')?.textContent"


def test_a_lesson_plays_with_its_captions(tab: Tab, place: str):
    episode(tab, place)
    silent = tab.tell("document.querySelector('video').paused && document.querySelector('audio').paused")
    tab.tell("document.querySelector('video').play()")
    tab.until(f"{TIME} > 0.3")
    shown = "[...document.querySelector('video').textTracks].find(track => track.mode === 'showing')"
    cues = tab.until(f"{shown}?.cues?.length && [...{shown}.cues].map(cue => [cue.startTime, cue.text])")

    assert silent
    assert [start for start, _ in cues] == [6.3, 8, 10.2]
    assert cues[0][1].replace("\n", "") == "她叫毛泽建，"


def test_a_chapter_leads_to_its_place(tab: Tab, place: str):
    episode(tab, place)
    tab.click(".chapters li:nth-child(2) [data-start]")

    assert tab.until(f"{TIME} >= 6 && {TIME}") < 8
    assert tab.until("document.querySelector('.chapters [aria-current]')?.textContent.includes('她的一生')")
    assert not tab.tell("document.querySelector('video').paused")


def test_the_transcript_follows_and_leads(tab: Tab, place: str):
    episode(tab, place)
    tab.click(".said p a:nth-of-type(2)")
    led = tab.until(f"{TIME} >= 8 && {TIME}")
    lit = tab.until(SPOKEN)
    followed = tab.until(f"{SPOKEN}?.includes('就义') && {SPOKEN}")
    tab.tell("document.querySelector('video').pause(); document.querySelector('video').currentTime = 3")

    assert led < 9.5
    assert lit == "出生在ＨＵＮＡＮ湘潭。"
    assert followed == "她在衡山<英勇>就义。"
    assert tab.until(f"{SPOKEN} === undefined")


def test_from_picture_to_sound_at_the_same_place(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('video').currentTime = 7")
    tab.click("[data-show=audio]")
    tab.until("Math.abs(document.querySelector('audio').currentTime - 7) < 0.5")
    tab.tell("document.querySelector('audio').play()")

    assert tab.until("document.querySelector('audio').currentTime > 7.3")
    assert tab.tell("document.querySelector('video').offsetParent === null")
    assert tab.until(f"{SPOKEN} === '她叫毛泽建，'")


def test_place_and_speed_are_kept(tab: Tab, place: str):
    episode(tab, place)
    tab.tell("document.querySelector('video').currentTime = 8")
    choice = "document.querySelector('.speed select')"
    tab.tell(f"{choice}.value = '1.5'; {choice}.dispatchEvent(new Event('change'))")
    tab.until("Object.entries(localStorage).some(([name, value]) => name.includes('at:') && Number(value) === 8)")
    tab.open("about:blank")
    tab.open(f"{place}/s/1/index.html")

    assert tab.until(f"Math.abs({TIME} - 8) < 0.5")
    assert tab.tell("document.querySelector('video').playbackRate") == 1.5
    assert "0:08" in tab.tell("document.querySelector('.resumed').textContent")
    assert tab.tell("document.querySelector('video').paused")


def test_an_address_leads_into_a_lesson(tab: Tab, place: str):
    tab.open(f"{place}/s/1/index.html#t=10.5")

    assert tab.until(f"Math.abs({TIME} - 10.5) < 0.1")


FOUND = (
    "[...document.querySelectorAll('.list[data-index] > li')].filter(one => one.offsetParent)"
    ".map(one => one.querySelector('h3').textContent)"
)


@pytest.mark.parametrize("page", ["index.html", "s/index.html"], ids=["studio", "series"])
def test_words_are_found(tab: Tab, place: str, page: str):
    wanted = {
        "工运": [TITLES[3]],
        "李明 巾帼": [TITLES[1]],
        "毛泽建，出生": [TITLES[1]],
        "hunan": [TITLES[1]],
        "ｈｕｎａｎ湘潭": [TITLES[1]],
        "湘": [TITLES[1]],
        "衡 党史": [TITLES[1]],
        "</script>": [HOSTILE],
        "無": [],
        # Both pairs are there, but not side by side.
        "湘潭山英": [],
        "英勇>就": [TITLES[1]],
    }
    tab.open(f"{place}/{page}")
    tab.click("input[type=search]")
    found = {}
    for words in wanted:
        tab.tell("document.querySelector('#found').textContent = document.querySelector('#q').value = ''")
        tab.type(words)
        tab.until("(said => said && !said.includes('正在'))(document.querySelector('#found').textContent)")
        found[words] = tab.tell(FOUND)
    tab.tell("document.querySelector('#q').value = ''; document.querySelector('#q').dispatchEvent(new Event('input'))")

    assert found == wanted
    assert tab.until(
        "document.querySelectorAll('.list li').length >= 3 && !document.querySelector('#found').textContent"
    )


def test_what_was_said_is_shown_and_led_to(tab: Tab, place: str):
    tab.open(f"{place}/index.html")
    tab.click("input[type=search]")
    tab.type("衡山")
    tab.until("document.querySelector('.said-there mark')?.textContent === '衡山'")
    tab.click(".said-there a")

    assert tab.until(f"document.querySelector('video') && Math.abs({TIME} - 10.2) < 0.1")


def test_a_tag_leads_to_its_lessons(tab: Tab, place: str):
    tab.open(f"{place}/s/3/index.html")
    tab.click(".tags a")

    assert tab.until("document.querySelector('input[type=search]')?.value === '党史'")
    assert len(tab.until(f"{FOUND}.length === 3 && {FOUND}")) == 3


def test_the_whole_series_is_heard_in_one_go(tab: Tab, place: str):
    tab.open(f"{place}/s/index.html")
    tab.tell("localStorage.clear()")
    quiet = tab.tell("document.querySelector('.listening').hidden")
    tab.click("a.listen")
    audio = "document.querySelector('.listening audio')"
    tab.until(f"{audio}.currentTime > 0.2 && !{audio}.paused")
    first = tab.tell("document.querySelector('.listening .now').textContent")
    tab.tell(f"{audio}.currentTime = 11.9")
    tab.until("document.querySelector('.listening .now').textContent.includes('第2期')")
    tab.until(f"{audio}.currentTime > 0.2 && !{audio}.paused")

    assert quiet
    assert TITLES[1] in first
    assert tab.tell("document.querySelector('.sounding h3').textContent") == HOSTILE


def test_everything_can_be_done_with_the_keyboard(tab: Tab, place: str):
    episode(tab, place)
    focus = "(e => e.textContent.trim() || e.tagName)(document.activeElement)"
    tab.press("Tab")
    skip = tab.tell(focus)
    seen = []
    while len(seen) < 60 and "复制网址" not in seen:
        tab.press("Tab")
        seen.append(tab.tell(focus))
        outlined = tab.tell("getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                            " || document.activeElement.matches('video, audio')")  # fmt: skip
        assert outlined, seen[-1]
        if seen[-1].endswith("她的一生"):
            tab.press("Enter")
            assert tab.until(f"{TIME} >= 6")
            tab.tell("document.querySelector('video').pause()")
        if seen[-1] == "她叫毛泽建，":
            tab.press("ArrowDown", times=2)
            tab.press("Enter")
            assert tab.until(f"{TIME} >= 10.2")

    assert skip == "跳到正文"
    assert {"看视频", "听声音", "党史"} <= set(seen)
    assert any(one.endswith("她的一生") for one in seen)
    assert seen.count("她叫毛泽建，") == 1


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A series of 300 lessons without media, from a stick; the last but one lasts three hours."""
    cues = tuple(Cue(start=n * 4000, stop=n * 4000 + 3900, text=f"第{n}句，走进学堂读书明理") for n in range(2700))
    last = Cue(start=1000, stop=3000, text="湘江北去")
    items = [item(number, title=f"第{number}课", files=(), cues=(last,)) for number in range(1, 299)]
    long = item(299, files=(page_of(299), file(".mp3")), cues=(*cues, replace(last, start=10_800_000, stop=10_803_000)))
    folder = tmp_path_factory.mktemp("large")
    for page in site_pages(
        TargetContents(studio="声音馆", public=PUBLIC, items=(*items, long, item(300, title="无声")))
    ):
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.make())
    return folder.as_uri()


def page_of(number: int) -> ItemFile:
    """A transcript to read."""
    return replace(file(".srt"), role="transcript", name=f"lieshita-{number}.html", type="text/html")


def test_the_rest_of_a_long_transcript_comes_by_itself(browser: Browser, large: str):
    tab = browser.page().open(f"{large}/lieshita/299/index.html")
    tab.until("document.querySelectorAll('.said a').length === 2701")
    tab.click(".said p:last-child a:last-child")

    assert tab.tell("document.querySelector('.said [tabindex=\"0\"]').textContent") == "第0句，走进学堂读书明理"
    assert not tab.tell("document.querySelector('.rest').offsetParent")
    assert tab.tell("document.querySelector('.said a:last-child').href").endswith("#t=10800")


def test_what_is_said_at_the_end_of_hours_in_hundreds_of_lessons_is_found(browser: Browser, large: str):
    tab = browser.page().open(f"{large}/lieshita/index.html")
    tab.click("#q")
    tab.type("第2699句 学堂")
    tab.until("document.querySelector('.said-there mark')?.textContent === '第2699句'")
    alone = tab.tell(FOUND)
    place = tab.tell("document.querySelector('.said-there a').getAttribute('href')")
    tab.tell("document.querySelector('#q').value = ''")
    tab.type("湘江北去")
    tab.until("document.querySelector('#found').textContent === '找到 299 期'")

    assert alone == ["毛泽建：巾帼英烈"]
    assert place == "299/index.html#t=10796"


PAGES = ("index.html", "s/index.html", "s/1/index.html", "s/2/index.html", "s/cards.html")


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_keeps_anybody_out(browser: Browser, address: str, page: str, dark: bool):
    """axe-core, all its rules, that of WCAG 2.2 for the size of what is pressed among them."""
    script = node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
    for width in (1280, 320):
        tab = browser.page(width, 844, dark=dark).open(f"{address}/{page}")
        tab.call("Page.setBypassCSP", enabled=True)
        tab.tell(f"{script}; 0")
        told = tab.tell("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")

        assert [(one["id"], one["nodes"][0]["html"]) for one in told["violations"]] == []
        assert page == "s/cards.html" or tab.tell("document.documentElement.scrollWidth") <= width


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
    needed = ["s/1/index.html", "s/theme.css", "site.css", "site.js", "player.js", "favicon.svg", "s/1/code.svg"]

    assert all(Path(name).name in text or name.endswith("1/index.html") for name in needed)
    assert sum((site / name).stat().st_size for name in needed) < 60_000


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
