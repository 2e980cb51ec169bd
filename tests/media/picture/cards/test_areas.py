"""What a logo leaves to the texts of cards: they are never under it, and stay in the middle."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.effects.look import Look, Taken, look_of
from pipeline.effects.overlays import Logo
from pipeline.media.picture.cards.areas import corner_area, free_area, safe_area
from pipeline.media.picture.overlays.pictures import logo_size
from pipeline.media.picture.overlays.places import placed
from pipeline.model.covered import Covered, beyond_usual
from pipeline.model.series import Theme
from tests.factories import image

F = Fraction
EIGHT = F(8, 100)
SHAPES = [(1920, 1080), (1280, 720), (720, 1280), (1080, 1080), (1440, 1080)]


def taken(corner="top-right", size=EIGHT, wide=1, high=1):
    return Taken(corner=corner, size=size, wide=F(wide), high=F(high))


def look(*over: Taken, covered: Covered | None = None) -> Look:
    return replace(look_of(Theme(), picture=None, fonts=()), taken=over, covered=covered)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("corner", ["top-left", "top-right", "bottom-left", "bottom-right"])
@pytest.mark.parametrize("sides", [(F(1), F(1)), (F(1), F(1, 4)), (F(1, 3), F(1))])
def test_texts_never_touch_a_logo_and_stay_in_the_middle(shape, corner, sides):
    wide, high = sides
    free = free_area(*shape, look(taken(corner, wide=wide, high=high)))
    side = logo_size(Logo(image=image("logo.png"), corner=corner, size=F(8, 100)), *shape)
    longest = max(side)
    logo = placed((longest * float(wide), longest * float(high)), corner, corner_area(*shape), (), shape)

    assert not free.touches(logo)
    assert free.left + free.right == pytest.approx(shape[0])
    assert free.width * free.height > 0.7 * safe_area(*shape).width * safe_area(*shape).height


def test_a_wide_frame_gives_width_and_an_upright_one_height():
    wide, upright = (1280, 720), (720, 1280)

    assert free_area(*wide, look(taken())).top == safe_area(*wide).top
    assert free_area(*wide, look(taken())).width < safe_area(*wide).width
    assert free_area(*upright, look(taken())).top > safe_area(*upright).top
    assert free_area(*upright, look(taken())).width == safe_area(*upright).width


def test_without_a_logo_and_under_one_that_leaves_too_little_the_area_is_whole():
    assert free_area(1280, 720, look()) == safe_area(1280, 720)
    assert free_area(1280, 720, look(taken(size=F(45, 100)))) == safe_area(1280, 720)


def test_texts_keep_clear_of_what_a_studio_says_is_covered_beyond_the_usual():
    more = beyond_usual(720, 1280, Covered(top=F(30, 100), right=F(1, 100)))
    free, usual = free_area(720, 1280, look(covered=more)), safe_area(720, 1280)

    assert free.top == pytest.approx(0.30 * 1280)
    assert (free.left, free.right, free.bottom) == (usual.left, usual.right, usual.bottom)


@pytest.mark.parametrize("stated", [None, Covered(), Covered(top=F(8, 100), bottom=F(23, 100))])
def test_what_is_no_more_than_the_usual_is_nothing_new(stated):
    assert beyond_usual(720, 1280, stated) is None
