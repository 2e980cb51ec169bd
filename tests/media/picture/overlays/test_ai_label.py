"""The label of content made by AI: as high as GB 45438-2025 asks for, inside the area of overlays, readable."""

import numpy as np
import pytest
from PIL import Image, ImageChops

from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.look import Look, look_of
from pipeline.effects.overlays import AiLabel
from pipeline.effects.questions import QuestionCard
from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.ground import draw_ground
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.overlays import box_of, fits, layer_of
from pipeline.media.picture.overlays.ai_label import _OPACITY
from pipeline.media.picture.overlays.text import plane
from pipeline.model.ai_content import HEIGHT, names_both, usual_label
from pipeline.model.media import Font
from pipeline.model.overlays import Corner
from pipeline.model.series import PRESETS, Theme
from pipeline.render.picture.reframe import beside
from pipeline.render.picture.stills import draw
from pipeline.workflow.gallery.samples import look_named, samples

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SHAPES = [(1920, 1080), (1080, 1920), (1080, 1080), (1440, 1080), (1080, 1440), (640, 360)]
TEXTS = [usual_label(language, voice=voice) for language in ("zh-CN", "en") for voice in (True, False)]


def label(text: str) -> AiLabel:
    return AiLabel(text=text, look=look_of(Theme(), picture=None, fonts=FONTS))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
def test_letters_are_five_percent_of_the_shorter_side_high(shape: tuple[int, int], text: str):
    one = label(text)
    ink = plane(one.look, _OPACITY).ink
    pixels = np.asarray(layer_of(one, *shape).image.convert("RGB"), int)
    near = np.abs(pixels - [int(ink[at : at + 2], 16) for at in (1, 3, 5)]).sum(axis=2) < 60
    rows = np.flatnonzero(near.any(axis=1))

    assert rows[-1] - rows[0] + 1 >= min(shape) * HEIGHT
    assert fits(box_of(one, *shape), *shape)


@pytest.mark.parametrize("ground", ["#000000", "#ffffff"])
def test_it_is_readable_on_any_picture(ground: str):
    one = plane(label("AI生成").look, _OPACITY)
    share = one.opacity
    mixed = "#" + "".join(
        f"{round(int(one.fill[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)):02x}"
        for at in (1, 3, 5)
    )

    assert contrast(one.ink, mixed) >= READABLE - 0.05


def test_what_is_too_long_for_two_lines_is_an_error():
    with pytest.raises(MediaError):
        box_of(label("AI生成" * 20), 1080, 1920)


@pytest.mark.parametrize("text", [*TEXTS, "AI生成", "人工智能合成", "ai generated", "Synthesised by AI"])
def test_usual_words_name_both_what_made_it_and_that_it_was_made(text: str):
    assert names_both(text)


@pytest.mark.parametrize("text", ["AI", "生成", "机器配音", "generated", "said"])
def test_half_a_label_is_none(text: str):
    assert not names_both(text)


SMALL = [(480, 270), (270, 480), (270, 270), (360, 270)]
LOOKS = {name: look_named(name) for name in PRESETS}


def changed(one: Image.Image, other: Image.Image, box: Box) -> int:
    """How many pixels of a box are another colour."""
    area = box.inside(-1).whole
    differ = ImageChops.difference(one.crop(area).convert("RGB"), other.crop(area).convert("RGB"))
    return int((np.asarray(differ).max(axis=2) > 2).sum())


def corner_of(look: Look) -> Corner:
    return "top-right" if look.dress.alignment == "left" else "top-left"


@pytest.mark.parametrize("size", SMALL, ids=str)
@pytest.mark.parametrize("text", ["含 AI 生成内容", "AI-generated content"])
@pytest.mark.parametrize("corner", ["top-left", "top-right"])
def test_it_lies_on_no_ornament_of_a_theme(size: tuple[int, int], text: str, corner: Corner):
    for name, look in LOOKS.items():
        label = AiLabel(text=text, look=look, corner=corner)
        card = beside(TextCard(text="", look=look), label)
        assert isinstance(card, TextCard)
        framed, bare = draw_ground(card.look, *size, framed=True), draw_ground(card.look, *size)
        assert changed(framed, bare, box_of(label, *size)) == 0, name


@pytest.mark.parametrize("size", SMALL, ids=str)
@pytest.mark.parametrize("name", ["red-gold", "plain"])
def test_it_lies_on_no_letter_of_any_card(size: tuple[int, int], name: str):
    look = LOOKS[name]
    label = AiLabel(text="含 AI 生成内容", look=look, corner=corner_of(look))
    for sample in samples(look):
        card = beside(sample.still, label)
        if card is sample.still:
            continue  # covers, and pictures with something over them
        bare = draw_ground(look, *size, framed="reading" not in sample.name)
        assert changed(draw(card, *size), bare, box_of(label, *size)) == 0, sample.name


@pytest.mark.parametrize("kind", ["title", "question"])
def test_a_full_card_is_set_smaller_rather_than_under_it(kind: str):
    look, size = LOOKS["red-gold"], (480, 270)
    label = AiLabel(text="内容由人工智能生成，声音与图片均为合成", look=look)
    words = "在湖南第一师范学校求学期间，他同蔡和森等人组织了新民学会。"
    full = TextCard(text=f"第4期\n{words[:18]}\n{words}\n{words}", look=look)
    asked = QuestionCard(
        question=words * 2, options=(words[:12],) * 4, right=0, answer=words[:12], explain=words, look=look
    )
    card = beside(full if kind == "title" else asked, label)

    assert changed(draw(card, *size), draw_ground(look, *size, framed=True), box_of(label, *size)) == 0
