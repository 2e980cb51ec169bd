"""Titles as feeds have them."""

import pytest

from pipeline.ingest.titles import bare_title, said_number


@pytest.mark.parametrize(
    ("title", "number", "bare"),
    [
        ("第12期 毛泽建", 12, "毛泽建"),
        ("【第十二期】毛泽建", 12, "毛泽建"),
        ("烈士塔下 | 第１２期：毛泽建", 12, "毛泽建"),
        ("《烈士塔下》第三期 毛泽建", 3, "毛泽建"),
        ("毛泽建 - 烈士塔下", None, "毛泽建"),
        ("S2E03 - 夏明翰", 3, "夏明翰"),
        ("Episode 12: Hello", 12, "Hello"),
        ("#12 郭亮", 12, "郭亮"),
        ("12. 郭亮", 12, "郭亮"),
        ("12 - 郭亮", 12, "郭亮"),
        ("第3集", 3, "第3集"),
        # No numbers of episodes, no names of the show.
        ("24-hour race", None, "24-hour race"),
        ("3.5 billion reasons", None, "3.5 billion reasons"),
        ("12:30 新闻", None, "12:30 新闻"),
        ("2021 年终总结", None, "2021 年终总结"),
        ("E3 展会", None, "E3 展会"),
        ("Nobody", None, "Nobody"),
        ("烈士塔下颂英烈", None, "烈士塔下颂英烈"),
        ("烈士塔下", None, "烈士塔下"),
    ],
)
def test_the_number_and_the_name_of_the_show_are_taken_off(title: str, number: int | None, bare: str):
    assert said_number(title, show="烈士塔下") == number
    assert bare_title(title, number=number, show="烈士塔下") == bare


def test_a_number_that_is_not_the_episodes_stays():
    assert bare_title("第12期 毛泽建", number=7) == "第12期 毛泽建"
