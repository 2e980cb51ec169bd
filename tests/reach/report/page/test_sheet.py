"""The first sheet: its period, large figures in one rounding, the best episodes, and what is missing first."""

from dataclasses import replace
from datetime import date as Date
from datetime import datetime

import pytest

from pipeline.messages import speaking
from pipeline.reach.observation import KnownEpisode
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.comparison import Change
from pipeline.reach.report.gains import gains
from pipeline.reach.report.page.page import report_page, shown_table
from pipeline.reach.report.page.sheet import LONGEST, change_text, large, sheet
from pipeline.reach.report.tables import by_platform
from tests.reach.stage import Stage, listed, march


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount.of(0), "0"),
        (Amount.of(9_999), "9,999"),
        (Amount.of(29_161), "2.9万余"),
        (Amount.of(30_000), "3万"),
        (Amount.of(-12_345), "-12,345"),
        (Amount(12_000, 11_500, 12_499), "1.1万余"),
        (Amount(9_000, 8_950, 9_049), "≥8,950"),
        (Amount(100_000, 100_000, None), "10万余"),
    ],
)
def test_large_figures_are_rounded_as_in_the_sentence(amount: Amount, text: str):
    with speaking("zh"):
        assert large(amount) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (140, 100, "比上期多 40（+40.0%）"),
        (60, 100, "比上期少 40（-40.0%）"),
        (100, 100, "与上期持平"),
        (40, 0, "比上期多 40"),
        (-40, -10, "比上期少 30"),
    ],
)
def test_a_change_in_words(now: int, before: int, text: str):
    with speaking("zh"):
        assert change_text(Change(metric="plays", now=Amount.of(now), before=Amount.of(before))) == text


def test_what_cannot_be_compared_is_said_in_place_of_a_change():
    change = Change(metric="plays", now=Amount.of(9), before=Amount.of(1), why={"definition": ("youtube",)})

    with speaking("zh"):
        assert change_text(change) == "与上期不可比"


def test_the_tile_of_the_sum_is_the_sentence():
    stage = Stage()
    stage.work("douyin", 1, plays=29_161)
    stage.work("wechat-article", 1, reads=163)
    stage.work("podcast-host", 1, downloads=450)
    with speaking("zh"):
        found = sheet(stage.report)
        sentence = stage.report.press.sentence

    assert [(tile.large, tile.full, tile.label) for tile in found.tiles] == [
        ("2.9万余", "29,774", "播放、阅读和下载"),
        ("2.9万余", "29,161", "播放"),
        ("163", "", "阅读"),
        ("450", "", "下载"),
    ]
    assert "播放、阅读和下载2.9万余人次" in sentence


def test_the_best_episodes_come_first_and_those_without_a_figure_not_at_all():
    stage = Stage(series=(listed(episodes=9), listed("hongse", "红色家书")))
    for number in range(1, 8):
        stage.work("douyin", number, plays=number * 100)
    stage.work("bilibili", 1, series="hongse", plays=650)
    with speaking("zh"):
        found = sheet(stage.report).best

    assert [(one.series, one.number, one.of) for one in found] == [
        ("lieshita", 7, "《烈士塔下颂英烈》"),
        ("hongse", 1, "《红色家书》"),
        ("lieshita", 6, "《烈士塔下颂英烈》"),
        ("lieshita", 5, "《烈士塔下颂英烈》"),
        ("lieshita", 4, "《烈士塔下颂英烈》"),
    ]
    assert found[0].figures == (("播放", "700"),)


def test_the_best_of_a_period_are_those_that_gained():
    stage = Stage()
    old = stage.work("douyin", 1, plays=90_000, about={"published": datetime(2025, 3, 1)})
    stage.work("douyin", 2, plays=50, about={"published": datetime(2026, 3, 10)})
    before = [stage.facts[0]._replace(value=89_990, low=89_990, high=89_990, as_of=datetime(2026, 2, 28))]
    report = stage.report
    since = gains(before, stage.facts, report.data, report.series, start=Date(2026, 2, 28), stop=march(31))
    with speaking("zh"):
        found = sheet(replace(report, since=since))

    assert [(one.number, one.figures) for one in found.best] == [(2, (("播放", "50"),)), (1, (("播放", "10"),))]
    assert found.total == "截至2026年3月31日累计：播放90,050"
    assert found.when == "2026年3月"
    assert old


def test_titles_of_any_length_and_kind_are_one_line():
    episode = KnownEpisode(series="lieshita", number=1, title="很长\n的标题" * 60)
    stage = Stage(series=(replace(listed(), title="系列" * 150, episodes=(episode,)),))
    stage.work("douyin", 1, plays=5)
    with speaking("zh"):
        found = sheet(stage.report)

    assert len(found.best[0].title) == LONGEST and found.best[0].title.endswith("…") and "\n" not in found.best[0].title
    assert len(found.series) == LONGEST + 2


def test_what_is_missing_is_said_before_what_was_corrected():
    stage = Stage(expected=frozenset(["bilibili"]))
    stage.work("douyin", 1, plays=100_000, bounds={"plays": (100_000, None)})
    with speaking("zh"):
        remarks = sheet(stage.report).remarks

    assert remarks[0].startswith("缺少哔哩哔哩的数据")
    assert "10万+" in remarks[1]


def test_of_nothing_there_is_a_sheet_too():
    with speaking("zh"):
        found = sheet(Stage().report)

    assert (found.tiles, found.best, found.attendance) == ((), (), "")


def test_columns_of_nothing_are_left_out_and_named():
    stage = Stage()
    stage.work("douyin", 1, plays=5, favorites=0)
    stage.work("bilibili", 2, plays=7, favorites=0)
    (one,) = stage.report.series
    with speaking("zh"):
        found = shown_table(by_platform(one, stage.report))
        page = report_page(stage.report, studio="声音馆", press=True)

    assert "favorites" not in [column.name for column in found.table.columns]
    assert found.zeros == ["收藏"]
    assert "全部为 0，因此未列出：收藏。" in page


def test_no_figure_of_an_account_is_in_a_form_of_its_own():
    """A rate of a whole account is a rate there as well."""
    from pipeline.reach.report.data import AccountFigure

    stage = Stage()
    stage.work("douyin", 1, plays=5)
    day = {"first": march(1), "last": march(1), "days": 1, "grain": "summary", "account": "", "platform": "douyin"}
    stage.accounts = [
        AccountFigure(metric="completion_rate", value=0.0245, **day),
        AccountFigure(metric="plays", value=12_345, **day),
    ]
    with speaking("zh"):
        page = report_page(stage.report, studio="声音馆", press=True)

    assert "2.5%" in page and "12,345" in page
    assert "0.0245" not in page
