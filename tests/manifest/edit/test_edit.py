from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.manifest import edit_manifest

GUID = "0a0b5d1e-1f2a-5c3b-8d4e-5f6a7b8c9d0e"


def changed(folder: Path, text: str, **wanted: str | None) -> str:
    path = folder / "001.yaml"
    path.write_bytes(text.encode())
    return edit_manifest(path, folder, number=12, **wanted).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number: 7\ntitle: 一\n", "number: 12\ntitle: 一\n"),
        ("# 头\n\ntitle: 一   # 题\nnumber:   7   # 号\n", "# 头\n\ntitle: 一   # 题\nnumber:   12   # 号\n"),
        ("number: 007\ntitle: 一\n", "number: 012\ntitle: 一\n"),
        ("number: '7'\ntitle: 一\n", 'number: "12"\ntitle: 一\n'),
        ("{number: 7, title: 一}\n", "{number: 12, title: 一}\n"),
        ("\ufeffnumber: 7\r\ntitle: 一\r\n", "\ufeffnumber: 12\r\ntitle: 一\r\n"),
        ("title: 一\nnumber: 7", "title: 一\nnumber: 12"),
    ],
)
def test_only_the_number_changes(tmp_path: Path, before: str, after: str):
    assert changed(tmp_path, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number: 7\ntitle: 一\n", "number: 12\ntitle: 新：题\n"),
        ("number: 7\ntitle: '一'  # 题\n", 'number: 12\ntitle: "新：题"  # 题\n'),
        ("number: 7\ntitle: |\n  一\nsummary: 二\n", "number: 12\ntitle: 新：题\nsummary: 二\n"),
    ],
)
def test_a_title_is_written_where_the_old_one_was(tmp_path: Path, before: str, after: str):
    assert changed(tmp_path, before, title="新：题") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number: 7  # 号\ntitle: 一\n", f"number: 12  # 号\nguid: {GUID}\ntitle: 一\n"),
        ("title: 一\r\nnumber: 7\r\n", f"title: 一\r\nnumber: 12\r\nguid: {GUID}\r\n"),
        ("title: 一\nnumber: 7", f"title: 一\nnumber: 12\nguid: {GUID}\n"),
        ("{number: 7, title: 一}", f"{{number: 12, guid: {GUID}, title: 一}}"),
        (f"guid: {GUID}\nnumber: 7\n", f"guid: {GUID}\nnumber: 12\n"),
    ],
)
def test_an_identity_is_written_below_the_number(tmp_path: Path, before: str, after: str):
    assert changed(tmp_path, before, guid=GUID) == after


@pytest.mark.parametrize(
    "text",
    [
        "number: &n 7\ntitle: *n\n",
        "title: 一\n",
        "number: 7\nnumber: 8\n",
        "- number: 7\n",
        "base: &b {number: 7}\n<<: *b\n",
    ],
)
def test_what_is_not_one_place_is_left_alone(tmp_path: Path, text: str):
    with pytest.raises(PipelineError):
        changed(tmp_path, text)
