"""Pages that say they are workbooks."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.reach.importing.readers import UnreadableFile
from tests.reach.exports import page_file, xls_file
from tests.reach.importing.readers.reading import TABLE, read, rows


def test_old_workbooks_and_pages_that_say_they_are(tmp_path: Path):
    old = xls_file(tmp_path / "a.xlsx", TABLE, first_row=3, first_column=1)
    page = page_file(tmp_path / "b.xls", TABLE, encoding="gb18030")

    assert rows(old)[3] == [None, "标题", "播放量"]
    assert rows(page) == TABLE
    assert read(page).encoding == "gb18030"


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
