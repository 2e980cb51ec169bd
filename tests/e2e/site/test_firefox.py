"""The player in Firefox: from a server and from a stick, at a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.firefox import Firefox, firefox
from tests.e2e.site.conftest import SPOKEN, TIME, TITLES

pytest.importorskip("aiohttp")
PAUSED = "document.querySelector('video').paused"
CAPTION = "document.querySelector('.p-caption').textContent"


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as found:
        yield found


@pytest.fixture(params=["server", "stick"])
def page(request: pytest.FixtureRequest, fox: Firefox, www: Path, address: str) -> Firefox:
    place = address if request.param == "server" else (www / "lessons").as_uri()
    fox.complaints.clear()
    fox.open(f"{place}/favicon.svg").tell("localStorage.clear()")
    return fox.open(f"{place}/s/1/index.html", *((390, 844) if request.param == "server" else (1280, 800)))


def test_it_plays_with_captions_and_keys(page: Firefox):
    page.tell("document.querySelector('.p-large').click()")
    page.until(f"{TIME} > 0.2 && !{PAUSED}")
    page.press("k")
    page.until(PAUSED)
    page.tell("document.querySelector('video').currentTime = 8.1")
    caption = page.until(f"{CAPTION}.includes('湘潭') && {CAPTION}")
    spoken = page.until(SPOKEN)

    assert caption == "出生在ＨＵＮＡＮ湘潭。"
    assert spoken == caption
    assert page.complaints == []


def test_the_small_player_and_the_sound(page: Firefox):
    page.tell("document.querySelector('[data-show=audio]').click(); document.querySelector('.p-play').click()")
    page.until("document.querySelector('audio').currentTime > 0.2")
    page.tell("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.until("!document.querySelector('.p-mini').hidden")
    page.tell("document.querySelector('.p-mini .p-play').click()")

    page.until("document.querySelector('audio').paused")
    assert TITLES[1] in page.tell("document.querySelector('.p-mini').innerText")
    assert page.tell("document.documentElement.scrollWidth - innerWidth") <= 0


def test_failures_are_told(page: Firefox):
    page.tell("document.querySelector('video').src = 'nowhere.mp4'; 0")

    assert page.until(
        "document.querySelector('.p-error').offsetParent && document.querySelector('.p-error p').textContent"
    )


def test_the_whole_series_in_one_go(fox: Firefox, address: str):
    fox.open(f"{address}/s/index.html", 390, 844)
    fox.tell("document.querySelector('a.listen').click()")
    fox.until("document.querySelector('.listening audio').currentTime > 0.2")
    fox.tell("document.querySelector('.p-mini .p-following').click()")

    fox.until("document.querySelector('.p-mini').innerText.includes('第2期')")
