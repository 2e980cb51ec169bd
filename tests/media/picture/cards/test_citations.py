"""Quotations, people and credits: in every shape what is written finds room, is readable, and stays off the edges."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from pipeline.effects.citations import CreditsPage, PersonCard, QuoteCard
from pipeline.effects.colours import READABLE, contrast
from pipeline.media.picture.cards.areas import safe_area
from pipeline.media.picture.cards.credits import credits_fit, draw_credits
from pipeline.media.picture.cards.person import draw_person, person_fits
from pipeline.media.picture.cards.quote import draw_quote, quote_fits
from pipeline.media.picture.cards.sheet import Sheet
from pipeline.model.media import Medium, VideoInfo
from pipeline.model.programme import Credit
from tests import factories
from tests.media.picture.cards.shapes import COLOURS, SHAPES, look

LONG = "我们的同志在困难的时候，要看到成绩，要看到光明，要提高我们的勇气。" * 9


def quote(text: str = "为有牺牲多壮志，敢教日月换新天。", by: str = "毛泽东", source: str = "《七律·到韶山》", **more):
    return QuoteCard(text=text, by=by, source=source, look=more.pop("look", look()), **more)


def person(portrait: Medium | None = None, **more) -> PersonCard:
    given = {"name": "毛泽建", "years": "1905—1929", "text": "湖南湘潭韶山人。", "focus": None, "look": look()} | more
    return PersonCard(portrait=portrait, **given)


def picture(folder: Path, image: Image.Image) -> Medium:
    path = folder / f"{image.width}x{image.height}{image.mode}.png"
    image.save(path)
    video = factories.image().info.video
    assert isinstance(video, VideoInfo)
    shown = replace(video, codec="png", width=image.width, height=image.height)
    info = type(factories.image().info)(
        kind="image", format="png_pipe", start=video.start, duration=video.start, video=shown
    )
    return Medium(content=path.name, info=info, path=path)


def ink(drawn: Image.Image, card) -> tuple[int, int, int, int]:
    """The box of all that was drawn on the card's ground."""
    ground = Sheet(*drawn.size, card.look).image
    box = ImageChops.difference(drawn, ground).convert("L").point(lambda value: 255 * (value > 24)).getbbox()
    assert box
    return box


def inside(box: tuple[int, int, int, int], width: int, height: int, *, foot: float = 1.0) -> bool:
    safe = safe_area(width, height)
    slack = min(width, height) * 0.012
    return (
        box[0] >= safe.left - slack
        and box[1] >= safe.top - slack
        and box[2] <= safe.right + slack
        and box[3] <= min(safe.bottom, foot * height) + slack
    )


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize(
    "text",
    ["信仰", "为有牺牲多壮志，敢教日月换新天。", LONG[:300], "To be, or not to be: that is the question.",
     "独立寒秋，湘江北去，橘子洲头。\n看万山红遍，层林尽染；\n漫江碧透，百舸争流。"],
    ids=["two characters", "a couplet", "300 characters", "English", "a verse"],
)  # fmt: skip
def test_a_quotation_finds_room(size: tuple[int, int], text: str):
    assert inside(ink(draw_quote(quote(text), *size), quote(text)), *size)


@pytest.mark.parametrize("size", SHAPES)
def test_below_a_card_over_which_somebody_speaks_captions_find_room(size: tuple[int, int]):
    foot = 0.67 if size[1] > 1.3 * size[0] else 0.79
    for card, drawn in (
        (spoken := quote(spoken=True), draw_quote(spoken, *size)),
        (told := person(spoken=True), draw_person(told, *size)),
    ):
        assert inside(ink(drawn, card), *size, foot=foot)


def test_what_is_too_much_is_found_out_before_it_is_drawn():
    assert quote_fits(quote(LONG[:300]), 640, 360)
    assert not quote_fits(quote(LONG * 3), 640, 360)
    assert person_fits(person(text=LONG[:150]), 640, 360)
    assert not person_fits(person(text=LONG * 3), 640, 360)
    names = tuple(f"王小明{number}" for number in range(9))
    assert credits_fit(
        CreditsPage(heading="制作名单", credits=(Credit(role="摄影", names=names),), look=look()), 640, 360
    )
    many = tuple(Credit(role=f"职务{number}", names=("王小明",)) for number in range(40))
    assert not credits_fit(CreditsPage(heading="制作名单", credits=many, look=look()), 640, 360)


@pytest.mark.parametrize("size", SHAPES)
def test_nine_rows_of_credits_find_room_in_every_shape(size: tuple[int, int]):
    page = CreditsPage(
        heading="Credits",
        credits=tuple(Credit(role="Post production", names=("Anna Smith", "Li Ming")) for _ in range(9)),
        look=look(),
    )

    assert inside(ink(draw_credits(page, *size), page), *size)


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS)
def test_words_can_be_read_in_any_theme(colours: tuple[str, str, str]):
    card = quote("信仰" * 3, "", "", look=look(colours))
    pixels = np.asarray(draw_quote(card, 640, 360)).reshape(-1, 3)
    ground = np.asarray(Sheet(640, 360, card.look).image).reshape(-1, 3)
    written = np.abs(pixels.astype(int) - ground).sum(axis=1)
    strongest = written.argmax()

    def shown(pixel: np.ndarray) -> str:
        return "#" + "".join(f"{part:02x}" for part in pixel)

    assert contrast(shown(pixels[strongest]), shown(ground[strongest])) >= READABLE


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("sides", [(300, 900), (900, 300), (400, 400), (30, 40)])
def test_a_portrait_of_any_shape_is_shown(tmp_path: Path, size: tuple[int, int], sides: tuple[int, int]):
    card = person(picture(tmp_path, Image.new("RGB", sides, "#00ff00")))
    pixels = np.asarray(draw_person(card, *size)).astype(int)
    green = (pixels[:, :, 1] > 200) & (pixels[:, :, 0] < 60)
    rows, columns = np.where(green)

    assert len(rows), "the portrait is seen"
    shape = (rows.max() - rows.min() + 1) / (columns.max() - columns.min() + 1)
    assert shape == pytest.approx(1.25, abs=0.05)


def test_an_upright_portrait_shows_its_upper_third(tmp_path: Path):
    upright = Image.new("RGB", (300, 900), "#0000ff")
    upright.paste("#00ff00", (0, 240, 300, 360))
    upright.paste("#ff0000", (0, 600, 300, 900))

    def colours(focus: object) -> set[str]:
        pixels = np.asarray(draw_person(person(picture(tmp_path, upright), focus=focus), 640, 360)).astype(int)
        red = ((pixels[:, :, 0] > 240) & (pixels[:, :, 1] < 15)).sum() > 500
        green = ((pixels[:, :, 1] > 240) & (pixels[:, :, 0] < 15)).sum() > 500
        return {name for name, there in (("red", red), ("green", green)) if there}

    assert colours(None) == {"green"}
    assert colours((Fraction(1, 2), Fraction(9, 10))) == {"red"}


def test_what_is_transparent_in_a_portrait_is_neither_black_nor_white(tmp_path: Path):
    clear = Image.new("RGBA", (400, 500), (0, 0, 0, 0))
    clear.paste((0, 255, 0, 255), (150, 200, 250, 300))
    drawn = np.asarray(draw_person(person(picture(tmp_path, clear)), 640, 360)).astype(int)
    rows, columns = np.where((drawn[:, :, 1] > 240) & (drawn[:, :, 0] < 15))
    beside = drawn[rows[0] - 12, columns[0] - 12]

    assert 200 < beside.sum() < 500 and beside[0] > beside[1] + 30, "a tone of the card's red"


def test_a_small_portrait_is_not_blown_up(tmp_path: Path):
    def high(sides: tuple[int, int]) -> int:
        card = person(picture(tmp_path, Image.new("RGB", sides, "#00ff00")))
        pixels = np.asarray(draw_person(card, 1280, 720)).astype(int)
        return len(set(np.where((pixels[:, :, 1] > 200) & (pixels[:, :, 0] < 60))[0]))

    assert high((800, 1000)) > 450
    assert high((80, 100)) == pytest.approx(250, abs=6)
