from datetime import date

import pytest

from pipeline.ingest.filenames import OldName, in_order, read_name

SERIES = ("烈士塔下颂英烈", "喜迎党的二十大 开福“红”系列")


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        ("第012期 毛泽建：巾帼英烈", 12, "毛泽建：巾帼英烈"),
        ("第十二期 毛泽建", 12, "毛泽建"),
        ("第一百零八集_毛泽建", 108, "毛泽建"),
        ("012", 12, ""),
        ("012 毛泽建", 12, "毛泽建"),
        ("012-毛泽建", 12, "毛泽建"),
        ("12、毛泽建", 12, "毛泽建"),
        ("12毛泽建", 12, "毛泽建"),
        ("[012]毛泽建", 12, "毛泽建"),
        ("（０１２）毛泽建", 12, "毛泽建"),
        ("０１２　毛泽建", 12, "毛泽建"),
        ("EP12 毛泽建", 12, "毛泽建"),
        ("S01E12.毛泽建", 12, "毛泽建"),
        ("毛泽建 ep.012", 12, "毛泽建"),
        ("Episode 12 - Mao Zejian", 12, "Mao Zejian"),
        ("No.12 毛泽建", 12, "毛泽建"),
        ("12集 毛泽建", 12, "毛泽建"),
        ("毛泽建12", 12, "毛泽建"),
        ("毛泽建（12）", 12, "毛泽建"),
        ("lieshita_012", 12, "lieshita"),
        ("烈士塔下颂英烈 第012期 毛泽建", 12, "毛泽建"),
        ("《烈士塔下颂英烈》第3讲《毛泽建》", 3, "毛泽建"),
        ("烈士塔下颂英烈-012-毛泽建", 12, "毛泽建"),
        ("喜迎党的二十大 开福“红”系列 05 清水塘", 5, "清水塘"),
        ("第二季 第5集 毛泽建", 5, "第二季 毛泽建"),
        ("全20集 第3集 毛泽建", 3, "全20集 毛泽建"),
        ("012 毛泽建_1080P_成片", 12, "毛泽建"),
        ("012 毛泽建（高清）1920x1080 H.264", 12, "毛泽建"),
        ("012 毛泽建 - 副本", 12, "毛泽建"),
        ("012 1921年的三个人", 12, "1921年的三个人"),
        ("第7期 二十大报告100问", 7, "二十大报告100问"),
        ("十二讲 毛泽建", 12, "毛泽建"),
        ("1921年的三个人", None, "1921年的三个人"),
        ("喜迎二十大", None, "喜迎二十大"),
        ("2021 回顾", None, "2021 回顾"),
        ("3分钟看懂5个故事和7个人", None, "3分钟看懂5个故事和7个人"),
        ("片头", None, "片头"),
    ],
)
def test_numbers_and_titles(name: str, number: int | None, title: str):
    assert read_name(name, series=SERIES) == OldName(number=number, title=title, date=None)


@pytest.mark.parametrize(
    "name",
    [
        "012 毛泽建 20220331",
        "20220331_012_毛泽建",
        "012毛泽建2022-03-31",
        "2022年3月31日 第12期 毛泽建",
        "2022.3.31 012 毛泽建",
    ],
)
def test_a_date_is_no_number(name: str):
    assert read_name(name) == OldName(number=12, title="毛泽建", date=date(2022, 3, 31))


def test_a_day_that_is_not_in_the_calendar_is_no_date():
    assert read_name("20220231").date is None


def test_names_stand_as_people_count():
    names = ["毛10", "毛2", "毛１", "郭"]

    assert sorted(names, key=in_order) == ["毛１", "毛2", "毛10", "郭"]
