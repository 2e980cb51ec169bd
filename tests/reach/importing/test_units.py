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


@pytest.mark.parametrize("above", ["单位：万次", "抖音作品数据（单位：万）"])
def test_cells_with_a_unit_of_their_own_are_read_under_a_stated_one(tmp_path: Path, above: str):
    rows = [
        douyin("第1期 甲", "2026-03-01 08:00:00", 播放量="1.2万", 点赞量="0"),
        douyin("第2期 乙", "2026-03-02 08:00:00", 播放量="3亿"),
    ]
    for path in (
        text_file(tmp_path / "a.csv", [[above], DOUYIN, *rows]),
        xlsx_file(tmp_path / "a.xlsx", [[above], DOUYIN, *rows]),
    ):
        assert sums(understood(path)) == {"plays": 300_012_000, "likes": 0}

    mixed = text_file(
        tmp_path / "b.csv", [[above], DOUYIN, *rows, douyin("第3期 丙", "2026-03-03 08:00:00", 播放量="35")]
    )
    assert "such as '35' in row 5" in refusal(mixed)


@pytest.mark.parametrize("below", ["注：单位：万次", "（单位：千）", "数据单位为万"])
def test_a_unit_below_the_table(tmp_path: Path, below: str):
    rows = [douyin(f"第{n}期", f"2026-03-{n:02} 08:00:00", 播放量="12") for n in range(1, 8)]

    assert "such as '12' in row 2" in refusal(text_file(tmp_path / "a.csv", [DOUYIN, *rows, [below]]))
    whole = text_file(tmp_path / "b.csv", [DOUYIN, *rows, ["注：单位：次"]])
    assert sums(understood(whole)) == {"plays": 84}


@pytest.mark.parametrize("header", ["播放量（单位：万）", "播放量(千次)"])
def test_the_unit_in_a_header_read_by_its_words(tmp_path: Path, header: str):
    rows = [["节目名称", "发布时间", header], ["第1期 甲", "2026-03-01 08:00", "12"]]

    assert "such as '12' in row 2" in refusal(text_file(tmp_path / "a.csv", rows), platform="ximalaya")
    said = text_file(tmp_path / "b.csv", [rows[0], ["第1期 甲", "2026-03-01 08:00", "12.5万"]])
    assert sums(understood(said, platform="ximalaya")) == {"plays": 125_000}


def added(**cells: str) -> list[object]:
    return [cells.get(name, "") for name in DOUYIN]


SECTIONS = [
    douyin("第1期", "2026-03-01 08:00:00", 播放量="10"),
    douyin("第2期", "2026-03-02 08:00:00", 播放量="20"),
    douyin("第3期", "2026-03-03 08:00:00", 播放量="5"),
]


@pytest.mark.parametrize("word", ["小计", "Subtotal", "合计"])
def test_sums_of_parts_of_a_table_are_compared_with_their_parts(tmp_path: Path, word: str):
    def said(first: str, second: str, last: str) -> list[str]:
        totals = [added(作品名称=name, 播放量=n) for name, n in ((word, first), (word, second), ("总计", last))]
        rows = [DOUYIN, *SECTIONS[:2], totals[0], SECTIONS[2], totals[1], totals[2]]
        return [text for text in understood(text_file(tmp_path / f"{first}.csv", rows)).warnings if "add up" in text]

    assert said("30", "5", "35") == []
    (wrong,) = said("31", "5", "35")
    assert "row 4 says 31 plays in all, but the rows add up to 30" in wrong
    (short,) = said("3万", "5", "35")
    assert "add up to 30" in short
    (last,) = said("030", "5", "5")
    assert "row 7 says 5 plays in all, but the rows add up to 35" in last


def test_each_sheet_has_its_own_sum(tmp_path: Path):
    def sheet(*rows: list[object], total: str) -> list[list[object]]:
        return [DOUYIN, *rows, added(作品名称="合计", 播放量=total)]

    right = xlsx_file(tmp_path / "a.xlsx", sheet(*SECTIONS[:2], total="30"), sheet(SECTIONS[2], total="5"))
    assert [text for text in understood(right).warnings if "add up" in text] == []

    wrong = xlsx_file(tmp_path / "b.xlsx", sheet(*SECTIONS[:2], total="30"), sheet(SECTIONS[2], total="6"))
    (said,) = [text for text in understood(wrong).warnings if "add up" in text]
    assert "row 3 says 6 plays in all, but the rows add up to 5" in said
