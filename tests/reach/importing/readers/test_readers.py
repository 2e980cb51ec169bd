"""Readers: any container's bytes as rows of cells, whatever the file is called, and bounded however bad it is."""

import os
import threading
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.reach.importing.readers import UnreadableFile, fingerprint_of
from tests.reach.exports import text_file
from tests.reach.importing.readers.reading import TABLE, read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7 ...", "it is a PDF, not a table"),
        (b"\x89PNG\r\n\x1a\n....", "it is a picture"),
        (b"\x1f\x8b\x08\x00", "it is a gzip archive"),
        (b"PK\x03\x04 and no more", "it is not a complete zip archive or workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is not a complete workbook"),
        (b"a,b\n\0\0\0\n", "it does not hold text"),
        (b'title,plays\n"open,1\n', "line 2: the file ends inside a quoted cell"),
        (b'{"episodes": [{"id": 1}', "it is not complete JSON: line 1"),
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
            fingerprint_of(tmp_path / name)


def test_two_gigabytes_are_refused_at_once(tmp_path: Path):
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    began = time.monotonic()

    with pytest.raises(UnreadableFile, match=r"it has 2.0 GB; at most 1 GB are read"):
        fingerprint_of(path)
    assert time.monotonic() - began < 1


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", TABLE)
    fingerprint = fingerprint_of(path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("四,4\n")

    with pytest.raises(UnreadableFile, match="it changed while it was being read"):
        fingerprint.check()


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
            fingerprint_of(path)
    finally:
        stop.set()
        writer.join()
        path.unlink()
