"""Searching: titles, tags, and every word that was said."""

import pytest

from tests.e2e.devtools import Browser, Tab
from tests.e2e.site.conftest import FOUND, HOSTILE, TIME, TITLES


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

    assert tab.until("new URLSearchParams(location.search).get('tag') === '党史'")
    assert len(tab.until(f"{FOUND}.length === 3 && {FOUND}")) == 3


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
