"""ParsedFile: every row counted for what it is, every file dated by the best word on it, whole or refused."""

import os
import resource
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.reach.importing import explain, files, make_request, read_file
from pipeline.reach.observation import ParsedFile, RefusedFile
from tests.reach.exports import (
    DOUYIN,
    NOW,
    ZONE,
    answered,
    as_text,
    douyin,
    refusal,
    repacked,
    sheet_xml,
    sums,
    text_file,
    understood,
    xlsx_file,
)


def counted(parsed: ParsedFile) -> int:
    """Rows that became entries of public works."""
    return sum(entry.work is None or entry.work.state == "public" for entry in parsed.entries)


def test_every_row_is_counted_for_what_it_is(tmp_path: Path):
    rows = [
        ["数据截止 2026-08-31"],
        DOUYIN,
        douyin(),
        [],
        DOUYIN,
        douyin("草稿", "2026-01-01 08:00", 审核状态="自见"),
        douyin("错", "2026-02-30 08:00"),
        douyin("未来", "2027-01-01 08:00"),
        ["合计", *[""] * 3, "100"],
        ["注：以上数据仅供参考"],
        ["", "", "视频", "公开", "3"],
    ]
    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert parsed.rows == 8
    assert dict(parsed.skipped) == {
        "banner": 1, "private": 1, "broken": 2, "total": 1, "note": 1, "unidentified": 1,
    }  # fmt: skip
    assert parsed.rows == counted(parsed) + sum(parsed.skipped.values())
    assert [said for said in parsed.warnings if said.startswith("row")] == [
        "row 7 is left out: '2026-02-30 08:00' under '发布时间': a day or time that does not exist",
        "row 8 is left out: its day of publication, 2027-01-01, is in the future",
        "row 11 is left out: nothing in it says which work it is about",
    ]
    assert [entry.row for entry in parsed.entries] == [3, 6]


def broken_below(path: Path) -> Path:
    """A table whose hundredth row is followed by half a row."""
    text_file(path, [DOUYIN, *(douyin(f"第{n}期", f"2026-03-01 {n // 60:02d}:{n % 60:02d}") for n in range(100))])
    with path.open("a", encoding="utf-8") as stream:
        stream.write('"open\n')
    return path


BROKEN = st.sampled_from(["12%", "#NAME?", "7.5E+18", "=1+1", "-5", "12.5", "一千", "@x", "9" * 20])
GOOD = st.integers(0, 10**9)


@given(st.lists(st.one_of(GOOD, BROKEN, st.sampled_from(["-", "", "—"])), min_size=1, max_size=8))
def test_a_broken_cell_is_said_and_never_a_figure(tmp_path_factory, cells):
    rows = [douyin(f"第{n}期", f"2026-03-{n + 1:02d} 08:00", 播放量=cell) for n, cell in enumerate(cells)]
    parsed = understood(text_file(tmp_path_factory.mktemp("a") / "a.csv", [DOUYIN, *rows]))

    numbers = [cell for cell in cells if isinstance(cell, int)]
    broken = [cell for cell in cells if isinstance(cell, str) and cell not in ("-", "", "—")]
    assert sums(parsed).get("plays") == (sum(numbers) if numbers else None)
    assert len([said for said in parsed.warnings if "'播放量'" in said]) == len(broken)
    assert parsed.rows == counted(parsed) == len(cells)


def test_formulas_in_a_workbook_are_no_figures(tmp_path: Path):
    header = "".join(
        f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("作品名称", "发布时间", "播放量", "审核状态")
    )
    cells = (
        '<c t="inlineStr"><is><t>=cmd|calc</t></is></c><c t="inlineStr"><is><t>2026-03-30 17:05</t></is></c>'
        "<c><f>2*50</f><v>100</v></c>"
    )
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    repacked(path, {"xl/worksheets/sheet1.xml": sheet_xml(f"<row>{header}</row><row>{cells}</row>")})
    parsed = understood(path)

    (entry,) = parsed.entries
    assert (entry.work.title, entry.figures) == ("=cmd|calc", ())
    assert "row 2: '=2*50' under '播放量' is left out: a formula" in parsed.warnings


def test_an_id_that_a_spreadsheet_spoilt_makes_no_second_work(tmp_path: Path):
    rows = [["视频描述", "视频ID", "播放量"], ["一", "7.5E+18", 5], ["二", "#NAME?", 6], ["三", "export/a", 7]]
    parsed = understood(text_file(tmp_path / "a.csv", rows, encoding="gb18030"))

    assert (sums(parsed), dict(parsed.skipped)) == ({"plays": 7}, {"broken": 2})
    assert "row 2 is left out: '7.5E+18' under '视频ID': an id that a spreadsheet has rounded" in parsed.warnings


def test_works_of_one_minute_keep_apart_in_any_order(tmp_path: Path):
    one, other = douyin("第一集"), douyin("第二集")
    later = douyin("第三集", "2026-04-01 09:00:30")
    there = understood(text_file(tmp_path / "a.csv", [DOUYIN, one, other, later]))
    back = understood(text_file(tmp_path / "b.csv", [DOUYIN, later, other, one]))

    keys = [entry.work.key for entry in there.entries]
    assert keys == ["2026-03-30T17:05 第一集", "2026-03-30T17:05 第二集", "2026-04-01T09:00"]
    assert sorted(keys) == sorted(entry.work.key for entry in back.entries)


def test_a_day_alone_needs_the_title_beside_it(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [DOUYIN, douyin("一", "2026-03-30"), douyin("二", "2026-03-30")])

    assert [entry.work.key for entry in understood(path).entries] == ["2026-03-30 一", "2026-03-30 二"]


def test_a_state_that_is_new_is_said(tmp_path: Path):
    parsed = understood(text_file(tmp_path / "a.csv", [DOUYIN, douyin(审核状态="审核之友")]))

    assert counted(parsed) == 1
    assert "'审核之友' under '审核状态' is not known; works with it are taken as public" in parsed.warnings


def test_warnings_are_bounded_however_bad_a_file_is(tmp_path: Path):
    rows = [douyin(f"第{n}期", f"2026-03-01 08:{n:02d}", 播放量=f"{n}%") for n in range(60)]
    parsed = understood(text_file(tmp_path / "a.csv", [DOUYIN, *rows]))

    assert len(parsed.warnings) == 21
    assert parsed.warnings[-1] == "and 41 more warnings"


class TestAsOf:
    def file(self, folder: Path, name: str, *, above: str = "") -> Path:
        path = text_file(folder / name, [*([[above]] if above else []), DOUYIN, douyin()])
        changed = datetime(2026, 9, 3, 10, 0, tzinfo=ZONE).timestamp()
        os.utime(path, (changed, changed))
        return path

    @pytest.mark.parametrize(
        ("name", "above", "option", "when", "source"),
        [
            ("a 2026-08-02.csv", "截至2026-08-01", date(2026, 7, 31), datetime(2026, 7, 31, 23, 59, 59), "option"),
            ("a 2026-08-02.csv", "截至2026-08-01", None, datetime(2026, 8, 1, 23, 59, 59), "title"),
            ("a.csv", "统计周期：2026-07-01 至 2026-07-31", None, datetime(2026, 7, 31, 23, 59, 59), "title"),
            ("a.csv", "统计时间：2026年7月1日至7月31日", None, datetime(2026, 7, 31, 23, 59, 59), "title"),
            ("a.csv", "2026年7月1日-15日", None, datetime(2026, 7, 15, 23, 59, 59), "title"),
            ("a.csv", "2026/7/1~8/2", None, datetime(2026, 8, 2, 23, 59, 59), "title"),
            ("a.csv", "2025年12月1日至1月31日", None, datetime(2026, 1, 31, 23, 59, 59), "title"),
            ("a 20260801_1030.csv", "", None, datetime(2026, 8, 1, 23, 59, 59), "name"),
            ("a.csv", "导出时间：2026-08-01 12:30:05", None, datetime(2026, 8, 1, 12, 30, 5), "title"),
            ("a 20260802.csv", "", None, datetime(2026, 8, 2, 23, 59, 59), "name"),
            ("a 2026-02-30 2099-01-01.csv", "", None, datetime(2026, 9, 3, 10, 0), "mtime"),
            ("a.csv", "", None, datetime(2026, 9, 3, 10, 0), "mtime"),
        ],
    )
    def test_the_most_trusted_word_counts(self, tmp_path: Path, name, above, option, when, source):
        parsed = understood(self.file(tmp_path, name, above=above), as_of=option)

        assert (parsed.as_of, parsed.as_of_from) == (when, source)
        assert (source == "mtime") == any("better give the day with --as-of" in warning for warning in parsed.warnings)

    @pytest.mark.parametrize(
        ("title", "published", "told"),
        [
            ("统计周期：2026-07-01 至 2026-07-31", "2026-06-30 08:00:00", True),
            ("统计周期：2026年7月1日至31日", "2026-06-30 08:00:00", True),
            ("统计周期：2026-07-01 至 2026-07-31", "2026-07-01 08:00:00", False),
            ("截至2026-07-31", "2026-06-30 08:00:00", False),
            ("导出时间：2026-07-01 08:00 数据至 2026-07-31", "2026-06-30 08:00:00", False),
        ],
    )
    def test_figures_that_may_be_those_of_a_month_alone(self, tmp_path: Path, title: str, published: str, told: bool):
        parsed = understood(text_file(tmp_path / "a.csv", [[title], DOUYIN, douyin("甲", published)]))

        assert (parsed.as_of.date(), len(parsed.entries)) == (date(2026, 7, 31), 1)
        assert any("1 of its works may be older" in said for said in parsed.warnings) == told

    def test_the_name_of_the_folder_where_the_file_has_none(self, tmp_path: Path):
        folder = tmp_path / "Content 2020-01-01_2026-08-24 声音馆"
        folder.mkdir()

        parsed = understood(self.file(folder, "Table data.csv"))
        assert (parsed.as_of.date(), parsed.as_of_from) == (date(2026, 8, 24), "name")

    def test_a_day_to_come_is_refused(self, tmp_path: Path):
        with pytest.raises(PipelineError, match="--as-of 2026-10-01 is in the future"):
            understood(self.file(tmp_path, "a.csv"), as_of=date(2026, 10, 1))


class TestLargeFiles:
    """Entries of a large file are read while they are run through."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(files, "HELD", 0)

    def test_counts_are_complete_at_the_end_and_again(self, tmp_path: Path):
        parsed = understood(text_file(tmp_path / "a.csv", [DOUYIN, douyin(), douyin(审核状态="自见"), ["合计"]]))

        for _ in range(2):
            assert len(list(parsed.entries)) == 2
            assert (parsed.rows, dict(parsed.skipped)) == (3, {"private": 1, "total": 1})

    def test_a_bad_place_far_down_stops_it(self, tmp_path: Path):
        path = broken_below(tmp_path / "a.csv")

        with pytest.raises(PipelineError, match="line 102: the file ends inside a quoted cell"):
            list(understood(path).entries)

    def test_a_file_that_changed_meanwhile_stops_it(self, tmp_path: Path):
        path = text_file(tmp_path / "a.csv", [DOUYIN, douyin()])
        parsed = understood(path)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(as_text([douyin("新")]))

        with pytest.raises(PipelineError, match="it changed while it was being read"):
            list(parsed.entries)

    def test_memory_stays_where_it_is(self, tmp_path: Path):
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8") as stream:
            stream.write("episode,date,platform,plays\n")
            for day in range(1, 11):
                stream.writelines(f"{n},2026-08-{day},douyin,{n * day}\n" for n in range(1, 2_001))
        parsed = understood(path)
        tracemalloc.start()
        total = sum(figure.value for entry in parsed.entries for figure in entry.figures)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert (parsed.rows, total) == (20_000, sum(range(1, 2_001)) * sum(range(1, 11)))
        assert peak < 25_000_000


def test_a_bad_place_in_an_ordinary_file_refuses_it_before_anything_is_taken(tmp_path: Path):
    answer = answered(broken_below(tmp_path / "a.csv"))

    assert isinstance(answer, RefusedFile)
    assert (answer.platform, answer.format, len(answer.sha256)) == ("douyin", "douyin-works", 64)


def test_good_files_stand_beside_bad_ones(tmp_path: Path):
    paths = [text_file(tmp_path / "a.csv", [DOUYIN, douyin()]), tmp_path / "none", tmp_path]
    asked = make_request(zone=ZONE, now=NOW)
    answers = [read_file(path, asked) for path in paths]

    assert [type(answer).__name__ for answer in answers] == ["ParsedFile", "RefusedFile", "RefusedFile"]


def test_sheets_of_one_kind_are_one_file(tmp_path: Path):
    header = ["episode", "platform", "plays"]
    path = xlsx_file(
        tmp_path / "a.xlsx", [header, ["1", "抖音", 5]], [["说明"]], [header, ["1", "快手", 6], ["2", "快手", 7]]
    )

    assert (sums(understood(path)), understood(path).rows) == ({"plays": 18}, 3)


def test_refusals_are_quick_and_small(tmp_path: Path):
    """A row of a million columns, a page of one endless table, a workbook beyond its archive."""
    wide, page = tmp_path / "wide.csv", tmp_path / "page.xls"
    wide.write_text("," * 999_999 + "\n" + "1," * 400_000, encoding="utf-8")
    page.write_text("<table><tr>" + "<td>1" * 2_000, encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert "row 1 has 1,000,000 columns" in refusal(wide)
    assert "more than 1,000 columns" in refusal(page)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_how_each_column_was_understood(tmp_path: Path):
    path = text_file(
        tmp_path / "作品 2026-08-31.csv", [[*DOUYIN, "新列"], [*douyin(播放量="1.2万", 完播率="0.0245"), "x"]]
    )
    lines = explain(path, make_request(zone=ZONE, now=NOW)).describe().splitlines()

    assert lines[0].endswith("作品 2026-08-31.csv: a text table, utf-8-sig")
    assert lines[2:5] == [
        "platform Douyin, figures of works since publication",
        "as of 2026-08-31 23:59, as its name says",
        "columns, named in row 1:",
    ]
    assert "  播放量: plays, such as '1.2万' = 12,000 (11,500 to 12,500)" in lines
    assert "  完播率: completion_rate in fraction, such as '0.0245' = 0.0245" in lines
    assert "  5s完播率: not used" in lines
    assert "  新列: unknown, not used, such as 'x'" in lines


KUAISHOU = [["作品标题", "发布时间", "播放量", "点赞量"], ["毛泽建", "2026-03-01 08:00", "1234", "5"]]


@pytest.mark.parametrize("name", ["抖音.csv", "3月 抖音号 数据.csv", "视频号.csv", "BILIBILI-2026-03-31.csv"])
def test_a_name_that_speaks_of_another_platform_is_refused_until_somebody_says_which(tmp_path: Path, name: str):
    path = text_file(tmp_path / name, KUAISHOU)

    assert "but its columns are those of Kuaishou" in refusal(path)
    assert understood(path, platform="kuaishou").platform == "kuaishou"


@pytest.mark.parametrize("name", ["快手.csv", "抖音和快手.csv", "作品数据.csv", "现场.csv"])
def test_a_name_that_speaks_of_its_own_platform_or_of_none_is_no_contradiction(tmp_path: Path, name: str):
    assert understood(text_file(tmp_path / name, KUAISHOU)).platform == "kuaishou"


class TestCorrections:
    """Figures of days may be less than nothing: what a platform takes back of the days before."""

    DAYS = (("2026-03-01", "120"), ("2026-03-02", "-30"), ("2026-03-03", "-1"), ("2026-03-04", "-1,200"))

    def test_a_day_that_takes_back_counts(self, tmp_path: Path):
        rows = [["声音标题", "日期", "播放量"], *(["第1期", *day] for day in self.DAYS)]
        path = text_file(tmp_path / "a.csv", rows)

        parsed = understood(path, platform="ximalaya", answers={"日期": "day:daily"})
        assert sums(parsed) == {"plays": 120 - 30 - 1200}
        assert [said for said in parsed.warnings if said.startswith("row")] == [
            "row 3: '-30' under '播放量' is taken for a correction of the days before",
            "row 4: '-1' under '播放量' is left out: less than zero",
            "row 5: '-1,200' under '播放量' is taken for a correction of the days before",
        ]

    def test_a_count_since_publication_is_never_less_than_nothing(self, tmp_path: Path):
        parsed = understood(text_file(tmp_path / "a.csv", [DOUYIN, douyin("甲", 播放量="-30", 点赞量="4")]))

        assert sums(parsed) == {"likes": 4}
        assert any("'-30' under '播放量' is left out: less than zero" in said for said in parsed.warnings)
