"""Scripts: what of Markdown or plain text is spoken."""

from pathlib import Path

import pytest

from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.scripts import read_script
from pipeline.manifest.spoken.times import is_timed, timed_lines


def source(text: str) -> Source:
    return Source(path=Path("/w/a.md"), file="a.md", text=text)


def spoken(text: str) -> list[str]:
    return [sentence.text for sentence in read_script(source(text)).sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("# 毛泽建\n\n一。二！\n\n## 童年\n三？", ["一。", "二！", "三？"]),
        ("第一行，\n接着说。", ["第一行，接着说。"]),
        ("床前明月光\n疑是地上霜\n", ["床前明月光", "疑是地上霜"]),
        ("We walk\nalong the river.", ["We walk along the river."]),
        ("- 一\n- 二\n1. 三\n> 四", ["一", "二", "三", "四"]),
        ("**毛泽建**，*湖南*人，`二十四`岁。", ["毛泽建，湖南人，二十四岁。"]),
        ("[清水塘](https://a.b/c)边，![图](a.jpg)有座小院。", ["清水塘边，有座小院。"]),
        ("好！[停顿]走吧。【音乐起】", ["好！", "走吧。"]),
        ("（音乐渐弱）\n走吧。", ["走吧。"]),
        ("毛泽建（1905年生）入党。", ["毛泽建（1905年生）入党。"]),
        ("一。<!-- 这里\n要慢 -->二。", ["一。", "二。"]),
        ("---\ntitle: 题\n---\n一。", ["一。"]),
        ("一。\n\n---\n\n***\n二。", ["一。", "二。"]),
        ("——\n……\n", []),
        (r"价格 5\*3 元。", ["价格 5*3 元。"]),
        ("snake_case_name 和 2*3*4", ["snake_case_name 和 2*3*4"]),
        ("", []),
    ],
)
def test_what_is_spoken(text: str, sentences: list[str]):
    assert spoken(text) == sentences


def test_a_sentence_knows_its_place():
    marks = [
        sentence.mark for sentence in read_script(source("# 题\n\n  一。二。\n<!-- a\nb -->\n三，\n四。五。")).sentences
    ]

    assert [(mark.line, mark.column) for mark in marks] == [(3, 3), (3, 5), (6, 1), (7, 3)]
    assert marks[0].text == "  一。二。"


def test_a_paragraph_begins_behind_an_empty_line_or_a_heading():
    sentences = read_script(source("# 题\n一。二。\n三。\n\n四。五\n## 童年\n六。")).sentences

    assert "".join(sentence.text[0] for sentence in sentences if sentence.opens) == "一四六"


def test_a_script_in_which_most_lines_have_times_has_times():
    assert is_timed(source("引子\n\n[00:05] 一\n[00:08] 二\n"))
    assert is_timed(source("[00:05] 一。二。\n三。\n"))
    assert not is_timed(source("一。\n\n[00:05] 二\n\n三。\n"))
    assert not is_timed(source("[1] 脚注\n[笑] 二\n"))


def test_a_few_times_pin_the_sentences_behind_them():
    script = read_script(source("# 题\n一。二。\n[00:12.5] 三。四。\n五。\n\n[01:00]\n六。\n\n七。"))

    assert [(one.text, one.at) for one in script.sentences] == [
        ("一。", None), ("二。", None), ("三。", 12_500), ("四。", None), ("五。", None), ("六。", 60_000),
        ("七。", None),
    ]  # fmt: skip


def test_times_that_pin_ascend():
    found = Findings()

    script = read_script(source("一。\n\n[00:20] 二。\n\n三。\n\n[00:10] 四。\n\n五。"), found)

    assert [(one.code, one.mark.line, one.message) for one in found.sorted()] == [
        ("captions-out-of-order", 7, "times must ascend, but 00:10.000 comes after 00:20.000")
    ]
    assert [one.at for one in script.sentences] == [None, 20_000, None, None, None]


def test_a_line_without_a_time_among_those_that_have_one_is_told():
    found = Findings()

    cues = list(timed_lines(source("整理：张三\n[00:05] 一\n[00:08] 二\n\n补一句\n再一句\n\n[00:20] 三\n"), found))

    assert [one.cue.text for one in cues] == ["一", "二", "三"]
    assert [(one.code, one.mark.line, one.severity) for one in found.sorted()] == [
        ("caption-without-time", 1, "warning"), ("caption-without-time", 5, "warning"),
    ]  # fmt: skip
