"""Readers: any container's bytes as rows of cells, whatever the file is called, and bounded however bad it is."""

import datetime
import os
import random
import resource
import threading
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.reach.importing.readers import Contents, UnreadableFile, contents, stamped
from tests.reach.exports import page_file, repacked, sheet_xml, text_file, xls_file, xlsx_file

TABLE = [["标题", "播放量"], ["一", "12"], ["二，三", "3,400"]]


def read(path: Path) -> Contents:
    return contents(stamped(path))


def rows(path: Path) -> list[list[object]]:
    (grid,) = read(path).grids
    return [list(row) for row in grid.rows()]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_any_encoding_and_by_any_delimiter(tmp_path: Path, encoding: str, delimiter: str):
    path = text_file(tmp_path / "无后缀", TABLE, encoding=encoding, delimiter=delimiter)

    assert rows(path) == TABLE
    assert read(path).encoding == encoding


def test_a_quoted_cell_may_hold_line_breaks_and_delimiters(tmp_path: Path):
    table = [["视频描述", "播放量"], ['#党史\r\n第一行,第二行\n说"好"', "5"]]

    assert rows(text_file(tmp_path / "a.csv", table)) == table


def test_excels_own_word_for_the_delimiter(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na;b\n1,5;2,5\n", encoding="utf-8")

    assert rows(path) == [["sep=", ""], ["a", "b"], ["1,5", "2,5"]]


def test_two_encodings_in_one_file_are_refused_at_the_line(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("标题,播放量\n一,1\n".encode() + "二十大,2\n".encode("gb18030") + "三,3\n".encode())

    with pytest.raises(UnreadableFile, match="line 3 is not UTF-8, unlike line 1: the file mixes two encodings"):
        read(path)


def test_a_mark_of_utf8_before_other_text_is_refused(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "ab,cd\n标题,播放量\n".encode("gb18030"))

    with pytest.raises(UnreadableFile, match="line 2 is not UTF-8"):
        read(path)


def test_text_in_no_encoding_is_refused_at_the_line(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("标题,播放量\n".encode("gb18030") + b"a\xff\xff,1\n")

    with pytest.raises(UnreadableFile, match="line 2 is not text in any of the encodings"):
        read(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7 ...", "it is a PDF, not a table"),
        (b"\x89PNG\r\n\x1a\n....", "it is a picture"),
        (b"\x1f\x8b\x08\x00", "it is a gzip archive"),
        (b"PK\x03\x04 and no more", "it is not a whole zip archive or workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is not a whole workbook"),
        (b"a,b\n\0\0\0\n", "its bytes are not text"),
        (b'title,plays\n"open,1\n', "line 2: the file ends inside a quoted cell"),
        (b'{"episodes": [{"id": 1}', "it is not whole JSON: line 1"),
        (b"[" * 100_000, "its values are nested too deep"),
        (b"a" * 3_000_000, "a line of more than a million characters"),
        (b'a,"' + (b"x" * 900 + b"\n") * 1_200 + b'"\n', "a cell has more than 1,000,000 characters"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes, words: str):
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as refused:
        list(read(path).grids[0].rows())
    assert words in str(refused.value)


def test_no_file_at_all(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for name, words in (
        ("none", "No such file"),
        ("", "it is a folder"),
        ("pipe", "it is not a file"),
        ("a\0b", "name"),
    ):
        with pytest.raises(UnreadableFile, match=words):
            stamped(tmp_path / name)


def test_two_gigabytes_are_refused_at_once(tmp_path: Path):
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    began = time.monotonic()

    with pytest.raises(UnreadableFile, match=r"2\.0 GB large, at most 1 GB is read"):
        stamped(path)
    assert time.monotonic() - began < 1


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", TABLE)
    stamp = stamped(path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("四,4\n")

    with pytest.raises(UnreadableFile, match="it changed while it was being read"):
        stamp.check()


def test_a_truncated_workbook_is_refused(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["标题", "播放量"], *([f"第{n}期", n] for n in range(500))])
    path.write_bytes(path.read_bytes()[:-2_000])

    with pytest.raises(UnreadableFile, match="it is not a whole"):
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

    with pytest.raises(UnreadableFile, match="it unpacks to 300 MB, at most 250 MB are read"):
        read(path)


def test_a_workbook_with_entities_is_refused(tmp_path: Path):
    path = xlsx_file(tmp_path / "a.xlsx", [["x"]])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
    )
    repacked(path, {"xl/worksheets/sheet1.xml": bomb})

    with pytest.raises(UnreadableFile, match="declares a document type"):
        read(path)


def test_old_workbooks_and_pages_that_say_they_are(tmp_path: Path):
    old = xls_file(tmp_path / "a.xlsx", TABLE, first_row=3, first_column=1)
    page = page_file(tmp_path / "b.xls", TABLE, encoding="gb18030")

    assert rows(old)[3] == [None, "标题", "播放量"]
    assert rows(page) == TABLE
    assert read(page).encoding == "gb18030"


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


def test_excels_own_xml_is_a_page_too(tmp_path: Path):
    path = tmp_path / "a.xls"
    cells = "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in ("标题", "播放量"))
    path.write_text(f'<?xml version="1.0"?><Workbook><Table><Row>{cells}</Row></Table></Workbook>', encoding="utf-8")

    assert rows(path) == [["标题", "播放量"]]


@pytest.mark.parametrize("text", ["<!--", "<a ", "<td x='", "<![CDATA[", "</", "<?", "&#", "<table><tr><td"])
def test_a_page_that_never_ends_takes_no_time(tmp_path: Path, text: str):
    path = tmp_path / "a.xls"
    path.write_text("<table><tr><td>1" + text * (2_000_000 // len(text)), encoding="utf-8")
    began = time.monotonic()

    with suppress(UnreadableFile):
        read(path)
    assert time.monotonic() - began < 5


def test_a_page_with_tags_left_open(tmp_path: Path):
    path = tmp_path / "a.xls"
    path.write_text(
        "<table><tr><th colspan=2>总览<tr><td>一&amp;二<td>3<br>4<script>x</script></table>", encoding="utf-8"
    )

    assert rows(path)[0] == ["总览", None]
    assert rows(path)[1][0] == "一&二"


def test_json_lists_are_tables_with_what_stands_around_them(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text('{"msgid": "1_1", "detail_list": [{"a": {"b": 1}}, {"c": null, "a": {"b": 2}}]}', encoding="utf-8")

    (grid,) = read(path).grids
    assert (grid.name, grid.first) == ("detail_list", 0)
    assert list(grid.rows()) == [["a.b", "c", "msgid"], [1, None, "1_1"], [2, None, "1_1"]]


def test_an_archive_of_tables_keeps_their_names(tmp_path: Path):
    path = tmp_path / "a.bin"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("图表数据.csv", "Date,Views\n2026-01-01,1\n")
        archive.writestr("__MACOSX/readme", "x")

    (grid,) = read(path).grids
    assert (grid.name, list(grid.rows())[1]) == ("图表数据.csv", ["2026-01-01", "1"])


def test_a_writer_at_work_is_noticed(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 20_000_000)
    stop = threading.Event()

    def write() -> None:
        with path.open("ab") as stream:
            while not stop.is_set():
                stream.write(b"1,2\n")
                stream.flush()
                time.sleep(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            stamped(path)
    finally:
        stop.set()
        writer.join()
        path.unlink()
