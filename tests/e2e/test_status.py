"""The series board, as a producer meets it."""

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests import sources
from tests.e2e.conftest import SHORTEST, Workspace, shortest_workspace


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Numbers 1 (rendered), 2 (renamed since), 5 (not rendered), 5 again, and 6 (broken)."""
    workspace = shortest_workspace(tmp_path_factory.mktemp("board"))
    text = SHORTEST.replace("../../", "")
    workspace.episode(text.replace("number: 1", "number: 2").replace("毛泽建", "郭亮"), 2)
    workspace.json("render")
    workspace.episode(text.replace("number: 1", "number: 2").replace("毛泽建", "郭亮：工运先锋"), 2)
    workspace.episode(text.replace("number: 1", "number: 5").replace("毛泽建", "夏明翰"), 5)
    workspace.write("episodes/s/005b.yaml", text.replace("number: 1", "number: 5"))
    workspace.episode("number: 6\ntitle: 坏\nsegments: [{clip: assets/nothing.mp4}]\n", 6)
    return workspace


@pytest.fixture
def series(board: Workspace, tmp_path: Path) -> Workspace:
    return board.copied(tmp_path)


def test_every_episode_is_fresh_stale_planned_or_broken(series: Workspace):
    report = series.json("status")

    assert [(row["number"], row["status"], row["rendered"], row["planned"]) for row in report["episodes"]] == [
        (1, "fresh", "fresh", True),
        (2, "stale", "stale", True),
        (5, "planned", None, True),
        (5, "broken", None, False),
        (6, "broken", None, False),
    ]
    stale, broken = report["episodes"][1], report["episodes"][4]
    assert stale["reason"] == "title, chapters changed"
    assert broken["reason"] == "episodes/s/006.yaml:3:19: there is no file 'assets/nothing.mp4'"
    assert report["ok"]


def test_gaps_and_duplicates_stand_out(series: Workspace):
    (board,) = series.json("status")["series"]

    assert (board["gaps"], board["duplicates"]) == ([[3, 4]], [5])
    text = series.run("status").stdout
    assert "missing numbers: 3-4" in text
    assert "numbers given more than once: 5" in text


def test_a_part_of_a_series_has_no_gaps(series: Workspace):
    (board,) = series.json("status", "s/1,6")["series"]

    assert (board["gaps"], board["left_over"]) == ([], [])


def test_what_other_commands_will_know_is_left_open(series: Workspace):
    row = series.json("status")["episodes"][0]

    assert (row["verified"], row["published"], row["plays"]) == (None, None, None)
    assert row["loudness"] == pytest.approx(-16, abs=0.3)
    assert row["duration"] == 2
    assert "001 毛泽建.mp4" in row["files"]


def test_odd_lengths_and_loudness_stand_out(workspace: Workspace):
    for number in range(2, 6):
        workspace.episode(SHORTEST.replace("../../", "").replace("number: 1", f"number: {number}"), number)
    workspace.asset(sources.tone("long.m4a", 5))
    workspace.episode("number: 6\ntitle: 长\nsegments: [{narration: assets/long.m4a}]\n", 6)
    workspace.asset(sources.tone("loud.wav", level=-12))
    workspace.episode("number: 7\ntitle: 响\nprogramme: assets/loud.wav\n", 7)
    workspace.json("render", "s/7")

    rows = workspace.json("status")["episodes"]

    remarks = {row["number"]: [remark["text"] for remark in row["remarks"]] for row in rows if row["remarks"]}
    assert remarks == {6: ["2.5 times the usual length"], 7: ["4.0 LU too loud"]}


def test_programmes_without_a_manifest_are_told(series: Workspace):
    (series.root / "episodes/s/001.yaml").unlink()

    (board,) = series.json("status")["series"]

    assert board["left_over"] == ["001 毛泽建.json"]


def test_the_plain_table_is_aligned(series: Workspace):
    lines = series.run("status").stdout.splitlines()

    heading = next(line for line in lines if line.startswith("no."))
    wide = [re.sub(r"[\u4e00-\u9fff：]", "xx", line) for line in lines if " fresh " in line or " stale " in line]
    assert len(wide) == 2
    for line in wide:
        assert line[heading.index("state") :].startswith(("fresh", "stale"))


class Page(HTMLParser):
    """What a page asks of the network, and its table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.rows = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]
        self.rows += tag == "tr"


def test_the_page_stands_alone(series: Workspace):
    series.episode(SHORTEST.replace("../../", "").replace("毛泽建", '<b>&"毛泽建"</b>'), 1)
    done = series.run("status", "--html", "节目 总览.html")

    text = (series.root / "节目 总览.html").read_text(encoding="utf-8")
    page = Page(text)
    assert done.stdout == "节目 总览.html\n"
    assert page.rows == 1 + 5
    assert all(address.startswith(("#", "data:image/svg+xml;")) for address in page.addresses)
    assert not re.search(r"https?:|url\(|@import", text)
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp;&#34;毛泽建" in text


def test_a_page_that_cannot_be_written_is_told(series: Workspace):
    done = series.run("status", "--html", "studio.yaml/board.html", "--json")

    assert done.returncode == 1
    assert "cannot write 'studio.yaml/board.html'" in json.loads(done.stdout)["error"]


def test_a_finished_file_is_known_after_it_was_rendered_once(workspace: Workspace):
    clip = sources.numbered("film.mp4", sources.regular(Fraction(25), 50), sound=-20.0)
    workspace.asset(clip)
    workspace.episode("number: 1\ntitle: 旧片\nprogramme: assets/film.mp4\n")

    (before,) = workspace.json("status")["episodes"]
    workspace.json("render")
    (after,) = workspace.json("status")["episodes"]

    assert (before["status"], before["adopted"], before["duration"]) == ("planned", True, 2)
    assert (after["status"], after["rendered"]) == ("fresh", "fresh")
    assert after["guid"] == before["guid"]
