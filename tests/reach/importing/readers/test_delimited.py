"""Text with delimiters: in any encoding, by any delimiter, refused at its line."""

from pathlib import Path

import pytest

from pipeline.reach.importing.readers import UnreadableFile
from tests.reach.exports import text_file
from tests.reach.importing.readers.reading import TABLE, read, rows


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

    with pytest.raises(UnreadableFile, match="line 2 is not text in UTF-8, UTF-16 or GB18030"):
        read(path)
