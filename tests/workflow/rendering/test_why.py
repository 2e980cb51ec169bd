"""What plans call the things that recipes hold: every kind of piece, and every field of what is drawn, has its word."""

import dataclasses
import typing
from collections.abc import Iterator
from types import ModuleType

import pytest

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.effects import citations, look, overlays, questions, reading, split
from pipeline.messages import told
from pipeline.model import timeline
from pipeline.model.segments import motion
from pipeline.model.timeline import drawings
from pipeline.render.picture.clips import CLIP
from pipeline.render.picture.motion import MOTION
from pipeline.render.picture.moving_insets import STAGED
from pipeline.render.picture.scenes import SCENE
from pipeline.render.picture.split import SPLIT
from pipeline.render.picture.transitions import TRANSITION
from pipeline.workflow.rendering.plan_report import KINDS
from pipeline.workflow.rendering.why import WORDS

SPANS = [kind for kind in typing.get_args(timeline.Span) if kind is not timeline.StillSpan]
SPELLED = {
    "wide",
    "high",
    "clear",
    "key",
    "passage",
    "byline_sentence",
    "sentence",
    "marked",
    "mixed",
    "shift",
    "number",
    "frame",
}
"""Of readings and overlays: made from other fields, or told as a whole."""
INSIDE = {"spoken", "edited", "rate", "ground", "image", "overlays", "overlay", "way", "look", "top", "width", "height"}
"""Never told apart by themselves, or in units."""


def fields_of(*modules: ModuleType) -> Iterator[str]:
    kinds = [one for module in modules for one in vars(module).values() if dataclasses.is_dataclass(one)]
    for kind in [*(one for one in kinds if one.__module__ in {module.__name__ for module in modules}), *SPANS]:
        for one in dataclasses.fields(kind):
            if one.metadata != OUTSIDE_RECIPE and one.name != "version":
                yield one.name


@pytest.mark.parametrize(
    "name", sorted({*fields_of(citations, drawings, look, overlays, questions, reading, split, motion)})
)
def test_a_field_of_what_is_drawn_has_its_word_in_chinese(name: str):
    if name not in {*WORDS.wrappers, *WORDS.whole, *SPELLED, *INSIDE}:
        assert not told(WORDS.called[name], "zh").isascii()


@pytest.mark.parametrize("kind", [CLIP, MOTION, SCENE, SPLIT, STAGED, TRANSITION])
def test_a_kind_of_piece_has_its_word_in_chinese(kind: str):
    assert not told(KINDS[kind], "zh").isascii()


def test_a_still_with_captions_is_no_rule_for_captions():
    assert told(KINDS["captions"], "zh") == "带字幕的画面"
