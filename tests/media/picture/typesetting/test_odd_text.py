"""Odd text: words from right to left, marks on letters, emoji, and what is only there to be unseen."""

import pytest
from PIL import Image

from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.typesetting.glyphs import Glyphs, reads_leftward
from pipeline.media.picture.typesetting.texts import drawable, visible
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SETTER = Typesetter(FONTS)
UNSEEN = "\u00ad\u034f\u115f\u180e\u200b\u200e\u2060\u3164\ufe0f\ufeff\U000e0067"


def one_line(text: str) -> Block:
    return Block(lines=(text,), size=40, leading=40)


def drawn(text: str) -> bytes:
    image = Image.new("L", (900, 80))
    SETTER.draw_at(image, text, size=40, left=10, top=20, fill="white")
    return image.tobytes()


@pytest.mark.parametrize("text", ["书名 שלום 123, עולם！完", "说السلام 2022 عليكم。"])
def test_numbers_among_words_from_right_to_left_are_one_stretch_with_them(text: str):
    stretches = [part for part, _ in Glyphs(FONTS, 400).runs(text)]
    (leftward,) = (one for one in stretches if reads_leftward(one))

    assert leftward in ("שלום 123, עולם", "السلام 2022 عليكم")
    assert "".join(stretches) == text


@pytest.mark.parametrize("text", ["x\u0308y", "Z\u0337\u0322完"])
def test_a_letter_and_its_marks_are_of_one_font(text: str):
    cluster = text.rstrip("y完")
    found = [part for part, _ in Glyphs(FONTS, 400).runs(f"汉{text}")]

    assert any(cluster in part for part in found), found


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_unseen_leaves_no_trace(unseen: str):
    assert drawn(f"红色{unseen}记忆") == drawn("红色记忆")


@pytest.mark.parametrize("steering", "\u061c\u200e\u200f\u202e\u2067")
def test_what_steers_direction_does_not_turn_chinese(steering: str):
    text = drawable(f"红色{steering}记忆")

    assert not reads_leftward(text)
    assert drawn(text) == drawn("红色记忆")


def test_joiners_stay_where_letters_need_them():
    assert visible("می\u200cخواهم क्\u200dष AB\u200dC") == "می\u200cخواهم क्\u200dष ABC"


@pytest.mark.parametrize("lost", ["👨\u200d👩\u200d👧", "🇨🇳", "\U0001f9ff"])
def test_emoji_that_no_font_has_leave_no_box_where_text_is_drawn_in_place(lost: str):
    if any(SETTER._glyphs.draws(one) for one in lost if one != "\u200d"):
        pytest.skip("a font here has some of it")

    assert drawn(f"红{lost}色") == drawn("红色")
    assert SETTER.width(f"红{lost}色") == SETTER.width("红色")
    # Credits put their lines together by themselves.
    assert SETTER.widest(one_line(f"红{lost}色")) == SETTER.widest(one_line("红色"))
