"""Reports at their edges: lists that overlap, a single day, one platform, nothing at all, and very many episodes."""

import re
from datetime import date as Date
from datetime import datetime

import pytest

from pipeline.messages import speaking
from pipeline.reach.observation import KnownEpisode, KnownSeries
from pipeline.reach.report.collect import without_overlap
from pipeline.reach.report.data import Fact
from pipeline.reach.report.gains import gains
from pipeline.reach.report.page.page import MOST, report_page
from pipeline.reach.report.periods import Period
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import by_episode, by_platform
from pipeline.reach.report.terminal import table_text
from pipeline.reach.store import DaySum
from tests.reach.stage import Stage, listed, march


def day_sum(value: int, first: Date, last: Date, *, as_of: datetime, definition: str = "d", grain: str = "work-daily"):
    days = (last - first).days + 1
    return DaySum(1, "plays", grain, definition, value, value, value, value, first, last, days, as_of, 1, 2)


class TestOverlappingPeriods:
    """Two exports of days that both hold: a day counts once."""

    def test_the_newer_file_counts_for_the_days_of_both(self):
        older = day_sum(300, march(1), march(20), as_of=datetime(2026, 3, 21), definition="a")
        newer = day_sum(500, march(10), march(31), as_of=datetime(2026, 4, 1), definition="b")

        assert [one.value for one in without_overlap([older, newer])] == [500]

    def test_files_one_after_the_other_both_count(self):
        older = day_sum(300, march(1), march(9), as_of=datetime(2026, 3, 10), definition="a")
        newer = day_sum(500, march(10), march(31), as_of=datetime(2026, 4, 1), definition="b")

        assert sorted(one.value for one in without_overlap([older, newer])) == [300, 500]

    def test_one_common_day_is_enough(self):
        older = day_sum(300, march(1), march(10), as_of=datetime(2026, 3, 11), definition="a")
        newer = day_sum(500, march(10), march(31), as_of=datetime(2026, 4, 1), definition="b")

        assert [one.value for one in without_overlap([older, newer])] == [500]

    def test_the_period_before_ends_where_the_period_begins(self):
        for period in (Period(Date(2026, 2, 28), march(31)), Period(march(9), march(10)), Period(march(3), march(19))):
            assert period.before.stop == period.start < period.stop


def test_a_report_of_one_day():
    stage = Stage(series=(listed(),))
    work = stage.work("douyin", 1, plays=130)
    data, figures = stage.data, stage.report.series
    before = [Fact(work, "plays", 100, 100, 100, datetime(2026, 3, 30, 23), "", 1, 2)]
    since = gains(before, stage.facts, data, figures, start=march(30), stop=march(31))
    with speaking("zh"):
        report = ReachReport(data=data, since=since)
        page = report_page(report, studio="声音馆", press=True)

        assert report.press.sentence == "2026年3月31日，《烈士塔下颂英烈》共1期在抖音新增播放30人次。"
        assert '<p class="when">2026年3月31日</p>' in page
        assert since.whole["plays"].amount.value == 30


def sentence_since(before: int | None, now: int) -> str:
    """Of March, with plays at its beginning and at its end of a work that is older."""
    stage = Stage(series=(listed(),))
    work = stage.work("douyin", 1, plays=now, about={"published": datetime(2026, 1, 5, 8)})
    earlier = [Fact(work, "plays", before, before, before, datetime(2026, 2, 28, 23), "", 1, 2)] if before else []
    facts = stage.data.facts
    since = gains(earlier, facts, stage.data, stage.report.series, start=Date(2026, 2, 28), stop=march(31))
    with speaking("zh"):
        return str(ReachReport(data=stage.data, since=since).press.sentence)


def test_what_was_taken_back_and_what_is_not_known_are_not_nothing():
    assert sentence_since(15_000, 13_500) == "2026年3月，《烈士塔下颂英烈》共1期在抖音播放净减1500人次。"
    assert sentence_since(13_500, 13_500) == "2026年3月，《烈士塔下颂英烈》共1期在抖音新增播放0人次。"
    assert sentence_since(None, 13_500) == (
        "2026年3月新增的播放、阅读数据无从得知；截至2026年3月31日，《烈士塔下颂英烈》共1期在抖音累计播放1.3万余人次。"
    )


@pytest.mark.parametrize(("platform", "metric", "name"), [("douyin", "plays", "抖音"), ("荔枝", "downloads", "荔枝")])
def test_a_report_of_one_platform(platform: str, metric: str, name: str):
    stage = Stage()
    stage.work(platform, 1, **{metric: 12_345})
    with speaking("zh"):
        table = by_platform(stage.report.series[0], stage.report)
        page = report_page(stage.report, studio="声音馆", press=True)

        assert [str(row[2].value) for row in table.rows] == ["12345", "12345"]  # type: ignore[union-attr]
        assert len(re.findall(rf'<span class="name">{name}</span>', page)) == 2
        assert f"在{name}累计" in stage.report.press.sentence


def test_a_report_without_figures_says_so_in_every_form():
    stage = Stage()
    with speaking("zh"):
        page = report_page(stage.report, studio="声音馆", press=True)

        assert "尚无可统计的播放、阅读数据" in stage.report.press.sentence
        assert 'class="tile' not in page and 'class="bars"' not in page and "NaN" not in page
        assert '<p class="empty">' in page
        assert stage.totals == {}
        assert len(by_platform(stage.report.series[0], stage.report).rows) == 1


class TestVeryManyEpisodes:
    @pytest.fixture
    def report(self) -> ReachReport:
        """Episode 17 of many reached furthest; one that nobody watched follows 400 that some did."""
        count = MOST + 100
        episodes = tuple(
            KnownEpisode(series="s", number=number, title=f"第{number}位") for number in range(1, count + 1)
        )
        stage = Stage(series=(KnownSeries(id="s", title="甲", episodes=episodes),))
        for number in range(1, count + 1):
            stage.work("douyin", number, series="s", plays=99_999 if number == 17 else number)
        return stage.report

    def test_the_page_shows_those_that_reached_furthest(self, report: ReachReport):
        with speaking("zh"):
            page = report_page(report, studio="声音馆", press=True)
        table = page[page.index('<div class="list">') :]
        shown = [int(number) for number in re.findall(r'<tr><td class="n">(\d+)</td>', table)]

        assert shown == [17, *range(102, MOST + 101)]

    def test_the_sum_is_of_all(self, report: ReachReport):
        with speaking("zh"):
            page = report_page(report, studio="声音馆", press=True)
            (last,) = [row for row in by_episode(report.series[0], report).rows if row[0] is None]
        whole = sum(range(1, MOST + 101)) - 17 + 99_999

        assert last[2].value == whole  # type: ignore[union-attr]
        assert page[page.index('<div class="list">') :].count(f"{whole:,}") >= 1

    def test_it_says_where_the_others_are(self, report: ReachReport):
        with speaking("zh"):
            page = report_page(report, studio="声音馆", press=True)

            assert "共 400 期，此处只列传播最广的 300 期" in page
            assert "voicehall reach report s --by episode -o s.xlsx" in page
            assert len(table_text(by_episode(report.series[0], report), terminal=False).splitlines()) > MOST + 100

    def test_fewer_are_all_shown(self):
        stage = Stage()
        stage.work("douyin", 1, plays=1)
        with speaking("zh"):
            assert "此处只列" not in report_page(stage.report, studio="声音馆", press=True)


def test_what_is_folded_on_a_phone_is_in_the_page():
    stage = Stage()
    stage.work("douyin", 1, plays=12_345)
    with speaking("zh"):
        page = report_page(stage.report, studio="声音馆", press=True)
    folded = "".join(re.findall(r'<details class="fold">.*?</details>', page, re.DOTALL))

    assert "12,345" in folded and "查看平台、增长与 3 期明细" in folded
    assert "::details-content { content-visibility: visible; display: block }" in page
