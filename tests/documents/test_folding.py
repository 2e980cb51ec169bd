"""Texts that go over several lines of a manifest."""

from pathlib import Path

import pytest

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import parse
from pipeline.documents.source import Source


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a: 她走了。\n  她又来了。\n", "她走了。她又来了。"),
        ("a: 中国\n  共产党\n  党员\n", "中国共产党党员"),
        ('a: "毛。\n  她"\n', "毛。她"),
        ("a: '毛，\n\n  她'\n", "毛，\n她"),
        ("a: >\n  第一句。\n  第二句。\n", "第一句。第二句。\n"),
        ("a: >-\n  他说：\n  “来吧。”\n  走了。\n", "他说：“来吧。”走了。"),
        ("a: |\n  第一行\n  第二行\n", "第一行\n第二行\n"),
        # What somebody has written stays, as does what Latin needs.
        ("a: 第一 第二\n", "第一 第二"),
        ("a: 第一 第二\n  第三\n", "第一 第二第三"),
        ("a: 他在 Paris\n  学习，\n  and came\n  back\n", "他在 Paris 学习， and came back"),
        ("a: one\n  two\n", "one two"),
        ("a: 一\n  二 一\n  二\n", "一二 一二"),
    ],
)
def test_no_blank_is_put_between_chinese_lines(text: str, read: str):
    found = Findings()
    place = parse(Source(path=Path("/w/a.yaml"), file="a.yaml", text=text), found)

    assert place is not None
    assert place.data == {"a": read}
    assert not found.sorted()
