"""Scripts: what of Markdown or plain text is spoken."""

from pathlib import Path

import pytest

from pipeline.documents.source import Source
from pipeline.manifest.spoken.scripts import is_timed, read_script


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


def test_a_script_with_one_time_has_times():
    assert is_timed(source("引子\n[00:05] 一\n"))
    assert not is_timed(source("[1] 脚注\n[笑] 二\n"))
