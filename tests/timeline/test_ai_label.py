"""The label of content made by AI on a timeline."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.effects.overlays import AiLabel
from pipeline.model.ai_content import LEAST_SECONDS, AiUse
from pipeline.model.episode import Episode
from pipeline.model.series import Theme
from pipeline.timeline import plan_timeline
from tests.factories import FONT, card, episode


def labels(subject: Episode, rate: int = 25) -> list[tuple[int, int, str]]:
    timeline = plan_timeline(subject, dict[Path, object](), lambda *_: (FONT,), Fraction(rate)).timeline  # type: ignore[arg-type]
    assert timeline is not None
    found = (one for one in timeline.overlays if isinstance(one.overlay, AiLabel))
    return [(one.start, one.stop, one.overlay.text) for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("rate", [25, 30])
def test_it_stands_from_the_first_frame_on_for_longer_than_the_standard_asks(rate: int):
    ((start, stop, text),) = labels(episode(card(seconds=6), ai=AiUse(made=True)), rate)

    assert (start, stop, text) == (0, 4 * rate, "含AI生成内容")
    assert stop > LEAST_SECONDS * rate


@pytest.mark.parametrize(("theme", "corner"), [("red-gold", "top-left"), ("plain", "top-right")])
def test_it_stands_where_cards_have_no_number(theme: str, corner: str):
    subject = replace(episode(card(seconds=6), ai=AiUse(made=True)), theme=Theme(preset=theme))
    timeline = plan_timeline(subject, dict[Path, object](), lambda *_: (FONT,), Fraction(25)).timeline  # type: ignore[arg-type]

    assert timeline is not None
    assert [one.overlay.corner for one in timeline.overlays if isinstance(one.overlay, AiLabel)] == [corner]


def test_a_short_film_shows_it_to_its_end():
    assert labels(episode(card(seconds=1), ai=AiUse(made=True, label="AI生成"))) == [(0, 25, "AI生成")]


@pytest.mark.parametrize("said", [AiUse(), AiUse(made=False), AiUse(label="AI生成")])
def test_nothing_is_shown_where_nobody_says_so(said: AiUse):
    assert labels(episode(card(), ai=said)) == []
