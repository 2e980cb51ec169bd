"""Packages that say less than they hold."""

import struct
import tracemalloc
import zipfile
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.ingest.manuscripts.package import opened, unpacked
from pipeline.ingest.manuscripts.word import read_word
from tests.sources.documents import W, changed, word

ROOM = 60 << 20
"""Bytes that a part unpacks to."""


def lying(part: str, content: bytes, stated: int) -> bytes:
    """A Word document one of whose parts states another size than it has."""
    data = changed(word(_words), {part: content})
    return data.replace(struct.pack("<I", len(content)), struct.pack("<I", stated))


def _words(document: Any) -> None:
    document.add_paragraph("一句。")


def test_a_part_that_states_too_small_a_size_is_not_unpacked():
    text = f"<w:document {W}><w:body><w:p><w:r><w:t>{'A' * ROOM}</w:t></w:r></w:p></w:body></w:document>"
    data = lying("word/document.xml", text.encode(), 20_000)
    tracemalloc.start()
    try:
        with pytest.raises(PipelineError, match="is damaged"):
            read_word(data, "稿.docx")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < ROOM / 4


@pytest.mark.parametrize("stated", [0, 10, 4096, 6000])
def test_a_part_of_another_size_than_stated_is_damaged(stated: int):
    package = opened(lying("word/more.xml", b"x" * 5000, stated), "稿.docx")

    with package, pytest.raises((zipfile.BadZipFile, EOFError)):
        unpacked(package, "word/more.xml")


def test_a_part_of_the_stated_size_is_whole():
    with opened(changed(word(_words), {"word/more.xml": b"x" * 5000}), "稿.docx") as package:
        assert unpacked(package, "word/more.xml") == b"x" * 5000
