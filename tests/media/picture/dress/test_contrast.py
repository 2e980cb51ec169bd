"""Contrast: every letter on every card can be read over what lies beneath it, in every theme and every shape."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.colours import READABLE
from pipeline.media.probe.probe import probe
from pipeline.model.media import Medium
from pipeline.model.series import PRESETS
from pipeline.render.picture.stills import draw
from tests.media.picture.dress.looks import KINDS, look, watched

SHAPES = {"16:9": (640, 360), "9:16": (360, 640), "1:1": (400, 400), "4:3": (480, 360)}
LEAST = READABLE - 0.15
"""Grounds are dithered: a pixel may be a step of grey from what is meant."""


def _plane(level: int) -> Callable[[], Image.Image]:
    return lambda: Image.new("RGB", (300, 200), (level, level, level))


def _chessboard() -> Image.Image:
    fields = np.kron(np.indices((10, 15)).sum(axis=0) % 2 * 255, np.ones((40, 40)))
    return Image.fromarray(fields.astype(np.uint8)).convert("RGB")


def _transparent() -> Image.Image:
    image = Image.new("RGBA", (300, 200), (0, 255, 0, 0))
    image.paste((255, 255, 255, 255), (100, 50, 200, 150))
    return image


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "black": _plane(0),
    "white": _plane(255),
    "grey": _plane(128),
    "chessboard": _chessboard,
    "transparent": _transparent,
    "one pixel": lambda: Image.new("RGB", (1, 1), "#ffcc00"),
    "huge": lambda: Image.linear_gradient("L").resize((4200, 2800)).convert("RGB"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PRESETS)
def test_every_letter_can_be_read(name: str, kind: str, shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    with watched(monkeypatch) as worst:
        draw(KINDS[kind](look(name)), *shape)

    assert worst.pixels > 200
    assert worst.contrast >= LEAST


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("kind", ["title", "answered"])
@pytest.mark.parametrize("name", PRESETS)
def test_every_letter_can_be_read_over_a_picture(
    name: str, kind: str, picture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "behind.png"
    PICTURES[picture]().save(path)
    behind = Medium(path=path, content=picture, info=probe(path))

    with watched(monkeypatch) as worst:
        draw(KINDS[kind](look(name, behind)), 640, 360)

    assert worst.pixels > 200
    assert worst.contrast >= LEAST
