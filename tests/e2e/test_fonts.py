"""Fonts of a workspace and of themes: what is wrong with them, and characters that no font has, at their places."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.media.picture.fonts import default_fonts
from tests import sources
from tests.e2e.conftest import Workspace

LOST = "\U0003ffff"
"""A character that no font has."""
SERIES = "title: 系列{}\nrenditions:\n  main: {{size: 160x90, rate: 5}}\n"
EPISODE = "number: 1\ntitle: 毛泽建\nsegments:\n  - card: 一\n    for: 200ms\n"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    made = Workspace(root=tmp_path / "字体")
    made.write("studio.yaml", "name: 声音馆\n")
    made.write("episodes/s/series.yaml", SERIES.format(""))
    made.episode(EPISODE)
    return made


def font(name: str) -> Path:
    return next(path for path, _ in default_fonts() if path.stem == name)


def told(workspace: Workspace, command: str, status: int) -> list[dict[str, Any]]:
    document = workspace.json(command, status=status)
    return (
        [*document["diagnostics"], *(one for part in document["episodes"] for one in part["diagnostics"])]
        if (command == "render")
        else document["diagnostics"]
    )


@pytest.mark.parametrize("command", ["check", "render"])
def test_what_is_passed_over_in_the_folder_of_fonts_is_told(small: Workspace, command: str):
    small.write("fonts/Our.woff2", "wOF2" + "x" * 60)
    small.write("fonts/OFL.txt", "free")

    (found,) = told(small, command, 0)

    assert (found["code"], found["severity"], found["file"], found["line"]) == (
        "unused-font", "warning", "fonts/Our.woff2", 1,
    )  # fmt: skip
    assert found["message"] == "'Our.woff2' is passed over: it is a font for web pages (WOFF)"


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_broken_font_in_the_folder_is_told_at_its_place_with_all_else(small: Workspace, command: str):
    small.write("fonts/more/Our.ttf", "<!DOCTYPE html>")
    small.episode(EPISODE.replace("card: 一", f"card: 一{LOST}"))

    found = {(one["code"], one["file"], one["line"]) for one in told(small, command, 1)}

    assert found == {("bad-font", "fonts/more/Our.ttf", 1), ("missing-glyph", "episodes/s/001.yaml", 4)}


@pytest.mark.parametrize("named", ["Our.woff2", "Our"])
def test_a_theme_that_names_a_font_for_web_pages_is_told_so(small: Workspace, named: str):
    small.write("fonts/Our.woff2", "wOF2" + "x" * 60)
    small.episode(EPISODE + f"theme: {{font: {named}}}\n")

    found = [one for one in told(small, "check", 1) if one["severity"] == "error"]

    assert [(one["code"], one["file"], one["line"]) for one in found] == [("bad-font", "episodes/s/001.yaml", 6)]
    assert "web pages" in found[0]["message"]


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_font_that_is_cut_off_is_told_where_a_theme_names_it(small: Workspace, command: str):
    data = font("DejaVuSans").read_bytes()
    (small.root / "assets").mkdir()
    (small.root / "assets/cut.ttf").write_bytes(data[: len(data) * 9 // 10])
    small.episode(EPISODE + "theme: {font: assets/cut.ttf}\n")

    (found,) = told(small, command, 1)

    assert (found["code"], found["file"], found["line"]) == ("bad-font", "episodes/s/001.yaml", 6)
    assert found["message"] == "'assets/cut.ttf' cannot be read as a font: it is cut off or damaged"


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_font_without_chinese_is_told_and_another_takes_its_place(small: Workspace, command: str):
    small.asset(font("DejaVuSans"))
    small.episode(EPISODE + "theme: {font: assets/DejaVuSans.ttf}\n")

    (found,) = told(small, command, 0)

    assert (found["code"], found["severity"], found["line"]) == ("font-lacks-chinese", "warning", 6)
    assert found["message"].startswith("the font 'assets/DejaVuSans.ttf' has no Chinese characters")


def test_a_font_without_chinese_is_no_matter_where_there_is_none(small: Workspace):
    small.asset(font("DejaVuSans"))
    small.write("episodes/s/series.yaml", SERIES.format("").replace("系列", "Series\nnumbering: No. {{number}}"))
    small.episode("number: 1\ntitle: Mao\nsegments: [{card: One, for: 200ms}]\ntheme: {font: assets/DejaVuSans.ttf}\n")

    assert told(small, "check", 0) == []


NARRATED = "number: 1\ntitle: 毛\nsegments:\n  - narration: assets/n.wav\n    pictures: [{image: assets/a.jpg}]\n"
PLACES = {
    "title": (EPISODE.replace("毛泽建", f"毛{LOST}"), ("episodes/s/001.yaml", 2)),
    "title in a card": (EPISODE.replace("毛泽建", f"毛{LOST}").replace("card: 一", 'card: "{title}"'),
                        ("episodes/s/001.yaml", 2)),
    "card": (EPISODE.replace("card: 一", f"card: 一{LOST}"), ("episodes/s/001.yaml", 4)),
    "second line": (EPISODE.replace("card: 一", f"card: |\n      一\n      二{LOST}"), ("episodes/s/001.yaml", 6)),
    "cover": (EPISODE + f"cover: {{text: 封{LOST}}}\n", ("episodes/s/001.yaml", 6)),
    "quote": (EPISODE + f"  - quote: 话\n    by: 人\n    source: 书{LOST}\n    for: 200ms\n",
              ("episodes/s/001.yaml", 8)),
    "person": (EPISODE + f"  - person: 人\n    text: 生{LOST}\n    for: 200ms\n", ("episodes/s/001.yaml", 7)),
    "credits": (EPISODE + f"  - credits:\n      主讲: 李\n      图片: 馆{LOST}\n", ("episodes/s/001.yaml", 8)),
    "question": (EPISODE + f"  - question: 问\n    options: [甲, 乙{LOST}]\n    answer: 甲\n",
                 ("episodes/s/001.yaml", 7)),
    "label": (NARRATED + f"    labels: yes\n    lower-third: {{name: 李, role: 员{LOST}, at: 0s, for: 1s}}\n",
              ("episodes/s/001.yaml", 7)),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_character_that_no_font_has_is_told_where_it_stands(small: Workspace, place: str):
    text, expected = PLACES[place]
    if "narration" in text:
        small.asset(sources.tone("n.wav"))
        small.asset(sources.photo("a.jpg"))
    small.episode(text)

    found = [one for one in told(small, "check", 1) if one["severity"] == "error"]

    assert [(one["code"], (one["file"], one["line"])) for one in found] == [("missing-glyph", expected)]


def test_one_in_the_title_of_a_series_is_told_in_its_file(small: Workspace):
    small.write("episodes/s/series.yaml", SERIES.format(LOST))

    (found,) = told(small, "check", 1)

    assert (found["code"], found["file"], found["line"], found["column"]) == (
        "missing-glyph", "episodes/s/series.yaml", 1, 10,
    )  # fmt: skip


@pytest.mark.parametrize(("characters", "expected"), [(120, []), (450, [("small-text", "warning", 4)])])
def test_a_card_that_few_can_read_is_told(small: Workspace, characters: int, expected: list[tuple[str, str, int]]):
    small.write("episodes/s/series.yaml", SERIES.format("").replace("160x90", "1080x1080"))
    small.episode(EPISODE.replace("card: 一", f"card: {('毛泽建烈士的一生，' * 60)[:characters]}"))

    found = told(small, "check", 0)

    assert [(one["code"], one["severity"], one["line"]) for one in found] == expected
