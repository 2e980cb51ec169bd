"""A report's forms: tables that line up, sheets that run nothing, charts, and a page that needs no network."""

import csv
import io
import re
from dataclasses import replace
from datetime import date as Date
from datetime import datetime
from html.parser import HTMLParser

import openpyxl
import pytest
from PIL import Image
from rich.cells import cell_len

from pipeline.messages import speaking
from pipeline.reach.observation import KnownEpisode
from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.charts.png import chart
from pipeline.reach.report.csv import csv_text, harmless
from pipeline.reach.report.data import Fact
from pipeline.reach.report.gains import Gain, Gains, gains
from pipeline.reach.report.growth import Curves
from pipeline.reach.report.page.page import report_page
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By, tables, traced
from pipeline.reach.report.terminal import table_text
from pipeline.reach.report.xlsx import xlsx_bytes
from tests.reach.stage import ROUNDED, Stage, listed, march

WAYS: tuple[By, ...] = ("platform", "episode", "series", "month")
ATTACK = "=cmd|'/c calc'!A1"


@pytest.fixture
def report() -> ReachReport:
    """Two series, all kinds of figures, three months of which one is unknown, and growth."""
    stage = Stage(series=(listed(), listed("hongse", "红色家书")))
    stage.work("douyin", 1, plays=12_345, likes=321, completion_rate=0.0245)
    stage.work("douyin", 2, plays=12_000, bounds={"plays": ROUNDED})
    stage.work("wechat-article", 1, reads=100_000, bounds={"reads": (100_000, None)}, readers=94)
    stage.work("podcast-host", 1, downloads=450)
    stage.work("op3", 1, downloads=500)
    stage.work("classroom", 3, attendance=42)
    stage.work("bilibili", plays=7, about={"title": ATTACK})
    stage.work("bilibili", 1, series="hongse", plays=9, about={"title": "<script>alert(1)</script>"})
    known = stage.data
    curves = Curves(metric="plays", by_episode={1: {1: 10, 7: 70}, 2: {1: 12, 7: 60}, 3: {1: 8, 7: 100}})
    gain = Gain(Amount.of(500), Date(2026, 1, 31), Date(2026, 2, 28))
    months = (
        Gains(start=Date(2025, 12, 31), stop=Date(2026, 1, 31)),
        Gains(start=Date(2026, 1, 31), stop=Date(2026, 2, 28), by_series={"lieshita": {"plays": gain}}),
        Gains(start=Date(2026, 2, 28), stop=march(31), by_series={"lieshita": {"plays": gain, "reads": gain}}),
    )
    return ReachReport(data=known, months=months, curves={("lieshita", "douyin"): curves})


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


class TestText:
    @pytest.mark.parametrize("by", WAYS)
    def test_columns_line_up_although_chinese_is_wide(self, report: ReachReport, by: By):
        for table in tables(report, by):
            lines = [line for line in table_text(table, terminal=False).splitlines() if line.strip()]
            ends = {cell_len(line) for line in lines[1:2]}
            assert max(cell_len(line) for line in lines) <= max(ends)

    def test_a_table_of_platforms(self, report: ReachReport):
        text = table_text(tables(report, "platform")[1], terminal=False)

        assert [line.split() for line in text.splitlines() if line.strip(" ─")] == [
            ["platform", "works", "plays", "figures", "as", "of"],
            ["bilibili", "1", "9", "2026-03-31"],
            ["total", "1", "9"],
        ]

    def test_every_platform_has_the_sums_that_the_last_line_has(self):
        stage = Stage()
        stage.work("bilibili", 1, plays=100)
        stage.work("wechat-article", 1, plays=5, reads=30)
        (table,) = tables(stage.report, "platform")
        at = [column.name for column in table.columns].index("plays_and_reads")

        assert [row[at] for row in table.rows] == [Amount.of(35), Amount.of(100), Amount.of(135)]

    def test_bounds_are_seen(self, report: ReachReport):
        text = table_text(tables(report, "platform")[0], terminal=False)

        assert {"≥23,845", "≥100,000", "2.5%", "≥123,845"} <= set(text.split())

    def test_what_does_not_fit_a_terminal_is_named(self, report: ReachReport, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("COLUMNS", "40")
        text = re.sub(r"\x1b\[[\d;]*m", "", table_text(tables(report, "platform")[0], terminal=True))

        assert "(no room for: " in text
        assert max(cell_len(line) for line in text.splitlines()[:-1]) <= 40

    def test_a_long_title_is_folded_to_what_the_others_leave(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("COLUMNS", "40")
        stage = Stage(
            series=(replace(listed(), episodes=(KnownEpisode(series="lieshita", number=1, title="一" * 30),)),)
        )
        stage.work("douyin", 1, plays=5)
        text = re.sub(r"\x1b\[[\d;]*m", "", table_text(tables(stage.report, "episode")[0], terminal=True))

        assert text.splitlines()[:5] == [
            f" episode  title{' ' * 16}  plays",
            f" {'─' * 37}",
            f"       1  {'一' * 10}       5",
            f"          {'一' * 10}",
            f"          {'一' * 10}",
        ]


class TestCsv:
    def test_is_what_excel_opens(self, report: ReachReport):
        with speaking("zh"):
            (header, *rows) = rows_of(csv_text(tables(report, "series")))

        assert header[:5] == ["系列", "名称", "期数", "播放和阅读", "播放和阅读（至少）"]
        assert rows[1][:3] == ["hongse", "红色家书", "1"]
        assert rows[2][0] == "合计"

    def test_what_nobody_reported_is_empty_and_bounds_stand_beside(self, report: ReachReport):
        (header, *rows) = rows_of(csv_text(tables(report, "platform")[:1]))
        douyin, articles = (dict(zip(header, row, strict=True)) for row in rows[:2])

        assert (douyin["plays"], douyin["plays (at least)"], douyin["plays (at most)"]) == ("23845", "23845", "24844")
        assert (articles["reads"], articles["reads (at most)"], articles["likes"]) == ("100000", "", "")

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\u3000=1", "\r=1"])
    def test_nothing_is_run(self, text: str):
        assert harmless(text) == f"'{text}"

    def test_ordinary_titles_stay(self):
        assert harmless("毛泽建：巾帼英烈") == "毛泽建：巾帼英烈"

    def test_negative_gains_are_numbers(self):
        fallen = Gain(Amount.of(-5), march(1), march(31))
        month = Gains(start=march(1), stop=march(31), by_series={"s": {"plays": fallen}})
        report = ReachReport(data=Stage().data, months=(month,))

        assert rows_of(csv_text(tables(report, "month")))[1] == [
            "2026-03",
            "-5",
            "2026-03-01",
            "2026-03-31",
        ]


class TestWorkbook:
    def test_numbers_are_numbers_and_titles_are_text(self):
        stage = Stage()
        stage.work("douyin", 1, plays=12_345, completion_rate=0.0245, about={"title": ATTACK})
        report = stage.report
        with speaking("zh"):
            data = xlsx_bytes([*tables(report, "platform"), traced(report)], [ATTACK])
        book = openpyxl.load_workbook(io.BytesIO(data))
        figures, sources, notes = book.worksheets

        assert [cell.value for cell in figures[2]][:4] == ["抖音", 1, 12_345, 0.0245]
        assert figures.cell(2, 4).number_format == "0.0%"
        assert (sources.cell(2, 4).value, sources.cell(2, 4).data_type) == (ATTACK, "s")
        assert (notes.cell(1, 1).value, notes.cell(1, 1).data_type) == (ATTACK, "s")

    def test_names_of_sheets_are_legal_and_apart(self):
        stage = Stage(
            series=(listed("a", "很长的系列名称" * 9), listed("b", "很长的系列名称" * 9), listed("c", "a/b:[c]*?"))
        )
        data = xlsx_bytes(tables(stage.report, "platform"), [])
        names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames

        assert len(set(names)) == 4
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)

    def test_control_characters_do_not_break_it(self):
        stage = Stage()
        stage.work("douyin", 1, plays=1, about={"title": "a\x00b\x1f"})

        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([traced(stage.report)], [])))

        assert book.worksheets[0].cell(2, 4).value == "ab"


class TestChart:
    @pytest.mark.parametrize("by", WAYS)
    def test_is_a_picture_that_is_the_same_each_time(self, report: ReachReport, by: By):
        data = chart(report, by)
        picture = Image.open(io.BytesIO(data))

        assert picture.format == "PNG"
        assert picture.width > 1500
        assert data == chart(report, by)

    @pytest.mark.parametrize("by", WAYS)
    def test_without_figures_it_says_so(self, by: By):
        assert Image.open(io.BytesIO(chart(Stage().report, by))).width > 1500

    def test_chinese_text_has_its_glyphs(self, report: ReachReport, recwarn: pytest.WarningsRecorder):
        for by in WAYS:
            chart(report, by)

        assert not [str(warning.message) for warning in recwarn if "missing from font" in str(warning.message)]


class Links(HTMLParser):
    """Everything in a page that asks for something elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}={value}" for name, value in attrs if name in ("src", "href", "action", "data")]
        # What lies in the page itself.
        self.found = [one for one in self.found if "=data:" not in one and "=#" not in one]


class TestPage:
    @pytest.fixture
    def page(self, report: ReachReport) -> str:
        with speaking("zh"):
            return report_page(report, studio="声音馆", press=True)

    def test_asks_nothing_of_the_network(self, page: str):
        links = Links()
        links.feed(page)

        assert links.found == []
        assert not re.search(r"@import|url\((?!data:)|https?://", page)

    def test_foreign_text_stays_text(self, report: ReachReport, page: str):
        assert "<script>alert" not in page
        assert page.count("<script>") == 1

    def test_holds_figures_sentence_notes_definitions_and_sources(self, page: str):
        for expected in (
            "≥23,845", "≥100,000", "按下限", "可引用的表述", "注：数据来自抖音", "仅供对照", "平台未公开计法", "2.5%",
            "抖音 三月.xlsx", "ab" * 32, "2026-02", "无数据", "尚未对应到期",
        ):  # fmt: skip
            assert expected in page, expected

    def test_is_english_for_an_english_session(self, report: ReachReport):
        page = report_page(report, studio="Hall", press=False)

        assert '<html lang="en">' in page
        assert "WeChat articles" in page
        assert "for comparison only" in page
        assert "注：数据来自" not in page

    def test_has_the_chinese_sentence_of_a_chinese_studio_in_an_english_session(self, report: ReachReport):
        page = report_page(report, studio="声音馆", press=True)

        assert "To be quoted (in Chinese)" in page
        assert "注：数据来自抖音" in page

    def test_of_nothing_is_a_page_too(self):
        assert "No figures at all." in report_page(Stage().report, studio="声音馆", press=True)


def test_gains_are_columns_of_every_table():
    stage = Stage()
    work = stage.work("douyin", 1, plays=1500, likes=30)
    stage.work("bilibili", 2, plays=700, about={"published": datetime(2026, 3, 10)})
    stage.work("kuaishou", 2, plays=900)
    before = [Fact(work, "plays", 1000, 1000, 1000, datetime(2026, 2, 27), "", 1, 2)]
    report = stage.report
    since = gains(before, stage.facts, report.data, report.series, start=Date(2026, 2, 28), stop=march(31))
    report = replace(report, since=since, months=(since,))

    for by, cells in {
        "platform": {"douyin": 500, "bilibili": 700, "kuaishou": None},
        "episode": {1: 500, 2: 700, 3: None},
        "series": {"lieshita": 1200},
    }.items():
        (table,) = tables(report, by)  # type: ignore[arg-type]
        at = [column.name for column in table.columns].index("plays_gained")
        found = {row[0]: row[at].value if isinstance(row[at], Amount) else None for row in table.rows[:-1]}
        assert (by, found) == (by, cells)
        assert table.rows[-1][at] == Amount.of(1200)
        assert "plays gained" in table_text(table, terminal=False)
        assert "plays_gained" in csv_text([table])
    (table,) = tables(report, "month")
    assert table.rows[-1][1] == Amount.of(1200)
    assert "plays gained" not in table_text(tables(stage.report, "platform")[0], terminal=False)
