"""Names: people and places that no dictionary knows are whole, and so is what belongs to them."""

import pytest

from pipeline.captions.linebreak import lines
from pipeline.captions.word_breaks import BOUND, CLINGING, NAMED, TIED, WORD, break_costs


@pytest.mark.parametrize(
    ("text", "place", "cost"),
    [
        ("从望城区走出的陈树湘", 9, NAMED),
        ("何龘与岳麓书院", 1, NAMED),
        ("㸃墨人与望城区", 1, NAMED),
        ("大山里的司徒玥", 6, NAMED),
        ("走进望城区，寻访林则徐", 3, NAMED),
        ("在文家市镇读书", 3, NAMED),
        ("走进船山学社", 4, TIED),
        ("杨开慧同志的家书", 3, TIED),
        ("赵一曼烈士的家书", 3, TIED),
        ("通泰街街道的志愿者", 3, TIED),
        ("左权与新河三角洲", 5, TIED),
        ("杨开慧与长沙市第一中学", 7, TIED),
        ("杨开慧与长沙市第一中学", 9, TIED),
        ("走进自修大学旧址", 4, TIED),
        ("烈士塔的清明", 2, BOUND),
    ],
)
def test_names_are_divided_last(text: str, place: int, cost: float):
    assert break_costs(text)[place] == cost


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("和平的一天", 2),
        ("高兴地告诉大家", 3),
        ("陈列馆里的老照片", 5),
        ("一座城市的红色记忆", 2),
        ("王老师和同学们", 3),
        ("张先生说的故事", 3),
        ("党员走进大学", 2),
    ],
)
def test_what_only_looks_like_a_name_is_no_name(text: str, place: int):
    assert break_costs(text).get(place, WORD) < NAMED


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("走进望城区，寻访林则徐", 6, ("走进望城区，", "寻访林则徐")),
        ("船山学社旧址的蔡和森", 8, ("船山学社旧址的", "蔡和森")),
        ("杨开慧与长沙市第一中学", 9, ("杨开慧", "与长沙市第一中学")),
        ("家门口的老年大学开学了", 6, ("家门口的老年", "大学开学了")),
        ("社区网格员的一天", 5, ("社区网格员", "的一天")),
        ("雷锋同志和四方坪社区", 6, ("雷锋同志", "和四方坪社区")),
    ],
)
def test_lines_keep_names_whole(text: str, width: float, expected: tuple[str, ...]):
    assert lines(text, width=width, measure=len, words=break_costs(text)) == expected


def test_the_words_of_a_long_word_are_divided_before_its_characters():
    costs = break_costs("老年大学开学了")

    assert CLINGING < costs[2] < NAMED
    assert 1 not in costs
    assert 3 not in costs
