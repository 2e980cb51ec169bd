"""Spacing: by how much characters stand closer together or farther apart, in ems and in pixels that are drawn."""

import numpy as np
import pytest
from PIL import Image

from pipeline.media.picture.fonts import BOLD, default_fonts
from pipeline.media.picture.typesetting.texts import NARROW, drawable, with_narrow_marks
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SETTER = Typesetter(FONTS, weight=BOLD)
SIZE = 100


def drawn(line: str, *, left: float = 100) -> np.ndarray:
    image = Image.new("L", (2400, 160))
    block = Block(lines=(line,), size=SIZE, leading=SIZE)
    SETTER.draw(image, block, column=(left, 2300), top=20, fill="white", centred=False)
    return np.asarray(image) > 128


def columns(line: str) -> np.ndarray:
    """The places, from left to right, at which something is drawn."""
    return np.flatnonzero(drawn(line).any(axis=0))


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("英烈", 2),
        ("英烈”。", 3.5),
        ("说：“走", 3.5),
        ("（上）、", 3.5),
        ("《红》《岩》", 5.5),
        ("他说：“《红》”。", 7),
        ("（《红》）", 4),
        ("红，岩", 3),
        ("英烈！？", 3.5),
    ],
)
def test_marks_side_by_side_share_a_blank(text: str, ems: float):
    assert SETTER.width(text) == pytest.approx(ems, abs=0.02)


@pytest.mark.parametrize("text", ["用AI学", "用 AI 学", "用  AI  学"])
def test_letters_stand_a_quarter_from_chinese_with_and_without_a_blank(text: str):
    assert SETTER.width(text) == pytest.approx(2 + SETTER.width("AI") + 0.5, abs=0.01)


@pytest.mark.parametrize("text", ["1923年", "第3期", "100%的"])
def test_numbers_stand_a_quarter_from_chinese(text: str):
    number = "".join(one for one in text if one.isascii())
    chinese = len(text) - len(number)
    edges = 2 if text[0] == "第" else 1

    assert SETTER.width(text) == pytest.approx(chinese + SETTER.width(number) + 0.25 * edges, abs=0.01)


def test_beside_a_mark_a_letter_needs_no_quarter_and_a_blank_is_left_out():
    assert SETTER.width("红，AI") == pytest.approx(2 + SETTER.width("AI"), abs=0.01)
    assert SETTER.width("红： 岩") == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("“Hello,” he said", f"“{NARROW}Hello,”{NARROW} he said"),
        ("It’s", f"It’{NARROW}s"),
        ("他说“OK”。", "他说“OK”。"),
        ("“Hello”是什么", "“Hello”是什么"),
        ("“红色”", "“红色”"),
        ("“OK”。", "“OK”。"),
        ("wait… what", "wait... what"),
        ("幸福……", "幸福……"),
        ("他的 father’s 书", f"他的 father’{NARROW}s 书"),
    ],
)
def test_marks_are_those_of_their_language(text: str, marked: str):
    assert with_narrow_marks(text) == marked
    assert with_narrow_marks(marked) == marked


def test_an_english_quotation_is_as_wide_as_its_ink():
    assert SETTER.width("“a”") < SETTER.width("a") + 1.1


def test_a_dash_is_one_line():
    found = columns("——")

    assert len(found) > 1.7 * SIZE
    assert (np.diff(found) == 1).all()


@pytest.mark.parametrize("line", ["《英烈", "（英烈", "“英烈"])
def test_an_opening_mark_is_flush_with_the_column(line: str):
    assert 98 <= columns(line)[0] <= 116


@pytest.mark.parametrize("text", ["英烈塔下《", "说：“走！”", "用 AI 与 5G 上课，2022 年", "“Hello,” it’s——"])
def test_what_is_measured_is_what_is_drawn(text: str):
    found = columns(with_narrow_marks(text))
    block = Block(lines=(with_narrow_marks(text),), size=SIZE, leading=SIZE)

    assert found[-1] - found[0] + 1 == pytest.approx(SETTER.widest(block), abs=2)


@pytest.mark.parametrize("text", ["红色记忆，", "听党话、", "《红岩》"])
def test_a_mark_at_an_end_does_not_need_the_room_of_its_blank(text: str):
    ink = SETTER.widest(Block(lines=(text,), size=SIZE, leading=SIZE))

    assert SETTER.set(text, size=SIZE, width=ink + 30, spacing=1).lines == (text,)


@pytest.mark.parametrize(("text", "seams"), [("烈士塔 שלום", 1), ("烈士塔 مرحبا 英烈", 2), ("烈士塔 שלום 英烈", 2)])
def test_words_from_right_to_left_stand_a_quarter_from_chinese_with_and_without_a_blank(text: str, seams: int):
    alone = sum(map(SETTER.width, text.split()))

    assert SETTER.width(text) == pytest.approx(alone + seams / 4, abs=0.01)
    assert SETTER.width(text.replace(" ", "")) == pytest.approx(SETTER.width(text))


def test_bad_input_is_drawn_as_far_as_it_can_be():
    assert drawable("︵一︶﹁二﹂\u202e三\u2066") == "（一）「二」三"
    assert drawable("cafe\u0301") == "café"
    for text in ("\u200b", "\ufe0f", "\u0301", "👨\u200d👩\u200d👧", "塔" * 300, "W" * 300, "\U000effff", "。", "（"):
        block = SETTER.set(drawable(text), size=20, width=200, spacing=1.2)
        SETTER.draw(Image.new("L", (300, 900)), block, column=(0, 200), top=0, fill="white", centred=True)
        assert SETTER.widest(block) <= 201
