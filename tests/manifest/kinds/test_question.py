"""`question:` which option an answer means, and what is said where nobody can know."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.segments import Question
from tests.manifest.workspaces import Workspace, segments

ASKED = """\
number: 1
title: 毛泽建
segments:
  - question: 毛泽建牺牲于哪一年？
"""


def asked(workspace: Workspace, keys: str) -> Question:
    workspace.episode(ASKED + "".join(f"    {line}\n" for line in keys.splitlines()))
    (found,) = segments(workspace)
    assert isinstance(found, Question)
    return found


def codes(workspace: Workspace, keys: str) -> list[str]:
    workspace.episode(ASKED + "".join(f"    {line}\n" for line in keys.splitlines()))
    return [found.code for found in workspace.read().diagnostics]


@pytest.mark.parametrize(
    ("options", "answer", "right"),
    [
        ("[1927年, 1928年, 1929年]", "1929年", 2),
        ("[1927年, 1928年, 1929年]", "1929 年", 2),
        ("[1927年, 1928年, 1929年]", "C", 2),
        ("[1927年, 1928年, 1929年]", "c", 2),
        ("[1927年, 1928年, 1929年]", "Ｃ", 2),
        ("[1927年, 1928年, 1929年]", "（C）", 2),
        ("[1927年, 1928年, 1929年]", "选项C", 2),
        ("[1927年, 1928年, 1929年]", "C. 1929年", 2),
        ("[1927年, 1928年, 1929年]", "3", 2),
        ("[1927年, 1928年, 1929年]", "第3个", 2),
        ("[1927, 1928, 1929]", "1929", 2),
        ("[yes, no]", "no", 1),
        ("[对, 错]", "错", 1),
        ("[He Shuheng, Mao Zedong]", "mao zedong", 1),
        ("[2, 1]", "(A)", 0),
        ("[一, 二, 三, 四, 五, 六]", "F", 5),
    ],
)
def test_an_answer_is_a_text_a_letter_or_a_number(workspace: Workspace, options: str, answer: str, right: int):
    found = asked(workspace, f"options: {options}\nanswer: {answer}")

    assert found.right == right
    assert found.answer == found.options[right]


def test_without_options_the_answer_is_a_text(workspace: Workspace):
    found = asked(workspace, "answer: C\nexplain: 见《英烈传》。\nthink: 12s\nanswer-for: 3s")

    assert (found.options, found.right, found.answer) == ((), None, "C")
    assert (found.think, found.answer_for) == (Fraction(12), Fraction(3))
    assert found.title == "毛泽建牺牲于哪一年？"


def test_times_have_defaults_and_fields_are_replaced(workspace: Workspace):
    found = asked(workspace, 'options: ["{title}", 李明]\nanswer: 毛泽建\nexplain: "{numbering}"')

    assert (found.think, found.answer_for, found.explain) == (8, 5, "第1集")
    assert found.options == ("毛泽建", "李明")


def test_letters_before_options_are_taken_off_and_told(workspace: Workspace):
    keys = 'options: ["A. 甲", "B、乙"]\nanswer: 乙'

    assert asked(workspace, keys).options == ("甲", "乙")
    assert codes(workspace, keys) == ["lettered-options"]
    assert codes(workspace, 'options: ["B. 甲", "A. 乙"]\nanswer: (A)') == [], "these are no letters of options"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("options: [甲, 乙, 丙]\nanswer: 丁", "unknown-answer"),
        ("options: [甲, 乙, 丙]\nanswer: D", "unknown-answer"),
        ("options: [甲, 乙, 丙]\nanswer: 4", "unknown-answer"),
        ("options: [甲, 乙, 丙]\nanswer: 0", "unknown-answer"),
        ("options: [甲, 乙, 丙]\nanswer: B. 甲", "unknown-answer"),
        ("options: [甲, 乙, 丙]\nanswer: AB", "unknown-answer"),
        ("options: [甲, 乙]", "missing-answer"),
        ("think: 3s", "missing-answer"),
        ("options: [甲, 乙]\nanswer: [甲, 乙]", "wrong-type"),
        ("options: [甲]\nanswer: 甲", "few-options"),
        ("options: [一, 二, 三, 四, 五, 六, 七]\nanswer: 一", "many-options"),
        ("options: [Yes, 'no', ＹＥＳ]\nanswer: 'no'", "option-twice"),
        ("answer: 1929\nthink: 0s", "bad-time"),
        ("answer: 1929\nthink: 601s", "too-long"),
        ("answer: 1929\ngain: 3 dB", "without-narration"),
        ("options: [3, 2, 1]\nanswer: 1", "ambiguous-answer"),
        ("answer: 1929\nanswer-narration: none.m4a", "missing-file"),
    ],
)
def test_what_cannot_be_known_is_told(workspace: Workspace, keys: str, code: str):
    assert codes(workspace, keys) == [code]


def test_an_answer_that_is_no_option_names_them(workspace: Workspace):
    workspace.episode(ASKED + "    options: [1927年, 1928年]\n    answer: 1930年\n")

    assert workspace.complaints().splitlines() == [
        "episodes/lieshita/001-mao-zejian.yaml:6:13: the answer '1930年' is none of the options [unknown-answer]",
        "        answer: 1930年",
        "                ^",
        "hint: write the text, the letter or the number of one of them: A. 1927年, B. 1928年",
    ]


def test_a_text_wins_over_a_letter(workspace: Workspace):
    found = asked(workspace, "options: [3, 2, 1]\nanswer: 1")

    assert found.right == 2


def test_what_is_to_be_read_out(workspace: Workspace):
    found = asked(workspace, "options: [甲, 乙]\nanswer: 乙\nexplain: 因为。所以。")

    assert [one.text for one in found.sentences] == ["毛泽建牺牲于哪一年？", "A. 甲", "B. 乙"]
    assert found.follows
    assert [one.text for one in found.follows.sentences] == ["B. 乙", "因为。", "所以。"]


@pytest.mark.parametrize("name", ["docs/lessons.md", "docs/zh/lessons.md"])
def test_the_example_of_the_documents_is_right(workspace: Workspace, name: str):
    page = (Path(__file__).parents[3] / name).read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(  - question: .*?)^```$", page, re.DOTALL | re.MULTILINE)
    for file in ("narration/001-question.m4a", "narration/001-answer.m4a"):
        workspace.write(f"episodes/lieshita/{file}", "media")

    workspace.episode(f"number: 1\ntitle: 毛泽建\nsegments:\n{example}")
    (found,) = segments(workspace)
    assert isinstance(found, Question)
    assert (found.right, len(found.takes), found.follows and len(found.follows.takes)) == (2, 1, 1)
