"""Question cards: nothing moves but what should, everything is inside the frame and readable."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageChops

from pipeline.effects.colours import contrast
from pipeline.effects.look import Look
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.errors import MediaError
from pipeline.media.picture.cards.question import is_crowded
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.media import Font
from pipeline.render.picture.stills import draw

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
RED = Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=FONTS)
LOOKS = {
    "red": RED,
    "light": replace(RED, background="#f4efe4", foreground="#2b2620", accent="#a8322a"),
    "grey": replace(RED, background="#777777", foreground="#888888", accent="#808080"),
}
YEARS = QuestionCard(
    question="毛泽建烈士牺牲于哪一年？", options=("1927年", "1928年", "1929年", "1930年"), right=2, answer="1929年",
    explain="1929年8月20日，毛泽建在湖南衡山英勇就义。", look=RED,
)  # fmt: skip
CARDS = {
    "years": YEARS,
    "open": replace(YEARS, options=(), right=None),
    "two": replace(YEARS, options=("对", "错"), right=0, answer="对", explain=""),
    "three": replace(YEARS, options=("1903", "1912", "1921"), right=1),
    "five": replace(YEARS, options=("Mao Zedong", "He Shuheng", "Peng Huang", "Chen Duxiu of Shanghai", "Yi"), right=3),
    "six": replace(
        YEARS, question="下列说法中" * 12, options=tuple("这个选项有些长" * n for n in (1, 2, 3, 4, 1, 2)), right=3
    ),
}
SHAPES = {"16:9": (640, 360), "9:16": (360, 640), "1:1": (400, 400), "4:3": (480, 360)}


def changed(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.difference(one, other).getbbox()
    assert box
    return box


@pytest.mark.parametrize("size", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_text_keeps_away_from_the_edges(card: QuestionCard, size: tuple[int, int]):
    width, height = size
    blank = replace(card, question="", options=(), right=None, answer="", explain="")
    for still in (card, Answered(card=card)):
        picture = draw(still, width, height)
        assert picture.size == size
        left, top, right, bottom = changed(picture, draw(Answered(card=blank), width, height))
        assert left >= 0.05 * width
        assert right <= 0.95 * width
        assert top >= 0.05 * height
        assert bottom <= 0.95 * height


@pytest.mark.parametrize("size", SHAPES.values(), ids=SHAPES)
def test_between_seconds_only_the_ring_changes(size: tuple[int, int]):
    eight, seven = (draw(Countdown(card=YEARS, left=left, of=8), *size) for left in (8, 7))
    asked = draw(YEARS, *size)

    left, top, right, bottom = changed(eight, seven)
    assert (right - left) * (bottom - top) < 0.06 * size[0] * size[1]
    assert changed(asked, seven)[1] >= top - 6


def test_the_ring_closes_as_much_as_time_is_left():
    def lit(left: int) -> int:
        picture = np.asarray(draw(Countdown(card=YEARS, left=left, of=8), 640, 360), int)
        others = np.asarray(draw(YEARS, 640, 360), int)
        accent = np.abs(picture - (0xE8, 0xB6, 0x4C)).sum(axis=2) < 24
        return int((accent & ~(np.abs(others - (0xE8, 0xB6, 0x4C)).sum(axis=2) < 24)).sum())

    whole = lit(8)
    assert whole > 100
    assert lit(4) == pytest.approx(whole / 2, rel=0.1)
    assert lit(2) == pytest.approx(whole / 4, rel=0.15)


def test_the_answer_is_marked_where_its_option_stands():
    """By the accent's colour, of which the right option's panel is full then, and no other."""
    picture = np.asarray(draw(Answered(card=YEARS), 640, 360), int)
    accent = np.abs(picture - (0xE8, 0xB6, 0x4C)).sum(axis=2) < 24
    lower, left = accent[:230, :].copy(), accent[:, :320].sum()

    rows = np.flatnonzero(accent.sum(axis=1) > 150)
    assert len(rows) > 20
    assert left > 10 * max(1, accent[:, 330:].sum()), "C is the left one of the second row"
    assert lower.any()
    asked = np.asarray(draw(YEARS, 640, 360), int)
    assert not (np.abs(asked - (0xE8, 0xB6, 0x4C)).sum(axis=2) < 24)[rows].sum(axis=1).max() > 150


def test_question_and_options_stand_still_when_the_answer_comes():
    open_question = replace(YEARS, options=(), right=None, explain="")
    asked, answered = draw(open_question, 640, 360), draw(Answered(card=open_question), 640, 360)

    assert changed(asked, answered)[1] > 180


def read_at(card: QuestionCard, other: QuestionCard, *, answered: bool) -> float:
    """The contrast of the text in which two cards differ, on the first of them, with what is behind it."""
    stills = [Answered(card=one) if answered else one for one in (card, other)]
    pictures = [draw(still, 1280, 720) for still in stills]
    letters = pictures[0].crop(changed(*pictures)).convert("RGB")
    colours = sorted(letters.getcolors(letters.width * letters.height) or [], reverse=True)
    ground, *others = ("#" + "".join(f"{part:02x}" for part in colour) for _, colour in colours)
    return max(contrast(ground, one) for one in others)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_text_can_be_read(look: Look):
    card = replace(YEARS, look=look)
    wrong = replace(card, options=("1977年", *card.options[1:]))
    right = replace(card, options=(*card.options[:2], "1979年", "1930年"))

    assert read_at(card, wrong, answered=False) >= 4.5
    assert read_at(card, wrong, answered=True) >= 4.5, "an option that is wrong"
    assert read_at(card, right, answered=True) >= 4.5, "the right one"
    assert read_at(card, replace(card, question="毛泽建烈士牺牲于何一年？"), answered=False) >= 4.5
    assert read_at(card, replace(card, explain="1929年8月30日，毛泽建在湖南衡山英勇就义。"), answered=True) >= 4.5


@pytest.mark.parametrize("size", SHAPES.values(), ids=SHAPES)
def test_too_much_text_is_refused(size: tuple[int, int]):
    crowded = replace(YEARS, question="问" * 2000)

    assert is_crowded(crowded, *size)
    assert not is_crowded(YEARS, *size)
    with pytest.raises(MediaError):
        draw(crowded, *size)
