"""Platforms that voicehall does not know: their tables in, their name in every form of the report."""

import json
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.conftest import Workspace
from tests.e2e.inside import Inside
from tests.reach.exports import as_text, text_file, xlsx_file

ABOVE = [["主播中心"], ["导出时间：2026-03-31"]]
HEADER = ["声音标题", "发布时间", "播放量", "点赞量", "评论量", "分享量"]
ROWS = [
    ["颂英烈 第1期", "2026-01-01 08:00", "1,200", "5", "3", "2"],
    ["颂英烈 第2期", "2026-01-08 08:00", "800", "6", "4", "1"],
]
TOTAL = ["合计", "", "2000", "11", "7", "3"]
TABLE = [*ABOVE, HEADER, *ROWS, TOTAL]
FIGURES = {"plays": 2000, "likes": 11, "comments": 7, "shares": 3}


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    made = Inside(root=bare.root)
    made.write("studio.yaml", "name: 声音馆\n")
    made.write("episodes/s/series.yaml", "title: 颂英烈\n")
    for number in (1, 2):
        made.episode(f"number: {number}\ntitle: 第{number}个\nsegments: [{{clip: assets/none.mp4}}]\n", number)
    return made


def platforms(studio: Workspace) -> dict[str, dict[str, float]]:
    (series,) = studio.json("reach", "report")["series"]
    found: dict[str, dict[str, float]] = series["platforms"]
    return found


def imported(studio: Workspace, path: Path, *options: str) -> dict[str, object]:
    (file,) = studio.json("reach", "import", str(path), *options)["files"]
    found: dict[str, object] = file
    return found


@pytest.mark.parametrize("name", ["荔枝", "猫耳FM", "学习强国", "Lizhi FM"])
@pytest.mark.parametrize("kind", ["utf-8-sig", "gb18030", "xlsx"])
def test_any_name_whole(studio: Workspace, tmp_path: Path, name: str, kind: str):
    path = tmp_path / f"a.{'xlsx' if kind == 'xlsx' else 'csv'}"
    path = xlsx_file(path, TABLE) if kind == "xlsx" else text_file(path, TABLE, encoding=kind)

    file = imported(studio, path, "--platform", name, "--learn")

    assert (file["platform"], file["rows"], file["matched"], file["skipped"]) == (name, 3, 2, {"total": 1})
    assert any(f"'{name}' is a platform that was not known before" in str(said) for said in file["warnings"])  # type: ignore[attr-defined]
    assert platforms(studio) == {name: FIGURES}

    # The next one needs no option, and is no news.
    rows = [*ABOVE[:1], ["导出时间：2026-04-30"], HEADER, [*ROWS[0][:2], "1500", *ROWS[0][3:]], ROWS[1], TOTAL]
    again = imported(studio, text_file(tmp_path / "b.csv", rows))
    assert (again["platform"], again["matched"]) == (name, 2)
    assert not any("not known before" in str(said) for said in again["warnings"])  # type: ignore[attr-defined]
    assert platforms(studio)[name]["plays"] == 2300


def test_its_name_in_every_form(studio: Workspace, tmp_path: Path):
    imported(studio, text_file(tmp_path / "a.csv", TABLE), "--platform", "猫耳FM")

    for form in ("table", "csv", "html"):
        for language in ("en", "zh"):
            assert "猫耳FM" in studio.run("--lang", language, "reach", "report", "--format", form).stdout
    assert "猫耳FM plays" in studio.run("reach", "report", "--by", "episode").stdout
    studio.run("--lang", "zh", "reach", "report", "-o", "a.xlsx")
    book = openpyxl.load_workbook(studio.root / "a.xlsx")
    assert ("猫耳FM", 2000) in {
        (row[0], cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert studio.run("reach", "report", "-o", "a.png").returncode == 0
    sentence, note = studio.run("reach", "report", "--press").stdout.splitlines()
    assert "在猫耳FM累计播放2000人次" in sentence
    assert "猫耳FM（截至2026年3月31日，播放：平台计法未知）" in note
    assert {work["platform"] for work in studio.json("reach", "match", "--all")["works"]} == {"猫耳FM"}
    assert "1,200" in studio.run("status").stdout


def test_a_near_name_is_asked_and_nothing_stored(studio: Workspace, tmp_path: Path):
    path = text_file(tmp_path / "a.csv", TABLE)

    error = studio.json("reach", "import", str(path), "--platform", "douyn", status=1)
    assert "unknown platform 'douyn'" in error["error"]
    assert "did you mean 'douyin'? if it is another one that voicehall does not know" in json.dumps(error)
    assert studio.json("reach", "match", "--all")["works"] == []

    imported(studio, path, "--platform", "douyn", "--new-platform", "--learn")
    assert platforms(studio) == {"douyn": FIGURES}
    # Its own format says so, and it is known from now on.
    rows = [HEADER, *ROWS]
    assert imported(studio, text_file(tmp_path / "b 2026-04-30.csv", rows))["platform"] == "douyn"
    assert (
        imported(studio, text_file(tmp_path / "c 2026-05-30.csv", [*rows, TOTAL]), "--platform", "Douyn")["platform"]
        == "douyn"
    )
    assert list(platforms(studio)) == ["douyn"]


def test_another_spelling_is_the_same_one(studio: Workspace, tmp_path: Path):
    imported(studio, text_file(tmp_path / "a.csv", TABLE), "--platform", "Lizhi FM")
    rows = [["episode", "date", "platform", "plays"], ["s/1", "2026-04-30", "lizhi fm", "1300"]]

    imported(studio, text_file(tmp_path / "b.csv", rows))

    assert list(platforms(studio)) == ["Lizhi FM"]
    error = studio.json("reach", "import", "a.csv", "--platform", "Lizhi", status=1)
    assert "did you mean 'Lizhi FM'" in json.dumps(error)


def test_names_in_a_column(studio: Workspace, tmp_path: Path):
    rows = [["episode", "date", "platform", "plays"]]
    rows += [["s/1", "2026-03-31", name, "100"] for name in ("荔枝", "猫耳FM", "抖音", "douyn", "全网", "合计")]

    file = imported(studio, text_file(tmp_path / "a.csv", rows))

    assert file["skipped"] == {"unknown-platform": 3}
    assert platforms(studio) == {name: {"plays": 100} for name in ("douyin", "猫耳FM", "荔枝")}
    said = " ".join(map(str, file["warnings"]))  # type: ignore[call-overload]
    assert "'荔枝' is a platform that was not known before" in said
    assert "unknown platform 'douyn', which is nearly 'douyin'" in said
    assert "'全网' is no platform" in said


def test_a_table_of_another_platform_is_not_taken_for_it(studio: Workspace, tmp_path: Path):
    """A call for all files of a folder does not turn Kuaishou's into those of a new platform, nor the other way."""
    rows = [["作品", "发布时间", "播放量", "完播率", "点赞量", "评论量", "收藏量", "分享量", "涨粉量"],
            ["颂英烈 第1期", "2026-01-01 08:00", "700", "20%", "1", "1", "1", "1", "1"]]  # fmt: skip
    path = text_file(tmp_path / "a 2026-03-31.csv", rows)

    (file,) = studio.json("reach", "import", str(path), "--platform", "荔枝", status=1)["files"]
    assert (file["status"], file["stored"]) == ("refused", 0)
    assert "not certainly of '荔枝'" in file["warnings"][0]
    (example,) = re.findall(r"--column '([^']*)'", file["warnings"][0])

    assert imported(studio, path, "--platform", "荔枝", "--column", example)["platform"] == "荔枝"
    assert platforms(studio)["荔枝"]["plays"] == 700


def test_a_format_of_usual_words_does_not_take_what_a_person_names_otherwise(studio: Workspace, tmp_path: Path):
    imported(studio, text_file(tmp_path / "a.csv", TABLE), "--platform", "荔枝", "--learn")
    path = text_file(tmp_path / "b 2026-04-30.csv", [HEADER, ["颂英烈 第1期", "2026-01-01 08:00", "99", "1", "1", "1"]])

    for name in ("ximalaya", "猫耳FM"):
        (file,) = studio.json("reach", "import", str(path), "--platform", name, status=1)["files"]
        assert (file["status"], file["stored"]) == ("refused", 0)
        assert f"not certainly of '{name}'" in file["warnings"][0]
    assert imported(studio, path, "--platform", "ximalaya", "--column", "播放量=plays", "--learn")["matched"] == 1
    assert {name: found["plays"] for name, found in platforms(studio).items()} == {"ximalaya": 99, "荔枝": 2000}

    # Both are known by the same columns now: the name decides, and nothing is guessed.
    rows = [HEADER, ["颂英烈 第1期", "2026-01-01 08:00", "120", "1", "1", "1"]]
    later = text_file(tmp_path / "c 2026-05-30.csv", rows)
    (file,) = studio.json("reach", "import", str(later), status=1)["files"]
    assert "fit several platforms equally well: 'ximalaya', '荔枝'" in file["warnings"][0]
    assert imported(studio, later, "--platform", "喜马拉雅")["platform"] == "ximalaya"
    again = imported(studio, later, "--platform", "荔枝")
    assert again["status"] == "already-imported"
    assert any("it was imported as a file of 'ximalaya' and stays one" in str(said) for said in again["warnings"])  # type: ignore[attr-defined]
    assert {name: found["plays"] for name, found in platforms(studio).items()} == {"ximalaya": 120, "荔枝": 2000}


def test_a_workbook_as_people_make_it(studio: Workspace, tmp_path: Path):
    """Merged titles with the words of headers in them, days as days, a formula in the totals, a note below."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["荔枝播客 · 声音播放量统计表"],
        ["统计周期：2026-03-01 至 2026-03-31"],
        HEADER,
        ["颂英烈 第1期", datetime(2026, 1, 1, 8), 1200, 5, 3, 2],
        ["颂英烈 第2期", datetime(2026, 1, 8), 800, 6, 4, 1],
        ["总计", None, "=SUM(C4:C5)", 11, 7, 3],
        ["注：数据每日更新"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A2:F2")
    book.save(tmp_path / "a.xlsx")

    file = imported(studio, tmp_path / "a.xlsx", "--platform", "荔枝")

    assert (file["as_of"], file["skipped"]) == ("2026-03-31T23:59:59", {"total": 1, "note": 1})
    assert platforms(studio) == {"荔枝": FIGURES}


@pytest.mark.parametrize(
    "word", ["合计", "总计", "Total", "小计", "合计：", "总计（2期）", "共计2期", "Grand Total", "平均"]
)
@pytest.mark.parametrize("numbered", [False, True])
def test_totals_are_no_works(studio: Workspace, tmp_path: Path, word: str, numbered: bool):
    first = [["序号"], [1], [2], [word]] if numbered else [[], [], [], []]
    rows = [HEADER, *ROWS, ["" if numbered else word, *TOTAL[1:]]]
    table = [*ABOVE, *([*one, *row] for one, row in zip(first, rows, strict=True))]
    path = text_file(tmp_path / "a.csv", table)

    file = imported(studio, path, "--platform", "荔枝", "--series", "s", "--learn")
    assert file["skipped"] == ({"note": 1} if word == "平均" else {"total": 1})
    assert platforms(studio) == {"荔枝": FIGURES}
    # What was learnt knows them too.
    later = text_file(tmp_path / "b.csv", [["导出时间：2026-04-30"], *table[2:]])
    assert imported(studio, later, "--series", "s")["skipped"] == file["skipped"]


def test_days_of_a_whole_account(studio: Workspace, tmp_path: Path):
    rows = [["日期", "播放量"], ["2026-03-01", "100"], ["2026-03-02", "150"], ["合计", "250"]]
    path = text_file(tmp_path / "a 2026-03-31.csv", rows)

    (refused,) = studio.json("reach", "import", str(path), status=1)["files"]
    assert "--platform" in refused["warnings"][0]
    file = imported(studio, path, "--platform", "荔枝", "--learn")

    assert (file["grain"], file["platform"], file["learned"]) == (
        "account-daily",
        "荔枝",
        "assets/reach-formats/荔枝.yaml",
    )
    assert any("--series" in str(said) for said in file["warnings"])  # type: ignore[attr-defined]
    report = studio.json("reach", "report")
    assert report["account"]["荔枝"]["plays"] == 250
    assert report["series"][0]["platforms"] == {}
    # The next one is known; of a series it is only where one says so.
    later = text_file(tmp_path / "b 2026-04-30.csv", [rows[0], ["2026-04-01", "70"]])
    assert imported(studio, later, "--series", "s")["grain"] == "work-daily"
    assert platforms(studio) == {"荔枝": {"plays": 70}}


def test_downloads_that_a_tool_may_have_seen_as_well_are_not_added(studio: Workspace, tmp_path: Path):
    rows = [["episode", "date", "platform", "downloads", "plays"]]
    rows += [["s/1", "2026-03-31", "荔枝", "40", "7"], ["s/1", "2026-03-31", "podcast-host", "450", ""]]
    imported(studio, text_file(tmp_path / "a.csv", rows))

    report = studio.json("reach", "report")
    assert report["series"][0]["platforms"]["荔枝"] == {"downloads": 40, "plays": 7}
    totals = report["series"][0]["totals"]
    assert (totals["downloads"], totals["plays"]) == (450, 7)
    assert any("the downloads of 荔枝 may be those that podcast host saw" in note["text"] for note in report["notes"])

    studio.write("studio.yaml", "name: 声音馆\nreach: {primary: {podcast: 荔枝}}\n")
    assert studio.json("reach", "report")["series"][0]["totals"]["downloads"] == 40


def test_alone_its_downloads_count(studio: Workspace, tmp_path: Path):
    rows = [["episode", "date", "platform", "downloads"], ["s/1", "2026-03-31", "荔枝", "40"]]
    imported(studio, text_file(tmp_path / "a.csv", rows))

    assert studio.json("reach", "report")["series"][0]["totals"]["downloads"] == 40


def test_an_account_in_studio_yaml(studio: Workspace, tmp_path: Path):
    studio.write("studio.yaml", "name: 声音馆\nreach: {accounts: {lizhi fm: {series: s}}}\n")
    rows = [HEADER, ["第1期 一个", "2026-01-01 08:00", "9", "1", "1", "1"]]
    studio.episode("number: 1\ntitle: 第1个\ndate: 2026-01-01\nsegments: [{clip: assets/none.mp4}]\n", 1)

    path = text_file(tmp_path / "a 2026-03-31.csv", rows)
    assert imported(studio, path, "--platform", "Lizhi FM")["matched"] == 1
    # It is spelled as it was first.
    assert platforms(studio)["lizhi fm"]["plays"] == 9
    assert not [note for note in studio.json("reach", "report")["notes"] if note["code"] == "missing-platform"]


def test_new_platform_alone_says_nothing(studio: Workspace):
    error = studio.json("reach", "import", str(studio.write("a.csv", as_text(TABLE))), "--new-platform", status=1)
    assert "--new-platform says of --platform" in error["error"]
