import pytest

from pipeline.documents.mistyped import mistyped_key, wide_colon


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("title：毛泽建", "write 'title: 毛泽建'"),
        ("标题： 毛泽建", "write 'title: 毛泽建'"),
        ("片段：", "write 'segments:'"),
        ("  - 片段：a.mp4", "write '- clip: a.mp4'"),
        ("    publish_at：2026-12-01 19:30", "write 'publish_at: 2026-12-01 19:30'"),
        ("主题思想：人民", None),
        ("毛泽建：巾帼英烈", None),
        ("title: 毛泽建：巾帼英烈", None),
    ],
)
def test_a_full_width_colon_after_a_key_is_corrected(line: str, hint: str | None):
    found = wide_colon(line)

    assert (found.hint if found else None) == hint


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("number:1", "write 'number: 1'"),
        ("  - card:一", "write '- card: 一'"),
        ("期数:1", "write 'number: 1'"),
        ("number: 1", None),
        ("https://example.org", None),
        ("19:30", None),
    ],
)
def test_a_space_after_the_colon_is_missed(line: str, hint: str | None):
    found = mistyped_key(line)

    assert (found.hint if found else None) == hint
