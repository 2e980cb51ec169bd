"""Languages, as containers want them."""

import pytest

from pipeline.model.language import iso639_2


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-CN", "zho"), ("zh", "zho"), ("yue-HK", "zho"), ("EN-gb", "eng"), ("en_US", "eng"), ("bod", "bod"),
     ("", "und"), ("x", "und"), ("中文", "und")],
)  # fmt: skip
def test_tags_become_three_letters(tag: str, code: str):
    assert iso639_2(tag) == code
