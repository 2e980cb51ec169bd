"""File names that every system accepts, with the number always in them."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.packaging.filenames import STEM_BYTES, safe_name, stem


def test_the_usual_name():
    assert stem("{number:03d} {title}", {"number": 7, "title": "毛泽建"}) == "007 毛泽建"


@pytest.mark.parametrize(
    ("title", "safe"),
    [
        ('问：“何为”英雄？<1/2> a\\b|c*"d":', "问：“何为”英雄？＜1／2＞ a＼b｜c＊＂d＂："),
        ("两\n行\t文字  多  空格 ", "两 行 文字 多 空格"),
        ("末尾有点...  ", "末尾有点"),
        (".隐藏", "．隐藏"),
        ("零\u200b宽\u202e反转\x07响铃", "零宽反转响铃"),
        ("cafe\u0301", "café"),
        ("家庭👨\u200d👩\u200d👧", "家庭👨\u200d👩\u200d👧"),
        ("con", "con_"),
        ("NUL.tar.gz", "NUL_.tar.gz"),
        ("COM¹", "COM¹_"),
        ("console", "console"),
        ("半\udce9个", "半个"),
    ],
)
def test_what_some_system_forbids_becomes_its_like(title: str, safe: str):
    assert safe_name(title) == safe


def test_the_longest_field_gives_way_and_the_number_stays():
    name = stem("{title}（第{number}期）", {"number": 12, "title": "很长的标题" * 50})

    assert name.startswith("很长的标题")
    assert name.endswith("…（第12期）")
    assert STEM_BYTES - 3 < len(name.encode()) <= STEM_BYTES


def test_a_cut_splits_no_character_from_its_marks():
    name = stem("{title}", {"title": "👨\u200d👩\u200d👧" * 40})

    assert set(name.removesuffix("…").split("👧")) == {"👨\u200d👩\u200d", ""}


def test_a_long_pattern_without_fields_is_cut_too():
    assert stem("课" * 100, {}) == "课" * (STEM_BYTES // 3)


@pytest.mark.parametrize(("fields", "name"), [({"number": 3, "title": "???"}, "？？？"), ({"title": " "}, "untitled")])
def test_never_empty(fields: dict[str, object], name: str):
    assert stem("{title}", fields) == name


def test_a_title_of_nothing_but_dots_leaves_the_number():
    assert stem("{title}", {"number": 3, "title": "..."}) == "3"


@given(some.text(), some.text())
def test_every_name_is_legal_everywhere(pattern: str, title: str):
    name = stem(f"{pattern}{{title}}", {"title": title})

    assert name
    assert len(name.encode()) <= STEM_BYTES
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name == normalize("NFC", name)
    assert name == name.strip(" .")
