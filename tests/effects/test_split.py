"""Halves of frames: even, alike, and everything between them the gap."""

import pytest

from pipeline.effects.split import Area, halves

SIZES = [(1920, 1080), (1440, 1080), (854, 480), (160, 90), (322, 180), (640, 360)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_halves_of_a_wide_frame_stand_side_by_side(width: int, height: int):
    left, right = halves(width, height)

    assert (left.width, left.height) == (right.width, right.height) == (left.width, height)
    gap = right.left - left.width
    assert left.left == 0 and right.left + right.width == width
    assert 2 <= gap <= max(4, width / 100) and not left.width % 2 and not right.left % 2


@pytest.mark.parametrize(("width", "height"), [(1080, 1080), *((high, wide) for wide, high in SIZES)])
def test_those_of_any_other_stand_one_above_the_other(width: int, height: int):
    upper, lower = halves(width, height)

    assert upper == Area(left=0, top=0, width=width, height=upper.height)
    assert lower.top + lower.height == height and lower.height == upper.height
    assert 2 <= lower.top - upper.height <= max(4, height / 100) and not upper.height % 2


def test_the_gap_is_what_it_is_said_to_be():
    assert halves(1920, 1080)[1].left - halves(1920, 1080)[0].width == 12
