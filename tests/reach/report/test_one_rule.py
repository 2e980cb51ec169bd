"""One rule for every figure: sentence, page, terminal, workbook, CSV, picture and JSON agree whatever is stored."""

import csv
import io
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from matplotlib.text import Text

from pipeline.messages import speaking
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.charts.png import drawn
from pipeline.reach.report.counted import by_platform_in_all
from pipeline.reach.report.csv import csv_text, fields
from pipeline.reach.report.data import Fact
from pipeline.reach.report.gains import gains
from pipeline.reach.report.page.page import report_page
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By, Table, tables
from pipeline.reach.report.terminal import cell_text, table_text
from pipeline.reach.report.xlsx import xlsx_bytes
from tests.reach.stage import Stage, listed, march

WAYS: tuple[By, ...] = ("platform", "episode", "series", "month")
ENDS = [Date(2025, 12, 31), Date(2026, 1, 31), Date(2026, 2, 28), march(31)]
STORES = 60
KINDS = {
    "douyin": ("plays", "likes", "shares", "completion_rate"),
    "bilibili": ("plays", "likes", "coins"),
    "kuaishou": ("plays",),
    "wechat-article": ("reads", "readers", "shares"),
    "wechat-channels": ("plays", "reads", "likes"),
    "podcast-host": ("downloads",),
    "op3": ("downloads",),
    "spotify": ("plays", "downloads", "consumers"),
    "classroom": ("attendance",),
    "广播站": ("plays", "downloads"),
}


def made(seed: int) -> ReachReport:
    """A report on anything: no platform or many, rounded and open figures, falls, gaps, tools that saw the same."""
    chance = random.Random(seed)
    stage = Stage(series=tuple(listed(id, title) for id, title in [("s", "甲"), ("t", "乙")][: chance.randint(1, 2)]))
    stage.primary = chance.choice([{}, {"podcast": "op3"}, {"s": "广播站"}])
    history: dict[tuple[int, str], list[tuple[int | float, int | float, int | float | None] | None]] = {}
    for series in stage.series:
        for platform in chance.sample(sorted(KINDS), chance.choice([0, 1, 2, 5, 9])):
            for _ in range(chance.randint(1, 4)):
                published = chance.choice([datetime(2025, 6, 1), datetime(2026, 2, 10, 8), datetime(2026, 3, 9), None])
                state = chance.choice(["public"] * 9 + ["private"])
                about = {"published": published, "state": state}
                work = stage.work(platform, chance.choice([1, 2, 3, None]), series=series.id, about=about)
                for metric in KINDS[platform]:
                    if chance.random() < 0.85:
                        history[work, metric] = list(_counts(chance, metric, published))
    facts = [
        [
            Fact(work, metric, *count, datetime.combine(day, datetime.min.time()), chance_of(work, metric), 1, work + 1)
            for (work, metric), counts in history.items()
            if (count := counts[place]) is not None
        ]
        for place, day in enumerate(ENDS)
    ]
    stage.facts = facts[-1]
    report = stage.report
    data, figures = report.data, report.series

    def gained(first: int, last: int, **rest: Any) -> Any:
        return gains(facts[first], facts[last], data, figures, start=ENDS[first], stop=ENDS[last], **rest)

    since = gained(2, 3)
    if seed % 3 == 0:
        return replace(report, months=tuple(gained(place, place + 1) for place in range(3)))
    if seed % 3 == 1:
        since = gained(1, 3)
        months = tuple(gained(at, at + 1, without=since.blank, origin=ENDS[1]) for at in (1, 2))
        return replace(report, since=since, months=months)
    return replace(report, since=since, before=gained(1, 2), months=(gained(2, 3, without=since.blank),))


def chance_of(work: int, metric: str) -> str:
    return f"{metric}/{work % 2}"


def _counts(chance: random.Random, metric: str, published: datetime | None) -> Any:
    """At each end a figure with its bounds, the same one while nobody counted, or none before the first."""
    value: float = chance.choice([0, 3, 90, 4_000, 29_161, 180_000])
    known = None
    for day in ENDS:
        if published is not None and published.date() > day:
            yield None
            continue
        value = max(0, value + chance.choice([0, 1, 700, 12_345, -50]))
        if chance.random() < 0.8 or day == ENDS[-1]:
            if metric == "completion_rate":
                known = (0.4, 0.4, 0.4)
            elif chance.random() < 0.15 and value > 10_000:
                known = chance.choice([(12_000, 11_500, 12_499), (100_000, 100_000, None)])
            else:
                known = (value, value, value)
        yield known


class Page(HTMLParser):
    """The figures of a page, by where they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tiles: list[dict[str, str]] = []
        self.bars: list[tuple[str, str]] = []
        self.best: list[list[str]] = []
        self.titles: list[str] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "input", "img", "br"):
            return
        name = dict(attrs).get("class") or ""
        self._open.append((tag, name))
        match tag, name.split():
            case "table", _:
                self.tables.append([])
            case "tr", _:
                self.tables[-1].append([])
            case (("td" | "th"), _):
                self.tables[-1][-1].append("")
            case "div", ["tile", *_]:
                self.tiles.append(defaultdict(str))
            case "li", [_, *_] if self._within("ul", "bars") and "axis" not in name:
                self.bars.append((name.split()[0], ""))
            case "li", _ if self._within("ol", "best"):
                self.best.append([""])
            case "title", _:
                self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if self._within("td") or self._within("th"):
            self.tables[-1][-1][-1] += text
        elif self._within("div", "tile"):
            part = "large" if self._within("b") else (self._open[-1][1] or "label")
            self.tiles[-1][part] += text
        elif self._within("span", "said"):
            self.bars[-1] = (self.bars[-1][0], self.bars[-1][1] + text)
        elif self._within("span", "f"):
            self.best[-1][0] += text + " "
        elif self._within("title"):
            self.titles[-1] += text

    def _within(self, tag: str, name: str = "") -> bool:
        return any(one == tag and (not name or name in classes.split()) for one, classes in self._open)


@dataclass(frozen=True)
class Outputs:
    """Everything that a report gives."""

    report: ReachReport
    page: Page
    sentence: str
    json: dict[str, Any]

    def table(self, by: By) -> tuple[Table, ...]:
        return tables(self.report, by)


@pytest.fixture(scope="module", params=range(STORES))
def out(request: pytest.FixtureRequest) -> Any:
    with speaking("zh"):
        report = made(request.param)
        page = Page()
        page.feed(report_page(report, studio="声音馆", press=True))
        yield Outputs(report, page, report.press.sentence, json.loads(json.dumps(report.as_json(sources=True))))


def number(text: str) -> float:
    found = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    assert found, text
    return float(found[0].replace(",", ""))


@pytest.mark.parametrize("by", WAYS)
def test_terminal_sheets_and_csv_have_the_same_figures(out: Outputs, by: By):
    found = out.table(by)
    text = "\n".join(table_text(table, terminal=False) for table in found)
    sheets = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(found, []))).worksheets
    lines = list(csv.reader(io.StringIO(csv_text(found).removeprefix("\ufeff"))))
    start = 0
    for table, sheet in zip(found, sheets, strict=False):
        start += len(found) > 1 and bool(table.title)
        for row, cells in enumerate(table.rows, start=1):
            for place, field in enumerate(fields(table)):
                cell = cells[field.index]
                if field.part != "value" or not isinstance(cell, Amount):
                    continue
                shows = cell_text(cell, field.column)
                assert shows in text
                csv_value, xlsx_value = lines[start + row][place], sheet.cell(row + 1, place + 1).value
                if cell.value is None:
                    assert (csv_value, xlsx_value) == ("", None)
                elif field.column.kind in ("count", "change"):
                    assert number(shows) == float(csv_value) == xlsx_value, (field.heading, shows)
                else:
                    assert xlsx_value == float(csv_value) == round(cell.value, 6)
        start += len(table.rows) + 2


def test_the_page_shows_the_cells_of_the_tables(out: Outputs):
    """A column that it leaves out has nothing in it."""
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for by in ("platform", "episode", "month", "all"):
        shows = (by_platform_in_all(out.report),) if by == "all" else out.table(by)  # type: ignore[arg-type]
        for table in shows:
            for row in table.rows:
                for column, cell in zip(table.columns, row, strict=True):
                    told[(column.heading,)].add(cell_text(cell, column))
    for header, *rows in out.page.tables:
        for row in rows:
            for heading, text in zip(header, row, strict=False):
                if (heading,) in told and text and heading not in ("平台", "标题", "期号"):
                    assert text in told[(heading,)], (heading, text)


def test_rows_add_up_to_their_last_row(out: Outputs):
    for header, *rows in out.page.tables:
        if not rows or "合计" not in rows[-1]:
            continue
        for place, heading in enumerate(header):
            if heading not in ("播放", "阅读", "新增播放", "新增阅读"):
                continue
            if any("仅供对照" in row[0] for row in rows) or header[:2] == ["期号", "标题"]:
                # What is for comparison is in no total; works of several episodes are in the series' alone.
                continue
            parts = [number(row[place]) for row in rows[:-1] if row[place]]
            whole = number(rows[-1][place]) if rows[-1][place] else 0
            if header[0] == "月份" and any("≥" in row[place] for row in rows):
                # Of a count that was rounded in between each month is a lower bound, and a note says so.
                assert sum(parts) <= whole
            else:
                assert sum(parts) == whole, heading


def test_tiles_are_the_sentence_and_bars_add_up_to_tiles(out: Outputs):
    large = {re.sub(r"\s*\(按下限\)", "", tile["label"]): tile for tile in out.page.tiles}
    for words, figure in re.findall(
        r"(?:累计|新增|，)([播阅下转点、和读放载赞发]+)([\d.]+[万亿]?余?)人次", out.sentence
    ):
        label = f"新增{words}" if out.report.since else words
        assert label in large, (label, list(large))
        assert large[label]["large"].replace(",", "") in (figure, "≥" + figure) or figure.endswith("余")
        full = number(large[label].get("full") or large[label]["large"])
        unit = 10_000 if "万" in figure else 10**8 if "亿" in figure else 1
        told = float(re.sub("[^0-9.]", "", figure)) * unit
        assert told <= full + 1e-6
        assert full - told < max(unit / 10, 10 ** max(0, len(str(int(full))) - 2))
        assert ("余" in figure) == (told < full or "按下限" in large[label]["label"])
    names = {"plays": "播放", "reads": "阅读", "downloads": "下载"}
    sums: dict[str, float] = defaultdict(float)
    count = len(out.page.bars) - sum(_bars_of_series(out.report))
    for kind, text in out.page.bars[:count]:
        sums[kind] += number(text)
    for kind, value in sums.items():
        tile = large[f"新增{names[kind]}" if out.report.since else names[kind]]
        assert number(tile.get("full") or tile["large"]) == value
        assert "按下限" not in tile["label"] or "≥" in (tile.get("full") or tile["large"])


def _bars_of_series(report: ReachReport) -> list[int]:
    main = ("plays", "reads", "downloads", "attendance")
    return [
        sum(any(name in platform.figures for name in main) for platform in one.platforms.values())
        for one in report.series
    ]


def test_the_best_are_as_in_the_table_of_episodes(out: Outputs):
    cells = {
        (column.heading.removeprefix("新增"), cell_text(cell, column))
        for table in out.table("episode")
        if table.columns[0].name == "number"
        for row in table.rows[:-1]
        for column, cell in zip(table.columns, row, strict=True)
        if out.report.since is None or column.name.endswith("_gained")
    }
    for (text,) in out.page.best:
        for metric, figure in re.findall(r"(播放|阅读|下载) +(\S+)", text):
            assert (metric, figure) in cells


def test_the_sentence_has_as_many_episodes_as_the_table(out: Outputs):
    told = re.search(r"共(\d+)期", out.sentence)
    if out.report.since is None and told:
        table = out.table("series")[-1]
        at = [column.name for column in table.columns].index("episodes")
        assert table.rows[-1][at] == int(told[1])


def test_attendance_is_one_figure(out: Outputs):
    told = re.search(r"到场([\d.]+[万亿]?余?)人次", out.sentence)
    tile = next((tile for tile in out.page.tiles if "到场" in tile["label"]), None)
    whole = sum(
        one.platforms["classroom"].figures["attendance"].low
        for one in out.report.series
        if "classroom" in one.platforms and "attendance" in one.platforms["classroom"].figures
    )
    if tile is not None:
        assert number(tile.get("full") or tile["large"]) == whole
    if told and told[1].isdigit():
        assert int(told[1]) == whole


def test_json_has_what_tables_show(out: Outputs):
    for metric, amount in out.report.totals.items():
        table = out.table("series")[-1]
        names = [column.name for column in table.columns]
        if metric not in names:
            continue
        cell = table.rows[-1][names.index(metric)]
        assert cell == amount
        if amount.exact:
            assert out.json["totals"][metric] == amount.value
    for series in out.json["series"]:
        for name, bounds in series.get("bounds", {}).get("totals", {}).items():
            assert bounds["low"] <= series["totals"][name]


@pytest.mark.parametrize("by", WAYS)
def test_pictures_show_figures_of_the_tables(out: Outputs, by: By):
    if len(out.report.data.works) > 12:
        return
    cells = {
        shown(cell)
        for table in out.table(by)
        for row in table.rows
        for cell in row
        if isinstance(cell, Amount) and cell.value is not None
    }
    figure = drawn(out.report, by)
    texts = [text.get_text().strip() for text in figure.findobj(Text)]
    said = [text.split()[0] for text in texts if re.match(r"≥?-?[\d,]+ (播放|阅读|下载|到场)", text)]

    assert set(said) <= cells


def test_figures_in_charts_of_the_page_are_figures_of_its_tables(out: Outputs):
    cells = {text for table in out.page.tables for row in table for text in row}
    tiles = {text for tile in out.page.tiles for text in tile.values()}
    for title in out.page.titles:
        found = re.search(r" (≥?-?[\d,]+)$", title.strip())
        if found:
            assert found[1] in cells | tiles, title
