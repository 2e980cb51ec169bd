"""Languages, as containers want them."""

import pytest

from pipeline.model.language import is_chinese, iso639_2


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-CN", "zho"), ("zh", "zho"), ("yue-HK", "zho"), ("EN-gb", "eng"), ("en_US", "eng"), ("bod", "bod"),
     ("", "und"), ("x", "und"), ("中文", "und")],
)  # fmt: skip
def test_tags_become_three_letters(tag: str, code: str):
    assert iso639_2(tag) == code


@pytest.mark.parametrize(
    ("tag", "chinese"), [("zh-CN", True), ("ZH", True), ("zho", True), ("zha", False), ("en", False), ("", False)]
)
def test_what_is_written_in_chinese(tag: str, chinese: bool):
    assert is_chinese(tag) == chinese
