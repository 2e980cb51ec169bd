"""The player's own controls: by mouse, finger and keyboard; what they remember, and what they say when all fails."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

from pipeline.publish.item import TargetContents
from pipeline.publish.site import site_pages
from tests.e2e.browser import served
from tests.e2e.devtools import KEYS, Browser, Tab
from tests.e2e.looks import problems
from tests.e2e.site.conftest import HOSTILE, TIME, TITLES, episode
from tests.programs import node_module
from tests.publish.items import SERIES, item

KEYS |= {"Escape": 27} | {key: ord(key.upper()) for key in "kjlmcf0123456789<>?"}
VIDEO = "document.querySelector('video')"
PAUSED = f"{VIDEO}.paused"
SAID = "document.querySelector('.p-say').textContent"
BAR = "document.querySelector('.p-frame .p-bar')"
MINI = "document.querySelector('.p-mini')"
SPY = """
window.handlers = {};
navigator.mediaSession.setActionHandler = (name, act) => { window.handlers[name] = act; };
window.ahead = 0;
const now = Date.now;
Date.now = () => now() + window.ahead;
window.shifts = 0;
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
}).observe({type: 'layout-shift', buffered: true});
"""


LATER = "performance.getEntriesByType('resource').some(one => one.name.includes('player-later.js'))"
"""Whether the rest of the player is there."""


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Tab]:
    """A lesson's page, at a desk and on a phone."""
    tab = browser.page(*((1280, 800) if request.param == "desk" else (390, 844)))
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=SPY)
    yield episode(tab, address)
    tab.close()


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Tab]:
    tab = browser.page(1280, 800)
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=SPY)
    yield episode(tab, address)
    tab.close()


def at(tab: Tab, seconds: float) -> None:
    tab.tell(f"{VIDEO}.currentTime = {seconds}")
    tab.until(f"!{VIDEO}.seeking && Math.abs({TIME} - {seconds}) < 0.2")


def tap(tab: Tab, selector: str) -> None:
    """With a finger, in its middle."""
    x, y = tab.tell(
        f"(box => [box.x + box.width / 2, box.y + box.height / 2])"
        f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
    )
    tab.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
    tab.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])


def choose(tab: Tab, selector: str, value: str) -> None:
    """Something of a list."""
    tab.tell(
        f"(one => {{ one.value = '{value}'; one.dispatchEvent(new Event('change')); }})"
        f"(document.querySelector('{selector}'))"
    )


def settle(tab: Tab) -> None:
    """Wait until nothing moves any more."""
    tab.tell("Promise.all(document.getAnimations().map(one => one.finished)).then(() => true)")


def mouse(tab: Tab, kind: str, x: float, y: float) -> None:
    pressed = {"button": "left", "buttons": 1, "clickCount": 1} if kind != "mouseMoved" else {}
    tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **pressed)


def test_ours_take_the_place_of_the_browsers(page: Tab):
    assert not page.tell("[...document.querySelectorAll('video, audio')].some(one => one.controls)")
    assert page.tell("document.querySelector('.p-play').getAttribute('aria-label')") == "播放"
    assert page.tell("document.querySelector('.p-total').textContent") == "0:12"


@pytest.mark.parametrize("how", ["mouse", "finger", "key"])
def test_playing_and_pausing(page: Tab, how: str):
    if how == "finger":
        page.call("Emulation.setTouchEmulationEnabled", enabled=True)
    acts = {
        "mouse": lambda one: page.click(one),
        "finger": lambda one: tap(page, one),
        "key": lambda _: page.press("k"),
    }
    acts[how](".p-large")
    page.until(f"!{PAUSED} && {TIME} > 0.1")
    assert page.tell("document.querySelector('.p-frame .p-play').getAttribute('aria-label')") == "暂停"
    acts[how](".p-frame .p-play")

    page.until(PAUSED)


def test_keys_work_anywhere_on_the_page(desk: Tab):
    at(desk, 6)
    found = {}
    for key, asked in {
        "j": TIME, "l": TIME, "5": TIME, "ArrowLeft": TIME, "ArrowRight": TIME, ">": f"{VIDEO}.playbackRate",
        "<": f"{VIDEO}.playbackRate", "m": f"{VIDEO}.muted",
    }.items():  # fmt: skip
        desk.press(key)
        found[key] = desk.tell(asked)
    desk.press("c")
    hidden = desk.tell(SAID)
    desk.press("c")
    desk.press("f")
    desk.until("document.fullscreenElement?.className.includes('p-frame')")
    desk.press("f")
    desk.until("!document.fullscreenElement")
    desk.press(" ")
    desk.until(f"!{PAUSED}")

    assert found == pytest.approx(
        {"j": 0, "l": 12, "5": 6, "ArrowLeft": 1, "ArrowRight": 6, ">": 1.25, "<": 1, "m": True}, abs=0.2
    )
    assert hidden == "字幕已关闭"


def test_what_a_chinese_keyboard_takes_for_itself_still_counts(desk: Tab):
    for key, code in (("Process", "KeyK"), ("Ｋ", "KeyK"), ("》", "Period")):
        event = f"new KeyboardEvent('keydown', {{key: '{key}', code: '{code}', bubbles: true}})"
        desk.tell(f"document.body.dispatchEvent({event})")

    assert desk.tell(PAUSED)
    assert desk.tell(f"{VIDEO}.playbackRate") == 1.25


@pytest.mark.parametrize("selector", [".p-speed select", ".p-volume input"])
def test_who_chooses_something_is_left_alone(desk: Tab, selector: str):
    desk.tell(f"document.querySelector('{selector}').focus()")
    for key in ("k", "5", "m"):
        desk.press(key)

    assert desk.tell(f"{PAUSED} && !{VIDEO}.muted && {TIME} < 0.1")


def test_the_list_of_keys_and_doing_without_them(desk: Tab):
    desk.tell("document.querySelector('.p-help').focus()")
    desk.press("?")
    opened = desk.tell("document.querySelector('.p-dialog').open && document.activeElement.textContent")
    desk.press("k")
    quiet = desk.tell(PAUSED)
    desk.tell("document.querySelector('.p-keys-on').click()")
    desk.press("Escape")
    desk.until("!document.querySelector('.p-dialog').open")
    back = desk.tell("document.activeElement.className")
    desk.tell("document.activeElement.blur()")
    desk.press("k")

    assert (opened, quiet, back) == ("好的", True, "p-help")
    assert desk.tell(PAUSED)
    assert desk.tell("localStorage.getItem('voicehall:keys')") == "false"


def test_the_bar_is_moved_with_keys_and_says_where_it_is(page: Tab):
    at(page, 6.1)
    page.tell(f"{BAR}.focus()")
    said = page.tell(f"{BAR}.getAttribute('aria-valuetext')")
    found = []
    for key in ("ArrowRight", "ArrowLeft", "PageDown", "End", "Home"):
        page.press(key)
        found.append(page.tell(TIME))

    assert said.replace(" ", "") == "6秒钟，共12秒钟,她的一生"
    assert found == pytest.approx([11.1, 6.1, 0, 11.9, 0], abs=0.2)
    assert page.tell(f"['aria-valuemin', 'aria-valuenow', 'aria-valuemax'].map(one => {BAR}.getAttribute(one))") == [
        "0", "0", "12",
    ]  # fmt: skip


def test_the_bar_is_dragged_and_tells_what_lies_there(desk: Tab):
    desk.tell(f"{BAR}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    left, top, width, height = desk.tell(
        f"(box => [box.x, box.y, box.width, box.height])({BAR}.getBoundingClientRect())"
    )
    y = top + height / 2
    mouse(desk, "mouseMoved", left + width * 0.75, y)
    tip = desk.tell("document.querySelector('.p-tip').innerText").split()
    mouse(desk, "mousePressed", left + 4, y)
    mouse(desk, "mouseMoved", left + width * 0.5, y)
    shown = desk.tell("document.querySelector('.p-now').textContent")
    before = desk.tell(TIME)
    mouse(desk, "mouseReleased", left + width * 0.5, y)

    assert tip == ["0:09", "她的一生"]
    assert (shown, before) == ("0:06", pytest.approx(0, abs=0.1))
    assert desk.until(f"Math.abs({TIME} - 6) < 0.2")
    assert desk.tell("document.querySelectorAll('.p-frame .p-marks i').length") == 1


def test_who_comes_back_goes_on_where_he_left_off_or_from_the_beginning(page: Tab, address: str):
    at(page, 8)
    page.until("Object.values(localStorage).some(value => Math.abs(Number(value) - 8) < 0.1)")
    page.open("about:blank")
    page.open(f"{address}/s/1/index.html")
    page.until(f"Math.abs({TIME} - 8) < 0.5")
    told = page.tell("document.querySelector('.resumed').textContent")
    page.click(".again")

    assert told == "从上次的 0:08 接着放"
    assert page.until(f"{TIME} < 2 && !{PAUSED}")
    assert page.tell("document.querySelector('.again').hidden && !document.querySelector('.resumed').textContent")


def test_the_sleep_timer_fades_stops_and_gives_the_volume_back(desk: Tab):
    desk.tell(f"{VIDEO}.play(); 0")
    desk.until(LATER)
    choose(desk, ".p-sleep select", "15")
    first = desk.tell(SAID)
    desk.tell("window.ahead = 899 * 1000 - 3000")
    desk.until(f"{VIDEO}.volume < 0.7 && {VIDEO}.volume > 0")
    desk.tell("window.ahead = 901 * 1000")
    desk.until(PAUSED)

    assert first == "15 分钟后停止"
    assert desk.tell(f"{VIDEO}.volume") == 1
    assert desk.tell(SAID) == "定时时间到，已暂停。"
    assert desk.tell("document.querySelector('.p-sleep select').value") == ""


def test_the_timer_tells_what_is_left_and_forgets_it(desk: Tab):
    texts = "[...document.querySelectorAll('.p-sleep option')].map(one => one.textContent).join()"
    before = desk.tell(texts)
    choose(desk, ".p-sleep select", "30")
    chosen = "document.querySelector('.p-sleep select').selectedOptions[0].textContent"
    left = desk.until(f"{texts} !== {json.dumps(before)} && {chosen}")
    choose(desk, ".p-sleep select", "")

    assert left == "还剩 30 分钟"
    assert desk.tell(texts) == before
    assert desk.tell(SAID) == "定时已关闭"


def test_the_focus_outlives_the_large_button(page: Tab):
    page.tell("document.querySelector('.p-large').focus()")
    page.press("Enter")
    page.until(f"!{PAUSED}")

    assert page.tell("document.activeElement.className") == "p-play"


def test_a_series_says_in_the_small_player_what_fails(browser: Browser, address: str):
    tab = browser.page(390, 844).open(f"{address}/s/index.html")
    tab.tell("document.querySelector('[data-sound]').dataset.sound = 'nowhere.mp3'")
    tab.click("a.listen")

    assert tab.until(f"{MINI}.innerText.includes('找不到或打不开这个文件')")
    tab.close()


def test_sleep_at_the_end_of_a_chapter(desk: Tab):
    at(desk, 5)
    choose(desk, ".p-sleep select", "chapter")
    desk.tell(f"{VIDEO}.play()")
    desk.until(f"{TIME} > 5.5 && {PAUSED}")

    assert desk.tell(TIME) == pytest.approx(6, abs=0.4)


def test_a_small_player_stays_in_reach_and_covers_nothing(page: Tab):
    page.tell(f"{VIDEO}.play()")
    page.until(f"{TIME} > 0.1")
    large = page.tell(f"{MINI}.hidden")
    page.tell("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.until(f"!{MINI}.hidden")
    top, height = page.tell(f"(box => [box.top, box.height])({MINI}.getBoundingClientRect())")
    last = page.tell(
        "Math.max(...[...document.querySelectorAll('footer p')].map(one => one.getBoundingClientRect().bottom))"
    )
    sizes = page.tell(f"[...{MINI}.querySelectorAll('button')].filter(one => one.offsetParent)"
                      ".map(one => Math.min(one.offsetWidth, one.offsetHeight))")  # fmt: skip
    page.tell("scrollTo({top: document.querySelector('.said').offsetTop, behavior: 'instant'})")
    page.tell("document.querySelector('.neighbours a').focus()")
    page.tell("new Promise(done => setTimeout(done, 400))")
    focused = page.tell("document.activeElement.getBoundingClientRect().bottom")
    settle(page)
    page.click(".p-mini .p-play")
    page.until(PAUSED)

    assert large
    assert 56 <= height <= 66
    assert last <= top
    assert focused <= page.tell(f"{MINI}.getBoundingClientRect().top")
    assert min(sizes) >= 44
    assert TITLES[1] in page.tell(f"{MINI}.innerText")
    page.click(".p-mini .p-title")
    page.until(f"{MINI}.hidden")
    assert page.tell("document.activeElement.className") == "p-play"


def test_the_small_player_is_closed_until_it_plays_again(page: Tab):
    page.tell(f"{VIDEO}.play()")
    page.tell("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.until(f"!{MINI}.hidden")
    settle(page)
    page.click(".p-mini .p-close")
    page.until(f"{MINI}.hidden && {PAUSED}")
    page.press("k")

    page.until(f"!{MINI}.hidden")


def test_captions_have_a_size_that_is_remembered(page: Tab, address: str):
    at(page, 6.5)
    page.until("document.querySelector('.p-caption').textContent")
    size = "parseFloat(getComputedStyle(document.querySelector('.p-caption span')).fontSize)"
    before = page.tell(size)
    choose(page, ".p-size", "l")
    larger = page.tell(size)
    page.click(".p-caption-key")
    page.open("about:blank")
    page.open(f"{address}/s/1/index.html")
    page.until("Boolean(document.querySelector('.p-frame'))")

    assert larger > before * 1.2
    assert page.tell("document.querySelector('.p-size').value") == "l"
    assert page.tell("document.querySelector('.p-caption-key').getAttribute('aria-pressed')") == "false"


def test_a_locked_phone_shows_and_moves_it(desk: Tab, address: str):
    desk.tell(f"{VIDEO}.play()")
    desk.until("navigator.mediaSession.metadata && navigator.mediaSession.playbackState === 'playing'")
    told = desk.tell("(one => [one.title, one.artist, one.album, one.artwork[0].src])(navigator.mediaSession.metadata)")
    desk.tell("handlers.nexttrack()")
    next_chapter = desk.tell(TIME)
    desk.tell("handlers.seekbackward({seekOffset: 4})")
    back = desk.tell(TIME)
    desk.tell("handlers.seekto({seekTime: 9})")
    to = desk.tell(TIME)
    desk.tell("handlers.pause()")

    assert told[:3] == [TITLES[1], "李明", "烈士塔下颂英烈"]
    assert told[3].startswith(f"{address}/s/1/")
    assert [next_chapter, back, to] == pytest.approx([6, 2, 9], abs=1)
    desk.until(PAUSED)


def test_a_missing_file_is_said_and_the_sound_offered(page: Tab):
    page.tell(f"{VIDEO}.src = 'nowhere.mp4'")
    page.until("!document.querySelector('.p-error').hidden")
    told = page.tell("document.querySelector('.p-error p').textContent")
    page.click(".p-other")

    assert told.startswith("找不到或打不开这个文件")
    page.until("!document.querySelector('audio').paused && document.querySelector('.p-error').hidden")


def test_a_form_that_the_browser_does_not_play_is_said(desk: Tab):
    desk.tell(f"{VIDEO}.canPlayType = () => ''; {VIDEO}.src = 'code.svg'")
    desk.until("!document.querySelector('.p-error').hidden")

    assert desk.tell("document.querySelector('.p-error p').textContent").startswith("这个浏览器放不了 video/mp4")
    assert desk.tell("document.querySelector('.p-load').hidden") is False


def test_a_lost_network_is_said_and_it_goes_on_by_itself(desk: Tab):
    at(desk, 4)
    source = desk.tell(f"{VIDEO}.src")
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    desk.call("Network.emulateNetworkConditions", offline=True, **network)
    desk.tell(f"{VIDEO}.src = '{source}?again'; {VIDEO}.play().catch(() => {{}}); 0")
    desk.until("!document.querySelector('.p-error').hidden")
    told = desk.tell("document.querySelector('.p-error p').textContent")
    desk.call("Network.emulateNetworkConditions", offline=False, **network)

    assert told.startswith("网络断了")
    desk.until(f"!{PAUSED} && document.querySelector('.p-error').hidden")


def test_hostile_titles_stay_texts_in_every_part(browser: Browser, address: str):
    tab = episode(browser.page(390, 844), address, number=2)
    tab.tell(f"{VIDEO}.play()")
    tab.tell("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    tab.until(f"!{MINI}.hidden")

    assert tab.tell(f"{MINI}.querySelector('strong').textContent") == HOSTILE
    assert tab.tell("document.querySelectorAll('b').length") == 0
    assert tab.complaints() == []
    tab.close()


def test_the_end_offers_the_next_episode_and_goes_there_only_if_wanted(desk: Tab):
    at(desk, 11.5)
    desk.tell(f"{VIDEO}.play()")
    desk.until("!document.querySelector('.p-after').hidden")
    offered = desk.tell("document.querySelector('.p-next').textContent")
    desk.tell("document.querySelector('.p-goes-on input').click()")
    at(desk, 11.5)
    desk.tell(f"{VIDEO}.play()")
    desk.until("location.pathname.endsWith('/2/index.html')")

    assert offered == HOSTILE
    desk.until(f"document.readyState === 'complete' && {VIDEO} && !{PAUSED}")


def test_without_scripts_the_browsers_own_controls_remain(browser: Browser, address: str):
    tab = browser.page(390, 844)
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(f"{address}/s/1/index.html")
    shown = "[...document.querySelectorAll('{}')].filter(one => one.offsetParent && one.controls).length"

    assert [tab.tell(shown.format(one)) for one in ("video", "audio")] == [1, 1]
    assert tab.tell("document.querySelector('.p-play, .p-mini')") is None
    assert tab.tell("document.querySelector('details.chapters summary').offsetHeight") >= 44
    tab.close()


def test_a_slow_phone_gets_a_page_that_stands_still(browser: Browser, address: str):
    """Four times slower than this machine, on a line of 2G: nothing jumps."""
    tab = browser.page(390, 844)
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=SPY)
    tab.call("Emulation.setCPUThrottlingRate", rate=4)
    line = {"latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    tab.call("Network.emulateNetworkConditions", offline=False, **line)
    tab.open(f"{address}/s/1/index.html")
    tab.until("Boolean(document.querySelector('.player.ready'))")
    tab.tell("new Promise(done => setTimeout(done, 500))")

    assert tab.tell("window.shifts") <= 0.05
    tab.close()


def test_the_series_is_a_queue_in_one_small_player(browser: Browser, address: str, tmp_path: Path):
    tab = browser.page(390, 844).open(f"{address}/s/index.html")
    tab.tell("localStorage.clear()")
    tab.click("a.listen")
    tab.until("!document.querySelector('.listening audio').paused")
    height = tab.tell(f"{MINI}.offsetHeight")
    settle(tab)
    tab.click(".p-mini .p-title")
    tab.until("!document.querySelector('.listening').hidden")
    unfolded = tab.tell(
        f"[{MINI}.querySelector('.p-title').getAttribute('aria-expanded'), document.activeElement.className]"
    )
    tab.click(".listening .p-following")
    tab.until(f"{MINI}.innerText.includes('第2期')")
    tab.press("Escape")
    tab.until("document.querySelector('.listening').hidden")
    tab.click(".p-mini .p-close")

    assert 56 <= height <= 66
    assert unfolded == ["true", "p-play"]
    tab.until(f"{MINI}.hidden && document.querySelector('.listening audio').paused")
    assert tab.tell("document.activeElement.className").split()[-1] == "listen"
    tab.close()


@pytest.mark.parametrize("page", ["s/1/index.html", "s/2/index.html", "s/index.html"])
def test_pages_owe_nothing_to_anybody(browser: Browser, address: str, page: str):
    assert problems(browser, f"{address}/{page}") == []


@pytest.mark.parametrize("part", ["mini", "dialog", "error", "end"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_what_comes_and_goes_keeps_nobody_out(browser: Browser, address: str, part: str, dark: bool):
    """axe-core over what is not there when the page is opened."""
    tab = episode(browser.page(390, 844, dark=dark), address)
    tab.tell({
        "mini": f"{VIDEO}.play(); scrollTo({{top: document.body.scrollHeight, behavior: 'instant'}})",
        "dialog": "document.querySelector('.p-dialog').showModal()",
        "error": f"{VIDEO}.src = 'nowhere.mp4'; 0",
        "end": f"{VIDEO}.currentTime = 11.8; {VIDEO}.play(); 0",
    }[part])  # fmt: skip
    shown = {"mini": ".p-mini", "dialog": ".p-dialog", "error": ".p-error", "end": ".p-after"}[part]
    tab.until(f"document.querySelector('{shown}').checkVisibility()")
    settle(tab)
    tab.call("Page.setBypassCSP", enabled=True)
    tab.tell(f"{node_module('axe-core/axe.min.js').read_text('utf-8')}; 0")
    rules = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
    found = tab.tell(f"axe.run(document.querySelector('{shown}'), {rules})")
    sizes = tab.tell(
        f"[...document.querySelectorAll('{shown} button, {shown} a[href], {shown} label')]"
        ".filter(one => one.offsetParent)"
        ".map(one => [one.className, one.offsetHeight]).filter(([, height]) => height < 44)"
    )

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert sizes == []
    tab.close()


def test_odd_titles_break_nothing(browser: Browser, tmp_path: Path):
    """From right to left, of 300 characters, without chapters, summary, transcript or picture, from 320 to 2560 px."""
    series = replace(SERIES, title="تاريخ الثورة في ووهان", author="محمد")
    odd = [
        item(1, series=series, title="شهداء الثورة " * 23, summary="", speakers=("محمد",), tags=(), date=None),
        item(2, series=series, title="Donaudampfschifffahrtsgesellschaft" * 9, summary=HOSTILE),
    ]
    for page in site_pages(TargetContents(studio="声音馆", public="https://h.example.org/", items=tuple(odd))):
        path = tmp_path / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.make())

    with served(tmp_path, Queue()) as server:
        for one in ("1/index.html", "2/index.html", "index.html"):
            # The media are not there; with scripts, a picture that is not there has the title once more.
            assert problems(browser, f"{server}/lieshita/{one}", but=("console", "unscripted")) == [], one
