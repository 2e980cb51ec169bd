"""Every page of the workshop, with long, hostile and broken episodes in it, as `looks.problems` sees it."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.messages import speaking, tr
from pipeline.model.series import Loudness
from pipeline.workflow.board.board import Board, Row, SeriesBoard
from pipeline.workflow.board.page import board_page
from tests import sources
from tests.e2e.conftest import SERIES, bare_workspace
from tests.e2e.devtools import Browser
from tests.e2e.looks import problems

HOSTILE = "</script></style><b onclick=alert(1)>\"'&amp; \u202e左\u2066右 👨‍👩‍👧 " + "为苏维埃新中国流尽最后一滴血" * 16
EPISODE = """\
number: {number}
title: {title}
summary: 她走了。
tags: [党史, 英烈]
segments:
  - narration: assets/n.wav
    treat: speech
    script: 001.md
    pictures: [{{image: assets/a.jpg}}]
  - question: {title}
    options: [一九二一年, {title}]
    answer: A
    explain: {title}
    think: 1s
    answer-for: 1s
"""
PAGES = ("verify.html", "board.html", "storyboard.html", "sound.html", "quiz.html", "script.html", "checklist.html")


def noisy() -> Path:
    """Two sentences in the noise of a fan, which `treat` takes away."""
    second = sources.SAMPLE_RATE
    voice = np.concatenate((np.zeros(second // 2), sources.voice(2), np.zeros(2 * second), sources.voice(2)))
    samples = voice + sources.noise(len(voice) / second, level=-45)
    return sources.sound("pages.wav", np.stack([samples, samples]).astype(np.float32))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all pages of a series with a plain, a hostile and a broken episode."""
    studio = bare_workspace(tmp_path_factory.mktemp("pages"))
    studio.write("episodes/s/series.yaml", SERIES)
    studio.asset(noisy(), "n.wav")
    studio.asset(sources.photo("photo.jpg"), "a.jpg")
    studio.write("episodes/s/001.md", f"# 毛泽建\n\n她叫<b>毛泽建</b>。\n\n{HOSTILE[:60]}。\n")
    for number, title in ((1, "毛泽建"), (2, HOSTILE)):
        studio.episode(EPISODE.format(number=number, title=json.dumps(title, ensure_ascii=False)), number)
    studio.json("render", "s/1")
    studio.episode("number: 6\ntitle: 坏的一期\nsegments:\n  - narration: none.m4a\n", 6)
    to = studio.root / "pages"
    to.mkdir()
    for arguments in (
        ("verify", "--html"), ("status", "--html"), ("storyboard", "--to"), ("storyboard", "--sound", "--to"),
        ("export", "quiz", "--to"), ("export", "script", "--to"),
    ):  # fmt: skip
        name = {"verify": "verify", "status": "board", "export": arguments[1]}.get(arguments[0], "storyboard")
        page = to / ("sound.html" if "--sound" in arguments else f"{name}.html")
        done = studio.run("--lang", "zh", *arguments, str(page))
        assert page.exists(), done.stdout + done.stderr
    studio.json("publish", "s/1", "--to", "douyin")
    (kit,) = (studio.root / "kits/douyin/s").iterdir()
    for file in kit.iterdir():
        file.rename(to / file.name)
    return to


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(browser: Browser, made: Path, name: str):
    assert problems(browser, (made / name).as_uri()) == []


def test_a_verdict_fits_a_phone(browser: Browser, made: Path):
    """It was 16,300 pixels tall for seven episodes, its figures one letter a line."""
    tab = browser.page(390, 844).open((made / "verify.html").as_uri())
    figures = "[...document.querySelectorAll('.measures li')].map(one => one.getBoundingClientRect().height)"

    assert tab.tell("document.documentElement.scrollHeight") < 2500
    assert max(tab.tell(figures)) < 32
    tab.close()


def row(number: int, state: str = "fresh", **changes: object) -> Row:
    known = Row(
        series="s", number=number, title=f"第{number}课", manifest=f"episodes/s/{number}.yaml", guid="",
        state=state, duration=Fraction(600 + number % 60), loudness=Loudness(),  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(known, **changes)  # type: ignore[arg-type]


@pytest.fixture
def large(tmp_path: Path) -> str:
    """A board of 800 episodes: one broken, one with a failed verdict, two missing."""
    rows = [row(number) for number in range(1, 801) if number not in (7, 8)]
    rows[99] = row(102, "broken", duration=None, reason=tr("the file '{name}' is damaged", name="a.yaml"))
    rows[199] = row(202, verified="fail")
    series = SeriesBoard(
        id="s", title="烈士塔下", language="zh-CN", total=800, rows=tuple(rows), gaps=((7, 8),), left_over=()
    )
    page = tmp_path / "board.html"
    with speaking("zh"):
        page.write_text(board_page(Board(studio="声音馆", series=(series,))), encoding="utf-8")
    return page.as_uri()


def test_a_board_of_800_is_for_everybody(browser: Browser, large: str):
    assert problems(browser, large, widths=(320, 1440)) == []


def test_what_is_worth_a_look_holds_what_is_broken_or_failed(browser: Browser, large: str):
    tab = browser.page(1280, 800).open(large)
    tab.tell("document.querySelector('[data-show=odd]').click()")
    rows = "[...document.querySelectorAll('tbody tr')].filter(one => one.offsetParent)"
    shown = f"{rows}.map(one => one.cells[1].textContent)"

    assert tab.tell("document.querySelector('[data-show=odd]').textContent.trim()").endswith(" 2")
    assert tab.tell(shown) == ["第102课", "第202课"]
    assert not tab.tell("/fresh|stale|broken|planned|LUFS: |passed/.test(document.querySelector('table').innerText)")
    tab.close()


def test_a_chart_has_axes_with_their_units(browser: Browser, large: str):
    tab = browser.page(1280, 800).open(large)
    words = "[...document.querySelectorAll('.chart .{side} span')].map(one => one.textContent)"
    ys, xs = (tab.tell(words.format(side=side)) for side in ("ys", "xs"))
    high = "document.querySelector('.chart {part}').getBoundingClientRect().height"
    bar = tab.tell(f"{high.format(part='.bar')} / {high.format(part='svg')}")

    assert ys == ["0:00", "5:00", "10:00", "15:00"]
    assert xs[0] == "1"
    assert xs[-1] == "800"
    assert bar == pytest.approx(601 / 900, abs=0.01)
    tab.close()
