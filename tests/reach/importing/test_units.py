"""What a table says of all its figures at once: units, sums and means, months in place of days."""

from pathlib import Path

import pytest

from pipeline.reach.importing import make_request, read_file
from pipeline.reach.observation import RefusedFile
from tests.reach.exports import DOUYIN, NOW, ZONE, douyin, refusal, sums, text_file, understood, xlsx_file

TEN = douyin("第1期 甲", "2026-03-01 08:00:00", 播放量="12", 点赞量="5")
BLANK = [""] * (len(DOUYIN) - 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["单位：万次"], DOUYIN, TEN],
        [["抖音作品数据（单位：万）"], DOUYIN, TEN],
        [DOUYIN, ["数据单位：千次", *BLANK], TEN],
        [DOUYIN, ["", "", "", "", "（万）", *BLANK[4:]], TEN],
    ],
)
def test_counts_in_ten_thousands_are_refused_and_never_taken_for_ones(tmp_path: Path, rows: list[list[object]]):
    for path in (text_file(tmp_path / "a.csv", rows), xlsx_file(tmp_path / "a.xlsx", rows)):
        assert "its counts are in thousands or more" in refusal(path)


def test_the_unit_of_a_column_read_by_its_words(tmp_path: Path):
    rows = [["节目名称", "发布时间", "播放量（万）", "点赞"], ["第1期 甲", "2026-03-01 08:00", "12", "5"]]
    path = text_file(tmp_path / "a.csv", rows)

    assert "'播放量(万)'" in refusal(path, platform="ximalaya").replace("（", "(").replace("）", ")")


@pytest.mark.parametrize("above", ["单位：次", "导出单位：声音馆", "单位：万家丽路街道", "主播中心"])
def test_other_words_above_are_no_unit(tmp_path: Path, above: str):
    path = text_file(tmp_path / "a.csv", [[above], DOUYIN, TEN])

    assert sums(understood(path)) == {"plays": 12, "likes": 5}


@pytest.mark.parametrize(
    ("word", "kind"), [("小计", "total"), ("本页合计", "total"), ("平均值", "note"), ("均值", "note")]
)
def test_sums_and_means_of_a_platforms_own_table_are_no_works(tmp_path: Path, word: str, kind: str):
    last = [word, "", "", "", "12", *BLANK[4:]]
    found = understood(text_file(tmp_path / "a.csv", [DOUYIN, TEN, last]))

    assert (sums(found), dict(found.skipped)) == ({"plays": 12, "likes": 5}, {kind: 1})


@pytest.mark.parametrize("month", ["2026年3月", "2026年03月份", "2026-03", "2026/3", "202603"])
def test_a_month_is_no_day(tmp_path: Path, month: str):
    rows = [["期数", "播放量", "日期"], ["1", "100", month], ["2", "200", month]]
    answer = read_file(text_file(tmp_path / "a.csv", rows), make_request(zone=ZONE, now=NOW, platform="ximalaya"))

    assert isinstance(answer, RefusedFile)
    assert "write its last day where the figures are all until then" in answer.reason


def test_a_row_with_a_month_beside_one_with_a_day(tmp_path: Path):
    rows = [["期数", "播放量", "日期"], ["1", "100", "2026年3月"], ["2", "200", "2026年3月31日"]]
    found = understood(text_file(tmp_path / "a.csv", rows), platform="ximalaya")

    assert (sums(found), dict(found.skipped)) == ({"plays": 200}, {"broken": 1})
