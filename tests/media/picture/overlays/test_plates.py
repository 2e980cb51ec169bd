"""Plates of themes: names and labels can be read over any picture, in every theme and shape."""

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.colours import READABLE
from pipeline.effects.overlays import LowerThird, PictureLabel, Sliding
from pipeline.effects.themes import preset
from pipeline.media.picture.overlays import lay, layer_of
from pipeline.media.picture.overlays.plates import plate_plane
from pipeline.model.series import PRESETS
from tests.media.picture.dress.looks import look, watched

SHAPES = {"16:9": (640, 360), "9:16": (360, 640), "1:1": (400, 400)}


def third(name: str) -> LowerThird:
    return LowerThird(name="毛泽建", role="衡阳县妇女运动委员", look=look(name))


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("level", [0, 128, 255])
def test_its_inks_can_be_read_over_any_picture(name: str, level: int):
    ground = plate_plane(look(name), 0.84)
    beneath = np.array([level] * 3) * (1 - ground.opacity) + np.array(_rgb(ground.fill)) * ground.opacity

    for ink in (ground.ink, ground.second):
        assert _contrast(_rgb(ink), tuple(beneath)) >= READABLE - 0.1


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("name", PRESETS)
def test_words_stand_clear_of_what_the_theme_draws(name: str, shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    """Neither a bar nor a seal, a line or a wave lies beneath a letter."""
    with watched(monkeypatch) as worst:
        for overlay in (third(name), PictureLabel(text="韶山，1927年", look=look(name))):
            layer_of(overlay, *shape)

    assert worst.pixels > 100
    assert worst.contrast >= READABLE - 0.1


@pytest.mark.parametrize("name", PRESETS)
def test_a_lower_third_comes_until_it_stands(name: str):
    picture = Image.new("RGB", (640, 360), "#405060")
    standing = np.asarray(lay(picture, (third(name),))).astype(int)
    coming = (Sliding(overlay=third(name), way="in", frame=frame, frames=8) for frame in range(8))
    apart = [np.abs(np.asarray(lay(picture, (one,))) - standing).sum() for one in coming]

    assert apart[-1] == min(apart) < max(apart) / 4


def test_every_theme_has_plates_of_its_own():
    picture = Image.new("RGB", (640, 360), "#405060")
    drawn = [np.asarray(lay(picture, (third(name),))).tobytes() for name in PRESETS]

    assert len({preset(name).dress.plate for name in PRESETS}) == len(set(drawn)) == len(PRESETS)


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    shares = (part / 255 for part in colour)
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
