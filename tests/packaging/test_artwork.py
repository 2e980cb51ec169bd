"""Which covers a programme has, how large they are, and what is said of pictures that are too small for them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.model.media import Medium
from pipeline.packaging.artwork import is_enlarged, plan_artwork, small_cover, square_side
from pipeline.render.piece import Context
from tests.factories import image, media_use

CONTEXT = Context(tools="", where="s/1")


def sized(width: int, height: int, rotation: int = 0) -> Medium:
    picture = image()
    assert picture.info.video is not None
    video = replace(picture.info.video, width=width, height=height, rotation=rotation)
    return replace(picture, info=replace(picture.info, video=video, duration=Fraction(0)))


@pytest.mark.parametrize(
    ("film", "size"), [((1920, 1080), (1280, 720)), ((640, 360), (640, 360)), ((1080, 1920), (720, 1280))]
)
def test_the_embedded_cover_has_the_film_s_shape(film, size):
    cover = plan_artwork(image(), film, CONTEXT).embedded.recipe

    assert (cover.width, cover.height) == size


@pytest.mark.parametrize(
    ("picture", "side"), [(sized(800, 600), 1400), (sized(2000, 1500), 2000), (sized(8000, 9000), 3000)]
)
def test_the_square_has_the_pixels_of_the_picture_as_far_as_feeds_allow(picture, side):
    assert square_side(picture) == side


def test_a_drawn_square_is_as_large_as_feeds_allow():
    square = plan_artwork(image(), (1280, 720), CONTEXT).square

    assert square is not None
    assert square.recipe.most == 512_000


def test_a_draft_has_no_square():
    assert plan_artwork(image(), (1280, 720), CONTEXT, draft=True).square is None


def test_a_small_cover_is_told_of():
    (found,) = small_cover(media_use("封面.jpg"), sized(800, 600))

    assert (found.code, found.severity) == ("cover-upscaled", "warning")
    assert found.message == "'封面.jpg' has 800 x 600 pixels: for feeds it is enlarged to 1400 x 1400"


@pytest.mark.parametrize(
    "picture", [sized(1, 1), sized(30_000, 10), sized(10, 30_000, rotation=90)], ids=["1", "w", "h"]
)
def test_a_cover_in_which_nothing_can_be_seen_is_refused(picture):
    (found,) = small_cover(media_use("a.png"), picture)

    assert (found.code, found.severity) == ("cover-too-small", "error")


def test_nothing_is_said_of_a_cover_with_pixels_enough():
    assert not list(small_cover(media_use("a.png"), sized(1400, 900)))
    assert not is_enlarged(sized(1280, 720), 1280, 1280)
    assert is_enlarged(sized(1280, 720), 1281, 721)
