"""Word breaks: between phrases first, then between words, within one only where nothing else is possible."""

import pytest

from pipeline.captions.linebreak import lines
from pipeline.captions.word_breaks import BROKEN, TIED, break_costs, word_starts


def em(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def broken(text: str, width: float) -> tuple[str, ...]:
    return lines(text, width=width, measure=em, words=break_costs(text))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("湖南省十八洞村的精准扶贫首倡地", 10, ("湖南省十八洞村的", "精准扶贫首倡地")),
        ("从胜利走向胜利，永远跟党走", 10, ("从胜利走向胜利，", "永远跟党走")),
        ("走进开福区，了解新河三角洲", 8, ("走进开福区，", "了解新河三角洲")),
        ("社区的家庭教育讲座开讲了", 9, ("社区的家庭教育", "讲座开讲了")),
        ("喜迎党的二十大专题学习", 8, ("喜迎党的二十大", "专题学习")),
        ("烈士塔街道的志愿者", 6, ("烈士塔街道的", "志愿者")),
        ("他生于一九二三年秋天的长沙", 8, ("他生于一九二三年", "秋天的长沙")),
        ("全程约 3.5 km 的红色步道", 6, ("全程约", "3.5 km 的", "红色步道")),
        ("于2022 年 10 月开馆", 6, ("于2022 年", "10 月开馆")),
        ("参观《走进自修大学旧址》展览", 12, ("参观《走进自修大学旧址》", "展览")),
        ("演员卡尔·马克思来了", 8, ("演员", "卡尔·马克思来了")),
    ],
)
def test_lines_end_with_phrases(text: str, width: float, expected: tuple[str, ...]):
    assert broken(text, width) == expected


@pytest.mark.parametrize("width", range(4, 14))
@pytest.mark.parametrize(
    "text", ["一座城市的红色记忆之家。", "为了纪念她，人们建成了陈列馆！", "唱支山歌给党听听吧", "Hello 世界里的人们"]
)
def test_no_character_stands_alone_on_the_last_line(text: str, width: int):
    found = broken(text, width)

    assert len(found) == 1 or sum(one.isalnum() for one in found[-1]) > 1


def test_an_address_is_divided_at_its_seams():
    assert broken("https://example.org/lessons/2022?part=1", 10) == (
        "https://example.org/",
        "lessons/2022?part=1",
    )


def test_what_is_within_a_word_costs_most():
    costs = break_costs("毛泽建与三角洲的老人们")

    assert "毛泽建" in [text for text in ("毛泽建",) if 1 not in costs and 2 not in costs]
    assert costs[3] < TIED < costs.get(10, BROKEN)
    assert max(costs.values()) < BROKEN


def test_particles_begin_no_word():
    assert word_starts("英烈的故事") == {0, 2 + 1}
