"""Figures brought in and their works matched, as a producer does it: tables in, decisions out and in again."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.e2e.conftest import Workspace
from tests.e2e.inside import Inside
from tests.reach.exports import DOUYIN, as_text, douyin, text_file, xlsx_file

TITLES = {1: "毛泽建：巾帼英烈", 2: "郭亮：工运先锋", 3: "夏明翰：就义诗"}
ROWS = [
    DOUYIN,
    douyin("【烈士塔下颂英烈】第001期 毛泽建", "2026-03-01 17:05:00", 播放量="12000", 点赞量="300"),
    douyin("她23岁牺牲", "2026-03-02 17:05:00", 播放量="900"),
    douyin('=HYPERLINK("http://x") 就义诗', "2026-03-03 17:05:00", 播放量="5000"),
    douyin("第3期预告", "2026-03-02 09:00:00"),
    douyin("试拍", "2026-03-02 10:00:00", 审核状态="自见"),
]


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    """A series of three episodes, 1 to 3 March; no media anywhere."""
    bare = Inside(root=bare.root)
    bare.write("studio.yaml", "name: 声音馆\nmusic: assets/none.mp3\n")
    for number, title in TITLES.items():
        clip = "segments: [{clip: assets/none.mp4}]"
        bare.episode(f"number: {number}\ntitle: {title}\ndate: 2026-03-0{number}\n{clip}\n", number)
    return bare


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path / "作品列表 导出 2026-03-31.xlsx", ROWS)


def test_the_document(studio: Workspace, export: Path):
    report = studio.json("reach", "import", str(export))

    (file,) = report.pop("files")
    assert report == {"voicehall": 1, "command": "reach import", "ok": True}
    assert len(file.pop("sha256")) == 64
    assert file.pop("stored") > 4
    assert file == {
        "path": str(export),
        "platform": "douyin",
        "format": "douyin-works",
        "grain": "work-cumulative",
        "as_of": "2026-03-31T23:59:59",
        "as_of_from": "name",
        "rows": 5,
        "matched": 1,
        "unmatched": 3,
        "skipped": {"private": 1},
        "warnings": [],
        "status": "imported",
    }


def test_imports_twice_counts_once(studio: Workspace, export: Path):
    first = studio.json("reach", "import", str(export))["files"][0]
    again = studio.json("reach", "import", str(export), "--as-of", "2026-04-30")["files"][0]

    assert (again.pop("status"), again.pop("stored")) == ("already-imported", 0)
    assert again == {name: value for name, value in first.items() if name not in ("status", "stored")}


def test_a_file_that_is_refused_stops_no_other(studio: Workspace, export: Path):
    studio.write("照片.xlsx", "\x89PNG")
    missing, picture, whole = studio.json("reach", "import", "没有.csv", "照片.xlsx", str(export), status=1)["files"]

    assert [file["status"] for file in (missing, picture, whole)] == ["refused", "refused", "imported"]
    assert missing["warnings"] == ["it cannot be read: No such file or directory"]
    assert (missing["rows"], missing["stored"]) == (0, 0)


def test_encodings_as_python_names_them(studio: Workspace, tmp_path: Path):
    for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        rows = [DOUYIN, douyin(f"第1期 {name}", "2026-03-01 17:05:00")]
        path = text_file(tmp_path / f"{name}.csv", rows, encoding=name)
        assert studio.json("reach", "import", str(path), "--as-of", "2026-03-31")["files"][0]["encoding"] == name


def test_the_series_of_a_whole_file(studio: Workspace, tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [DOUYIN, douyin("第2期 她的故事", "2025-01-01 10:00:00")])

    (file,) = studio.json("reach", "import", str(path), "--series", "s", "--as-of", "2026-03-31")["files"]
    (work,) = studio.json("reach", "match", "--all")["works"]

    assert (file["matched"], work["episode"], work["how"]) == (1, "s/2", "number")


def test_wishes_that_cannot_be_met(studio: Workspace, export: Path):
    for options, words in (
        (["--series", "lieshita"], "unknown series 'lieshita'"),
        (["--platform", "douyn"], "unknown platform 'douyn'"),
        (["--as-of", "2026-02-30"], "--as-of '2026-02-30'"),
        (["--as-of", "2098-01-01"], "is in the future"),
        (["--account", "一\n二"], "--account takes a name"),
    ):
        assert words in studio.json("reach", "import", str(export), *options, status=1)["error"]
    assert studio.json("reach", "match", "--all")["works"] == []


def test_how_columns_were_understood_without_storing(studio: Workspace, export: Path):
    (file,) = studio.json("reach", "import", str(export), "--explain", "--dry-run")["files"]

    columns = {column["header"]: column["means"] for column in file["explanation"]["columns"]}
    assert (columns["播放量"], columns["作品名称"]) == ("plays", "title")
    assert (file["status"], file["rows"], file["stored"]) == ("planned", 5, 0)
    assert studio.json("reach", "match", "--all")["works"] == []
    assert "播放量: plays" in studio.run("reach", "import", str(export), "--explain").stdout


def test_what_is_said_on_the_terminal(studio: Workspace, export: Path):
    done = studio.run("reach", "import", str(export), "没有.csv")

    assert done.returncode == 1
    assert done.stdout == (
        f"{export}: imported: Douyin, figures of works since publication, as of 2026-03-31: 5 rows, 1 matched, "
        "2 of no known episode, 1 of no episode, 1 private\n"
        "没有.csv: refused: it cannot be read: No such file or directory\n"
        "2 files: 1 imported, 1 refused\n"
        "hint: 'voicehall reach match' shows the works whose episode is not known\n"
    )


def test_a_mistake_in_studio_yaml_stops_it(studio: Workspace, export: Path):
    studio.write("studio.yaml", "name: 声音馆\nreach: {accounts: {douyin: {series: lieshita}}}\n")

    report = studio.json("reach", "import", str(export), status=1)

    assert report["diagnostics"][0]["code"] == "unknown-series"
    assert not (studio.root / ".voicehall").exists()


def test_the_account_says_the_series(studio: Workspace, tmp_path: Path):
    studio.write("studio.yaml", "name: 声音馆\nreach: {accounts: {douyin/红: s}}\n")
    rows = [DOUYIN, douyin("第2期 她的故事", "2026-03-05 10:00:00")]
    path = text_file(tmp_path / "a.csv", rows)
    other = text_file(tmp_path / "b.csv", rows, encoding="gb18030")

    (mine,) = studio.json("reach", "import", str(path), "--account", "红", "--as-of", "2026-03-31")["files"]
    (theirs,) = studio.json("reach", "import", str(other), "--account", "绿", "--as-of", "2026-03-31")["files"]

    assert (mine["matched"], theirs["matched"]) == (1, 0)


def test_an_episode_that_comes_later_is_found(studio: Workspace, tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [DOUYIN, douyin("烈士塔下颂英烈 第4期", "2026-03-05 10:00:00")])
    (before,) = studio.json("reach", "import", str(path), "--as-of", "2026-03-31")["files"]
    studio.episode("number: 4\ntitle: 后来人\n", 4)

    assert before["matched"] == 0
    assert studio.json("reach", "match")["unmatched"] == 0


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_decisions_out_and_in(studio: Workspace, export: Path):
    studio.json("reach", "import", str(export))
    listed = studio.json("reach", "match")
    studio.json("reach", "match", "--export", "unmatched.csv")
    unmatched = studio.root / "unmatched.csv"
    formula, sad = table(unmatched)

    assert [work["title"] for work in listed["works"]] == ['=HYPERLINK("http://x") 就义诗', "她23岁牺牲"]
    assert (listed["matched"], listed["unmatched"], listed["none"], listed["private"]) == (1, 2, 1, 1)
    assert unmatched.read_bytes().startswith(
        b"\xef\xbb\xbfplatform,account,work_id,title,published,plays,candidates,ep"
    )
    assert formula["title"] == '\'=HYPERLINK("http://x") 就义诗'
    assert formula["candidates"].startswith("s/3 夏明翰：就义诗")
    assert (sad["platform"], sad["work_id"], sad["plays"], sad["episode"]) == ("douyin", "2026-03-02T17:05", "900", "")

    formula["episode"], sad["episode"] = "s/3", "none"
    decided = [list(formula), list(formula.values()), list(sad.values())]
    unmatched.write_bytes(as_text(decided).encode("gb18030"))
    applied = studio.json("reach", "match", "--apply", "unmatched.csv")

    assert (applied["applied"], applied["unmatched"], applied["works"]) == (2, 0, [])
    assert studio.json("reach", "match", "--apply", "unmatched.csv")["applied"] == 0
    assert studio.json("reach", "import", str(export))["files"][0]["matched"] == 2


def test_decisions_are_taken_all_or_none(studio: Workspace, export: Path):
    studio.json("reach", "import", str(export))
    studio.json("reach", "match", "--export", "u.csv")
    rows = [list(row.values()) for row in table(studio.root / "u.csv")]
    rows[0][-1], rows[1][-1] = "s/3", "s/77"
    text_file(studio.root / "u.csv", [list(table(studio.root / "u.csv")[0]), *rows])

    report = studio.json("reach", "match", "--apply", "u.csv", status=1)

    assert [(one["file"], one["line"], one["message"]) for one in report["diagnostics"]] == [
        ("u.csv", 3, "there is no episode 's/77'")
    ]
    assert studio.json("reach", "match")["unmatched"] == 2


def test_a_wrong_match_is_seen_and_overruled(studio: Workspace, export: Path):
    studio.json("reach", "import", str(export))
    studio.json("reach", "match", "--all", "--export", "all.csv")
    rows = table(studio.root / "all.csv")
    (wrong,) = (row for row in rows if row["episode"] == "s/1")
    wrong["episode"] = "s/2"
    text_file(studio.root / "all.csv", [list(wrong), *(list(row.values()) for row in rows)])

    applied = studio.json("reach", "match", "--apply", "all.csv", "--all")

    assert applied["applied"] == 1
    assert {work["title"]: (work["episode"], work["how"]) for work in applied["works"]} == {
        "【烈士塔下颂英烈】第001期 毛泽建": ("s/2", "decided"),
        '=HYPERLINK("http://x") 就义诗': ("", "open"),
        "她23岁牺牲": ("", "open"),
        "第3期预告": ("none", "about"),
    }


def test_decisions_follow_renumbered_episodes(studio: Workspace, export: Path):
    studio.json("reach", "import", str(export))
    text_file(studio.root / "d.csv", [["platform", "work_id", "episode"], ["douyin", "2026-03-02T17:05", "s/2"]])
    studio.json("reach", "match", "--apply", "d.csv")

    studio.json("renumber", "s/2", "3", "--swap")

    works = {work["title"]: work["episode"] for work in studio.json("reach", "match", "--all")["works"]}
    assert works["她23岁牺牲"] == "s/3"


def test_what_match_says_on_the_terminal(studio: Workspace, tmp_path: Path):
    path = text_file(
        tmp_path / "a.csv", [DOUYIN, douyin("烈士塔下颂英烈 第1期 郭亮", "2026-03-05 10:00:00", 播放量="1234")]
    )
    studio.json("reach", "import", str(path), "--as-of", "2026-03-31")

    assert studio.run("reach", "match").stdout == (
        "Douyin 2026-03-05 1,234  烈士塔下颂英烈 第1期 郭亮\n"
        "    its number says s/1, its title s/2\n"
        "    s/1  毛泽建：巾帼英烈\n"
        "    s/2  郭亮：工运先锋\n"
        "    s/3  夏明翰：就义诗\n"
        "0 matched, 1 of no known episode\n"
        "hint: 'voicehall reach match --export unmatched.csv' writes them into a table to fill in\n"
    )


def test_an_empty_workspace_counts_nothing(bare: Workspace, export: Path):
    report = bare.json("reach", "import", str(export))

    assert (report["files"][0]["matched"], report["files"][0]["unmatched"]) == (0, 4)
    assert bare.run("reach", "match", "--export", "x/u.csv").stdout.startswith("x/u.csv\n")


def test_json_is_one_document(studio: Workspace, export: Path):
    done = studio.run("reach", "import", str(export), "没有.csv", "--json")

    assert json.loads(done.stdout)["ok"] is False


def test_a_table_that_names_platforms_is_told_with_them(studio: Workspace):
    rows = [["episode", "date", "platform", "plays"], ["s/1", "2026-03-31", "喜马拉雅", 5]]
    one = text_file(studio.root / "喜马拉雅.csv", rows)
    two = text_file(studio.root / "两家.csv", [*rows, ["s/2", "2026-03-31", "douyin", 6]])

    files = studio.json("reach", "import", str(one), str(two))["files"]

    assert [(file["platform"], file["matched"]) for file in files] == [("ximalaya", 1), ("douyin, ximalaya", 2)]


def test_a_platform_without_a_format(studio: Workspace):
    """Asked what is doubtful, learnt, and known the next time without a word."""
    header = ["声音标题", "发布时间", "播放量", "转发量"]
    rows = [["喜马拉雅主播中心"], header, ["烈士塔下颂英烈 第1期", "2026-01-01 08:00", "1200", "5"]]
    first = text_file(studio.root / "声音 2026-03-31.csv", rows)
    more = text_file(studio.root / "声音 2026-04-30.csv", [*rows[:2], [*rows[2][:2], "1500", "7"]])

    asked = studio.run("reach", "import", str(first), "--platform", "ximalaya", "--json")
    (refused,) = json.loads(asked.stdout)["files"]
    assert (asked.returncode, refused["status"]) == (1, "refused")
    assert [one["choices"] for one in refused["questions"]] == [["shares", "reposts", "-"]]

    answer = ("--platform", "喜马拉雅", "--column", "转发量=shares", "--learn")
    (learnt,) = studio.json("reach", "import", str(first), *answer)["files"]
    assert (learnt["status"], learnt["stored"]) == ("imported", 2)
    assert learnt["learned"] == "assets/reach-formats/ximalaya.yaml"
    assert [(one["header"], one["means"]) for one in learnt["explanation"]["columns"]] == [
        ("声音标题", "title"), ("发布时间", "published"), ("播放量", "plays"), ("转发量", "shares"),
    ]  # fmt: skip

    (known,) = studio.json("reach", "import", str(more))["files"]
    assert (known["format"], known["platform"], known["stored"]) == ("ximalaya", "ximalaya", 2)


def test_days_without_works_are_of_the_series_that_is_named(studio: Workspace):
    path = text_file(studio.root / "日.csv", [["日期", "播放量"], ["2026-03-01", "40"], ["2026-03-02", "45"]])
    (series, *_) = [one["series"] for one in studio.json("reach", "report")["series"]]

    (account,) = studio.json("reach", "import", str(path), "--platform", "ximalaya", "--dry-run")["files"]
    (days,) = studio.json("reach", "import", str(path), "--platform", "ximalaya", "--series", series)["files"]

    assert account["grain"] == "account-daily"
    assert any("--series" in said for said in account["warnings"])
    assert (days["grain"], days["stored"], days["matched"]) == ("work-daily", 2, 2)
    (report,) = [one for one in studio.json("reach", "report")["series"] if one["series"] == series]
    assert report["platforms"]["ximalaya"]["plays"] == 85
    assert not any("ximalaya" in one["platforms"] for one in report["episodes"])
