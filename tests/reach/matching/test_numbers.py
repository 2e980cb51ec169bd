"""Numbers: what in a title is the number of an episode, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reach.matching.lessons import LIESHITA, found


@pytest.mark.parametrize(
    "title",
    [
        "烈士塔下颂英烈 第012期 她的故事",
        "烈士塔下颂英烈第十二期",
        "《烈士塔下颂英烈》第12集",
        "【烈士塔下颂英烈】第 12 讲 她的故事 #党史 #长沙",
        "烈士塔下颂英烈 EP12",
        "烈士塔下颂英烈 ep.12 她",
        "烈士塔下颂英烈 S01E12",
        "烈士塔下颂英烈 No.12",
        "烈士塔下颂英烈 № 12",
        "烈士塔下颂英烈 Vol.12",
        "烈士塔下颂英烈 12集",
        "烈士塔下颂英烈12期",
        "烈士塔下颂英烈 012",
        "烈士塔下颂英烈｜012｜她的故事",
        "烈士塔下颂英烈012她的故事",
        "烈士塔下颂英烈 12 她的故事",
        "烈士塔下颂英烈（十二）她的故事",
        "烈士塔下颂英烈第１２期",
        "烈士塔下颂英烈　第０１２期",
        "烈士塔下颂英烈第1️⃣2️⃣期",
        "烈士 塔下 颂英烈 第12期",
        "烈士塔下·颂英烈 第12期",
        "第12期 烈士塔下颂英烈",
        "她的故事 #烈士塔下颂英烈 #第12期",
        "她的故事 #烈士塔下颂英烈第12期#",
        "她的故事 #烈士塔下颂英烈[话题]# 第12期",
        "#烈士塔下颂英烈 12 她的故事",
        "颂英烈第12期",
        "颂英烈系列 第12期",
        "【颂英烈】12",
        "2022年第3期（总第12期）烈士塔下颂英烈",
        "2022年3月31日 烈士塔下颂英烈 第12期",
        "20220331 烈士塔下颂英烈 第12期",
        "烈士塔下颂英烈 全20集 第12集",
        "烈士塔下颂英烈 第12期：二十大报告100问",
        "烈士塔下颂英烈 第12期\n上期回顾：第11期\n下期预告：第13期",
        "烈士塔下颂英烈\r\n第12期 @长沙发布 她",
    ],
)
def test_number_and_series(title: str):
    match = found(title)

    assert (match.episode, match.how) == ("lieshita/12", "number")


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("第一百二十三期", 123),
        ("第一二三期", 123),
        ("第廿一期", 21),
        ("第二十期", 20),
        ("第三集", 3),
        ("⑤", 5),
        ("㈤", 5),
    ],
)
def test_numbers_in_words_and_circles(title: str, number: int):
    assert found(f"烈士塔下颂英烈 {title}").number == number


@pytest.mark.parametrize(
    "title",
    [
        "烈士塔下颂英烈",
        "烈士塔下颂英烈 2022",
        "烈士塔下颂英烈 2022年",
        "烈士塔下颂英烈 2022年3月12日",
        "烈士塔下颂英烈 3月12日",
        "烈士塔下颂英烈 3.12",
        "烈士塔下颂英烈 20大",
        "烈士塔下颂英烈 喜迎二十大",
        "烈士塔下颂英烈 12分钟看懂",
        "烈士塔下颂英烈12位英烈",
        "烈士塔下颂英烈 12个瞬间",
        "烈士塔下颂英烈 100周年",
        "烈士塔下颂英烈 全12集",
        "烈士塔下颂英烈 更新至12集",
        "烈士塔下颂英烈 连看 3集",
        "烈士塔下颂英烈 每周一期",
        "烈士塔下颂英烈 第12届",
        "烈士塔下颂英烈 第一书记",
        "烈士塔下颂英烈 NO.1的故事",
        "烈士塔下颂英烈 完播率12%",
        "烈士塔下颂英烈 12:30 开播",
        "烈士塔下颂英烈 第2022期",
        "烈士塔下颂英烈 第99期",
        "烈士塔下颂英烈 第12345678901234567890期",
        "烈士塔下颂英烈 第五期 第六期",
        "烈士塔下颂英烈 第二季 第12期",
        "烈士塔下颂英烈2 第12期",
        "烈士塔下颂英烈 开学第一课",
        "歌颂英烈 第12期活动",
        "烈士塔下声音馆 第12期",
        "第12期 她的故事",
        "012",
        "",
        "   ",
        "🌹🌹🌹",
    ],
)
def test_what_is_no_number_of_an_episode(title: str):
    match = found(title)

    assert not match.settled, match


@pytest.mark.parametrize("run", ["21-22期", "第21、22集", "第二十一至二十二期", "第21期～第22期"])
def test_several_episodes_in_one_work_are_the_series(run: str):
    match = found(f"烈士塔下颂英烈 {run}")

    assert (match.series, match.number, match.how) == ("lieshita", None, "several")
    assert match.counts


def test_a_run_of_which_series():
    assert not found("21-22期").settled
    assert found("21-22期", platform="douyin", on=22).episode == "lieshita"
    assert not found("烈士塔下颂英烈 30-40期").settled


@given(st.integers(1, 130))
def test_a_number_is_never_another(number: int):
    match = found(f"烈士塔下颂英烈 第{number}期")

    assert match.number in (number, None)
    assert match.settled == (number in LIESHITA)
