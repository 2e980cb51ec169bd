"""What a logo leaves to the texts of cards: they are never under it, and stay in the middle."""

from fractions import Fraction

import pytest

from pipeline.effects.look import Taken
from pipeline.effects.overlays import Logo
from pipeline.media.picture.cards.areas import corner_area, free_area, safe_area
from pipeline.media.picture.overlays.pictures import logo_size
from pipeline.media.picture.overlays.places import placed
from tests.factories import image

F = Fraction
EIGHT = F(8, 100)
SHAPES = [(1920, 1080), (1280, 720), (720, 1280), (1080, 1080), (1440, 1080)]


def taken(corner="top-right", size=EIGHT, wide=1, high=1):
    return Taken(corner=corner, size=size, wide=F(wide), high=F(high))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("corner", ["top-left", "top-right", "bottom-left", "bottom-right"])
@pytest.mark.parametrize("sides", [(F(1), F(1)), (F(1), F(1, 4)), (F(1, 3), F(1))])
def test_texts_never_touch_a_logo_and_stay_in_the_middle(shape, corner, sides):
    wide, high = sides
    free = free_area(*shape, (taken(corner, wide=wide, high=high),))
    side = logo_size(Logo(image=image("logo.png"), corner=corner, size=F(8, 100)), *shape)
    longest = max(side)
    logo = placed((longest * float(wide), longest * float(high)), corner, corner_area(*shape), (), shape)

    assert not free.touches(logo)
    assert free.left + free.right == pytest.approx(shape[0])
    assert free.width * free.height > 0.7 * safe_area(*shape).width * safe_area(*shape).height


def test_a_wide_frame_gives_width_and_an_upright_one_height():
    wide, upright = (1280, 720), (720, 1280)

    assert free_area(*wide, (taken(),)).top == safe_area(*wide).top
    assert free_area(*wide, (taken(),)).width < safe_area(*wide).width
    assert free_area(*upright, (taken(),)).top > safe_area(*upright).top
    assert free_area(*upright, (taken(),)).width == safe_area(*upright).width


def test_without_a_logo_and_under_one_that_leaves_too_little_the_area_is_whole():
    assert free_area(1280, 720, ()) == safe_area(1280, 720)
    assert free_area(1280, 720, (taken(size=F(45, 100)),)) == safe_area(1280, 720)
