"""A quiz in a published lesson, answered in Chromium with the keyboard alone: asked, told, and gone on with."""

import json
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from tests.e2e.browser import served
from tests.e2e.conftest import STUDIO, Workspace, bare_workspace
from tests.e2e.devtools import KEYS, Browser, Tab
from tests.e2e.site.conftest import SERIES, TARGET
from tests.programs import node_module

HOSTILE = "<b>甲</b> & \"乙\" 'x' </script>"
EPISODE = f"""\
number: 1
title: 毛泽建
segments:
  - card: 片头
    for: 1s
  - question: 毛泽建牺牲于哪一年？
    options: [1927年, 1928年, 1929年]
    answer: C
    explain: 她牺牲在湖南衡山。
    think: 4s
    answer-for: 3s
  - question: 她的家乡在哪里？
    answer: 湖南湘潭
    think: 4s
    answer-for: 3s
  - question: {json.dumps(HOSTILE, ensure_ascii=False)}
    options: [{json.dumps(HOSTILE, ensure_ascii=False)}, 乙]
    answer: A
    think: 4s
    answer-for: 3s
"""
THINK, REVEAL, SECOND, THIRD, LAST = 1, 5, 8, 15, 19
"""Seconds."""
TIME = "document.querySelector('video').currentTime"
PAUSED = "document.querySelector('video').paused"
OPEN = "!document.querySelector('.ask').hidden"
FOCUS = "document.activeElement"
KEYS |= {"Escape": 27, "ArrowDown": 40} | {key: ord(key.upper()) for key in "abc123"}


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = bare_workspace(tmp_path_factory.mktemp("quiz"))
    made.write("studio.yaml", STUDIO + TARGET)
    made.write("episodes/s/series.yaml", SERIES)
    made.episode(EPISODE)
    assert made.json("render")["ok"]
    assert made.json("publish", "--to", "site")["ok"]
    return made


@pytest.fixture(scope="module")
def address(lesson: Workspace) -> Iterator[str]:
    with served(lesson.root / "www", Queue()) as server:
        yield f"{server}/lessons/s/1/index.html"


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """A telephone, in the hands of somebody who was never here."""
    found = browser.page(360, 740)
    found.open(address)
    found.tell("localStorage.clear()")
    begin(found, address)
    yield found
    found.close()


def begin(tab: Tab, address: str, at: float = 0) -> None:
    tab.open("about:blank")
    tab.open(f"{address}#t={at}")
    tab.until("document.querySelector('video').readyState >= 2")
    tab.until(f"Math.abs({TIME} - {at}) < 0.2")


def play(tab: Tab) -> None:
    """As who sits at a keyboard does: with the blank, on the film."""
    tab.tell("document.querySelector('video').focus()")
    tab.press(" ")
    if not tab.tell(OPEN):
        tab.until(f"!{PAUSED} || {OPEN}")


def asked(tab: Tab, about: str) -> None:
    tab.until(OPEN)
    assert tab.tell("document.querySelector('.ask .asked').textContent") == about
    assert tab.tell(PAUSED)
    tab.until(f"{FOCUS}.matches('.ask')")


def told(tab: Tab) -> str:
    return tab.tell("document.querySelector('.ask .told').innerText")


def test_a_quiz_is_answered_by_keyboard_to_its_end(tab: Tab):
    play(tab)
    asked(tab, "毛泽建牺牲于哪一年？")
    stopped = tab.tell(TIME)
    tab.press("c")
    right = told(tab)
    on_continue = tab.tell(f"{FOCUS}.textContent")
    tab.press("Enter")
    tab.until(f"!{PAUSED}")
    resumed = tab.tell(TIME)
    back = tab.tell(f"{FOCUS}.tagName")
    asked(tab, "她的家乡在哪里？")
    tab.press("Enter")
    opened = told(tab)
    tab.press("Enter")
    asked(tab, HOSTILE)
    tab.press("2")
    wrong = told(tab)
    marks = tab.tell("[...document.querySelectorAll('.ask .mark')].map(one => one.textContent)")

    assert THINK <= stopped < THINK + 0.6
    assert right.split() == ["✓", "答对了。", "她牺牲在湖南衡山。"]
    assert (on_continue, back) == ("继续", "VIDEO")
    assert REVEAL <= resumed < REVEAL + 1.5
    assert opened.split() == ["答案是：", "湖南湘潭"]
    assert wrong.startswith("✗ 不对。正确答案是：")
    assert f"A {HOSTILE}" in wrong
    assert "选择题共 2 题，答对 1 题" in wrong
    assert marks == ["✓ 正确答案", "✗ 您的回答"]
    assert tab.tell("document.querySelector('.questions > .score').textContent") == "选择题共 2 题，答对 1 题"
    assert tab.tell("document.querySelectorAll('b').length") == 0
    assert tab.complaints() == []


def test_who_does_not_answer_loses_nothing(tab: Tab):
    play(tab)
    asked(tab, "毛泽建牺牲于哪一年？")
    stopped = tab.tell(TIME)
    tab.press("Escape")
    tab.until(f"!{PAUSED}")
    went_on = tab.tell(TIME)
    tab.until(f"{TIME} > {stopped + 1}")

    assert went_on < stopped + 1
    assert not tab.tell(OPEN)
    assert tab.tell(f"{FOCUS}.tagName") == "VIDEO"
    assert tab.tell("document.querySelector('.questions > .score').textContent") == ""


def test_options_are_walked_through_with_arrows(tab: Tab):
    play(tab)
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.press("ArrowDown", times=2)
    tab.press("Enter")

    assert told(tab).split()[:3] == ["✗", "不对。正确答案是：", "C"]
    tab.press("a")
    assert told(tab).split()[0] == "✗"


def test_leaps_ask_nothing_and_a_question_that_is_led_to_asks_again(tab: Tab, address: str):
    begin(tab, address, at=THINK + 1)
    play(tab)
    tab.until(f"{TIME} > {THINK + 1.6}")
    over = tab.tell(OPEN)
    tab.tell(f"document.querySelector('.questions a[data-start=\"{THINK}\"]').focus()")
    tab.press("Enter")
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.tell(f"document.querySelector('video').currentTime = {SECOND + 4.5}")
    tab.until(f"!({OPEN})")

    assert not over
    tab.tell(f"document.querySelector('video').currentTime = {THINK - 0.5}; document.querySelector('video').play()")
    asked(tab, "毛泽建牺牲于哪一年？")


def test_the_players_own_button_goes_on(tab: Tab):
    play(tab)
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.tell("document.querySelector('video').play()")

    tab.until(f"!({OPEN})")
    assert not tab.tell(PAUSED)


def test_who_wants_no_questions_is_asked_none_ever_after(tab: Tab, address: str):
    tab.tell("document.querySelector('.asking input').focus()")
    tab.press(" ")
    begin(tab, address)
    play(tab)
    tab.until(f"{TIME} > {THINK + 0.8}")

    assert not tab.tell(OPEN)
    assert not tab.tell("document.querySelector('.asking input').checked")


def test_sound_alone_asks_too(tab: Tab):
    tab.tell("document.querySelector('[data-show=audio]').click()")
    tab.tell("document.querySelector('audio').play()")
    tab.until(OPEN)
    tab.press("3")
    tab.press("Enter")

    tab.until("!document.querySelector('audio').paused")
    assert REVEAL <= tab.tell("document.querySelector('audio').currentTime") < REVEAL + 1.5
    assert tab.tell(PAUSED)


def test_nobody_is_asked_who_does_not_see_the_page(tab: Tab):
    tab.tell("Object.defineProperty(document, 'hidden', {value: true})")
    play(tab)
    tab.until(f"{TIME} > {THINK + 0.8}")

    assert not tab.tell(OPEN)


def test_full_screen_is_left_to_ask_and_come_back_to(tab: Tab):
    tab.tell("document.querySelector('video').requestFullscreen()")
    play(tab)
    tab.until(f"{OPEN} && !document.fullscreenElement")
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.press("c")
    tab.press("Enter")

    assert tab.until("document.fullscreenElement?.tagName") == "VIDEO"


def test_without_scripts_and_on_paper_the_questions_remain(browser: Browser, address: str):
    tab = browser.page(800, 1100)
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(address)
    shown = "[...document.querySelectorAll('{}')].some(one => one.checkVisibility({{contentVisibilityAuto: true}}))"
    wanted = {".questions .text": True, ".questions .options li": True, ".questions summary": True, ".ask": False,
              ".asking": False, ".key": False, ".private": False}  # fmt: skip

    assert {one: tab.tell(shown.format(one)) for one in wanted} == wanted
    tab.media(paper=True)
    wanted |= {".questions summary": False, ".key": True}
    assert {one: tab.tell(shown.format(one)) for one in wanted} == wanted
    tab.close()


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_question_keeps_nobody_out(browser: Browser, address: str, width: int, dark: bool):
    """axe-core, while it is asked and once it is answered, and fingers find what they press."""
    script = node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
    tab = browser.page(width, 844, dark=dark)
    begin(tab.open(address), address)
    tab.tell("document.querySelector('video').play()")
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.call("Page.setBypassCSP", enabled=True)
    tab.tell(f"{script}; 0")
    for answered in (False, True):
        if answered:
            tab.press("a")
        tab.tell("Promise.all(document.getAnimations().map(one => one.finished))")
        found = tab.tell("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")
        sizes = tab.tell("[...document.querySelectorAll('.ask button, .asking, .questions summary')]"
                         ".filter(one => one.offsetParent).map(one => one.getBoundingClientRect().height)")  # fmt: skip

        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert min(sizes) >= 44
        assert tab.tell("document.documentElement.scrollWidth") <= width
    tab.close()


def test_a_bundle_asks_from_a_stick(lesson: Workspace, browser: Browser, tmp_path: Path):
    workspace = lesson.copied(tmp_path)
    workspace.json("bundle", "s/1", "--to", "课程")
    tab = browser.page(1024, 768).open((workspace.root / "课程" / "index.html").as_uri())
    tab.tell("document.querySelector('#list .play').focus()")
    tab.press("Enter")
    asked(tab, "毛泽建牺牲于哪一年？")
    tab.press("b")
    wrong = told(tab)
    tab.press("Enter")
    tab.until(f"!{PAUSED}")

    assert wrong.split()[:4] == ["✗", "不对。正确答案是：", "C", "1929年"]
    assert tab.tell(TIME) >= REVEAL
    assert tab.tell("document.querySelectorAll('b').length") == 1
    assert [one for one in tab.requests() if not one.startswith(("file:", "data:"))] == []
    tab.tell(f"document.querySelector('.quiz').open = true; {node_module('axe-core/axe.min.js').read_text('utf-8')}; 0")
    found = tab.tell("axe.run(document.querySelector('.quiz'), {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert tab.complaints() == []
    tab.close()
