"""Works find their episodes: by what persons, tables and titles say; a wrong match is worse than none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.matching import Evidence, Matcher
from tests.reach.matching.lessons import MATCHER, SERIES, day, found, listed


def test_the_account_says_the_series_when_the_day_fits():
    assert found("第012期 她的故事", platform="douyin", on=12).episode == "lieshita/12"
    assert found("012", platform="douyin", on=19).how == "date"
    assert not found("第012期 她的故事", platform="douyin", on=20).settled
    assert not found("第012期 她的故事", platform="douyin").settled
    assert not found("第012期 她的故事", on=12).settled
    assert not found("第5期 她的故事", platform="douyin", on=13).settled


def test_one_of_several_accounts_has_a_series_of_its_own():
    assert found("第12期 她的故事", platform="bilibili", account="红", on=12).episode == "kaifu-hong/12"
    assert not found("第12期 她的故事", platform="bilibili", account="绿", on=12).settled


def test_a_series_that_is_named_beats_the_account():
    assert found("开福红 第12期", platform="douyin", on=12).episode == "kaifu-hong/12"


@pytest.mark.parametrize("title", ["【红色家书】第005期 半截铅笔头", "红色家书第005期 半截铅笔头", "《红色家书》第5期"])
def test_a_heading_that_nobody_knows_may_be_another_series(title: str):
    match = found(title, platform="douyin", on=5)

    assert not match.settled
    assert match.why == "'红色家书' may be another series"


def test_the_exact_title():
    assert found("毛泽建：巾帼英烈").episode == "lieshita/1"
    assert found("毛泽建·巾帼英烈！").how == "title"
    assert found("毛泽建 巾帼英烈 #党史 #长沙").episode == "lieshita/1"
    assert found("毛泽建：巾帼英烈 完整版").episode == "lieshita/1"
    assert found("杨开慧").episode == "lieshita/12"
    assert found("12 杨开慧").episode == "lieshita/12"
    assert found("1921年的3个人").episode == "lieshita/20"
    assert found("烈士塔下颂英烈 第20期 1921年的3个人").episode == "lieshita/20"
    assert not found("烈士塔下颂英烈 第5期 1921年的3个人").settled


@pytest.mark.parametrize(
    "title", ["毛泽建", "半截铅笔头", "半截", "杨开慧的故事", "【红色家书】半截铅笔", "开福红 毛泽建：巾帼英烈"]
)
def test_a_title_that_is_nearly_an_episodes(title: str):
    assert not found(title, platform="douyin").settled


def test_a_title_that_says_little_wants_another_sign():
    for title in ("新河", "毛泽建：巾帼英烈 | 声音馆"):
        assert not found(title).settled
        assert found(title, platform="douyin").how == "title"
        assert found(f"烈士塔下颂英烈 {title}").how == "title"
    assert found("新河", on=22).episode == "lieshita/22"


def test_number_and_title_that_contradict_each_other():
    match = found("烈士塔下颂英烈 第5期 一封家书")

    assert (match.episode, match.contrary) == ("", True)
    assert match.why == "its number says lieshita/5, its title lieshita/6"
    assert [one.label for one in match.candidates] == ["lieshita/5", "lieshita/6"]
    assert not found("第5期 一封家书", platform="douyin", on=5).settled
    assert not found("第1期 郭亮", platform="douyin", on=1).settled


def test_a_number_confirmed_by_the_title_needs_no_series():
    assert found("第1期 毛泽建：巾帼英烈").episode == "lieshita/1"
    assert found("烈士塔下颂英烈 第3期 郭亮的战友夏明翰").episode == "lieshita/3"
    assert not found("第2期 毛泽建：巾帼英烈").settled


def test_a_name_that_two_series_share():
    both = Matcher(
        (
            listed("a", "红色家书里的故事", {1: "一封家书", 2: "红旗"}, "家书"),
            listed("b", "抗战家书", {1: "铁血", 3: "x"}, "家书"),
        )
    )

    def episode(title: str) -> str:
        return both.match(Evidence(platform="douyin", titles=(title,))).episode

    assert episode("【家书】第1期") == ""
    assert episode("【家书】第1期 铁血") == "b/1"
    assert episode("【家书】第1期 红色家书里的故事") == "a/1"


def test_the_longer_name_is_meant():
    two = Matcher((listed("one", "红色家书", {5: "x"}), listed("two", "红色家书第二季", {5: "y"})))

    assert two.match(Evidence(platform="douyin", titles=("红色家书第二季第5集",))).episode == "two/5"
    assert two.match(Evidence(platform="douyin", titles=("红色家书 第5集",))).episode == "one/5"


@pytest.mark.parametrize(
    "title",
    ["烈士塔下颂英烈 第12期预告", "先导片｜烈士塔下颂英烈", "烈士塔下颂英烈第12期花絮", "烈士塔下颂英烈 1-20期合集",
     "烈士塔下颂英烈 第12期 杨开慧（精彩片段）", "烈士塔下颂英烈第12期 #预告片"],
)  # fmt: skip
def test_trailers_and_compilations_are_no_episode(title: str):
    match = found(title)

    assert (match.episode, match.how, match.counts) == ("none", "about", False)


@pytest.mark.parametrize("title", ["烈士塔下颂英烈 第4期 花絮里的英雄", "花絮里的英雄", "烈士塔下颂英烈 第12期 #合集"])
def test_an_episode_may_be_called_so(title: str):
    assert found(title).number in (4, 12)


def test_a_renamed_work_stays_what_it_was():
    assert found("她23岁牺牲", "烈士塔下颂英烈 第12期").episode == "lieshita/12"
    assert found("第12期 她23岁牺牲", "烈士塔下颂英烈 第12期").episode == "lieshita/12"


def test_the_newest_title_that_says_anything_counts():
    assert found("烈士塔下颂英烈 第6期", "烈士塔下颂英烈 第5期").episode == "lieshita/6"
    assert not found("第6期 她", "烈士塔下颂英烈 第5期").settled
    assert not found("烈士塔下颂英烈 第5期 一封家书", "烈士塔下颂英烈 第5期").settled


def test_no_episodes_match_nothing():
    assert not Matcher(()).match(Evidence(platform="douyin", titles=("烈士塔下颂英烈 第12期",))).settled


TITLES = st.text(alphabet="第期集12０二十烈士塔下颂英毛泽建：【】《》#@ -0./\n", max_size=40)


@given(TITLES)
def test_any_title_is_read_and_always_the_same(title: str):
    work = Evidence(platform="douyin", titles=(title,), published=day(12))

    assert MATCHER.match(work) == Matcher(SERIES, MATCHER.accounts).match(work)


@given(TITLES, st.sampled_from(["\u200b", "\ufe0f", " ", "！"]))
def test_what_cannot_be_seen_changes_nothing(title: str, end: str):
    assert found(title + end).episode == found(title).episode
