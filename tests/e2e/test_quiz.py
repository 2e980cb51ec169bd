"""Quizzes on paper: every question once, no answer before the last sheet."""

from pathlib import Path

import pytest

from tests.e2e.conftest import Workspace, bare_workspace

ASKING = """\
number: 1
title: 毛泽建
segments:
  - card: 片头
  - question: 毛泽建牺牲于哪一年？
    options: [1927年, 1928年, 1929年]
    answer: C
    explain: 她在衡山就义。
  - question: "<b>她</b>的家乡在哪里？"
    answer: 湖南湘潭
    narration: assets/not-recorded-yet.wav
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = bare_workspace(tmp_path / "工作区")
    made.episode(ASKING)
    return made


def test_questions_first_and_answers_on_a_sheet_of_their_own(workspace: Workspace):
    done = workspace.run("export", "quiz", "s/1", "--to", "测验.html")

    assert done.returncode == 0, done.stderr
    assert "2 questions of 1 episode" in done.stdout
    page = (workspace.root / "测验.html").read_text(encoding="utf-8")
    asked, answers = page.split('<section class="sheet answers"')
    assert asked.count('<li class="question">') == answers.count('<li class="question">') == 2
    assert "1929年" in asked
    assert "她在衡山就义" not in asked
    assert "湖南湘潭" not in asked
    assert "<strong>C</strong> 1929年" in answers
    assert "她在衡山就义" in answers
    assert "<b>" not in page


def test_questions_are_counted_through_all_episodes(workspace: Workspace):
    workspace.episode(ASKING.replace("number: 1", "number: 2"), 2)
    workspace.episode("number: 3\ntitle: 无题\nsegments: [{card: 三}]\n", 3)

    report = workspace.json("export", "quiz", "--to", "a.html")

    assert [(one["episode"], one["questions"]) for one in report["episodes"]] == [("s/1", 2), ("s/2", 2)]
    assert report["without"] == ["s/3"]
    page = (workspace.root / "a.html").read_text(encoding="utf-8")
    assert [f'<span class="number">{number}.</span>' in page for number in range(1, 6)] == [True] * 4 + [False]


def test_where_nothing_is_asked_there_is_no_page(workspace: Workspace):
    workspace.episode("number: 1\ntitle: 无题\nsegments: [{card: 一}]\n")

    done = workspace.run("export", "quiz", "--to", "a.html")

    assert done.returncode == 1
    assert "nothing is asked: no episode has a question" in done.stderr
    assert not (workspace.root / "a.html").exists()


def test_an_episode_that_cannot_be_read_is_told_and_the_others_are_printed(workspace: Workspace):
    workspace.episode("number: 2\ntitle: [\n", 2)

    report = workspace.json("export", "quiz", "--to", "a.html", status=1)

    assert report["ok"] is False
    assert len(report["unreadable"]) == 1
    assert report["questions"] == 2


def test_a_page_has_the_name_of_a_page(workspace: Workspace):
    done = workspace.run("export", "quiz", "--to", "a.docx")

    assert done.returncode == 2
    assert "'a.docx' is not an .html file" in done.stderr
