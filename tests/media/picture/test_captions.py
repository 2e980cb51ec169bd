"""Captions drawn: inside the safe area, sixteen characters a line, readable on any ground."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pipeline.media.picture.captions import FREE, caption_layer, two_lines_top, with_caption
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.covered import Covered, is_upright
from pipeline.model.media import Font
from pipeline.model.series import CaptionStyle
from pipeline.model.timeline import Caption, Lettering
from pipeline.publish.kits.rules import known_platforms, read_platform

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SHAPES = [(640, 360), (360, 640), (400, 400), (480, 360), (360, 480), (1920, 1080)]
FLAT = [shape for shape in SHAPES if not is_upright(*shape)]
UPRIGHT = [shape for shape in SHAPES if is_upright(*shape)]
STYLES: list[CaptionStyle] = ["outline", "box", "bar"]
TEXTS = [
    "人民",
    "一二三四五六七八九十一二三四五六",
    "清晨，人们沿着江边散步；\n入夜，灯火倒映水中。",
    "W" * 32,
    "毛\u0336\u0301" * 12,
]


def caption(text: str, size: str = "1", *, style: CaptionStyle = "outline", **more: object) -> Caption:
    return Caption(text=text, lettering=Lettering(fonts=FONTS, size=Decimal(size), style=style), **more)  # type: ignore[arg-type]


def drawn(text: Caption, shape: tuple[int, int]) -> tuple[float, float, float, float]:
    """Edges of what is drawn but for a band, in shares of the frame: left, top, right and bottom."""
    layer, (left, top) = caption_layer(text, *shape)
    seen = layer.getchannel("R" if text.lettering.style == "bar" else "A").getbbox()
    assert seen is not None
    wide, high = shape
    return (left + seen[0]) / wide, (top + seen[1]) / high, (left + seen[2]) / wide, (top + seen[3]) / high


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", ["1", "1.5", "3"])
@pytest.mark.parametrize("style", STYLES)
def test_everything_stands_in_the_safe_area(shape: tuple[int, int], text: str, size: str, style: CaptionStyle):
    left, top, right, bottom = drawn(caption(text, size, style=style), shape)

    assert left >= FREE - 2 / shape[0]
    assert right <= 1 - FREE + 2 / shape[0]
    assert top >= FREE
    assert bottom <= 1 - FREE


@pytest.mark.parametrize("shape", FLAT)
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


ONE, TWO = "她走进学堂", "一九二三年，她加入了\n中国共产党，回到衡阳。"
LONG = "清晨，人们沿着江边的大路散步；\n入夜以后，万家灯火都倒映水中。"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", [(1080, 1920), (1080, 1440), (360, 640)])
@pytest.mark.parametrize("text", [ONE, TWO, LONG, "In 1923 she joined the party,\nand came back that winter."])
def test_upright_captions_stand_from_68_to_76_percent_of_the_height(
    shape: tuple[int, int], style: CaptionStyle, text: str
):
    _, top, _, bottom = drawn(caption(text, style=style), shape)
    around = 0.02

    assert 0.68 - around - (0.03 if shape == (1080, 1440) else 0) <= top
    assert bottom <= 0.77 + 1 / shape[1]
    assert 0.68 < (top + bottom) / 2 < 0.74


@pytest.mark.parametrize("name", sorted(known_platforms(Path("/nowhere"))))
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "text", [ONE, TWO, LONG, "一二三四五六七八九十一二", "W" * 32, "”，一二三四五六七八九十一二（"]
)
def test_captions_keep_clear_of_what_every_platform_lays_over_films(name: str, style: CaptionStyle, text: str):
    for frame in read_platform(name, Path("/nowhere")).covered:
        shape = {"vertical": (1080, 1920), "square": (1080, 1080), "landscape": (1920, 1080)}[frame.shape]
        left, top, right, bottom = drawn(caption(text, style=style), shape)

        assert left >= float(frame.over.left)
        assert right <= 1 - float(frame.over.right) + 1 / shape[0]
        assert top >= float(frame.over.top)
        assert bottom <= 1 - float(frame.over.bottom) + 1 / shape[1]


def test_captions_move_with_what_a_platform_covers():
    deep = Covered(top=Fraction(1, 10), bottom=Fraction(35, 100), right=Fraction(25, 100))
    moved = Caption(text=LONG, lettering=Lettering(fonts=FONTS, covered=deep))
    left, _, right, bottom = drawn(moved, (1080, 1920))

    assert bottom <= 0.65 < drawn(caption(LONG), (1080, 1920))[3]
    assert (left, right) >= (FREE, 0) and right <= 0.75
    assert two_lines_top(1080, 1920, Decimal(1), deep) < two_lines_top(1080, 1920, Decimal(1)) - 150


def test_letters_of_upright_films_are_larger_than_those_of_other_ones_beside_their_width():
    def letter(shape: tuple[int, int]) -> float:
        left, _, right, _ = drawn(caption("国国国国国"), shape)
        return (right - left) * shape[0]

    assert letter((1080, 1920)) > 1.12 * letter((1080, 1080))


def test_a_line_that_finds_no_room_in_the_middle_moves_away_from_the_buttons():
    left, _, right, _ = drawn(caption("一二三四五六七八九十一二"), (1080, 1920))
    short = drawn(caption(ONE), (1080, 1920))

    assert abs(short[0] + short[2] - 1) < 0.01
    assert left + right < 0.97 and right <= 0.871


def test_a_caption_stands_below_a_picture_that_ends_there():
    free, under = caption(ONE), caption(ONE, below=Fraction(71, 100))
    deep = caption(TWO, below=Fraction(755, 1000))

    assert drawn(under, (1080, 1920))[1] > 0.71 > drawn(free, (1080, 1920))[1]
    assert drawn(deep, (1080, 1920))[3] <= 0.77


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", [(1920, 1080), (1080, 1920), (1080, 1080), (1440, 1080), (640, 360)])
@pytest.mark.parametrize("size", ["1", "1.5"])
def test_two_lines_begin_below_what_stands_over_captions(shape: tuple[int, int], style: CaptionStyle, size: str):
    gap = 0.045 * min(shape)
    top = drawn(caption("一二三四五六七八\n一二三四五六七八", size, style=style), shape)[1] * shape[1]

    assert top > two_lines_top(*shape, Decimal(size)) - gap


def _grounds() -> dict[str, Image.Image]:
    rows = np.indices((360, 640)).sum(axis=0)
    noise = np.random.default_rng(7).integers(0, 256, (360, 640, 3), dtype=np.uint8)
    return {
        "white": Image.new("RGB", (640, 360), "#ffffff"),
        "black": Image.new("RGB", (640, 360), "#000000"),
        "checkerboard": Image.fromarray((rows // 6 % 2 * 255).astype(np.uint8)).convert("RGB"),
        "yellow": Image.new("RGB", (640, 360), "#ffff00"),
        "noise": Image.fromarray(noise),
        "photo": Image.open("assets/pictures/scroll.jpg").convert("RGB").resize((640, 360)),
    }


def _luminance(pixels: np.ndarray) -> np.ndarray:
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ground", ["white", "black", "checkerboard", "yellow", "noise", "photo"])
def test_letters_have_contrast_with_what_surrounds_them_on_any_picture(style: CaptionStyle, ground: str):
    said = caption("人民的名字，\n国家的历史。", style=style)
    layer, (left, top) = caption_layer(said, 640, 360)
    whole = Image.new("L", (640, 360), 0)
    whole.paste(layer.getchannel("R"), (left, top))
    letters = np.asarray(whole) > 250
    # Where the outline of the letters is at its darkest: beyond the soft edges of the glyphs.
    grown = np.asarray(
        whole.point(lambda v: 255 * (v > 0)).filter(ImageFilter.MaxFilter(3 if style == "outline" else 7))
    )
    ring = (grown > 0) & (np.asarray(whole) == 0)
    light = _luminance(np.asarray(with_caption(_grounds()[ground], said), float))
    contrast = (light[letters].mean() + 0.05) / (light[ring] + 0.05)

    assert letters.sum() > 500 < ring.sum()
    assert np.percentile(contrast, 5) >= 4.5
