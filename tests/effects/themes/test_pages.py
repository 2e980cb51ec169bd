"""Colours on pages: the theme's own where they can be read."""

import pytest

from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.themes import page_colours, preset
from pipeline.model.series import PRESETS

DAY, NIGHT = ("#faf7f0", "#fffdf9"), ("#161311", "#201c19")


@pytest.mark.parametrize("name", PRESETS)
def test_pages_wear_the_presets_own_colours(name: str):
    one = preset(name)
    colours = (one.background, one.inks.foreground, one.inks.accent)
    page = page_colours(*colours, day=DAY, night=NIGHT)

    assert page.band == one.background
    assert contrast(page.on_band, page.band) >= READABLE
    assert contrast(page.shine, page.band) >= READABLE
    assert all(contrast(page.by_day, paper) >= READABLE for paper in DAY)
    assert all(contrast(page.by_night, paper) >= READABLE for paper in NIGHT)
    # A pale ground would turn grey before it could be read: the accent or the ink stands in for it.
    assert page.by_day in colours
