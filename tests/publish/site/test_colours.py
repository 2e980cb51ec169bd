"""Whatever a theme's colours, everything can be read on paper by day and by night."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.effects.colours import contrast
from pipeline.publish.item import Colours
from pipeline.publish.site.colours import CARD_BY_DAY, CARD_BY_NIGHT, PAPER_BY_DAY, PAPER_BY_NIGHT, palette

COLOUR = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


@given(COLOUR, COLOUR, COLOUR)
@example("#777777", "#777777", "#777777")
def test_text_can_be_read(background: str, foreground: str, accent: str):
    found = palette(Colours(background=background, foreground=foreground, accent=accent))

    assert contrast(found.on_band, found.band) >= 4.5
    assert contrast(found.shine, found.band) >= 4.5
    assert min(contrast(found.by_day, ground) for ground in (PAPER_BY_DAY, CARD_BY_DAY)) >= 4.5
    assert min(contrast(found.by_night, ground) for ground in (PAPER_BY_NIGHT, CARD_BY_NIGHT)) >= 4.5


def test_a_theme_that_can_be_read_stays_as_it_is():
    theme = Colours(background="#7a1414", foreground="#fff6e0", accent="#e8b64c")
    found = palette(theme)

    assert (found.band, found.on_band, found.shine) == (theme.background, theme.foreground, theme.accent)
    assert (found.by_day, found.by_night) == (theme.background, theme.accent)


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_as_wcag_has_it(one: str, other: str, ratio: float):
    assert round(contrast(one, other), 2) == ratio
