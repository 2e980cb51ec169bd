"""Columns that no format knows: figures in them are told, periods in them never become lifetimes."""

import json
from pathlib import Path

import pytest

from tests.reach.exports import DOUYIN, douyin, refusal, sums, text_file, understood

APPLE = [
    {"episodeid": 1000585000001, "timebucket": day, "playscount": plays, "uniquelistenerscount": 3}
    for day, plays in ((20221103, 40), (20221104, 45), (20221105, 45))
]


def test_a_row_for_each_day_is_daily(tmp_path: Path):
    path = tmp_path / "apple.json"
    path.write_text(json.dumps({"content": {"results": APPLE}}), encoding="utf-8")

    parsed = understood(path)

    assert (parsed.grain, parsed.platform) == ("work-daily", "apple-podcasts")
    assert sums(parsed)["plays"] == 130
    assert [str(entry.day) for entry in parsed.entries] == ["2022-11-03", "2022-11-04", "2022-11-05"]


def test_the_same_without_days_is_of_whole_lifetimes(tmp_path: Path):
    path = tmp_path / "apple.json"
    rows = [{key: value for key, value in row.items() if key != "timebucket"} for row in APPLE[:1]]
    path.write_text(json.dumps(rows), encoding="utf-8")

    assert understood(path).grain == "work-cumulative"


@pytest.mark.parametrize("header", ["日期", "统计日期", "week", "时间段", "Month"])
def test_periods_that_a_format_does_not_know_refuse_the_table(tmp_path: Path, header: str):
    rows = [[*DOUYIN, header], [*douyin(), "2026-03-01"], [*douyin(播放量="200"), "2026-03-02"]]

    said = refusal(text_file(tmp_path / "a.csv", rows))

    assert f"'{header}'" in said
    assert "grain: work-daily" in said


def test_the_same_period_in_all_rows_is_when_it_was_exported(tmp_path: Path):
    rows = [[*DOUYIN, "日期"], [*douyin(), "2026-03-01"], [*douyin("b", "2026-03-01 08:00"), "2026-03-01"]]

    assert sums(understood(text_file(tmp_path / "a.csv", rows)))["plays"] == 200


def test_short_headers_of_douyin_are_stored(tmp_path: Path):
    short = {"点赞量": "点赞", "分享量": "分享", "评论量": "评论", "收藏量": "收藏"}
    row = douyin(点赞量="7", 分享量="5", 评论量="3", 收藏量="2")
    parsed = understood(text_file(tmp_path / "a.csv", [[short.get(name, name) for name in DOUYIN], row]))

    assert sums(parsed) == {"plays": 100, "likes": 7, "shares": 5, "comments": 3, "favorites": 2}
    assert not [said for said in parsed.warnings if "not stored" in said]


def test_figures_that_are_not_stored_are_told(tmp_path: Path):
    rows = [[*DOUYIN, "打赏人数", "备注", "互动率", "审核人"], [*douyin(), "12", "好", "4.1%", "李"]]

    (said,) = [said for said in understood(text_file(tmp_path / "a.csv", rows)).warnings if "not stored" in said]

    assert "'打赏人数' (such as 12)" in said
    assert "'互动率' (such as 4.1%)" in said
    assert "备注" not in said
    assert "审核人" not in said


def test_a_second_column_of_the_same_meaning_is_told(tmp_path: Path):
    rows = [[*DOUYIN, "点赞"], [*douyin(点赞量="7"), "9"]]

    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert sums(parsed)["likes"] == 7
    assert any("'点赞' (such as 9)" in said for said in parsed.warnings)
