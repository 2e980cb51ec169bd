"""The report as a producer asks for it: tables of platforms in, figures and the monthly sentence out."""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from tests.e2e.command import ROOT
from tests.e2e.conftest import Workspace
from tests.e2e.devtools import Browser
from tests.e2e.inside import Inside
from tests.e2e.looks import problems
from tests.programs import program
from tests.reach.exports import DOUYIN, douyin, text_file, xlsx_file

ARTICLES = [
    ["内容标题", "发表时间", "总阅读人数", "总阅读次数", "总分享人数", "总分享次数", "阅读后关注人数", "送达人数",
     "公众号消息阅读次数", "送达阅读率", "首次分享次数", "分享产生阅读次数", "首次分享率", "每次分享带来阅读次数",
     "阅读完成率", "内容url"],
    ["第1期 毛泽建", "20260301", "94", "163", "7", "10", "0", "2112", "79", "0.0374", "5", "69", "0.0633", "6.9",
     "0.6889", "http://mp.weixin.qq.com/s/a"],
]  # fmt: skip
TITLES = {1: "毛泽建：巾帼英烈", 2: "=郭亮：工运先锋", 3: "夏明翰：就义诗"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three episodes without media; Douyin at the end of February and March, an article, own downloads, a class."""
    made = Inside(root=tmp_path_factory.mktemp("report") / "声音馆 工作区")
    made.write("studio.yaml", "name: 声音馆\nreach: {accounts: {bilibili: {series: s}, wechat-article: {series: s}}}\n")
    made.write("episodes/s/series.yaml", "title: 烈士塔下颂英烈\n")
    for number, title in TITLES.items():
        clip = "segments: [{clip: assets/none.mp4}]"
        made.episode(f"number: {number}\ntitle: '{title}'\ndate: 2026-0{number}-01\n{clip}\n", number)
    folder = made.root / "导出"
    folder.mkdir()
    for month, plays in (("2026-02-28", (20_000, 900)), ("2026-03-31", (29_161, 1_000))):
        rows = [
            douyin("烈士塔下颂英烈 第1期", "2026-01-01 17:05:00", 播放量=str(plays[0]), 点赞量="300", 分享量="21"),
            douyin("烈士塔下颂英烈 第2期", "2026-02-01 17:05:00", 播放量=str(plays[1]), 点赞量="0", 分享量="0"),
            douyin("试拍", "2026-02-02 10:00:00", 播放量="7"),
        ]
        xlsx_file(folder / f"作品列表导出 {month}.xlsx", [DOUYIN, *rows])
    text_file(folder / "图文 2026-03-31.csv", ARTICLES)
    text_file(folder / "自有 2026-03-31.csv", [["episode", "platform", "downloads"], ["s/1", "podcast-host", "450"],
              ["s/1", "op3", "500"]])  # fmt: skip
    text_file(folder / "课堂 2026-03-31.csv", [["日期", "期数", "系列", "人数"], ["2026-03-05", "3", "s", "42"]])
    made.json("reach", "import", *(str(path) for path in sorted(folder.iterdir())))
    return made


def test_the_document(studio: Workspace):
    report = studio.json("reach", "report")
    (series,) = report["series"]
    first, second, third = series["episodes"]

    assert (report["voicehall"], report["command"], report["ok"]) == (1, "reach report", True)
    assert report["as_of"] == "2026-03-31"
    assert (first["number"], first["title"]) == (1, TITLES[1])
    assert first["platforms"]["douyin"]["plays"] == 29_161
    assert first["platforms"]["wechat-article"] | {"reads": 163, "readers": 94} == first["platforms"]["wechat-article"]
    assert first["totals"]["plays_and_reads"] == 29_324
    assert (second["totals"]["plays"], second["totals"]["likes_and_shares"]) == (1000, 0)
    assert not second["totals"].keys() & {"reads", "downloads"}
    assert (third["platforms"], third["totals"]) == ({"classroom": {"attendance": 42}}, {})
    assert series["totals"]["downloads"] == 450
    assert series["platforms"]["op3"] == {"downloads": 500}
    assert {note["code"] for note in report["notes"]} >= {"unmatched", "overlap", "missing-platform", "people"}
    assert {Path(source["path"]).name for source in report["sources"]} == {
        "作品列表导出 2026-03-31.xlsx", "图文 2026-03-31.csv", "自有 2026-03-31.csv", "课堂 2026-03-31.csv",
    }  # fmt: skip


def test_as_it_was_known_then(studio: Workspace):
    report = studio.json("reach", "report", "s", "--as-of", "2026-03-01")

    assert report["as_of"] == "2026-03-01"
    assert report["series"][0]["totals"]["plays"] == 20_900


def test_what_was_gained(studio: Workspace):
    since = studio.json("reach", "report", "--since", "2026-02-28")
    months = studio.json("reach", "report", "--by", "month")["months"]

    assert since["gains"]["totals"]["plays"] == {"value": 9261, "from": "2026-02-28", "to": "2026-03-31"}
    assert [month["to"] for month in months][-1] == "2026-03-31"
    assert months[-1]["totals"]["plays"]["value"] == 9261


def test_months_add_up_to_what_was_gained(studio: Workspace, tmp_path: Path):
    """Also of a work that was counted for the first time after the period began: its gain in it is not known."""
    studio = Workspace(copytree(studio.root, tmp_path / "工作区"))
    for day, plays in (("2026-03-10", "1000"), ("2026-04-10", "2011")):
        rows = [
            ["title", "published", "platform", "plays"],
            ["烈士塔下颂英烈 第3期", "2025-12-30 08:00", "快手", plays],
        ]
        studio.json("reach", "import", str(text_file(studio.root / f"快手 {day}.csv", rows)))

    report = studio.json("reach", "report", "--since", "2026-02-28", "--by", "month")
    plays = [month["totals"]["plays"]["value"] for month in report["months"] if "plays" in month["totals"]]

    assert sum(plays) == report["gains"]["totals"]["plays"]["value"] == 9261
    assert "9,261" in studio.run("reach", "report", "--since", "2026-02-28").stdout


def test_a_month_beside_the_one_before(studio: Workspace, tmp_path: Path):
    studio = Workspace(copytree(studio.root, tmp_path / "工作区"))
    rows = [
        douyin("烈士塔下颂英烈 第1期", "2026-01-01 17:05:00", 播放量="15000", 点赞量="100", 分享量="1"),
        douyin("烈士塔下颂英烈 第2期", "2026-02-01 17:05:00", 播放量="0", 点赞量="0", 分享量="0"),
    ]
    studio.json("reach", "import", str(xlsx_file(studio.root / "作品列表导出 2026-01-31.xlsx", [DOUYIN, *rows])))
    report = studio.json("reach", "report", "--period", "2026-03")
    text = studio.run("reach", "report", "--period", "2026-03", "--quiet", env={"COLUMNS": "200"}).stdout

    assert (report["as_of"], report["gains"]["from"]) == ("2026-03-31", "2026-02-28")
    assert (report["before"]["from"], report["before"]["to"]) == ("2026-01-31", "2026-02-28")
    assert report["before"]["totals"]["plays"]["value"] == 5900
    assert report["before"]["changes"]["plays"] == {"difference": 3361, "rate": 0.569661}
    assert report["before"]["changes"]["reads"] == {"not_comparable": {"nothing-before": []}}
    assert re.search(r"plays +9,261 +5,900 +\+3,361 +\+57.0%", text)
    assert re.search(r"reads +163 +not comparable: nothing is known of the period before", text)
    same = studio.json("reach", "report", "--since", "2026-02-28", "--compare")
    assert same["before"] == report["before"]


def test_every_figure_leads_to_its_row(studio: Workspace):
    figures = studio.json("reach", "report", "--sources")["figures"]
    (found,) = [one for one in figures if one["value"] == 29_161]

    assert (found["series"], found["number"], found["metric"], found["row"]) == ("s", 1, "plays", 2)
    assert Path(found["path"]).name == "作品列表导出 2026-03-31.xlsx"
    assert len(found["sha256"]) == 64


def test_the_sentence_comes_first(studio: Workspace):
    sentence, footnote = studio.run("reach", "report", "--press").stdout.splitlines()

    assert sentence == (
        "截至2026年3月31日，《烈士塔下颂英烈》共3期在抖音、微信公众号和播客托管平台累计播放、阅读和下载3万余人次，"
        "转发和点赞331人次，另有现场放映到场42人次。"
    )
    assert footnote.startswith("注：")
    for expected in ("抖音（截至2026年3月31日", "OP3", "仅供对照", "哔哩哔哩", "尚未对应到期"):
        assert expected in footnote
    assert studio.json("reach", "report", "--press")["press"] == {"sentence": sentence, "footnote": footnote}


def test_the_sentence_of_a_month(studio: Workspace):
    sentence, _ = studio.run("reach", "report", "--press", "--since", "2026-02-28").stdout.splitlines()

    # From the end of 28 February on.
    assert sentence.startswith("2026年3月，《烈士塔下颂英烈》")
    # The article came out meanwhile: it began with nothing. Of the downloads no earlier count is known.
    assert "在抖音和微信公众号新增播放和阅读9424人次" in sentence


def test_tables_on_the_terminal(studio: Workspace):
    by_platform = studio.run("reach", "report").stdout
    by_episode = studio.run("reach", "report", "--by", "episode").stdout

    assert "figures as of 2026-03-31" in by_platform
    assert "烈士塔下颂英烈 (s)" in by_platform
    assert "30,161" in by_platform
    assert "for comparison only: OP3 (500 downloads)" in by_platform
    assert "毛泽建：巾帼英烈" in by_episode
    assert studio.run("reach", "report", "--quiet").stdout.count("\n- ") == 0


def test_sheets(studio: Workspace):
    text = studio.run("reach", "report", "--by", "episode", "--format", "csv").stdout
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert [row[1] for row in rows[1:4]] == [TITLES[1], f"'{TITLES[2]}", TITLES[3]]
    shown = studio.run("reach", "report", "--by", "episode", "-o", "表/传播 三月.xlsx")
    sheet = openpyxl.load_workbook(studio.root / "表/传播 三月.xlsx").worksheets[0]
    assert shown.stdout.strip() == "表/传播 三月.xlsx"
    assert (sheet.cell(2, 3).value, sheet.cell(3, 2).value) == (29_324, TITLES[2])
    assert [path.name for path in (studio.root / "表").iterdir()] == ["传播 三月.xlsx"]


def test_a_form_that_is_no_text_finds_a_place_of_its_own(studio: Workspace):
    assert studio.json("reach", "report", "--format", "png", "--by", "month")["output"] == "reach-2026-03-31.png"
    assert Image.open(studio.root / "reach-2026-03-31.png").format == "PNG"


def test_json_is_a_form_too(studio: Workspace):
    printed = json.loads(studio.run("reach", "report", "--format", "json").stdout)

    assert printed == studio.json("reach", "report")


PROBE = """<script>
const input = document.querySelector("input[type=search]")
input.value = "夏明翰"
input.dispatchEvent(new Event("input"))
document.body.dataset.seen = JSON.stringify({
  left: [...document.querySelectorAll(".list tbody tr:not(.sum):not([hidden])")].map(row => row.cells[1].textContent),
  sideways: document.documentElement.scrollWidth > innerWidth,
  asked: performance.getEntriesByType("resource").map(entry => entry.name),
  bars: [...document.querySelectorAll("#sheet .track > .bar")].map(bar => Math.round(bar.getBoundingClientRect().width))
})
</script></body>"""


@pytest.mark.parametrize("size", ["1200,900", "500,900"])
def test_the_page_opens_from_a_stick(studio: Workspace, tmp_path: Path, size: str):
    studio.json("reach", "report", "--format", "html", "-o", "报告.html")
    page = tmp_path / "一根 U 盘.html"
    text = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", (studio.root / "报告.html").read_text("utf-8")
    )
    page.write_text(text.replace("</body>", PROBE), encoding="utf-8")
    done = subprocess.run(
        [program("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND", f"--window-size={size}",
         "--dump-dom", page.as_uri()],
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    seen = json.loads(html.unescape(re.findall(r'data-seen="([^"]*)"', done.stdout)[0]))

    assert seen["left"] == [TITLES[3]]
    assert (seen["sideways"], seen["asked"]) == (False, [])
    assert max(seen["bars"]) == seen["bars"][0] > 100


def test_the_board_knows_too(studio: Workspace):
    rows = studio.json("status")["episodes"]

    assert [(row["plays"], row["reads"], row["downloads"]) for row in rows] == [
        (29_161, 163, 450), (1000, None, None), (None, None, None),
    ]  # fmt: skip
    assert "29,161; 163 reads; 450 downloads" in studio.run("status").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("t",), 1, "unknown series 't'\nhint: known: s"),
        (("--since", "2026-03-31"), 1, "there are no figures after 2026-03-31: the newest are of 2026-03-31"),
        (("--as-of", "2026-02-30"), 2, "'2026-02-30' does not match the format"),
        (("--compare",), 2, "--compare goes with --since or --period"),
        (("--period", "2026-13"), 2, "'2026-13' is no period: a month is 2026-03"),
        (("--period", "2026-03", "--since", "2026-02-28"), 2, "it goes without --since and --as-of"),
        (("--press", "--format", "xlsx"), 2, "--press prints a sentence"),
        (("-o", "episodes/s"), 1, "cannot write 'episodes/s': "),
    ],
)
def test_what_cannot_be_is_said(studio: Workspace, arguments: tuple[str, ...], status: int, message: str):
    done = studio.run("reach", "report", *arguments)

    assert done.returncode == status
    assert message in done.stderr
    assert not list((studio.root / "episodes").glob(".*"))


def test_a_workspace_without_figures_reports_that(bare: Workspace):
    report = Inside(root=bare.root).json("reach", "report")

    assert (report["series"][0]["totals"], report["sources"]) == ({}, [])


def test_only_what_is_asked_for_is_loaded(studio: Workspace):
    command = [sys.executable, "-X", "importtime", "-m", "cli", "reach", "report"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=studio.root, env=environment, capture_output=True, encoding="utf-8", check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert "sqlalchemy" in loaded
    assert not {"matplotlib", "openpyxl", "jinja2", "av", "PIL"} & loaded


@pytest.mark.parametrize("arguments", [(), ("--period", "2026-03")])
def test_the_page_is_as_every_page_should_be(
    studio: Workspace, browser: Browser, tmp_path: Path, arguments: tuple[str, ...]
):
    page = tmp_path / "报告.html"
    studio.json("reach", "report", *arguments, "-o", str(page))

    assert problems(browser, page.as_uri(), widths=(320, 1440)) == []


def test_names_and_figures_of_bars_stand_beside_each_other(studio: Workspace, browser: Browser, tmp_path: Path):
    page = tmp_path / "报告.html"
    studio.json("reach", "report", "-o", str(page))
    over = """[...document.querySelectorAll('.bars li:has(.said)')].map(one => {
        const ends = what => { const range = document.createRange(); range.selectNodeContents(one.querySelector(what))
            return range.getBoundingClientRect() }
        const [a, b] = [ends('.name'), ends('.said')]
        return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom })"""

    for width in (320, 390, 1440):
        found = browser.page(width, 844).open(page.as_uri()).tell(over)
        assert len(found) > 2 and not any(found), width


def test_the_first_sheet_is_one_page_of_paper(studio: Workspace, browser: Browser, tmp_path: Path):
    page = tmp_path / "报告.html"
    studio.json("reach", "report", "-o", str(page))
    paper = tmp_path / "报告.pdf"
    paper.write_bytes(browser.page().open(page.as_uri()).paper())
    pages = [one.get_textpage().get_text_range() for one in PdfDocument(paper)]

    assert "盖章" in pages[0] or "Seal" in pages[0]
    assert not any("Compiled by" in text for text in pages[1:])
    assert "To be quoted" in pages[1]
