"""Titles break between words."""

import pytest

from pipeline.publish.site.phrases import phrased, titled


def test_lines_may_break_before_words():
    assert phrased("烈士塔下颂英烈") == "烈士<wbr>塔下<wbr>颂<wbr>英烈"


@pytest.mark.parametrize(
    "text", ["<b>&\"'</b>", "毛<b>泽建&：x", "\u202e左 右", "", "a" * 300, "字" * 300, "👨‍👩‍👧 家"]
)
def test_texts_stay_what_they_are_and_harmless(text: str):
    for made in (phrased(text), titled(text)):
        bare = made.replace("<wbr>", "").replace('<span class="part">', "").replace("</span>", "")
        assert "<" not in bare
        plain = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'")
        assert plain.replace("&amp;", "&") == text


def test_what_stands_before_and_after_a_colon_or_a_blank_stays_together():
    parts = '<span class="part">'

    assert titled("郭亮：工运先锋").count(parts) == 2
    assert titled("喜迎二十大 开福").count(parts) == 2
    assert parts not in titled("烈士塔下颂英烈")
