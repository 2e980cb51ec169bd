"""Works find their episodes: by what persons, tables and titles say; a wrong match is worse than none."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.matching import Accounts, Evidence, Match, Matcher
from pipeline.reach.observation import KnownEpisode, KnownSeries

LIESHITA = {
    1: "毛泽建：巾帼英烈", 2: "郭亮：工运先锋", 3: "夏明翰：就义诗", 4: "花絮里的英雄", 5: "半截铅笔", 6: "一封家书",
    12: "杨开慧", 20: "1921年的3个人", 21: "清水塘", 22: "新河", 123: "后来人",
}  # fmt: skip
KAIFU = {1: "清水塘的灯", 2: "烈士塔下的回声", 12: "新河船厂"}
FIRST_DAY = date(2026, 1, 1)


def listed(id: str, title: str, titles: dict[int, str], *aliases: str) -> KnownSeries:
    """A series of which number n came out on day n."""
    episodes = (
        KnownEpisode(series=id, number=number, title=name, date=FIRST_DAY + timedelta(number))
        for number, name in titles.items()
    )
    return KnownSeries(id=id, title=title, aliases=aliases, episodes=tuple(episodes))


SERIES = (
    listed("lieshita", "烈士塔下颂英烈", LIESHITA, "烈士塔下", "颂英烈"),
    listed("kaifu-hong", "喜迎党的二十大 开福“红”系列", KAIFU, "开福红"),
)
MATCHER = Matcher(SERIES, Accounts(series={"douyin": "lieshita", "bilibili/红": "kaifu-hong"}))


def day(number: int) -> datetime:
    """The evening of the day on which number n came out."""
    return datetime(2026, 1, 1, 19, 30) + timedelta(number)


def found(*titles: str, platform: str = "kuaishou", on: int | None = None, **more: str) -> Match:
    """The match of a work under these titles, the newest first; nothing but its title says which series it is of."""
    published = None if on is None else day(on)
    return MATCHER.match(Evidence(platform=platform, titles=titles, published=published, **more))


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


@pytest.mark.parametrize("run", ["21-22期", "第21、22集", "第二十一至二十二期", "第21期～第22期"])
def test_several_episodes_in_one_work_are_the_series(run: str):
    match = found(f"烈士塔下颂英烈 {run}")

    assert (match.series, match.number, match.how) == ("lieshita", None, "several")
    assert match.counts


def test_a_run_of_which_series():
    assert not found("21-22期").settled
    assert found("21-22期", platform="douyin", on=22).episode == "lieshita"
    assert not found("烈士塔下颂英烈 30-40期").settled


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
    assert (gone.settled, gone.why) == (False, "it was decided to be 'lieshita/77', which is no longer there")


def test_a_renamed_work_stays_what_it_was():
    assert found("她23岁牺牲", "烈士塔下颂英烈 第12期").episode == "lieshita/12"
    assert found("第12期 她23岁牺牲", "烈士塔下颂英烈 第12期").episode == "lieshita/12"


def test_the_newest_title_that_says_anything_counts():
    assert found("烈士塔下颂英烈 第6期", "烈士塔下颂英烈 第5期").episode == "lieshita/6"
    assert not found("第6期 她", "烈士塔下颂英烈 第5期").settled
    assert not found("烈士塔下颂英烈 第5期 一封家书", "烈士塔下颂英烈 第5期").settled


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


def test_no_episodes_match_nothing():
    assert not Matcher(()).match(Evidence(platform="douyin", titles=("烈士塔下颂英烈 第12期",))).settled


def candidates(title: str, on: int | None = None, platform: str = "kuaishou") -> list[str]:
    work = Evidence(platform=platform, titles=(title,), published=None if on is None else day(on))
    return [one.episode.label for one in MATCHER.candidates(work, MATCHER.match(work))]


def test_candidates_are_ranked():
    assert candidates("半截铅笔头的故事")[0] == "lieshita/5"
    assert candidates("毛泽建")[0] == "lieshita/1"
    assert candidates("烈士塔下颂英烈 第5期 一封家书")[:2] == ["lieshita/5", "lieshita/6"]
    assert set(candidates("", on=2)) >= {"lieshita/2", "kaifu-hong/2"}
    assert len(candidates("", on=2)) <= 5
    assert candidates("今日菜谱") == []


TITLES = st.text(alphabet="第期集12０二十烈士塔下颂英毛泽建：【】《》#@ -0./\n", max_size=40)


@given(TITLES)
def test_any_title_is_read_and_always_the_same(title: str):
    work = Evidence(platform="douyin", titles=(title,), published=day(12))

    assert MATCHER.match(work) == Matcher(SERIES, MATCHER.accounts).match(work)


@given(TITLES, st.sampled_from(["\u200b", "\ufe0f", " ", "！"]))
def test_what_cannot_be_seen_changes_nothing(title: str, end: str):
    assert found(title + end).episode == found(title).episode


@given(st.integers(1, 130))
def test_a_number_is_never_another(number: int):
    match = found(f"烈士塔下颂英烈 第{number}期")

    assert match.number in (number, None)
    assert match.settled == (number in LIESHITA)
