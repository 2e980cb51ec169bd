"""What a table states and what a person decided stands, for the same title elsewhere too."""

import pytest

from pipeline.reach.matching import Evidence, Match, Matcher
from tests.reach.matching.lessons import SERIES, day, found


@pytest.mark.parametrize(
    ("stated", "episode"),
    [("lieshita/12", "lieshita/12"), ("Lieshita／１２", "lieshita/12"), ("烈士塔下颂英烈/12", "lieshita/12"),
     ("烈士塔下颂英烈 第十二期", "lieshita/12"), ("开福红12", "kaifu-hong/12"), ("none", "none"), ("无", "none"),
     ("lieshita/99", ""), ("12", ""), ("杨开慧", "lieshita/12")],
)  # fmt: skip
def test_what_the_table_states(stated: str, episode: str):
    assert found("开福红 第2期", stated=stated).episode == (episode or "")


def test_a_number_in_the_table_is_of_the_accounts_series_or_the_only_one():
    assert found("", platform="douyin", stated="12").episode == "lieshita/12"
    assert found("", platform="douyin", stated="12.0").episode == "lieshita/12"
    one = Matcher(SERIES[:1])
    assert one.match(Evidence(platform="classroom", titles=(), stated="第12期")).episode == "lieshita/12"


def test_a_series_in_the_table_is_of_all_its_works():
    assert found("第12期 她的故事", stated="kaifu-hong").episode == "kaifu-hong/12"
    assert found("开福红 第12期", stated="kaifu-hong").episode == "kaifu-hong/12"
    assert found("烈士塔下颂英烈 第12期", stated="kaifu-hong").contrary


def test_what_a_person_decided_stands():
    assert found("烈士塔下颂英烈 第12期", decision="kaifu-hong/1").episode == "kaifu-hong/1"
    assert found("烈士塔下颂英烈 第12期", stated="lieshita/5", decision="none").episode == "none"
    gone = found("烈士塔下颂英烈 第12期", decision="lieshita/77")
    assert (gone.settled, gone.why) == (False, "it was decided to be 'lieshita/77', which no longer exists")


def test_a_decision_holds_for_the_same_title_elsewhere():
    decided = Evidence(platform="douyin", titles=("她23岁牺牲",), published=day(3), decision="lieshita/3")
    matcher = Matcher(SERIES, decided=[decided])

    def match(title: str, on: int | None) -> Match:
        published = None if on is None else day(on)
        return matcher.match(Evidence(platform="kuaishou", titles=(title,), published=published))

    assert (match("她，23岁牺牲！", 5).episode, match("她23岁牺牲", 5).how) == ("lieshita/3", "alias")
    assert not match("她23岁牺牲", 30).settled
    assert not match("她23岁牺牲", None).settled
    assert not match("她24岁牺牲", 3).settled


def test_contrary_decisions_are_no_alias():
    decided = [
        Evidence(platform="douyin", titles=("党史学习",), published=day(number), decision=f"lieshita/{number}")
        for number in (2, 3)
    ]

    match = Matcher(SERIES, decided=decided).match(Evidence(platform="x", titles=("党史学习",), published=day(3)))

    assert not match.settled
