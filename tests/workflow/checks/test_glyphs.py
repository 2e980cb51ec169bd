"""Fonts that a theme wants and this machine lacks: told once an episode, with what to install."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.errors import Diagnostic
from pipeline.model.series import Theme
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.checks import glyphs
from tests.factories import FONT, card, episode, media_use


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch):
    """A machine on which no font has serifs."""
    monkeypatch.setattr(glyphs, "has_face", lambda face, _: face == "sans")


def told(series: Theme, *cards: Theme) -> list[Diagnostic]:
    subject = replace(episode(*(replace(card(), theme=one) for one in cards or (series,))), theme=series)
    planned = PlannedEpisode(
        episode=subject, programme=None, diagnostics=(), media={}, timeline=None, renditions=subject.renditions
    )
    workspace: Any = SimpleNamespace(fonts_of=lambda theme: (FONT,))
    return list(glyphs.missing_faces(planned, workspace))


PLAIN, INK, NIGHT, RED = (Theme(preset=name) for name in ("plain", "ink", "night", "red-gold"))


@pytest.mark.parametrize(("series", "cards"), [(RED, ()), (RED, (RED, INK)), (PLAIN, (RED, INK, RED))])
def test_missing_serifs_are_told_once(series: Theme, cards: tuple[Theme, ...]):
    (found,) = told(series, *cards)

    assert (found.code, found.severity) == ("no-serif-font", "warning")
    assert found.message == (
        "the theme 'red-gold' is set with serifs (宋体), and this machine has no such font: it is drawn without"
    )
    assert "apt install fonts-noto-cjk" in found.hint


@pytest.mark.parametrize("series", [PLAIN, NIGHT, replace(RED, font=media_use("Our.ttf"))])
def test_nothing_is_missing_where_no_serifs_are_wanted(series: Theme):
    assert told(series) == []
