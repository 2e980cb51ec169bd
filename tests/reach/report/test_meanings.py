"""What figures count is told in words: nobody who reads a report in Chinese meets the id of a definition."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml

import pipeline.reach
from pipeline.messages import speaking
from pipeline.reach.report.csv import csv_text
from pipeline.reach.report.meanings import meaning
from pipeline.reach.report.page.page import report_page
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import By, tables, traced
from pipeline.reach.report.terminal import table_text
from pipeline.reach.report.xlsx import xlsx_bytes
from tests.reach.stage import Stage

WAYS: tuple[By, ...] = ("platform", "episode", "series", "month")
_FILE = Path(pipeline.reach.__file__).parent / "definitions.yaml"
DEFINED = [
    (platform, metric, definition["id"])
    for platform, metrics in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["definitions"].items()
    for metric, several in metrics.items()
    for definition in several
]


@pytest.fixture(scope="module")
def report() -> ReachReport:
    """A figure by every definition that there is, and by some that nobody published."""
    stage = Stage()
    for number, (platform, metric, definition) in enumerate(DEFINED):
        stage.work(platform, number % 3 + 1, definition=definition, about={}, **{metric: 100 + number})
    for definition in ("douyin/plays", "douyin/plays-old"):
        stage.work("douyin", 1, definition=definition, plays=7)
    return stage.report


def texts(report: ReachReport) -> Iterator[str]:
    found = [table for by in WAYS for table in tables(report, by)]
    notes = [note.text for note in report.notes]
    yield report_page(report, studio="声音馆", press=True)
    yield from (table_text(table, terminal=False) for table in (*found, traced(report)))
    yield csv_text([*found, traced(report)])
    yield str(report.press)
    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx_bytes([*found, traced(report)], notes))).worksheets:
        yield "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_no_id_of_a_definition_stands_in_anything_chinese(report: ReachReport):
    with speaking("zh"):
        for text in texts(report):
            assert [id for *_, id in DEFINED if id in text] == []
            assert "douyin/plays" not in text


def test_a_changed_definition_is_told_in_the_words_of_both(report: ReachReport):
    with speaking("zh"):
        (text,) = (str(note.text) for note in report.notes if note.code == "definition" and "Spotify" in note.text)

    assert "“starts：开始播放的次数”（1 个作品）" in text
    assert "“plays：主动播放的次数，2025年5月起取代 starts”（1 个作品）" in text


def test_two_that_say_the_same_are_one(report: ReachReport):
    with speaking("zh"):
        (found,) = (str(note.text) for note in report.notes if note.code == "definition" and "抖音" in note.text)

    assert found.count("2 个作品") == 1


def test_the_words_of_a_studio_s_own_format_are_its_definition():
    with speaking("zh"):
        assert meaning("听满30秒计一次", "plays") == "听满30秒计一次"
        assert meaning("douyin/plays", "plays") == "播放：平台未公开计法"


def test_sources_trace_every_figure_to_its_words(report: ReachReport):
    with speaking("zh"):
        table = traced(report)
    place = [column.name for column in table.columns].index("definition")

    assert "推荐（心形）" in {str(row[place]) for row in table.rows}
