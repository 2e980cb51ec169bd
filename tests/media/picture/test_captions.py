"""Captions drawn: inside the safe area, sixteen characters a line, readable on any ground."""

from decimal import Decimal

import numpy as np
import pytest
from PIL import Image

from pipeline.media.picture.captions import FREE, caption_layer, with_caption
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.media import Font
from pipeline.model.timeline import Caption, Lettering

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SHAPES = [(640, 360), (360, 640), (400, 400), (1920, 1080)]
TEXTS = [
    "人民",
    "一二三四五六七八九十一二三四五六",
    "清晨，人们沿着江边散步；\n入夜，灯火倒映水中。",
    "W" * 32,
    "毛\u0336\u0301" * 12,
]


def caption(text: str, size: str = "1") -> Caption:
    return Caption(text=text, lettering=Lettering(fonts=FONTS, size=Decimal(size)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", ["1", "1.5", "3"])
def test_everything_stands_in_the_safe_area(shape: tuple[int, int], text: str, size: str):
    layer, (left, top) = caption_layer(caption(text, size), *shape)
    drawn = layer.getchannel("A").getbbox()

    assert drawn is not None
    assert left + drawn[0] >= shape[0] * FREE - 1
    assert left + drawn[2] <= shape[0] * (1 - FREE) + 1
    assert top + drawn[1] >= shape[1] * FREE
    assert top + drawn[3] <= shape[1] * (1 - FREE)


@pytest.mark.parametrize("shape", SHAPES)
def test_sixteen_characters_stand_on_one_line_whatever_the_frame(shape: tuple[int, int]):
    one, _ = caption_layer(caption("一二三四五六七八九十一二三四五六", "3"), *shape)
    two, _ = caption_layer(caption("一二三四五六七八九十一二三四五六\n人民", "3"), *shape)

    assert two.height > one.height * 1.4


def test_a_larger_size_is_larger():
    (small, _), (large, _) = (caption_layer(caption("人民", size), 640, 360) for size in ("1", "2"))

    assert large.height == pytest.approx(2 * small.height, rel=0.15)


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#808080", "#ffff00"])
def test_letters_are_white_within_black_on_any_ground(ground: str):
    picture = Image.new("RGB", (640, 360), ground)
    pixels = np.asarray(with_caption(picture, caption("人民的名字")).convert("L"), int)[290:345, 230:410]

    assert (pixels > 250).sum() > 300
    assert (pixels < 40).sum() > 300


def test_the_picture_itself_is_left_alone():
    picture = Image.new("RGB", (640, 360), "#804020")
    with_caption(picture, caption("人民"))

    assert picture.getcolors() == [(640 * 360, (0x80, 0x40, 0x20))]


def test_edges_are_even_so_that_colours_keep_their_place():
    layer, corner = caption_layer(caption("人民"), 640, 360)

    assert all(edge % 2 == 0 for edge in (*corner, *layer.size))
