"""Line breaking: what must stay together does, and lines are even."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.captions.linebreak import CLOSING, OPENING, count_lines, lines, units


def em(text: str) -> float:
    """As a Chinese font has it: letters take half an em."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def wrap_caption(text: str, width: float) -> list[str]:
    return list(lines(text, width=width, measure=em))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("他说：“走！”", ["他", "说：", "“走！”"]),
        ("《烈士塔》（上）", ["《烈", "士", "塔》", "（上）"]),
        ("红——色……好", ["红", "——", "色……", "好"]),
        ("于1929年8月，3.14版", ["于", "1929年", "8月，", "3.14", "版"]),
        ("第12期", ["第12期"]),
        ("don’t stop-motion A·B", ["don’t ", "stop-", "motion ", "A·B"]),
        ("卡尔·马克思", ["卡", "尔·", "马", "克", "思"]),
        ("共产党员（CPC）100%", ["共", "产", "党", "员", "（CPC）", "100%"]),
        ("👍🏽👨\u200d👩\u200d👧é", ["👍🏽", "👨\u200d👩\u200d👧", "é"]),
        ("한국어 말", ["한국어 ", "말"]),
        ("《 上》", ["《 上》"]),
    ],
)
def test_what_no_break_may_split(text: str, pieces: list[str]):
    assert list(units(text)) == pieces


def test_no_orphan_is_left_behind():
    assert wrap_caption("一二三四五六七八九十一", 10) == ["一二三四五", "六七八九十一"]


def test_a_title_and_a_subtitle_get_their_own_lines():
    assert wrap_caption("喜迎党的二十大之《走进自修大学旧址》——一段被铭记的历史", 12) == [
        "喜迎党的二十大之",
        "《走进自修大学旧址》",
        "——一段被铭记的历史",
    ]


def test_a_pause_is_the_better_place():
    assert wrap_caption("毛泽建：一位女战士", 8) == ["毛泽建：", "一位女战士"]


def test_a_word_wider_than_a_line_is_split_between_characters():
    assert wrap_caption("的Supercalifragilistic词", 5) == ["的", "Supercalif", "ragilistic", "词"]


def test_an_empty_text_is_an_empty_line():
    assert wrap_caption("", 5) == [""]


@given(some.text(alphabet="红色基因，。：“”《》——…ab1 -年"), some.floats(2, 20))
def test_lines_are_the_text_and_keep_the_rules(text: str, width: float):
    found = wrap_caption(text, width)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert len(found) == count_lines(text, width=width, measure=em)
    for before, after in pairwise(found):
        whole = any(em(unit.rstrip()) > width for unit in units(text))
        assert whole or not (after[:1] in CLOSING or before[-1:] in OPENING)
    assert all(em(line) <= width for line in found)
