"""A published site in a real browser, as visitors meet it: on a desk and on a phone, from a server and from a stick."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

from pipeline.model.captions import Cue
from pipeline.publish.item import ItemFile, TargetContents
from pipeline.publish.site import site_pages
from tests import sources
from tests.e2e.browser import served
from tests.e2e.conftest import STUDIO, Workspace
from tests.e2e.devtools import Browser, Tab
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
TIME = "document.querySelector('video').currentTime"
SPOKEN = "document.querySelector('.said [aria-current=true]')?.textContent"
FOUND = (
    "[...document.querySelectorAll('[data-index] li')].filter(one => one.offsetParent)"
    ".map(one => one.querySelector('h3').textContent)"
)


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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
    """A lesson's page, as somebody sees it who was never here."""
    # A player keeps its place when it is left.
    tab.open(f"{place}/favicon.svg")
    tab.tell("localStorage.clear()")
    tab.open(f"{place}/s/{number}/index.html")
    tab.until("document.querySelector('video').readyState >= 1")
    return tab


@pytest.fixture(scope="session")
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
