import pytest

from pipeline.documents.key_names import NAMES, chinese_name, key_in_chinese


@pytest.mark.parametrize(
    ("name", "known", "key"),
    [
        ("标题", NAMES, "title"),
        ("期数", NAMES, "number"),
        ("旁白", ["card", "narration"], "narration"),
        ("片段", ["number", "segments"], "segments"),
        ("片段", ["card", "clip"], "clip"),
        ("字幕", ["captions", "subtitles"], "subtitles"),
        ("标题", ["number"], None),
        ("语速", ["engine", "rate"], "rate"),
        ("图片", ["picture", "title"], "picture"),
        ("图片", ["image", "picture"], "image"),
        ("title", NAMES, None),
        ("讲述", NAMES, None),
    ],
)
def test_a_key_is_found_by_its_chinese_name_among_those_that_may_stand_there(name: str, known: list[str], key: str):
    assert key_in_chinese(name, known) == key


def test_what_has_no_name_is_called_nothing():
    assert (chinese_name("title"), chinese_name("no-key")) == ("标题", "")


def test_a_key_has_a_name_of_its_own_where_it_means_something_else():
    assert [chinese_name("rate", mapping) for mapping in ("voice", "rendition", "")] == ["语速", "帧率", "帧率"]
