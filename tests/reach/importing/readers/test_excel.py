"""Workbooks, old and new: cells keep their place and kind; bombs are refused before they unfold."""

import datetime
import random
import resource
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.reach.importing.readers import UnreadableFile
from tests.reach.exports import repacked, sheet_xml, xls_file, xlsx_file
from tests.reach.importing.readers.reading import TABLE, read, rows


def test_a_truncated_workbook_is_refused(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["标题", "播放量"], *([f"第{n}期", n] for n in range(500))])
    path.write_bytes(path.read_bytes()[:-2_000])

    with pytest.raises(UnreadableFile, match="it is not a complete"):
        read(path)


def test_a_workbook_keeps_its_place_and_its_kinds(tmp_path: Path):
    moment = datetime.datetime(2026, 3, 30, 17, 5)
    path = xlsx_file(tmp_path / "a.csv", [[], [None, "标题", "时间"], [], [None, "一", moment, 12, 0.5, True]])

    first, header, _, row = rows(path)
    assert not any(first)
    assert header[:3] == [None, "标题", "时间"]
    assert row == [None, "一", moment, 12.0, 0.5, "TRUE"]


def test_formulas_and_error_marks_of_a_workbook_are_text(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    cells = (
        '<row r="1"><c r="A1"/><c r="B1" s="0"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#NAME?</v></c>'
        '<c r="D1" t="str"><f>cmd|"/C calc"!A0</f><v>7</v></c><c r="E1"><v>5</v></c>'
        '<c r="F1"><f t="shared" si="0"/><v>9</v></c></row>'
    )
    repacked(path, {"xl/worksheets/sheet1.xml": sheet_xml(cells)})

    assert rows(path)[0][-5:] == ["=1+1", "#NAME?", '=cmd|"/C calc"!A0', 5.0, "="]


def test_formulas_and_error_marks_of_an_old_workbook_are_text(tmp_path: Path):
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("空")
    sheet = book.add_sheet("数据")
    sheet.write(3, 1, 5)
    sheet.write(3, 2, xlwt.Formula("1+1"))
    sheet.row(3).set_cell_error(3, "#NAME?")
    book.save(str(tmp_path / "a.xls"))

    assert list(read(tmp_path / "a.xls").grids[1].rows())[3] == [None, 5.0, "=", "#NAME?"]


@pytest.mark.parametrize("styles", [None, b"", b"<styleSheet", b"<styleSheet><fills><fill/></fills></styleSheet>"])
def test_broken_styles_do_not_matter(tmp_path: Path, styles: bytes | None):
    path = xlsx_file(tmp_path / "a.xlsx", [["标题", "播放量"], ["一", 12]])
    repacked(path, {"xl/styles.xml": styles})

    assert rows(path) == [["标题", "播放量"], ["一", 12.0]]


def test_shared_and_inline_texts(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>内联</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>分</t></r><r><t>段</t></r></is></c></row>'
    )
    repacked(path, {"xl/worksheets/sheet1.xml": sheet_xml(cells)})

    assert rows(path) == [["内联", "分段"]]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c s="1" r="XFD9"><v>1</v></c></row>', "column 16,384"),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="Z1048576"><v>1</v></c></row>',
            "1,048,576 rows",
        ),
        ("<row>" + "<c><v>1</v></c>" * 5_000 + "</row>", "column 5,"),
        ("<row/>" * 1_000_000 + "<row>" + "<c><v>1</v></c>" * 900 + "</row>", "by 900 columns"),
    ],
)
def test_a_workbook_of_a_million_columns_is_refused_before_it_unfolds(tmp_path: Path, cells: str, words: str):
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    repacked(path, {"xl/worksheets/sheet1.xml": sheet_xml(cells)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert words in str(refused.value)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_zip_bomb_is_refused_before_it_unfolds(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(b" " * 1_000_000)

    with pytest.raises(UnreadableFile, match="it unpacks to 300 MB; at most 250 MB are read"):
        read(path)


def test_a_workbook_with_entities_is_refused(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
    )
    repacked(path, {"xl/worksheets/sheet1.xml": bomb})

    with pytest.raises(UnreadableFile, match="declares a document type"):
        read(path)


@pytest.mark.parametrize("make", [xls_file, xlsx_file])
def test_a_damaged_workbook_is_read_or_refused_and_never_stops_us(tmp_path: Path, make):
    whole = make(tmp_path / "a", [TABLE[0], *TABLE[1:] * 40]).read_bytes()
    chance = random.Random(7)
    path = tmp_path / "b"
    for _ in range(8):
        data = bytearray(whole)
        for _ in range(chance.choice([3, 40])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        with suppress(UnreadableFile):
            read(path)
