"""Tables of platforms without a format: read by the words of their columns, and whatever is doubtful asked."""

from pathlib import Path

import pytest

from pipeline.reach.importing import make_request, read_file
from pipeline.reach.importing.files import BY_WORDS, opened
from pipeline.reach.importing.formats import read_formats
from pipeline.reach.importing.vocabulary import as_yaml
from pipeline.reach.observation import ParsedFile, RefusedFile
from tests.reach.exports import NOW, ZONE, refusal, sums, text_file, understood, xlsx_file

HEADER = ["声音标题", "发布时间", "播放量", "点赞量", "评论量", "分享量"]
ROWS = [
    ["烈士塔下颂英烈 第1期", "2026-01-01 08:00", "1,200", "5", "3", "2"],
    ["烈士塔下颂英烈 第2期", "2026-01-08 08:00", "800", "6", "4", "1"],
]
SUMS = {"plays": 2000, "likes": 11, "comments": 7, "shares": 3}


def asked(path: Path, **answers: str) -> list[tuple[str, tuple[str, ...]]]:
    found = read_file(path, make_request(zone=ZONE, now=NOW, platform="ximalaya", answers=answers))
    assert isinstance(found, RefusedFile)
    return [(doubt.column, doubt.choices) for doubt in found.doubts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("total", ["合计", "总计", "Total", "小计"])
def test_titles_above_and_totals_below(tmp_path: Path, total: str):
    last = [total, "", "2000", "11", "7", "3"]
    path = text_file(tmp_path / "a.csv", [["主播中心"], ["导出时间：2026-03-31"], HEADER, *ROWS, last])

    assert "--platform" in refusal(path)
    found = understood(path, platform="ximalaya")

    assert (sums(found), found.format, found.platform, found.grain) == (SUMS, BY_WORDS, "ximalaya", "work-cumulative")
    assert dict(found.skipped) == {"total": 1}
    assert str(found.as_of.date()) == "2026-03-31"
    assert not [said for said in found.warnings if "add up" in said]


def test_other_words_and_a_workbook(tmp_path: Path):
    header = ["序号", "节目名称", "上线时间", "收听次数", "评论数", "累计收藏数", "单集时长"]
    rows = [[1, "第1期", "2026-01-01", 1200, 3, 9, "10:02"], [2, "第2期", "2026-01-08", 800, 4, 1, "9:58"]]

    found = understood(xlsx_file(tmp_path / "a.xlsx", [header, *rows]), platform="ximalaya")

    assert sums(found) == {"plays": 2000, "comments": 7, "favorites": 10}


@pytest.mark.parametrize(
    ("header", "cells", "choices"),
    [
        ("转发量", ["3", "4"], ("shares", "reposts", "-")),
        ("完播率", ["0.45", "0.5"], ("completion_rate:fraction", "completion_rate:bare-percent", "-")),
        ("平均收听时长", ["75", "3.5"], ("average_play_seconds:seconds", "average_play_seconds:minutes", "-")),
        ("收听量", ["1", "2"], ("-",)),
        ("收藏量(近7日)", ["1", "2"], ("favorites", "-")),
        ("评论数(较上月)", ["1", "2"], ("comments", "-")),
        ("日期", ["2026-03-01", "2026-03-02"], ("day:daily", "day:so-far", "published")),
    ],
)
def test_what_is_doubtful_is_asked(tmp_path: Path, header: str, cells: list[str], choices: tuple[str, ...]):
    rows = [[*HEADER, header], *([*row, cell] for row, cell in zip(ROWS, cells, strict=True))]
    path = text_file(tmp_path / "a.csv", rows)

    assert asked(path) == [(header, choices)]
    said = refusal(path, platform="ximalaya")
    assert f"'{header}'" in said
    assert f"--column '{header}={choices[0]}'" in said


@pytest.mark.parametrize(
    ("header", "cells", "answer", "expected"),
    [
        ("转发量", ["3", "4"], "reposts", {"reposts": 7}),
        ("转发量", ["3", "4"], "-", {}),
        ("完播率", ["0.45", "0.45"], "completion_rate:bare-percent", {"completion_rate": 0.009}),
        ("平均收听时长", ["2", "3.5"], "average_play_seconds:minutes", {"average_play_seconds": 330}),
        ("热度", ["3", "4"], "danmaku", {"danmaku": 7}),
    ],
)
def test_answers_are_taken(tmp_path: Path, header: str, cells: list[str], answer: str, expected: dict[str, float]):
    rows = [[*HEADER, header], *([*row, cell] for row, cell in zip(ROWS, cells, strict=True))]

    found = understood(text_file(tmp_path / "a.csv", rows), platform="ximalaya", answers={header: answer})

    assert sums(found) == SUMS | expected


def test_brackets_that_only_say_what_is_counted_leave_no_doubt(tmp_path: Path):
    header = ["声音标题", "发布时间", "播放量（次）", "点赞量(累计)", "评论量【人次】", "分享量（个）"]

    assert sums(understood(text_file(tmp_path / "a.csv", [header, *ROWS]), platform="ximalaya")) == SUMS


def test_percent_signs_and_lengths_leave_no_doubt(tmp_path: Path):
    header = ["声音标题", "播放量", "完播率", "平均收听时长"]
    rows = [["第1期", "100", "45%", "1:20"], ["第2期", "50", "50.5%", "75秒"]]

    found = understood(text_file(tmp_path / "a.csv", [header, *rows]), platform="ximalaya")

    assert sums(found) == {"plays": 150, "completion_rate": 0.955, "average_play_seconds": 155}


@pytest.mark.parametrize(("answer", "grain"), [("day:daily", "work-daily"), ("day:so-far", "work-cumulative")])
def test_days_are_what_a_person_says(tmp_path: Path, answer: str, grain: str):
    rows = [["声音标题", "统计日期", "收听量"], ["第1期", "2026-03-01", "40"], ["第1期", "2026-03-02", "45"]]
    path = text_file(tmp_path / "a.csv", rows)

    assert understood(path, platform="ximalaya", answers={"统计日期": answer}).grain == grain


def test_figures_without_known_words_are_told(tmp_path: Path):
    rows = [[*HEADER, "热度"], *([*row, "7"] for row in ROWS)]

    found = understood(text_file(tmp_path / "a.csv", rows), platform="ximalaya")

    assert any("'热度' (such as 7)" in said for said in found.warnings)


@pytest.mark.parametrize("header", [["甲", "乙"], ["标题", "备注"], ["城市", "播放量"]])
def test_without_works_or_figures_it_stays_refused(tmp_path: Path, header: list[str]):
    refusal(text_file(tmp_path / "a.csv", [header, ["一", "2"], ["二", "3"]]), platform="ximalaya")


def test_what_was_learnt_is_a_format_that_says_the_same(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [[*HEADER, "完播率", "涨粉"], *([*row, "4.5%", "-1"] for row in ROWS)])
    request = make_request(zone=ZONE, now=NOW, platform="ximalaya")
    own = tmp_path / "assets/reach-formats/ximalaya.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(as_yaml(opened(path, request).format), encoding="utf-8")

    assert len(read_formats(own.parent, tmp_path)) == 1
    found = read_file(path, make_request(zone=ZONE, now=NOW, root=tmp_path))

    assert isinstance(found, ParsedFile)
    assert (found.format, found.platform) == ("ximalaya", "ximalaya")
    assert sums(found) == SUMS | {"completion_rate": 0.09, "follows": -2}
