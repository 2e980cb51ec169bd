"""The typesetter: characters from the font that has them, lines that keep to their column."""

import pytest
from PIL import Image, ImageChops, ImageFont

from pipeline.errors import MediaError
from pipeline.media.picture.fonts import BOLD, REGULAR, default_fonts
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Block, Typesetter
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())


def ink(
    block: Block, typesetter: Typesetter, *, centred: bool = True, fill: str = "white"
) -> tuple[int, int, int, int]:
    image = Image.new("RGB", (1000, 400))
    typesetter.draw(image, block, column=(100, 900), top=50, fill=fill, centred=centred)
    box = image.getbbox()
    assert box
    return box


def one_line(text: str, size: int = 80) -> Block:
    return Block(lines=(text,), size=size, leading=size)


@pytest.mark.parametrize("text", ["红色基因", "英烈，", "《英烈", "hello", "“英", "مرحبا", "英g"])
def test_lines_are_centred_by_what_is_seen(text: str):
    left, _, right, _ = ink(one_line(text), Typesetter(FONTS))

    assert abs((left + right) / 2 - 500) <= 2


def test_a_line_that_is_not_centred_begins_at_the_column():
    left, top, _, bottom = ink(one_line("国"), Typesetter(FONTS), centred=False)

    assert 100 <= left <= 110
    assert (50 <= top <= 60) and (120 <= bottom <= 130)


def test_lines_fit_the_column_they_were_set_for():
    typesetter = Typesetter(FONTS, weight=BOLD)
    block = typesetter.set(
        "毛泽建：一位 remarkable 女战士的一生与 her time，1905—1929年", size=60, width=500, spacing=1.4
    )

    assert len(block.lines) > 2
    assert typesetter.widest(block) <= 500
    assert block.height == 60 + (len(block.lines) - 1) * 84


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("中共湘区委员会旧址陈列馆", 480, ("中共湘区委员会", "旧址陈列馆")),
        ("清水塘：毛泽东与杨开慧的家", 480, ("清水塘：毛泽东", "与杨开慧的家")),
        ("从韶山走出的巾帼英烈", 430, ("从韶山走出的", "巾帼英烈")),
    ],
)
def test_titles_break_between_words(title: str, width: int, lines: tuple[str, ...]):
    assert Typesetter(FONTS, weight=BOLD).set(title, size=60, width=width, spacing=1.4).lines == lines


@pytest.mark.parametrize(
    "amount", ["36件", "120余张", "12座", "100周年", "3.5公里", "3个月", "5万人次", "3届", "1200平方米"]
)
def test_a_number_is_not_parted_from_its_measure_word(amount: str):
    typesetter = Typesetter(FONTS, weight=BOLD)
    for ems in range(9, 14):
        lines = typesetter.set(
            f"展出图片和珍贵实物共{amount}烈士遗物与家书首次公开展出", size=40, width=40 * ems, spacing=1.4
        ).lines
        assert any(amount in line for line in lines), lines


def test_every_line_of_the_author_stays_a_line():
    block = Typesetter(FONTS).set("一\n\n二三", size=40, width=40, spacing=1)

    assert block.lines == ("一", "", "二", "三")


def test_headings_are_bolder_than_text():
    images = []
    for weight in (REGULAR, BOLD):
        image = Image.new("L", (100, 100))
        Typesetter(FONTS, weight=weight).draw(image, one_line("国"), column=(0, 100), top=0, fill="white", centred=True)
        images.append(sum(index * count for index, count in enumerate(image.histogram())))

    assert images[1] > 1.2 * images[0]


def test_a_font_of_the_author_is_not_passed_over_for_a_bolder_one():
    own, bold = FONTS[-1], FONTS[0]
    alone, before = (Typesetter(fonts, weight=BOLD) for fonts in ((own,), (own, bold)))

    assert before.widest(one_line("Wm")) == alone.widest(one_line("Wm")) != Typesetter((bold,)).widest(one_line("Wm"))


def test_a_character_that_the_first_font_lacks_comes_from_the_next():
    alone, after = Typesetter(FONTS[-1:]), Typesetter((FONTS[0], FONTS[-1]))

    assert after.widest(one_line("א")) == alone.widest(one_line("א"))
    assert after.widest(one_line("国א")) > alone.widest(one_line("א")) + 70


def test_words_from_right_to_left_keep_their_order():
    typesetter = Typesetter(FONTS)
    texts = ("שלום 22 עולם", "עולם 22 שלום")
    images = []
    for text in texts:
        image = Image.new("L", (600, 120))
        typesetter.draw(image, one_line(text, 60), column=(0, 600), top=20, fill="white", centred=True)
        images.append(image)

    assert ImageChops.difference(*images).getbbox()


def test_what_cannot_be_drawn_is_dropped():
    assert drawable("a\x07\tb\r\nc\u2028d\ud800e It’s “红”") == "a b\nc\nde It’s “红”"


def test_broken_outlines_are_said(monkeypatch):
    def fail(*_: object, **__: object) -> float:
        raise OSError("invalid outline")

    typesetter = Typesetter(FONTS[-1:])
    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", fail)

    with pytest.raises(MediaError, match=rf"'{FONTS[-1].path.name}' is damaged: invalid outline"):
        typesetter.set("Hello", size=20, width=100, spacing=1)
    with pytest.raises(MediaError, match="invalid outline"):
        ink(one_line("Hello"), typesetter)
