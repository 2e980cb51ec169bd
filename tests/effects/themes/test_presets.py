"""Presets: every one is whole, can be read, and differs from the others in all that it dresses."""

from typing import get_args, get_type_hints

import pytest

from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.themes import Dress, chosen_colours, preset, presets
from pipeline.effects.themes.colours import ORNAMENT
from pipeline.model.series import PRESETS, Theme


def test_there_is_a_file_for_every_name():
    assert set(presets()) == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_its_words_are_those_that_drawing_understands(name: str):
    dress = preset(name).dress

    for field, kind in get_type_hints(Dress).items():
        value = getattr(dress, field)
        assert value in get_args(kind) if get_args(kind) else isinstance(value, kind), (field, value)


def test_a_theme_that_nobody_chose_is_red_and_gold():
    base, theme = preset("red-gold"), Theme()

    assert (theme.preset, theme.background) == ("red-gold", base.background)
    assert (theme.foreground, theme.accent) == (base.inks.foreground, base.inks.accent)


@pytest.mark.parametrize("name", PRESETS)
def test_its_colours_can_be_read(name: str):
    one = preset(name)

    for background, inks in ((one.background, one.inks), (one.other_background, one.other_inks)):
        # Above the least, since grounds are darker and lighter in places.
        assert contrast(inks.foreground, background) >= READABLE + 2
        assert contrast(inks.accent, background) >= ORNAMENT + 0.5


def test_every_preset_has_a_ground_a_frame_and_a_lower_third_of_its_own():
    dresses = [one.dress for one in presets().values()]

    assert len({one.ground for one in dresses}) == len(dresses)
    assert len({one.frame for one in dresses}) == len(dresses)
    assert len({one.plate for one in dresses}) == len(dresses)
    assert len({one.cover for one in dresses}) == len(dresses)


def test_nothing_at_all_is_red_gold_and_colours_alone_are_plain():
    assert chosen_colours("", {}).preset == "red-gold"
    assert chosen_colours("", {"background": "#16294d"}).preset == "plain"
    assert chosen_colours("ink", {"accent": "#16294d"}).preset == "ink"


@pytest.mark.parametrize("name", ["", *PRESETS])
@pytest.mark.parametrize("background", ["#000000", "#ffffff", "#16294d", "#f3efe5", "#777777", "#ffd400"])
def test_inks_that_nobody_wrote_suit_the_background_in_silence(name: str, background: str):
    chosen = chosen_colours(name, {"background": background})

    assert contrast(chosen.foreground, background) >= READABLE
    assert contrast(chosen.accent, background) >= ORNAMENT
    assert not chosen.mended


def test_a_background_that_nobody_wrote_suits_the_text():
    assert contrast("#ffffff", chosen_colours("", {"foreground": "#ffffff"}).background) >= READABLE
    assert contrast("#102030", chosen_colours("", {"foreground": "#102030"}).background) >= READABLE


def test_what_cannot_be_read_is_mended_and_told():
    chosen = chosen_colours("red-gold", {"foreground": "#802020", "accent": "#7b1515"})
    text, accent = chosen.mended

    assert (text.name, text.was, round(text.contrast, 1), text.becomes) == (
        "foreground", "#802020", 1.1, chosen.foreground,
    )  # fmt: skip
    assert (accent.name, accent.least) == ("accent", ORNAMENT)
    assert contrast(chosen.foreground, "#7a1414") >= READABLE
    assert contrast(chosen.accent, "#7a1414") >= ORNAMENT
