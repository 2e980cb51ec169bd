"""The parts of an audiogram's frame: apart from each other, and clear of what platforms lay over upright ones."""

from itertools import combinations

import pytest

from pipeline.media.video.audiogram_layout import layout
from pipeline.model.covered import covered_in

SHAPES = [(1080, 1080), (1920, 1080), (1080, 1920), (1080, 1440), (360, 640)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("art", [True, False])
def test_parts_stand_apart_and_clear_of_what_is_covered(shape: tuple[int, int], art: bool):
    width, height = shape
    found, over = layout(width, height, art=art), covered_in(width, height)
    parts = [one for one in (found.art, found.words, found.wave, found.captions) if one]

    for one, other in combinations(parts, 2):
        apart = one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
        assert apart, (one, other)
    for one in parts:
        assert one.left >= width * over.left - 2 and one.right <= width * (1 - over.right) + 2
        assert one.top >= height * over.top and one.bottom <= height * (1 - over.bottom) + 2


@pytest.mark.parametrize("shape", [(1080, 1920), (1080, 1440)])
def test_captions_of_upright_audiograms_stand_where_those_of_films_do(shape: tuple[int, int]):
    captions = layout(*shape, art=True).captions

    assert captions.top / shape[1] >= 0.67 and captions.bottom / shape[1] <= 0.77
