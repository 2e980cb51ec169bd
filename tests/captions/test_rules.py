from fractions import Fraction

import pytest

from pipeline.captions.rules import characters, columns, violations
from pipeline.model.captions import Cue


def cue(text: str, start: int = 0, stop: int = 3000) -> Cue:
    return Cue(start=start, stop=stop, text=text)


def codes(*cues: Cue, rate: Fraction | None = None) -> list[tuple[int, str]]:
    return [(one.cue, one.code) for one in violations(cues, rate=rate)]


@pytest.mark.parametrize(
    ("text", "wide"),
    [("毛泽建", 6), ("“毛泽建”——", 14), ("1929年", 6), ("Café", 4), ("Москва", 6), ("e\u0301", 1), ("", 0)],
)
def test_columns(text: str, wide: int):
    assert columns(text) == wide


def test_letters_are_read_faster_than_characters():
    assert characters("毛泽建\n1929") == 5


def test_a_good_caption_breaks_nothing():
    assert codes(cue("一九二一年秋，\n湖南有了中国共产党的组织。")) == []


def test_sixteen_characters_fill_a_line():
    assert codes(cue("一" * 16)) == []
    assert codes(cue("一" * 17)) == [(0, "caption-width")]
    assert codes(cue("a" * 32)) == []
    assert codes(cue("a" * 33)) == [(0, "caption-width")]


def test_two_lines_are_enough():
    assert codes(cue("一\n二\n三")) == [(0, "caption-lines")]


@pytest.mark.parametrize("text", ["他说\n，好", "他说：“\n好”", "他说—\n—好", "他说…\n…", "《狂人\n》日记"])
def test_marks_stay_where_they_belong(text: str):
    assert codes(cue(text)) == [(0, "caption-break")]


def test_a_dash_may_begin_a_line():
    assert codes(cue("这里就是\n——清水塘")) == []


def test_nine_characters_a_second():
    assert codes(cue("一二三四五六七八九", stop=1000)) == []
    assert codes(cue("一二三四五六七八九十", stop=1000)) == [(0, "caption-speed")]


def test_neither_a_flash_nor_a_notice():
    assert codes(cue("一", stop=833)) == codes(cue("一", stop=7000)) == []
    assert codes(cue("一", stop=800)) == [(0, "caption-short")]
    assert codes(cue("一", stop=7100)) == [(0, "caption-long")]


def test_two_frames_between_captions():
    close, apart = cue("二", 3040, 5000), cue("二", 3080, 5000)

    assert codes(cue("一"), close, rate=Fraction(25)) == [(1, "caption-gap")]
    assert codes(cue("一"), apart, rate=Fraction(25)) == []
    assert codes(cue("一"), close) == []


def test_messages_tell_the_figures():
    (found,) = violations([cue("一" * 20)])

    assert found.message == "a line of this caption has 20 characters; 16 fit, or 32 letters"
