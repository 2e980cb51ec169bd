"""The sentence for a monthly report: exact or rounded down, person-times, everything named."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.press import rounded
from tests.reach.stage import ROUNDED, Stage, listed


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (0, "0"),
        (8532, "8532"),
        (9999, "9999"),
        (10_000, "1万"),
        (10_001, "1万余"),
        (20_000, "2万"),
        (29_000, "2.9万"),
        (29_161, "2.9万余"),
        (29_999, "2.9万余"),
        (400_000, "40万"),
        (1_234_567, "123.4万余"),
        (100_000_000, "1亿"),
        (123_456_789, "1.2亿余"),
    ],
)
def test_counts_are_rounded_down(count: int, printed: str):
    assert rounded(Amount.of(count)) == printed


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (Amount(12_000, 11_500, 12_499), "1.1万余"),
        (Amount(100_000, 100_000, None), "10万余"),
        (Amount(9_000, 8_950, 9_049), "8900余"),
        (Amount(50, 45, 54), "45余"),
    ],
)
def test_what_is_known_within_bounds_is_told_by_the_lower(amount: Amount, printed: str):
    assert rounded(amount) == printed


@given(st.integers(0, 10**10))
def test_never_more_than_is_known_and_exact_without_a_word(count: int):
    text = rounded(Amount.of(count))
    figure = re.fullmatch(r"(\d+)(?:\.(\d))?(万|亿)?(余)?", text)
    assert figure
    unit = {"万": 10**4, "亿": 10**8, None: 1}[figure[3]]
    report = int(figure[1]) * unit + int(figure[2] or 0) * unit // 10

    assert report <= count
    assert (report == count) == (figure[4] is None)
    assert count - report < max(unit // 10, 1)


def sentence(stage: Stage) -> str:
    return stage.report.press.sentence


def footnote(stage: Stage) -> str:
    return stage.report.press.footnote


def test_the_sentence_of_a_month():
    stage = Stage()
    stage.work("douyin", 1, plays=20_000, likes=15_000, shares=5_000)
    stage.work("wechat-article", 2, reads=9_161, shares=12)

    assert sentence(stage) == (
        "截至2026年3月31日，《烈士塔下颂英烈》共2期在抖音和微信公众号累计播放和阅读2.9万余人次，转发和点赞2万余人次。"
    )


def test_downloads_are_named_where_they_are_added():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("wechat-article", 1, reads=30)
    stage.work("podcast-host", 1, downloads=7)
    stage.work("op3", 1, downloads=9)

    assert "在抖音、微信公众号和播客托管平台累计播放、阅读和下载137人次" in sentence(stage)
    assert "OP3（截至2026年3月31日" in footnote(stage)
    assert "仅供对照" in footnote(stage)


def test_people_and_recommends_are_not_in_it():
    stage = Stage()
    stage.work("wechat-article", 1, reads=163, readers=94, delivered=2112, sharers=7)
    stage.work("wechat-channels", 1, plays=10, likes=3, recommends=40)

    assert sentence(stage).endswith("累计播放和阅读173人次，点赞3人次。")
    assert not re.search(r"\d[\d.万亿余]*人(?!次)", str(stage.report.press))


def test_people_in_a_room_stand_beside():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("classroom", 1, attendance=42)

    assert sentence(stage).endswith("在抖音累计播放100人次，另有现场放映到场42人次。")


def test_without_figures_nothing_is_claimed():
    assert sentence(Stage()) == "截至2026年3月31日，《烈士塔下颂英烈》尚无可统计的播放、阅读数据。"


def test_several_series_are_named():
    stage = Stage(series=(listed(), listed("hongse", "红色家书")))
    stage.work("douyin", 1, plays=100)
    stage.work("douyin", 1, series="hongse", plays=1)

    assert "《烈士塔下颂英烈》《红色家书》共2期在抖音累计播放101人次" in sentence(stage)


class TestFootnote:
    def test_names_platforms_dates_and_definitions(self):
        stage = Stage()
        stage.work("douyin", 1, plays=1)
        stage.work("wechat-article", 1, reads=1, definition="wechat-article/reads", as_of=datetime(2026, 3, 20, 12))

        text = footnote(stage)

        assert text.startswith("注：数据来自抖音（截至2026年3月31日，播放：平台未公开计法）、")
        assert "微信公众号（截至2026年3月20日，阅读次数）" in text
        assert text.endswith("。")

    def test_says_what_is_missing(self):
        stage = Stage(expected=frozenset(["bilibili"]))
        stage.work("douyin", 1, plays=1)
        stage.work("wechat-article", 2, reads=1)
        stage.work("kuaishou", plays=5)

        text = footnote(stage)

        assert "缺少哔哩哔哩的数据" in text
        assert "快手有1件作品尚未对应到期，未计入（播放5）" in text
        assert "抖音第2-3期" in text

    def test_says_that_sums_are_rounded(self):
        stage = Stage()
        stage.work("douyin", 1, plays=12_000, bounds={"plays": ROUNDED})

        assert "抖音有1项数据经平台取整" in footnote(stage)
        assert "播放1.1万余人次" in sentence(stage)


def test_series_and_episodes_without_a_figure_are_not_in_the_sentence():
    """Readers of the second episode are people, and nothing is known of the second series."""
    stage = Stage(series=(listed(), listed("kaifu-hong", "开福红")))
    stage.work("wechat-article", 1, reads=163)
    stage.work("wechat-article", 2, readers=94)

    assert sentence(stage) == "截至2026年3月31日，《烈士塔下颂英烈》共1期在微信公众号累计阅读163人次。"
    assert "《开福红》没有任何平台的数据（不等于零）" in footnote(stage)
    assert "微信公众号有1件作品只有人数、没有次数，不计入合计" in footnote(stage)
