"""Which covers a programme has, how large they are, and what is said of pictures that are too small for them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.covers import Cover, FilmFrame
from pipeline.effects.look import look_of
from pipeline.effects.stills import FittedImage
from pipeline.model.media import Medium
from pipeline.model.series import Theme
from pipeline.packaging.artwork import (
    Front,
    art_of,
    episode_front,
    fills,
    is_enlarged,
    plan_artwork,
    small_cover,
    source_of,
    square_side,
)
from pipeline.packaging.best_still import Art
from pipeline.render.piece import Context
from tests.factories import FONT, clip, episode, image, media_use

CONTEXT = Context(tools="", where="s/1")


def sized(width: int, height: int, rotation: int = 0) -> Medium:
    picture = image()
    assert picture.info.video is not None
    video = replace(picture.info.video, width=width, height=height, rotation=rotation)
    return replace(picture, info=replace(picture.info, video=video, duration=Fraction(0)))


LOOK = look_of(Theme(), picture=None, fonts=(FONT,))


def front(given: Medium | None = None, art: Art | None = None) -> Front:
    return episode_front(episode(), LOOK, given=given, art=art, seal=None)


@pytest.mark.parametrize(
    ("film", "size"), [((1920, 1080), (1280, 720)), ((640, 360), (640, 360)), ((1080, 1920), (720, 1280))]
)
def test_the_embedded_cover_has_the_film_s_shape(film, size):
    cover = plan_artwork(front(), film, CONTEXT).embedded.recipe

    assert (cover.width, cover.height) == size


@pytest.mark.parametrize(
    ("picture", "side"), [(sized(800, 600), 1400), (sized(2000, 1500), 2000), (sized(8000, 9000), 3000)]
)
def test_the_square_has_the_pixels_of_the_picture_as_far_as_feeds_allow(picture, side):
    assert square_side(picture) == side


def test_a_drawn_square_is_as_large_as_feeds_allow():
    square = plan_artwork(front(), (1280, 720), CONTEXT).square

    assert square is not None
    assert (square.recipe.width, square.recipe.height, square.recipe.most) == (3000, 3000, 512_000)


def test_a_draft_has_no_square():
    assert plan_artwork(front(), (1280, 720), CONTEXT, draft=True).square is None


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


@pytest.mark.parametrize(
    ("shape", "kept"),
    [((1600, 900), True), ((1440, 1080), False), ((1080, 1080), False), ((1080, 1920), False), ((1600, 1000), True)],
)
def test_a_finished_cover_stays_as_it_is_where_its_shape_fits_and_is_shown_whole_elsewhere(shape, kept):
    given = sized(1920, 1080)

    shown = front(given).shown(*shape)

    assert shown == given if kept else isinstance(shown, Cover) and shown.whole
    assert fills(given, *shape) == kept


def test_a_finished_cover_of_the_film_s_shape_keeps_the_key_that_it_had():
    """Older programmes with a cover of their own are not joined again."""
    artwork = plan_artwork(front(sized(1920, 1080)), (1920, 1080), CONTEXT)

    assert artwork.embedded.recipe.picture == sized(1920, 1080)
    assert not artwork.embedded.recipe.exact


def test_what_was_chosen_is_rebuilt_from_the_record():
    focus = (Fraction(1, 3), Fraction(1, 4))
    still = FittedImage(image=image("a.jpg"), fit="crop", page=3, focus=focus)
    frame = FilmFrame(medium=clip("b.mp4"), at=Fraction(1234, 1000))

    for art, medium in ((still, image("a.jpg")), (frame, clip("b.mp4"))):
        source = source_of(front(art=art), {"photos/x": medium.content})
        assert source is not None
        assert source.picture == "photos/x"
        assert art_of(source, medium) == art


def test_without_a_picture_there_is_nothing_to_record():
    assert source_of(front(), {}) is None
