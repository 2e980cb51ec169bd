"""Tables that people write themselves: plays of any platform, attendance in a classroom."""

from datetime import date
from pathlib import Path

import pytest

from tests.reach.exports import documented, refusal, sums, text_file, understood


def test_a_day_and_plays_alone_may_be_anybodys(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["日期", "播放量"], ["2026-08-01", 5]])

    assert "no column says which platform its figures are from" in refusal(path)
    assert understood(path, platform="kuaishou").grain == "account-daily"


@pytest.mark.parametrize(
    "header", [["episode", "date", "platform", "plays", "likes"], ["期数", "日期", "平台", "播放量", "点赞数"]]
)
def test_the_general_table(tmp_path: Path, header: list[str]):
    rows = [header, ["lieshita/1", "2026-08-01", "抖音", "100", "-"], ["第2期", "2026-08-02", "ximalaya", "1.2万", "3"]]
    reading = understood(text_file(tmp_path / "a.csv", rows))

    assert (reading.platform, sums(reading)) == ("", {"plays": 12_100, "likes": 3})
    assert [(entry.work.platform, entry.work.episode, entry.day) for entry in reading.entries] == [
        ("douyin", "lieshita/1", date(2026, 8, 1)),
        ("ximalaya", "第2期", date(2026, 8, 2)),
    ]


def test_the_general_table_of_a_platform_that_is_said(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["episode", "plays"], ["1", "5"]])

    assert "--platform" in refusal(path)
    assert understood(path, platform="ximalaya").platform == "ximalaya"


@pytest.mark.parametrize(
    "header", [["date", "episode", "people"], ["日期", "期数", "人数"], ["日期", "主题", "到场人数"]]
)
def test_attendance_adds_up(tmp_path: Path, header: list[str]):
    rows = [header, ["2026-08-01", "1", "30"], ["2026-08-01", "1", "25"], ["2026-08-02", "2", "-"]]
    reading = understood(text_file(tmp_path / "a.csv", rows))

    assert (reading.platform, reading.grain, sums(reading)) == ("classroom", "event", {"attendance": 55})


@pytest.mark.parametrize(
    ("part", "format", "figures"),
    [
        ("episode,date", "table", {"plays": 24_345, "likes": 67, "shares": 13}),
        ("日期,期数,人数", "classroom", {"attendance": 83}),
    ],
)
def test_the_tables_in_the_docs_are_understood(tmp_path: Path, part: str, format: str, figures: dict[str, int]):
    path = tmp_path / "a.csv"
    path.write_text(documented("csv", part), encoding="utf-8")

    assert (understood(path).format, sums(understood(path))) == (format, figures)


def test_a_table_of_titles_needs_its_platform_in_a_column_or_said(tmp_path: Path):
    rows = [["标题", "发布时间", "播放量", "点赞量"], ["第1期 毛泽建", "2026-03-02 10:00", 5, 1]]
    path = text_file(tmp_path / "喜马拉雅.csv", rows)
    reading = understood(path, platform="ximalaya")

    assert (reading.platform, reading.grain, sums(reading)) == ("ximalaya", "work-cumulative", {"plays": 5, "likes": 1})
    assert refusal(path).startswith("no column says which platform its figures are from")


def test_rates_of_the_general_table_are_fractions_or_have_their_sign(tmp_path: Path):
    rows = [
        ["episode", "platform", "plays", "completion_rate"],
        ["s/1", "ximalaya", 5, 0.45],
        ["s/2", "ximalaya", 5, "45%"],
    ]
    reading = understood(text_file(tmp_path / "a.csv", rows))

    assert [figure.value for entry in reading.entries for figure in entry.figures if figure.metric != "plays"] == [
        0.45
    ] * 2
