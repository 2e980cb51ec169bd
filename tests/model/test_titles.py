"""Titles: split where their sense is, and nowhere else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from pipeline.model.titles import Title, split_title


@pytest.mark.parametrize(
    ("text", "main", "epithet"),
    [
        ("毛泽建：巾帼英烈", "毛泽建", "巾帼英烈"),
        ("毛泽建:巾帼英烈", "毛泽建", "巾帼英烈"),
        ("毛泽建: 巾帼英烈", "毛泽建", "巾帼英烈"),
        ("船山学社——自修大学", "船山学社", "自修大学"),
        ("船山学社 —— 自修大学", "船山学社", "自修大学"),
        ("The Tower: A City Remembers", "The Tower", "A City Remembers"),
        ("The Tower – a city remembers", "The Tower", "a city remembers"),
        ("The Tower—A City Remembers", "The Tower", "A City Remembers"),
        ("郭亮 | 工运先锋", "郭亮", "工运先锋"),
        ("郭亮｜工运先锋", "郭亮", "工运先锋"),
        ("毛泽建\n巾帼英烈", "毛泽建", "巾帼英烈"),
        ("夏明翰：“还有后来人”", "夏明翰", "“还有后来人”"),
        ("1923：湘区星火", "1923", "湘区星火"),
        ("《毛泽建：巾帼英烈》", "毛泽建", "巾帼英烈"),
        ("一：二：三", "一", "二：三"),
        ("走进红楼——《湘报》：一张报纸", "走进红楼", "《湘报》：一张报纸"),
        ("Windows 11：新的开始", "Windows 11", "新的开始"),
    ],
)
def test_a_name_and_its_epithet_are_told_apart(text: str, main: str, epithet: str):
    assert split_title(text) == Title(main=main, epithet=epithet)


@pytest.mark.parametrize(
    "text",
    [
        "烈士塔下颂英烈",
        "",
        "塔",
        "：",
        "——",
        "早上10:30在烈士塔",
        "早上10：30在烈士塔",
        "https://example.org/a:b 的故事",
        "他说：“还有后来人”",
        "1905—1929",
        "1905——1929年",
        "1905年——1929年",
        "长沙—北京",
        "《毛泽建：巾帼英烈》读后",
        "“砍头不要紧：只要主义真”",
        "stop-motion",
        "re:Zero",
        "比分3:2",
        "喜迎党的二十大 开福“红”系列",
        "卡尔·马克思",
        "在长沙这座英雄的城市里有一条小巷它的名字叫清水塘那里住过：一家人",
    ],
)
def test_what_has_no_parts_stays_whole(text: str):
    assert split_title(text) == Title(main=text)


@pytest.mark.parametrize(
    ("text", "main"),
    [("毛泽建：", "毛泽建"), ("：巾帼英烈", "巾帼英烈"), ("——写在前面", "写在前面"), ("毛泽建：——", "毛泽建")],
)
def test_marks_with_nothing_beside_them_are_left_out(text: str, main: str):
    assert split_title(text) == Title(main=main)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("第3期 毛泽建：巾帼英烈", Title(above="第3期", main="毛泽建", epithet="巾帼英烈")),
        ("第十二集：星火", Title(above="第十二集", main="星火")),
        ("EP12: The Tower", Title(above="EP12", main="The Tower")),
        ("Part 2 – The Tower: Again", Title(above="Part 2", main="The Tower", epithet="Again")),
        ("第二十次全国代表大会：开幕", Title(main="第二十次全国代表大会", epithet="开幕")),
        ("开福红故事 | 毛泽建：巾帼英烈", Title(above="开福红故事", main="毛泽建", epithet="巾帼英烈")),
        ("毛泽建：巾帼英烈 | 开福红故事", Title(above="开福红故事", main="毛泽建", epithet="巾帼英烈")),
        (
            "喜迎党的二十大之《走进自修大学旧址》——一段被铭记的历史",
            Title(above="喜迎党的二十大", main="《走进自修大学旧址》", epithet="一段被铭记的历史"),
        ),
    ],
)
def test_a_number_or_a_series_goes_above(text: str, title: Title):
    assert split_title(text) == title


def test_the_callers_line_above_takes_the_place_of_the_titles_own():
    assert split_title("第3期 毛泽建：巾帼英烈", above="第三期") == Title(
        above="第三期", main="毛泽建", epithet="巾帼英烈"
    )


def test_a_long_epithet_keeps_its_name():
    assert split_title("毛泽建：" + "巾帼英烈" * 74) == Title(main="毛泽建", epithet="巾帼英烈" * 74)


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("第3期 毛泽建：巾帼英烈 | 开福红故事", "开福红故事 第3期"),
        ("开福红故事 | 毛泽建：巾帼英烈 | 长沙", "开福红故事 长沙"),
        ("毛泽建：巾帼英烈 | 开福红故事", "开福红故事"),
    ],
)
def test_all_that_is_no_part_of_the_title_stands_above(text: str, above: str):
    assert split_title(text) == Title(above=above, main="毛泽建", epithet="巾帼英烈")


@example(text="之|1:之|1", above="")
@given(some.text(alphabet="塔红a1 ：:—-|《》“”第期说\n之"), some.sampled_from(["", "第3期"]))
def test_no_letter_is_lost_and_none_moves_but_what_goes_above(text: str, above: str):
    title = split_title(text, above=above)
    letters = [one for one in title.above + title.main + title.epithet if one.isalnum()]
    given_ones = [one for one in text if one.isalnum()]

    assert bool(title.main) == bool(text.strip())
    assert "\n" not in title.main + title.epithet + title.above
    if not above:
        # 之 joins a series and its work, and nothing else is left out.
        assert sorted(one for one in letters if one != "之") == sorted(one for one in given_ones if one != "之")
