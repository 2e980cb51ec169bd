"""Lists: what is searched and chosen stands in the address, and everything can be read without a script."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

from pipeline.publish.feed import feed_pages
from pipeline.publish.item import TargetContents
from pipeline.publish.site import site_pages
from tests.e2e.browser import served
from tests.e2e.devtools import Browser, Tab
from tests.e2e.looks import problems
from tests.e2e.site.conftest import FOUND, PUBLIC, TITLES
from tests.publish.items import SERIES, item

LONG = "一九零五年出生在湖南湘潭韶山的女战士毛泽建和她的战友们" * 11
HOSTILE = "</script><img src=x onerror=alert(1)>\u202e左\u2066右 ‏مرحبا بالعالم"
FOUND_IN = "document.querySelector('#found').textContent"


def test_what_is_searched_is_in_the_address_and_back_leads_back(tab: Tab, place: str):
    tab.open(f"{place}/s/index.html")
    tab.click("#q")
    tab.type("工运")
    tab.until(f"{FOUND}.length === 1 && {FOUND_IN} === '找到 1 期'")
    searched = tab.tell("location.search")
    tab.press("Enter")
    tab.tell("document.querySelector('#q').select()")
    tab.type("巾帼")
    tab.until(f"{FOUND_IN} === '找到 1 期' && location.search.includes(encodeURIComponent('巾帼'))")
    tab.tell("history.back(); 0")
    again = tab.until(f"document.querySelector('#q').value === '工运' && {FOUND}.length === 1 && {FOUND}")
    tab.tell("history.back(); 0")

    assert searched == "?q=%E5%B7%A5%E8%BF%90"
    assert again == [TITLES[3]]
    assert tab.until(f"location.search === '' && document.querySelector('#q').value === '' && {FOUND}.length === 3")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=衡山", [TITLES[1]]),
        ("?tag=英烈&q=郭亮", [TITLES[3]]),
        ("?tag=无", []),
        ("?speaker=李明&sort=newest", [TITLES[3], TITLES[2], TITLES[1]]),
        ("#q=郭亮", [TITLES[3]]),
    ],
)
def test_an_address_shows_others_the_same(tab: Tab, place: str, query: str, found: list[str]):
    tab.open(f"{place}/s/index.html{query}")
    tab.until(f"(said => said && !said.includes('正在'))({FOUND_IN})")

    assert tab.tell(FOUND) == found


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A series of 250 lessons, some without days, summaries or anything to be heard; hostile words among them."""
    folder = tmp_path_factory.mktemp("many")
    series = replace(SERIES, title=LONG[:300], author=HOSTILE, summary=f"{LONG}\n{HOSTILE}")
    odd = {
        1: {"title": LONG[:300]},
        2: {"title": HOSTILE, "summary": HOSTILE, "speakers": (HOSTILE,)},
        3: {"date": None},
        4: {"summary": ""},
        5: {"files": ()},
        6: {"tags": ("x" * 300, HOSTILE)},
    }
    given = {number: odd.get(number, {"speakers": ("王芳",) if number % 2 else ("李明",)}) for number in range(1, 251)}
    items = tuple(
        item(number, **{"series": series, "title": f"第{number}课", **more}) for number, more in given.items()
    )
    alone = item(1, series=replace(SERIES, id="alone", title="一期"), date=None, summary="", tags=(), speakers=())
    contents = TargetContents(studio="声音馆", public=PUBLIC, items=(alone, *items))
    for page in (*feed_pages(contents), *site_pages(contents)):
        path = folder / "lessons" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.make())
    with served(folder, Queue()) as server:
        yield f"{server}/lessons"


@pytest.mark.parametrize(
    "page",
    ["index.html", "lieshita/index.html", "alone/index.html", "lieshita/subscribe.html", "404.html"],
)
def test_pages_of_odd_lessons_stay_in_order(browser: Browser, many: str, page: str):
    assert problems(browser, f"{many}/{page}") == []


@pytest.mark.parametrize("width", [390, 1440])
def test_words_have_the_room_of_a_picture_that_is_not_there(browser: Browser, many: str, width: int):
    tab = browser.page(width, 844).open(f"{many}/index.html")
    wide = "document.querySelector('{}').getBoundingClientRect().width"
    shelf = tab.tell(f"{wide.format('.shelves .text')} / {wide.format('.shelves a')}")
    tab.open(f"{many}/alone/index.html")
    opening = tab.tell(f"{wide.format('.opening > div')} / {wide.format('.opening')}")
    tab.close()

    assert (shelf, opening) == (pytest.approx(1, abs=0.1), pytest.approx(1, abs=0.2))


def test_on_paper_no_words_are_as_pale_as_on_their_band(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/index.html")
    tab.media(paper=True)
    colour = "getComputedStyle(document.querySelector('.shelves strong')).color"

    assert tab.tell(colour) == "rgb(0, 0, 0)"
    tab.close()


def test_cards_fit_a_phone_and_eight_of_them_a_sheet(browser: Browser, many: str):
    tab = browser.page(390, 844).open(f"{many}/lieshita/cards.html")
    narrow = tab.tell("document.documentElement.scrollWidth")

    assert narrow <= 390
    assert tab.paper().count(b"/Type /Page\n") == 32  # 250 cards
    tab.close()


def test_the_newest_come_first_when_asked_and_groups_are_leapt_to(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/lieshita/index.html")
    first = "document.querySelector('.list li').dataset.number"
    leaps = tab.tell("[...document.querySelectorAll('.leaps a')].map(one => one.textContent)")
    choose = "one => { one.value = 'newest'; one.dispatchEvent(new Event('change')); }"
    tab.tell(f"({choose})(document.querySelector('#sort'))")
    newest = tab.tell(first)
    last = tab.tell("[...document.querySelectorAll('.list li')].pop().dataset.number")
    tab.tell("history.back(); 0")

    assert leaps == ["1–100", "101–200", "201–250"]
    assert newest == "250"
    assert last == "3"  # It has no day.
    assert tab.until(f"{first} === '1'")
    tab.close()


def test_a_speaker_is_chosen_and_given_up_by_a_press(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/lieshita/index.html")
    chip = "[data-filter=speaker]"
    tab.click(chip)
    chosen = tab.until(f"document.querySelector('{chip}').ariaCurrent === 'true' && {FOUND_IN} && {FOUND}.length")
    tab.click(chip)

    assert chosen in (122, 127)
    assert tab.until(f"location.search === '' && {FOUND}.length === 250")
    tab.close()


def test_without_a_script_all_is_there_and_nothing_that_would_do_nothing(browser: Browser, many: str):
    tab = browser.page()
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(f"{many}/lieshita/index.html")
    rows = tab.tell("document.querySelectorAll('.list h3 a[href]').length")
    hidden = "['.search', '.tools', '.listen'].filter(one => document.querySelector(one)?.offsetParent)"

    assert rows == 250
    assert tab.tell(hidden) == []
    assert tab.tell("document.querySelector('.leaps').offsetParent !== null")
    tab.open(f"{many}/lieshita/subscribe.html")
    assert tab.tell("document.querySelector('#feed').value") == f"{PUBLIC}lieshita/feed.xml"
    assert tab.tell("document.querySelector('.copies').hidden")
    tab.close()


def test_the_address_is_copied_or_at_least_selected(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/lieshita/subscribe.html")
    tab.tell("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false; 0")
    tab.click(".copies")
    said = tab.until("document.querySelector('.copying p').textContent")
    tab.tell("document.execCommand = () => true; 0")
    tab.click(".copies")

    assert said.startswith("已选中")
    assert tab.tell(
        "(one => one.selectionEnd - one.selectionStart === one.value.length)(document.querySelector('#feed'))"
    )
    assert tab.until("document.querySelector('.copying p').textContent === '已复制'")
    tab.close()


def test_what_was_heard_is_told(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/lieshita/index.html")
    tab.tell("localStorage.setItem('voicehall:at:guid-7', '83.5'); localStorage.setItem('voicehall:at:guid-9', '0')")
    tab.open(f"{many}/lieshita/index.html?")
    tab.until("document.querySelectorAll('.heard').length === 2")

    said = tab.tell("[7, 9].map(one => document.querySelector(`[data-number='${one}'] .heard`).textContent)")
    tab.tell("localStorage.clear()")
    assert said == ["听到 1:23", "已听完"]
    tab.close()


def test_a_feed_in_a_browser_can_be_read(browser: Browser, many: str):
    tab = browser.page().open(f"{many}/alone/feed.xml")
    style = "getComputedStyle(document.querySelector('{}'){}).{}"

    assert tab.tell(style.format("channel > title", "", "display")) == "block"
    assert tab.tell(style.format("guid", "", "display")) == "none"
    assert "这是订阅源" in tab.tell(style.format("rss", ", '::before'", "content"))
    assert [one for one in tab.complaints() if "favicon" not in one and "404" not in one] == []
    tab.close()


def test_a_page_that_is_not_there_leads_on_from_any_depth(browser: Browser, many: str, tmp_path: Path):
    tab = browser.page().open(f"{many}/404.html")

    assert tab.tell("[...document.querySelectorAll('main a')].map(one => one.getAttribute('href'))") == [
        "/lessons/index.html", "/lessons/alone/index.html", "/lessons/lieshita/index.html",
    ]  # fmt: skip
    assert tab.tell("getComputedStyle(document.body).backgroundColor") == "rgb(250, 247, 240)"
    tab.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series of 650 lessons: more than one page holds."""
    folder = tmp_path_factory.mktemp("long")
    items = tuple(item(number, title=f"第{number}课") for number in range(1, 651))
    for page in site_pages(TargetContents(studio="声音馆", public=PUBLIC, items=items)):
        if page.path.count("/") < 2 or "search/" in page.path:
            path = folder / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page.make())
    return folder


ROWS = "document.querySelectorAll('.list li').length"


@pytest.fixture(params=["server", "stick"])
def series(request: pytest.FixtureRequest, browser: Browser, long: Path) -> Iterator[Tab]:
    """The page of the long series."""
    with served(long, Queue()) as server:
        place = server if request.param == "server" else long.as_uri()
        tab = browser.page().open(f"{place}/lieshita/index.html")
        yield tab
        tab.close()


def test_what_a_long_list_holds_comes_when_somebody_gets_there(series: Tab):
    before = series.tell(ROWS)
    series.click(".leaps a:last-child")
    series.until("document.querySelector('[data-number=\"601\"]')?.getBoundingClientRect().top < innerHeight")
    gone_to = series.tell("location.hash")

    assert before == 300
    assert gone_to == "#from-601"
    # What lies just above may have come as well.
    assert series.tell(ROWS) in (350, 650)


def test_what_is_found_and_the_newest_need_not_be_in_the_page_yet(series: Tab):
    series.click("#q")
    series.type("第645课")
    found = series.until(f"{FOUND}.length === 1 && {FOUND}")
    series.tell("history.back(); 0")
    series.until(f"{FOUND_IN} === ''")
    choose = "one => { one.value = 'newest'; one.dispatchEvent(new Event('change')); }"
    series.tell(f"({choose})(document.querySelector('#sort'))")

    assert found == ["第645课"]
    assert series.until(f"{ROWS} === 650")


def test_without_a_script_the_rest_of_a_long_list_are_pages(browser: Browser, long: Path):
    tab = browser.page()
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    numbers: list[str] = []
    for name in ("index", "list-2", "list-3"):
        tab.open(f"{long.as_uri()}/lieshita/{name}.html")
        numbers += tab.tell("[...document.querySelectorAll('.list li')].map(one => one.dataset.number)")
        links = tab.tell("[...document.querySelectorAll('.leaps a')].map(one => one.getAttribute('href'))")
        assert all((long / "lieshita" / link.partition("#")[0]).exists() for link in links)

    assert numbers == [str(number) for number in range(1, 651)]
    assert links[0] == "index.html#from-1"
    assert links[-1] == "#from-601"
    tab.close()


@pytest.mark.parametrize("page", ["index.html", "list-3.html"])
def test_pages_of_a_long_list_stay_in_order(browser: Browser, long: Path, page: str):
    assert problems(browser, f"{long.as_uri()}/lieshita/{page}", but=("image", "console")) == []
